import * as vscode from 'vscode';
import type { AgentFiles } from './agentFiles';
import type { Agent, Agents } from './agents';
import type { Server } from './server';

/** Tools, below them where their agents lie, below that the agents. */
type Node =
  | { readonly kind: 'group'; readonly label: string; readonly children: readonly Node[]; readonly count: number }
  | { readonly kind: 'agent'; readonly agent: Agent };

const SCOPES = {
  project: 'In this project',
  user: 'Your own, for every project',
  plugin: 'From plugins',
  managed: 'Set by your organisation',
  elsewhere: 'Elsewhere',
} as const;

const PAUSE_MS = 300;

/** The agents of the workspace, by tool and place. */
export class AgentsView implements vscode.TreeDataProvider<Node> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly files: AgentFiles,
  ) {}

  register(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.md');
    return vscode.Disposable.from(
      this.changed,
      watcher,
      new vscode.Disposable(() => clearTimeout(this.timer)),
      vscode.window.registerTreeDataProvider('agentls.agents', this),
      vscode.commands.registerCommand('agentls.refreshAgents', () => this.changed.fire()),
      this.server.onDidChangeRunning(() => this.soon()),
      watcher.onDidCreate(() => this.soon()),
      watcher.onDidDelete(() => this.soon()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.soon()),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (this.files.has(document)) {
          this.soon();
        }
      }),
    );
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) {
      return node.kind === 'group' ? [...node.children] : [];
    }
    await this.server.start();
    const answer = await this.server.request<Agents>('agentls/agents');
    if (answer?.complete === false) {
      this.soon();
    }
    return grouped(answer?.agents ?? []);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'group') {
      const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.Expanded);
      item.description = String(node.count);
      return item;
    }
    const { agent } = node;
    const item = new vscode.TreeItem(agent.name);
    const start = agent.range.start;
    const at = new vscode.Position(start.line, start.character);
    item.resourceUri = this.server.uriOf(agent.uri);
    item.description = agent.loads ? agent.below : 'does not load';
    item.iconPath = agent.loads
      ? new vscode.ThemeIcon('person')
      : new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    item.tooltip = agent.description;
    item.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [item.resourceUri, { selection: new vscode.Range(at, at) }],
    };
    return item;
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.fire(), PAUSE_MS);
  }
}

/** A place is a level of its own only where a tool has agents in several. */
function grouped(agents: readonly Agent[]): Node[] {
  const tools = [...groupBy(agents, ({ tool }) => tool.title)];
  return tools.map(([label, ofTool]) => {
    const scopes = [...groupBy(ofTool, ({ scope }) => scope ?? 'elsewhere')];
    const leaves = (some: readonly Agent[]): Node[] => some.map((agent) => ({ kind: 'agent', agent }));
    const children =
      scopes.length === 1
        ? leaves(ofTool)
        : scopes.map(([scope, some]): Node => ({ kind: 'group', label: SCOPES[scope], children: leaves(some), count: some.length }));
    return { kind: 'group', label, children, count: ofTool.length };
  });
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  }
  return groups;
}
