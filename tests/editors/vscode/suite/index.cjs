// Runs inside VS Code's extension host, with the installed extension and the real server.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vscode = require('vscode');

const PATIENCE_MS = Number(process.env.AGENTLS_PATIENCE ?? '30') * 1000;
const folder = vscode.workspace.workspaceFolders[0].uri;
const agent = vscode.Uri.joinPath(folder, '.claude/agents/courier.md');
const run = (command, ...args) => vscode.commands.executeCommand(command, ...args);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what, there) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await there();
    if (seen) return seen;
    if (Date.now() > end) throw new Error(`never: ${what}`);
    await pause(30);
  }
}

/** What is wrong with a file, as our server says: each code with the words that it stands on. */
function marked(document) {
  const ours = vscode.languages.getDiagnostics(document.uri).filter((found) => found.source === 'agentls');
  return Object.fromEntries(ours.map((found) => [found.code?.value ?? found.code, document.getText(found.range)]));
}

/** The processes of our server: children of the extension host. */
// By the program's name: folders may be called agentls, too.
function servers() {
  const children = fs.readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ');
  return children.filter(Boolean).filter((pid) => {
    try {
      const words = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.some((word) => path.basename(word) === 'agentls');
    } catch {
      return false;
    }
  });
}

async function open(uri) {
  const document = await vscode.workspace.openTextDocument(uri);
  return vscode.window.showTextDocument(document, { preview: false });
}

function cursorAfter(editor, text) {
  const at = editor.document.getText().indexOf(text);
  assert.notEqual(at, -1, `no ${text}`);
  const position = editor.document.positionAt(at + text.length);
  editor.selection = new vscode.Selection(position, position);
  return position;
}

/** Types, and takes the first suggestion. */
async function complete(editor, text, line, wanted) {
  await run('type', { text });
  await until(`offers ${wanted}`, async () => {
    await run('editor.action.triggerSuggest');
    await pause(300);
    await run('acceptSelectedSuggestion');
    return editor.document.lineAt(line).text === wanted;
  });
}

const DIAGNOSED = {
  'cut-text': ' # service.',
  'unknown-tool': 'Grpe',
  'unknown-key': 'colour',
  'no-output-format': 'Courier (the one who delivers)',
};

/** What the server says beside hints. */
function wrong(document) {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter((found) => found.source === 'agentls' && found.severity < vscode.DiagnosticSeverity.Hint)
    .map((found) => found.message);
}

