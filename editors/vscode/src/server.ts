import { execFile } from 'node:child_process';
import * as os from 'node:os';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { AgentFiles } from './agentFiles';
import { findServer, isProgram, type Found } from './findServer';
import type { Session } from './session';

/** The server: started once there is an agent file to serve, and not before. */
export class Server implements vscode.Disposable {
  private session: Session | undefined;
  /** Starts and stops come one after the other. */
  private last: Promise<void> = Promise.resolve();
  private saidMissing = false;
  private runs = false;
  private readonly turned = new vscode.EventEmitter<boolean>();
  readonly onDidChangeRunning = this.turned.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly files: AgentFiles,
    readonly output: vscode.LogOutputChannel,
  ) {}

  get running(): boolean {
    return this.runs;
  }

  /** Asks the server for what the protocol has no word for; `undefined` where it does not run or refuses. */
  async request<T>(method: string, params?: object): Promise<T | undefined> {
    try {
      return await this.session?.request<T>(method, params);
    } catch (fault) {
      this.output.warn(`${method}: ${fault instanceof Error ? fault.message : String(fault)}`);
      return undefined;
    }
  }

  /** An address as the server has it. */
  addressOf(uri: vscode.Uri): string | undefined {
    return this.session?.addressOf(uri);
  }

  uriOf(address: string): vscode.Uri {
    return this.session?.uriOf(address) ?? vscode.Uri.parse(address);
  }

  /** Starts the server unless it runs. */
  start(): Promise<void> {
    return this.next(async () => {
      if (this.session === undefined) {
        await this.launch();
      }
    });
  }

  /** Stops the server if it runs, and starts it, with the settings as they are now. */
  restart(): Promise<void> {
    this.saidMissing = false;
    return this.next(async () => {
      await this.halt();
      await this.launch();
    });
  }

  /** The program that is to be run; `undefined` where there is none, which the person is told. */
  program(): Found | undefined {
    const found = findServer({
      setting: vscode.workspace.getConfiguration('agentls').get('server.path', ''),
      extensionFolder: this.context.extensionPath,
      homeFolder: os.homedir(),
      environment: process.env,
      platform: process.platform,
      isProgram,
    });
    if ('command' in found) {
      return found;
    }
    void this.sayMissing(found.wrongSetting);
    return undefined;
  }

  /** Says what runs and where it comes from. */
  async status(): Promise<void> {
    const program = this.program();
    if (program === undefined) {
      return;
    }
    const files = vscode.workspace.textDocuments.filter((document) => this.files.has(document)).length;
    const origin = { setting: 'from your settings', bundled: 'of the extension', PATH: 'from the PATH' }[program.origin];
    const state = this.runs ? `runs and serves ${files} open ${files === 1 ? 'agent' : 'agents'}` : 'does not run';
    const version = await versionOf(program.command);
    const chosen = await vscode.window.showInformationMessage(
      `${version} ${state}: ${program.command} (${origin})`,
      'Show Output',
      'Restart',
    );
    if (chosen === 'Show Output') {
      this.output.show(true);
    } else if (chosen === 'Restart') {
      await this.restart();
    }
  }

  stop(): Promise<void> {
    return this.next(() => this.halt());
  }

  dispose(): void {
    void this.stop();
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.last = this.last.then(step).catch((fault: unknown) => {
      this.output.error(fault instanceof Error ? fault : String(fault));
    });
    return this.last;
  }

  private async launch(): Promise<void> {
    const program = this.program();
    if (program === undefined) {
      return;
    }
    this.output.info(`Starting ${program.command} (${program.origin})`);
    // Most of the extension's code, and of no use before there is an agent file.
    const { startSession } = await import('./session.js');
    try {
      this.session = await startSession(program.command, this.files, this.output, (runs) => {
        this.runs = runs;
        this.turned.fire(runs);
      });
      // The first message came before there was a session to ask.
      this.turned.fire(this.runs);
    } catch (fault) {
      this.output.error(fault instanceof Error ? fault : String(fault));
      void this.offer(`${program.command} does not start as a language server.`, ['Show Output', 'Set Path']);
    }
  }

  private async halt(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    try {
      await session?.end();
    } catch (fault) {
      // One that does not end in time is no reason not to start another one.
      this.output.error(fault instanceof Error ? fault : String(fault));
    }
  }

  private async sayMissing(wrongSetting: string | undefined): Promise<void> {
    if (this.saidMissing) {
      return;
    }
    this.saidMissing = true;
    const message =
      wrongSetting === undefined
        ? 'Agent files are not checked: the program agentls is not on the PATH. Install it, or set its path.'
        : `Agent files are not checked: agentls.server.path is no program's absolute path: ${wrongSetting}`;
    this.output.error(message);
    await this.offer(message, wrongSetting === undefined ? ['How to Install', 'Set Path'] : ['Set Path']);
  }

  private async offer(message: string, buttons: readonly Button[]): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, ...buttons);
    switch (chosen) {
      case 'Set Path':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'agentls.server.path');
        break;
      case 'How to Install':
        await vscode.commands.executeCommand(
          'markdown.showPreview',
          vscode.Uri.joinPath(this.context.extensionUri, 'README.md'),
        );
        break;
      case 'Show Output':
        this.output.show(true);
        break;
      case undefined:
        break;
    }
  }
}

type Button = 'Set Path' | 'How to Install' | 'Show Output';

async function versionOf(command: string): Promise<string> {
  try {
    return (await promisify(execFile)(command, ['--version'], { timeout: 5000 })).stdout.trim();
  } catch (fault) {
    return String(fault);
  }
}
