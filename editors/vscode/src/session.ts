import type { LogOutputChannel, Uri, WorkspaceConfiguration } from 'vscode';
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import type { AgentFiles } from './agentFiles';

/** A conversation with a server. A server that dies is started again, unless it dies too often. */
export interface Session {
  /** Asks for what the protocol has no word for: see `docs/protocol.md`. */
  request<T>(method: string, params?: object): Promise<T>;
  /** An address as the server has it. */
  addressOf(uri: Uri): string;
  uriOf(address: string): Uri;
  end(): Promise<void>;
}

export async function startSession(
  command: string,
  files: AgentFiles,
  output: LogOutputChannel,
  running: (runs: boolean) => void,
): Promise<Session> {
  const client = new LanguageClient(
    'agentls',
    'agentls',
    { command, args: ['server'], transport: TransportKind.stdio },
    {
      documentSelector: files.selector(),
      // So that agents that are not open are among the problems, too.
      initializationOptions: { pullDiagnostics: true },
      outputChannel: output,
      traceOutputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'agentls',
      markdown: { isTrusted: false, supportHtml: false },
      middleware: {
        workspace: {
          configuration: ({ items }) => items.map(({ section }) => (section === 'agentls' ? ownSettings() : null)),
        },
      },
    },
  );
  const followed = client.onDidChangeState(({ newState }) => running(newState === State.Running));
  const end = async (): Promise<void> => {
    followed.dispose();
    running(false);
    if (client.state === State.Running) {
      await client.stop();
    }
    await client.dispose();
  };
  try {
    await client.start();
  } catch (fault) {
    await end().catch(() => undefined);
    throw fault;
  }
  return {
    request: <T>(method: string, params?: object) =>
      params === undefined ? client.sendRequest<T>(method) : client.sendRequest<T>(method, params),
    addressOf: (uri) => client.code2ProtocolConverter.asUri(uri),
    uriOf: (address) => client.protocol2CodeConverter.asUri(address),
    end,
  };
}

/**
 * What somebody has set. The server is not told the defaults: what the editor says wins over an
 * `agentls.toml`, and nobody has said those.
 */
function ownSettings(): Record<string, unknown> {
  const settings: WorkspaceConfiguration = vscode.workspace.getConfiguration('agentls');
  const own: Record<string, unknown> = {};
  for (const key of ['targets', 'versions', 'rules', 'lens', 'hints', 'house', 'overrides']) {
    const set = settings.inspect(key);
    if (set?.globalValue !== undefined || set?.workspaceValue !== undefined || set?.workspaceFolderValue !== undefined) {
      own[key] = settings.get(key);
    }
  }
  return own;
}
