import * as vscode from 'vscode';
import type { AgentFiles } from './agentFiles';
import type { Server } from './server';

const SCHEME = 'agentls-preview';
/** So long after the last key the verdict and the preview are asked for. */
const PAUSE_MS = 120;

/** The answer to `agentls/preview`. */
interface Preview {
  readonly verdict: string;
  readonly loads: boolean;
  readonly launches: boolean;
  readonly name: string | null;
  readonly page: string;
}

/**
 * The verdict of the file that is edited, in the status bar, and agents as their callers see them, as documents
 * that can be read and compared, and not changed.
 */
export class Previews implements vscode.TextDocumentContentProvider {
  private readonly item = vscode.window.createStatusBarItem('agentls.verdict', vscode.StatusBarAlignment.Left, 0);
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly files: AgentFiles,
  ) {
    this.item.name = 'Verdict on the agent';
    this.item.command = 'agentls.preview';
  }

  register(): vscode.Disposable {
    return vscode.Disposable.from(
      this.item,
      this.changed,
      new vscode.Disposable(() => clearTimeout(this.timer)),
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.window.onDidChangeActiveTextEditor(() => this.soon(0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.files.has(document)) {
          this.soon(PAUSE_MS, document.uri);
        }
      }),
      this.server.onDidChangeRunning(() => this.soon(0)),
    );
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const source = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri.query, true));
    return (await this.ask(source))?.page ?? 'This file is no agent, or the server does not run.\n';
  }

  /** Shows the agent of the active editor beside it. */
  async show(): Promise<void> {
    const source = vscode.window.activeTextEditor?.document;
    if (source === undefined || !this.files.has(source)) {
      void vscode.window.showInformationMessage('Open an agent first: this shows it as its caller sees it.');
      return;
    }
    await this.server.start();
    const uri = previewOf(source.uri);
    this.changed.fire(uri);
    const shown = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(shown, {
      viewColumn: vscode.ViewColumn.Beside,
      preview: true,
      preserveFocus: true,
    });
  }

  private soon(pause: number, edited?: vscode.Uri): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.follow();
      if (edited !== undefined) {
        this.changed.fire(previewOf(edited));
      }
    }, pause);
  }

  private async follow(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !this.files.has(document)) {
      this.item.hide();
      return;
    }
    const seen = await this.ask(document);
    if (vscode.window.activeTextEditor?.document !== document) {
      return;
    }
    if (seen === undefined) {
      this.item.text = this.server.running ? '$(question) no agent' : '$(circle-slash) agentls does not run';
      this.item.tooltip = this.server.running ? 'No tool takes this file for an agent.' : undefined;
      this.item.backgroundColor = undefined;
    } else {
      const runs = seen.loads && seen.launches;
      const [short, ...more] = seen.verdict.replace(/^[✓✗] /, '').split(' · ');
      this.item.text = `${runs ? '$(pass)' : '$(error)'} ${seen.name ?? 'agent'}: ${short}`;
      this.item.tooltip = more.join('\n');
      this.item.backgroundColor = runs ? undefined : new vscode.ThemeColor('statusBarItem.errorBackground');
    }
    this.item.show();
  }

  private async ask(document: vscode.TextDocument): Promise<Preview | undefined> {
    const uri = this.server.addressOf(document.uri);
    if (uri === undefined) {
      return undefined;
    }
    return (await this.server.request<Preview | null>('agentls/preview', { textDocument: { uri } })) ?? undefined;
  }
}

function previewOf(source: vscode.Uri): vscode.Uri {
  const name = source.path.replace(/^.*\//, '').replace(/(\.agent|\.chatmode)?\.md$/, '');
  return vscode.Uri.from({ scheme: SCHEME, path: `/${name} (preview).md`, query: source.toString() });
}
