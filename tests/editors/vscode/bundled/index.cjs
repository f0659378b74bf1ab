// Runs inside the extension host of a profile in which there is nothing but the package, with the server that
// came inside it.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const PATIENCE_MS = Number(process.env.AGENTLS_PATIENCE ?? '30') * 1000;

exports.run = async () => {
  const extension = vscode.extensions.getExtension('agentls.agentls');
  assert.equal(vscode.workspace.getConfiguration('agentls').get('server.path'), '', 'no setting names a server');
  const agent = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, '.claude/agents/courier.md');
  const document = await vscode.workspace.openTextDocument(agent);
  await vscode.window.showTextDocument(document);
  const tools = () =>
    vscode.languages.getDiagnostics(agent).filter(({ source, code }) => source === 'agentls' && (code?.value ?? code) === 'unknown-tool');
  for (const end = Date.now() + PATIENCE_MS; tools().length === 0; await new Promise((resolve) => setTimeout(resolve, 50))) {
    assert.ok(Date.now() < end, 'never: diagnostics');
  }
  assert.equal(document.getText(tools()[0].range), 'Grpe');

  const children = fs.readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  const programs = children.map((pid) => fs.readlinkSync(`/proc/${pid}/exe`)).filter((program) => path.basename(program) === 'agentls');
  assert.deepEqual(programs, [path.join(fs.realpathSync(extension.extensionPath), 'server/agentls')]);
  console.log(`ok: the package alone, in a clean profile, serves with what is inside it: ${path.basename(extension.extensionPath)}/server/agentls`);
};
