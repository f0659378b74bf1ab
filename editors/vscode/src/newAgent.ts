import * as vscode from 'vscode';
import type { Server } from './server';

/** The answer to `agentls/choices`. */
interface Choices {
  readonly tools: readonly { readonly id: string; readonly title: string; readonly places: readonly Place[] }[];
  readonly kinds: readonly { readonly id: string; readonly title: string }[];
  readonly languages: readonly string[];
}

type Place = 'project' | 'user';

/** The answer to `agentls/newAgent`. */
interface NewAgent {
  readonly uri: string;
  readonly name: string;
  readonly text: string;
}

type Wish = { readonly tool?: string; readonly kind?: string; readonly place?: Place; readonly name?: string };

/** Makes an agent: asks for the tool, the kind of work, the place and the name, but for what the caller has said. */
export async function newAgent(server: Server, wish: Wish = {}): Promise<void> {
  await server.start();
  const choices = await server.request<Choices>('agentls/choices');
  if (choices === undefined) {
    return;
  }
  const tool =
    choices.tools.find(({ id }) => id === wish.tool) ?? (await pick(choices.tools, 'The tool that is to read it'));
  if (tool === undefined) {
    return;
  }
  const kind =
    choices.kinds.find(({ id }) => id === wish.kind) ?? (await pick(choices.kinds, 'The kind of work that it does'));
  const place = kind && (await placeOf(tool.places, wish.place));
  if (kind === undefined || place === undefined) {
    return;
  }
  const name =
    wish.name ??
    (await vscode.window.showInputBox({ prompt: 'Its name', placeHolder: 'api-reviewer', ignoreFocusOut: true }));
  if (name === undefined || name.trim() === '') {
    return;
  }
  const [own] = vscode.env.language.split('-');
  const made = await server.request<NewAgent>('agentls/newAgent', {
    name: name.trim(),
    tool: tool.id,
    kind: kind.id,
    language: choices.languages.find((language) => language === own) ?? 'en',
    place: place.id,
    folder: place.folder === undefined ? null : server.addressOf(place.folder),
  });
  if (made !== undefined) {
    await create(server.uriOf(made.uri), made.text);
  }
}

async function pick<T extends { readonly id: string; readonly title: string }>(
  among: readonly T[],
  placeHolder: string,
): Promise<T | undefined> {
  const items = among.map((choice) => ({ label: choice.title, choice }));
  return (await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true }))?.choice;
}

/** Each folder of the workspace is a place of the project. */
async function placeOf(
  places: readonly Place[],
  wished: Place | undefined,
): Promise<{ readonly id: Place; readonly folder?: vscode.Uri } | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const inProjects = folders.map(({ name, uri }) => ({
    id: 'project' as const,
    title: folders.length === 1 ? 'In this project' : `In ${name}`,
    folder: uri,
  }));
  const all = [...inProjects, { id: 'user' as const, title: 'Among your own agents, for every project' }];
  const fitting = all.filter(({ id }) => places.includes(id) && (wished === undefined || id === wished));
  if (fitting.length === 0) {
    void vscode.window.showInformationMessage('Open a folder first: this tool reads agents of projects only.');
  }
  return fitting.length > 1 ? pick(fitting, 'Where to put it') : fitting[0];
}

/** Makes the file, unless it is there; shows it in either case. */
async function create(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { contents: new TextEncoder().encode(text) });
  if (await exists(uri)) {
    void vscode.window.showWarningMessage(`${vscode.workspace.asRelativePath(uri)} is there already, and is left alone.`);
  } else if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(`${vscode.workspace.asRelativePath(uri)} can't be made.`);
    return;
  }
  await vscode.window.showTextDocument(uri);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
