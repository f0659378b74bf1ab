import * as vscode from 'vscode';
import { isAgentFile } from './agentFiles';
import { Explanations } from './explain';
import { insertOutputFormat } from './insertOutputFormat';
import { Server } from './server';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('agentls', { log: true });
  const started = new Server(context, output);
  const explanations = new Explanations(started);
  server = started;

  const startFor = async (document: vscode.TextDocument): Promise<void> => {
    if (isAgentFile(document)) {
      await started.start();
    }
  };
  const follow = (editor: vscode.TextEditor | undefined): void => {
    const inside = editor !== undefined && isAgentFile(editor.document);
    void vscode.commands.executeCommand('setContext', 'agentls.inAgentFile', inside);
  };

  context.subscriptions.push(
    output,
    explanations.register(),
    vscode.commands.registerCommand('agentls.restart', () => started.restart()),
    vscode.commands.registerCommand('agentls.showOutput', () => output.show()),
    vscode.commands.registerCommand('agentls.insertOutputFormat', insertOutputFormat),
    vscode.commands.registerCommand('agentls.explain', (subject?: unknown) =>
      explanations.show(typeof subject === 'string' ? subject : undefined),
    ),
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.window.onDidChangeActiveTextEditor(follow),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('agentls.server.path')) {
        await started.stop();
        await Promise.all(vscode.workspace.textDocuments.map(startFor));
      }
    }),
  );

  follow(vscode.window.activeTextEditor);
  await Promise.all(vscode.workspace.textDocuments.map(startFor));
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
