import * as vscode from 'vscode';

type Choice = vscode.QuickPickItem & { readonly action: vscode.CodeAction };

/** What the server offers for a whole file, to choose from. */
export interface Offers {
  readonly kind: vscode.CodeActionKind;
  /** The titles that are meant. What stands before the colon, or this, is not shown. */
  readonly title: RegExp;
  readonly placeHolder: string;
  /** Said where there is nothing to choose. */
  readonly nothing: string;
}

export const OUTPUT_FORMATS: Offers = {
  kind: vscode.CodeActionKind.Refactor,
  title: /^(Insert|Replace) output format(.*: )?/,
  placeHolder: 'The kind of work that the agent does',
  nothing: 'This file has an output format already.',
};

export const CONVERSIONS: Offers = {
  kind: vscode.CodeActionKind.Refactor.append('convert'),
  title: /^Convert to /,
  placeHolder: 'The tool that is to read it too; the agent itself stays as it is',
  nothing: 'No other tool can be given this agent: it does not load, or the server does not run.',
};

/** Lets the person choose, and makes the edit. A file that is made is shown. */
export async function choose(offers: Offers): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return;
  }
  const { document } = editor;
  const version = document.version;
  const choices = (await offered(document, offers)).map(
    (action): Choice => ({
      action,
      label: action.title.replace(offers.title, ''),
      ...(action.isPreferred === true ? { description: 'fits best' } : {}),
    }),
  );
  if (choices.length === 0) {
    void vscode.window.showInformationMessage(offers.nothing);
    return;
  }
  const chosen = await vscode.window.showQuickPick(choices, { placeHolder: offers.placeHolder });
  if (chosen?.action.edit === undefined) {
    return;
  }
  if (document.version !== version) {
    void vscode.window.showWarningMessage('The file has changed meanwhile: choose again.');
    return;
  }
  const { edit } = chosen.action;
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage(`${chosen.label}: nothing was changed. Is the file there already?`);
    return;
  }
  const made = edit.entries().find(([uri]) => uri.toString() !== document.uri.toString());
  if (made !== undefined) {
    await vscode.window.showTextDocument(made[0]);
  }
}

/** The best first, each with its edit. */
async function offered(document: vscode.TextDocument, offers: Offers): Promise<vscode.CodeAction[]> {
  const lastLine = document.lineAt(document.lineCount - 1).range.end;
  const ask = (): Thenable<vscode.CodeAction[]> =>
    vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(lastLine, lastLine),
      offers.kind.value,
      // So many are resolved: more than there are kinds of work, or tools.
      64,
    );
  let actions = await ask();
  // VS Code throws answers away when the file changes under them, as it does right behind an edit.
  for (let again = 0; actions.length === 0 && again < 2; again += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    actions = await ask();
  }
  return actions.filter((action) => offers.title.test(action.title) && action.edit !== undefined);
}
