import type { LogOutputChannel } from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import { SELECTOR } from './agentFiles';

/** A conversation with a server. A server that dies is started again, unless it dies too often. */
export interface Session {
  end(): Promise<void>;
}

export async function startSession(command: string, output: LogOutputChannel): Promise<Session> {
  const client = new LanguageClient(
    'agentls',
    'agentls',
    { command, args: ['server'], transport: TransportKind.stdio },
    {
      documentSelector: [...SELECTOR],
      outputChannel: output,
      traceOutputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'agentls',
    },
  );
  const end = async (): Promise<void> => {
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
  return { end };
}
