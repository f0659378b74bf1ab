import * as vscode from 'vscode';

const TITLE = /^(Insert|Replace) output format/;

type Choice = vscode.QuickPickItem & { readonly action: vscode.CodeAction };

/** Lets the person choose among the server's output formats for this file, and inserts one. */
export async function insertOutputFormat(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const { document } = editor;
  const version = document.version;
  const choices = (await offers(document)).map(
    (action): Choice => ({
      action,
      label: action.title.replace(/^.*?: /, ''),
      ...(action.isPreferred === true ? { description: 'fits best' } : {}),
    }),
  );
  if (choices.length === 0) {
    void vscode.window.showInformationMessage('This file has an output format already.');
    return;
  }
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: 'The kind of work that the agent does' });
  if (chosen?.action.edit === undefined) {
    return;
  }
  if (document.version !== version) {
    void vscode.window.showWarningMessage('The file has changed meanwhile: choose the output format again.');
    return;
  }
  await vscode.workspace.applyEdit(chosen.action.edit);
}

/** The server's output formats, the best first, each with its edit. */
async function offers(document: vscode.TextDocument): Promise<vscode.CodeAction[]> {
  const lastLine = document.lineAt(document.lineCount - 1).range.end;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    new vscode.Range(lastLine, lastLine),
    vscode.CodeActionKind.Refactor.value,
    // So many are resolved: more than there are kinds of work.
    64,
  );
  return actions.filter((action) => TITLE.test(action.title) && action.edit !== undefined);
}