const steps = {
  async 'starts in no time'() {
    const extension = vscode.extensions.getExtension('agentls.agentls');
    assert.equal(extension.isActive, false, 'nothing needs it yet');
    const [begin, used] = [performance.now(), process.cpuUsage()];
    await extension.activate();
    const took = performance.now() - begin;
    const { user, system } = process.cpuUsage(used);
    const busy = (user + system) / 1000;
    console.log(`   activation takes ${took.toFixed(0)} ms, ${busy.toFixed(0)} ms of them at work`);
    // On a machine that has more to do than it can, all takes longer, work too.
    const isQuiet = os.loadavg()[0] < os.cpus().length;
    assert.ok(Math.min(took, busy) < (isQuiet ? 150 : 450));
    assert.deepEqual(servers(), [], 'without an agent no server is started');
  },

  async 'leaves other Markdown alone'() {
    const { document } = await open(vscode.Uri.joinPath(folder, 'README.md'));
    const extension = vscode.extensions.getExtension('agentls.agentls');
    await until('activates', () => extension?.isActive);
    await pause(200);
    assert.deepEqual(marked(document), {});
    assert.deepEqual(servers(), []);
  },

  async 'marks what is wrong, on the exact words'() {
    this.editor = await open(agent);
    console.log(`   the language is ${this.editor.document.languageId}`);
    await until('diagnostics', () => Object.keys(marked(this.editor.document)).length > 0);
    assert.deepEqual(marked(this.editor.document), DIAGNOSED);
    assert.equal(servers().length, 1);
  },

  async 'completes a tool while typing'() {
    cursorAfter(this.editor, 'Grpe');
    await complete(this.editor, ', Glo', 3, 'tools: Read, Write, Grpe, Glob');
  },

  async 'completes a model while typing'() {
    const end = cursorAfter(this.editor, 'model: sonnet');
    this.editor.selection = new vscode.Selection(end.translate(0, -'sonnet'.length), end);
    await complete(this.editor, 'opu', 4, 'model: opus');
  },

  async 'explains a field of expertise'() {
    const at = cursorAfter(this.editor, 'JWT');
    const hovers = await run('vscode.executeHoverProvider', agent, at);
    const text = hovers.flatMap((hover) => hover.contents.map((part) => part.value)).join('\n');
    assert.match(text, /JSON Web Token/);
    assert.match(text, /SECURITY/);
  },

  async 'mends a key'() {
    const at = cursorAfter(this.editor, 'colour');
    const actions = await run('vscode.executeCodeActionProvider', agent, new vscode.Range(at, at), 'quickfix', 64);
    const fix = actions.find(({ title }) => title === 'Rename to color');
    assert.ok(fix, actions.map(({ title }) => title).join());
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await until('is no longer marked', () => !('unknown-key' in marked(this.editor.document)));
  },

  async 'inserts an output format'() {
    const before = this.editor.document.getText();
    // The cursor is in the front matter: the command does not mind.
    const inserted = run('agentls.insertOutputFormat');
    await until('the section is there', async () => {
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return this.editor.document.getText() !== before;
    });
    await inserted;
    const after = this.editor.document.getText();
    const added = after.length - before.length;
    let start = 0;
    while (before[start] === after[start]) start += 1;
    assert.equal(after.slice(0, start) + after.slice(start + added), before, 'nothing else has changed');
    assert.match(after, /^## .*Output Format$/m);
    assert.doesNotMatch(after.slice(start, start + added), /\$\{?\d/, 'no snippet syntax is left');
    await until('is no longer missed', () => !('no-output-format' in marked(this.editor.document)));
  },

  async 'saves these very bytes'() {
    const { document } = this.editor;
    // That there is something to save, the extension host learns a little later than the text.
    await until('is changed', () => document.isDirty);
    await until('is saved', () => document.save());
    assert.equal(fs.readFileSync(agent.fsPath, 'utf8'), this.editor.document.getText());
    assert.ok(this.editor.document.getText().startsWith('---\nname: courier\n'));
  },

  async 'shows an agent as its caller sees it'() {
    await run('agentls.preview');
    const shown = await until('a preview', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'agentls-preview'),
    );
    assert.match(shown.document.getText(), /^# courier\n\n✓ loads in Claude Code/);
    assert.match(shown.document.getText(), /What its caller sees\n\n\*\*courier\*\*: Delivers mail/);
    assert.match(shown.document.getText(), /You are COURIER/);
    await vscode.window.showTextDocument(shown.document, shown.viewColumn);
    const before = shown.document.getText();
    await run('type', { text: 'x' });
    assert.equal(shown.document.getText(), before, 'it can be read only');
    this.editor = await open(agent);
    await this.editor.edit((edit) => edit.replace(new vscode.Range(1, 0, 1, 13), 'name: postwoman'));
    await until('the preview follows', () => shown.document.getText().startsWith('# postwoman'));
    await run('undo');
    await until('the preview follows', () => shown.document.getText().startsWith('# courier'));
  },

  async 'makes a new agent'() {
    await run('agentls.newAgent', { tool: 'opencode', kind: 'review', place: 'project', name: 'Mail reader' });
    const { document } = vscode.window.activeTextEditor;
    const made = path.join(folder.fsPath, '.opencode/agents/Mail-reader.md');
    assert.ok([made, made.toLowerCase()].includes(document.uri.fsPath) || fs.existsSync(document.uri.fsPath), document.uri.fsPath);
    assert.ok(document.uri.fsPath.startsWith(path.join(folder.fsPath, '.opencode/agent')), document.uri.fsPath);
    assert.equal(fs.readFileSync(document.uri.fsPath, 'utf8'), document.getText());
    await pause(300);
    assert.deepEqual(wrong(document), []);
    // A second one of the name is not written over it.
    const text = document.getText();
    await run('agentls.newAgent', { tool: 'opencode', kind: 'test', place: 'project', name: 'Mail reader' });
    assert.equal(fs.readFileSync(document.uri.fsPath, 'utf8'), text);
    await run('notifications.clearAll');
  },

  async 'converts an agent for another tool'() {
    this.editor = await open(agent);
    const converted = run('agentls.convert');
    await until('another file is shown', async () => {
      await run('workbench.action.acceptSelectedQuickOpenItem');
      return vscode.window.activeTextEditor?.document.uri.fsPath !== agent.fsPath;
    });
    await converted;
    const { document } = vscode.window.activeTextEditor;
    console.log(`   ${path.relative(folder.fsPath, document.uri.fsPath)}`);
    assert.match(document.getText(), /You are COURIER/);
    const at = document.positionAt(document.getText().indexOf('description') + 2);
    await until('is served', async () => {
      const hovers = await run('vscode.executeHoverProvider', document.uri, at);
      return hovers.length > 0;
    });
    await document.save();
    this.editor = await open(agent);
  },

  async 'takes settings, and only those that somebody has set'() {
    const config = path.join(folder.fsPath, 'agentls.toml');
    fs.writeFileSync(config, 'targets = ["gemini-cli"]\n[rules]\nunknown-tool = "error"\n');
    const severity = (rule) => {
      const found = vscode.languages.getDiagnostics(agent).find(({ code }) => (code?.value ?? code) === rule);
      return found && vscode.DiagnosticSeverity[found.severity];
    };
    await until('the file counts', () => severity('unknown-tool') === 'Error');
    // The setting's default names no targets, and nobody has chosen it.
    assert.equal(severity('breaks-elsewhere'), 'Warning');
    const settings = vscode.workspace.getConfiguration('agentls');
    await settings.update('rules', { 'unknown-tool': 'off' }, vscode.ConfigurationTarget.Global);
    await until('the setting counts more', () => severity('unknown-tool') === undefined);
    await settings.update('rules', undefined, vscode.ConfigurationTarget.Global);
    await until('the file counts again', () => severity('unknown-tool') === 'Error');
    fs.unlinkSync(config);
    await until('the rule counts as it says', () => severity('unknown-tool') === 'Warning');
  },

  async 'serves an agent that is not saved yet'() {
    const document = await vscode.workspace.openTextDocument({
      language: 'chatagent',
      content: '---\ndescription: Plans. Use for plans.\ncolour: blue\n---\nPlan.\n',
    });
    if (document.languageId !== 'chatagent') return console.log('   this VS Code has no such language');
    await vscode.window.showTextDocument(document);
    await until('is marked', () => marked(document)['unknown-key'] === 'colour');
    await run('workbench.action.revertAndCloseActiveEditor');
  },

  async 'serves the agents of a plugin, which its manifest tells'() {
    const kit = path.join(folder.fsPath, 'kit');
    fs.mkdirSync(path.join(kit, '.claude-plugin'), { recursive: true });
    fs.mkdirSync(path.join(kit, 'agents'), { recursive: true });
    const text = '---\nname: helper\ndescription: Helps. Use for help.\ntools: Grpe, Read\n---\nHelp.\n';
    fs.writeFileSync(path.join(kit, 'agents/helper.md'), text);
    const { document } = await open(vscode.Uri.file(path.join(kit, 'agents/helper.md')));
    await pause(300);
    assert.deepEqual(marked(document), {}, 'a folder of that name alone says nothing');
    await run('workbench.action.closeActiveEditor');
    fs.writeFileSync(path.join(kit, '.claude-plugin/plugin.json'), '{"name": "kit"}');
    fs.writeFileSync(path.join(kit, 'agents/other.md'), text);
    const other = await open(vscode.Uri.file(path.join(kit, 'agents/other.md')));
    await until('is marked', () => marked(other.document)['unknown-tool'] === 'Grpe');
    this.editor = await open(agent);
  },

  async 'says how it does'() {
    void run('agentls.status');
    await pause(300);
    await run('notifications.clearAll');
  },

  async 'shows the page of a rule'() {
    await run('agentls.explain', 'unknown-tool');
    const labels = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    await until('a preview', () => labels().some((label) => label.includes('unknown-tool')));
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('agentls-explain:/unknown-tool.md'));
    assert.match(page.getText(), /^# unknown-tool/);
  },

  // What a person does with a key or a click, as VS Code itself asks for it.
  async 'answers whatever else VS Code asks for'() {
    const other = vscode.Uri.joinPath(folder, '.claude/agents/dispatcher.md');
    const sample = fs.readFileSync(path.join(__dirname, '../../sample/dispatcher.md'), 'utf8');
    fs.writeFileSync(other.fsPath, sample.replace('# Dispatcher', '# dispatcher'));
    const { document } = await open(other);
    const at = (words, more = 1) => document.positionAt(document.getText().indexOf(words) + more);
    const mention = at('`courier`', 3);
    const ask = (what, ...args) => run(`vscode.${what}`, ...args);

    await until('leads to the agent', async () => (await ask('executeDefinitionProvider', other, mention)).length > 0);
    const [caller] = await ask('prepareCallHierarchy', other, at('dispatcher'));
    const outgoing = await ask('provideOutgoingCalls', caller);
    assert.deepEqual(outgoing.map(({ to }) => to.name), ['courier']);
    const incoming = await ask('provideIncomingCalls', outgoing[0].to);
    assert.deepEqual(incoming.map(({ from }) => from.name), ['dispatcher']);
    assert.ok((await ask('executeWorkspaceSymbolProvider', 'dispatcher')).some(({ name }) => name.includes('dispatcher')));
    assert.ok((await ask('executeDocumentHighlights', other, at('dispatcher'))).length > 0);
    const { ranges } = await run('_executeLinkedEditingProvider', other, at('dispatcher'));
    assert.equal(ranges.length, 2, 'the name and the title change together');
    const [selection] = await ask('executeSelectionRangeProvider', other, [mention]);
    assert.ok(selection.parent.range.contains(selection.range));
    assert.ok((await ask('executeFoldingRangeProvider', other)).length > 2);
    assert.ok((await ask('executeDocumentSymbolProvider', other)).length > 0);
    assert.ok((await ask('executeCodeLensProvider', other)).length > 0);
    assert.ok((await ask('executeInlayHintProvider', other, new vscode.Range(0, 0, document.lineCount, 0))).length > 0);
    assert.ok((await ask('provideDocumentSemanticTokens', other)).data.length > 0);

    const change = new vscode.WorkspaceEdit();
    change.insert(other, at('name: dispatcher', 0), 'color:   blue\n');
    change.insert(other, at('routes, deadlines', 'routes, deadlines'.length), '\n');
    assert.ok(await vscode.workspace.applyEdit(change));
    const options = { tabSize: 2, insertSpaces: true };
    const laid = await ask('executeFormatDocumentProvider', other, options);
    assert.ok(laid.length > 0, 'blanks too many are taken away');
    const below = at('routes, deadlines', 'routes, deadlines'.length + 1);
    const [mark] = await ask('executeFormatOnTypeProvider', other, below, '\n', options);
    assert.equal(mark.newText, '- ', 'the next item of a list gets its mark');
    const [colour] = await ask('executeDocumentColorProvider', other);
    assert.ok((await ask('executeColorPresentationProvider', colour.color, { uri: other, range: colour.range })).length > 0);
    const links = await ask('executeLinkProvider', other);
    assert.ok(Array.isArray(links));
    await run('workbench.action.files.revert');
    await run('workbench.action.closeActiveEditor');
    fs.unlinkSync(other.fsPath);
    this.editor = await open(agent);
  },

  // An agent is renamed as people do it in screen.cjs. `vscode.executeDocumentRenameProvider` gives an extension the
  // renaming of the file before the edits of its text, which VS Code then refuses.
  async 'renames the agent with its file, and back'() {
    const other = vscode.Uri.joinPath(folder, '.claude/agents/dispatcher.md');
    const moved = vscode.Uri.joinPath(folder, '.claude/agents/carrier.md');
    fs.copyFileSync(path.join(__dirname, '../../sample/dispatcher.md'), other.fsPath);
    await open(other);
    await open(agent);
    const before = [agent, other].map(({ fsPath }) => fs.readFileSync(fsPath, 'utf8'));
    const rename = async (from, to, wanted) => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(from, to);
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(!fs.existsSync(from.fsPath));
      const changed = () => vscode.workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && uri.scheme === 'file');
      await until('both files are saved', async () => {
        for (const document of changed()) await document.save();
        return changed().length === 0;
      });
      assert.deepEqual([to, other].map(({ fsPath }) => fs.readFileSync(fsPath, 'utf8')), wanted);
    };
    // The server has to have read who names whom.
    await until('is named', async () => (await run('vscode.executeReferenceProvider', agent, new vscode.Position(1, 8))).length > 1);
    await rename(agent, moved, [before[0].replace('name: courier', 'name: carrier'), before[1].replace('`courier`', '`carrier`')]);
    await until('is named', async () => (await run('vscode.executeReferenceProvider', moved, new vscode.Position(1, 8))).length > 1);
    await rename(moved, agent, before);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(other));
    await run('workbench.action.closeActiveEditor');
    fs.unlinkSync(other.fsPath);
    this.editor = await open(agent);
  },

  async 'restarts the server'() {
    const [before] = servers();
    await run('agentls.restart');
    await until('a new server', () => servers().length === 1 && servers()[0] !== before);
    await until('diagnostics', () => 'unknown-tool' in marked(this.editor.document));
  },

  async 'survives the death of the server'() {
    const { document } = this.editor;
    const at = document.positionAt(document.getText().indexOf('JWT') + 1);
    // A mark may be one of the dead server: only a running one answers.
    const answers = async () => {
      const hovers = await run('vscode.executeHoverProvider', agent, at);
      return hovers.some(({ contents }) => contents.some(({ value }) => value?.includes('JSON Web Token')));
    };
    await until('answers', answers);
    const [before] = servers();
    process.kill(Number(before), 'SIGKILL');
    await until('a new server', () => servers().length === 1 && servers()[0] !== before);
    await until('answers', answers);
    await until('diagnostics', () => 'unknown-tool' in marked(document));
    // What changes from now on arrives too.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(agent, new vscode.Position(1, 0), 'colour: red\n');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until('the new fault is marked', () => marked(document)['unknown-key'] === 'colour');
    await run('workbench.action.files.revert');
  },
};

exports.run = async () => {
  const context = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step.call(context);
      console.log(`ok: ${name}`);
    } catch (fault) {
      console.log(`not ok: ${name}: ${String(fault.stack ?? fault).replaceAll('\n', ' | ')}`);
      throw fault;
    }
  }
  console.log(`ok: VS Code ${vscode.version}, ${Object.keys(steps).length} steps`);
};
