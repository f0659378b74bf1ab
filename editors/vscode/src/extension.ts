import * as vscode from 'vscode';
import { AgentFiles } from './agentFiles';
import { AgentsView } from './agentsView';
import { Explanations } from './explain';
import { newAgent } from './newAgent';
import { CONVERSIONS, OUTPUT_FORMATS, choose } from './offers';
import { Previews } from './preview';
import { Server } from './server';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('agentls', { log: true });
  const files = new AgentFiles();
  const started = new Server(context, files, output);
  const explanations = new Explanations(started);
  const previews = new Previews(started, files);
  const agents = new AgentsView(started, files);
  server = started;

  const startFor = async (document: vscode.TextDocument): Promise<void> => {
    const taken = files.take(document);
    if (taken === 'new plugin' && started.running) {
      // What the editor tells the server of is settled when the server starts.
      await started.restart();
    } else if (taken !== 'no') {
      await started.start();
    }
  };
  const follow = (editor: vscode.TextEditor | undefined): void => {
    const inside = editor !== undefined && files.has(editor.document);
    void vscode.commands.executeCommand('setContext', 'agentls.inAgentFile', inside);
  };
  const command = (name: string, run: (argument?: unknown) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`agentls.${name}`, run);

  context.subscriptions.push(
    output,
    explanations.register(),
    previews.register(),
    agents.register(),
    command('restart', () => started.restart()),
    command('showOutput', () => output.show()),
    command('status', () => started.status()),
    command('insertOutputFormat', () => choose(OUTPUT_FORMATS)),
    command('convert', () => choose(CONVERSIONS)),
    command('newAgent', (wish) => newAgent(started, typeof wish === 'object' && wish !== null ? wish : {})),
    command('preview', () => previews.show()),
    command('explain', (subject) => explanations.show(typeof subject === 'string' ? subject : undefined)),
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
