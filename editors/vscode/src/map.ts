import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Agents } from './agents';
import type { Server } from './server';

type Message = { readonly ready?: true; readonly open?: number; readonly svg?: string };

/** Who hands work over to whom, and which areas each agent covers, as a picture. */
export class AgentMap {
  private panel: vscode.WebviewPanel | undefined;
  private agents: Agents['agents'] = [];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
  ) {}

  /** Shows the map, in the one panel that there is. */
  async show(): Promise<void> {
    await this.server.start();
    if (this.panel !== undefined) {
      this.panel.reveal();
      await this.refresh();
      return;
    }
    const root = vscode.Uri.joinPath(this.context.extensionUri, 'dist');
    const panel = vscode.window.createWebviewPanel('agentls.map', 'Map of Agents', vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [root],
      retainContextWhenHidden: true,
    });
    this.panel = panel;
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: Message) => this.take(message));
    panel.webview.html = page(panel.webview, vscode.Uri.joinPath(root, 'mapPage.js'));
  }

  /** Draws it again, if it is shown. */
  async refresh(): Promise<void> {
    if (this.panel === undefined) {
      return;
    }
    const answer = await this.server.request<Agents>('agentls/agents');
    this.agents = answer?.agents ?? [];
    await this.panel?.webview.postMessage({ agents: this.agents });
    if (answer?.complete === false) {
      setTimeout(() => void this.refresh(), 300);
    }
  }

  private async take({ ready, open, svg }: Message): Promise<void> {
    const agent = open === undefined ? undefined : this.agents[open];
    if (ready === true) {
      await this.refresh();
    } else if (agent !== undefined) {
      const { line, character } = agent.range.start;
      const at = new vscode.Position(line, character);
      await vscode.window.showTextDocument(this.server.uriOf(agent.uri), {
        selection: new vscode.Range(at, at),
        viewColumn: vscode.ViewColumn.Beside,
      });
    } else if (svg !== undefined) {
      await save(svg);
    }
  }
}

async function save(svg: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: { 'SVG picture': ['svg'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, 'agents.svg') }),
  });
  if (target !== undefined) {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(`${svg}\n`));
  }
}

function page(webview: vscode.Webview, script: vscode.Uri): string {
  const nonce = randomBytes(16).toString('hex');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
  <title>Map of Agents</title>
  <style nonce="${nonce}">
    body { padding: 0; }
    header { position: sticky; top: 0; padding: 8px 10px; display: flex; gap: 12px; align-items: center; background: var(--vscode-editor-background); }
    input { flex: 0 1 24em; padding: 4px 6px; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, transparent); }
    button { padding: 4px 10px; color: var(--vscode-button-foreground); background: var(--vscode-button-background); border: none; }
    .agent { cursor: pointer; }
    .agent:focus-visible rect { stroke-width: 2; stroke: var(--vscode-focusBorder); }
  </style>
</head>
<body>
  <header>
    <input id="filter" type="search" placeholder="Area of expertise, name or tool" aria-label="Filter">
    <button id="export">Export SVG</button>
    <span id="count"></span>
  </header>
  <div id="map"></div>
  <script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>`;
}
