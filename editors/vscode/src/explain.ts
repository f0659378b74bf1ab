import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { Server } from './server';

const SCHEME = 'agentls-explain';
const PATIENCE_MS = 10_000;

/** Pages of `agentls explain`, as documents. */
export class Explanations implements vscode.TextDocumentContentProvider {
  private readonly pages = new Map<string, string>();

  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.pages.get(uri.path) ?? '';
  }

  /** Shows the page of what the cursor is on, or of what the person types. */
  async show(subject?: string): Promise<void> {
    const wanted = subject ?? (await ask());
    const program = wanted === undefined ? undefined : this.server.program();
    if (wanted === undefined || program === undefined) {
      return;
    }
    let page: string;
    try {
      const answer = await promisify(execFile)(program.command, ['explain', '--', wanted], { timeout: PATIENCE_MS });
      page = answer.stdout;
    } catch (fault) {
      const said = (fault as { stderr?: string }).stderr?.trim();
      void vscode.window.showWarningMessage(said !== undefined && said !== '' ? said : String(fault));
      return;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${wanted}.md` });
    this.pages.set(uri.path, page);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }
}

async function ask(): Promise<string | undefined> {
  const value = underCursor();
  const typed = await vscode.window.showInputBox({
    prompt: 'A rule, a tool, a key of the front matter, a model or a term of expertise',
    ...(value === undefined ? {} : { value }),
  });
  return typed === undefined || typed.trim() === '' ? undefined : typed.trim();
}

/** The rule of the finding at the cursor, else the word there. */
function underCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const { document, selection } = editor;
  const found = vscode.languages
    .getDiagnostics(document.uri)
    .find(({ source, range }) => source === 'agentls' && range.contains(selection.active));
  const code = typeof found?.code === 'object' ? found.code.value : found?.code;
  if (code !== undefined) {
    return String(code);
  }
  const word = selection.isEmpty ? document.getWordRangeAtPosition(selection.active) : selection;
  return word === undefined ? undefined : document.getText(word);
}
