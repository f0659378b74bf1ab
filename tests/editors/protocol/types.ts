// What the server may say, as Microsoft's own types have it: answers by the method that is asked, and what it
// says of its own accord. check.cjs makes a schema of it.
import * as lsp from 'vscode-languageserver-protocol';

interface Answers {
  'initialize': lsp.InitializeResult;
  'shutdown': null;
  'callHierarchy/incomingCalls': lsp.CallHierarchyIncomingCall[] | null;
  'callHierarchy/outgoingCalls': lsp.CallHierarchyOutgoingCall[] | null;
  'codeAction/resolve': lsp.CodeAction;
  'completionItem/resolve': lsp.CompletionItem;
  'textDocument/codeAction': (lsp.Command | lsp.CodeAction)[] | null;
  'textDocument/codeLens': lsp.CodeLens[] | null;
  'textDocument/colorPresentation': lsp.ColorPresentation[];
  'textDocument/completion': lsp.CompletionItem[] | lsp.CompletionList | null;
  'textDocument/definition': lsp.Definition | lsp.DefinitionLink[] | null;
  'textDocument/diagnostic': lsp.DocumentDiagnosticReport;
  'textDocument/documentColor': lsp.ColorInformation[];
  'textDocument/documentHighlight': lsp.DocumentHighlight[] | null;
  'textDocument/documentLink': lsp.DocumentLink[] | null;
  'textDocument/documentSymbol': lsp.DocumentSymbol[] | lsp.SymbolInformation[] | null;
  'textDocument/foldingRange': lsp.FoldingRange[] | null;
  'textDocument/formatting': lsp.TextEdit[] | null;
  'textDocument/hover': lsp.Hover | null;
  'textDocument/inlayHint': lsp.InlayHint[] | null;
  'textDocument/linkedEditingRange': lsp.LinkedEditingRanges | null;
  'textDocument/onTypeFormatting': lsp.TextEdit[] | null;
  'textDocument/prepareCallHierarchy': lsp.CallHierarchyItem[] | null;
  'textDocument/prepareRename': lsp.PrepareRenameResult | null;
  'textDocument/references': lsp.Location[] | null;
  'textDocument/rename': lsp.WorkspaceEdit | null;
  'textDocument/selectionRange': lsp.SelectionRange[] | null;
  'textDocument/semanticTokens/full': lsp.SemanticTokens | null;
  'workspace/diagnostic': lsp.WorkspaceDiagnosticReport;
  'workspace/symbol': lsp.SymbolInformation[] | lsp.WorkspaceSymbol[] | null;
  'workspace/willRenameFiles': lsp.WorkspaceEdit | null;
}

interface Said {
  '$/progress': { token: string | number; value: unknown };
  'client/registerCapability': lsp.RegistrationParams;
  'client/unregisterCapability': lsp.UnregistrationParams;
  'textDocument/publishDiagnostics': lsp.PublishDiagnosticsParams;
  'window/logMessage': lsp.LogMessageParams;
  'window/showDocument': lsp.ShowDocumentParams;
  'window/showMessage': lsp.ShowMessageParams;
  'window/workDoneProgress/create': lsp.WorkDoneProgressCreateParams;
  'workspace/applyEdit': lsp.ApplyWorkspaceEditParams;
  'workspace/configuration': lsp.ConfigurationParams;
}

export interface Messages {
  answers: Answers;
  said: Said;
}
