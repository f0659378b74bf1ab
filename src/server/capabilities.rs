//! What the client can do and what we offer. A feature is offered where it answers, and only then.

use super::convert::code_action;
use super::handlers::semantic_tokens;
use super::transport::newer_capabilities;
use crate::ide::{new_line, trigger};
use crate::text::Encoding;
use serde_json::Value;
use tower_lsp::ls_types::{
    CallHierarchyServerCapability, ClientCapabilities, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, ColorProviderCapability, CompletionItemTag, CompletionOptions, CompletionOptionsCompletionItem,
    DiagnosticOptions, DiagnosticServerCapabilities, DocumentLinkOptions, DocumentOnTypeFormattingOptions,
    FileOperationFilter, FileOperationPattern, FileOperationPatternKind, FileOperationRegistrationOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, LinkedEditingRangeServerCapabilities, MarkupKind, OneOf,
    PositionEncodingKind, RenameOptions, ResourceOperationKind, SaveOptions, SelectionRangeProviderCapability,
    SemanticTokensFullOptions, SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// What was agreed on with the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Negotiated {
    /// The unit of columns.
    pub encoding: Encoding,
    /// Whether completions may hold stops and placeholders.
    pub snippets: bool,
    /// Whether edits may name the version of the document that they are for.
    pub document_changes: bool,
    /// Whether hovers may be Markdown.
    pub hover_markdown: bool,
    /// Whether the documentation of completions may be Markdown.
    pub completion_markdown: bool,
    /// Whether the client is to ask for diagnostics. They are not pushed to it then: it would show
    /// them twice.
    pub pulls_diagnostics: bool,
    /// Whether the client can be told to ask for diagnostics again.
    pub refreshes_diagnostics: bool,
    /// Whether a diagnostic may point to other places.
    pub related_information: bool,
    /// Whether a diagnostic may be faded or struck through.
    pub diagnostic_tags: bool,
    /// Whether a diagnostic may name the page of its rule.
    pub code_descriptions: bool,
    /// Whether the client watches files that we name after the handshake.
    pub watches_files: bool,
    /// Whether the client tells its settings when it is asked.
    pub configuration: bool,
    /// Whether the client tells of changes of settings that we name after the handshake.
    pub registers_configuration: bool,
    /// Whether the client can be told to ask for code lenses again.
    pub refreshes_lenses: bool,
    /// Whether document symbols may be nested.
    pub nested_symbols: bool,
    /// Whether folds have to be whole lines.
    pub folds_lines_only: bool,
    /// How many folds the client takes.
    pub most_folds: Option<u32>,
    /// Whether the detail of a completion may stand beside its label.
    pub completion_label_details: bool,
    /// Whether a completion may be struck through.
    pub completion_tags: bool,
    /// Whether code actions may be more than commands.
    pub code_actions: bool,
    /// Whether the client fetches the edit of a code action once it is chosen.
    pub resolves_code_actions: bool,
    /// Whether edits may hold stops and placeholders.
    pub snippet_edits: bool,
    /// Whether a definition may be told with the words that lead to it.
    pub definition_links: bool,
    /// Whether the client asks what is to be renamed before it asks for a name.
    pub prepares_rename: bool,
    /// Whether edits may rename files.
    pub renames_files: bool,
    /// Whether edits may make files.
    pub creates_files: bool,
    /// Whether edits may say what they are for.
    pub annotates_edits: bool,
    /// Whether we may show progress of our own accord.
    pub work_done_progress: bool,
}

/// With this in its `initializationOptions` a client that can take diagnostics either way asks for them.
///
/// Without it they are pushed to such a client: that saves a question with each keystroke, and the time for which
/// editors wait before they ask it.
const PULL_OPTION: &str = "pullDiagnostics";

/// Agrees with a client on what both can do. `options` are what it says of itself in its greeting.
pub fn negotiate(client: &ClientCapabilities, options: Option<&Value>) -> (ServerCapabilities, Negotiated) {
    let asks_to_pull = options.and_then(|options| options.get(PULL_OPTION)).and_then(Value::as_bool).unwrap_or(false);
    let negotiated = read(client, asks_to_pull);
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::INCREMENTAL),
        // The text of a saved document shows whether both sides still have the same.
        save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(true) })),
        ..TextDocumentSyncOptions::default()
    };
    let server = ServerCapabilities {
        position_encoding: Some(encoding_kind(negotiated.encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
        diagnostic_provider: negotiated.pulls_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("agentls".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(trigger::CHARACTERS.iter().map(char::to_string).collect()),
            completion_item: Some(CompletionOptionsCompletionItem { label_details_support: Some(true) }),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        color_provider: Some(ColorProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        rename_provider: Some(if negotiated.prepares_rename {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: semantic_tokens::legend(),
                full: Some(SemanticTokensFullOptions::Bool(true)),
                ..SemanticTokensOptions::default()
            },
        )),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: new_line::TRIGGER.to_owned(),
            more_trigger_character: None,
        }),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        document_formatting_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        code_action_provider: negotiated.code_actions.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(code_action::KINDS.to_vec()),
                resolve_provider: Some(negotiated.resolves_code_actions),
                ..CodeActionOptions::default()
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(FileOperationRegistrationOptions { filters: vec![markdown_files()] }),
                did_rename: Some(FileOperationRegistrationOptions { filters: vec![markdown_files()] }),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    };
    (server, negotiated)
}

fn markdown_files() -> FileOperationFilter {
    FileOperationFilter {
        scheme: Some("file".to_owned()),
        pattern: FileOperationPattern {
            glob: "**/*.md".to_owned(),
            matches: Some(FileOperationPatternKind::File),
            options: None,
        },
    }
}

fn read(client: &ClientCapabilities, asks_to_pull: bool) -> Negotiated {
    let general = client.general.as_ref();
    let offered = general.and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let documents = client.text_document.as_ref();
    let workspace = client.workspace.as_ref();
    let publish = documents.and_then(|documents| documents.publish_diagnostics.as_ref());
    let pull = documents.and_then(|documents| documents.diagnostic.as_ref());
    let hover = documents.and_then(|documents| documents.hover.as_ref());
    let symbols = documents.and_then(|documents| documents.document_symbol.as_ref());
    let completion = documents.and_then(|documents| documents.completion.as_ref()?.completion_item.as_ref());
    let folding = documents.and_then(|documents| documents.folding_range.as_ref());
    let actions = documents.and_then(|documents| documents.code_action.as_ref());
    let resolved = actions.and_then(|actions| Some(&actions.resolve_support.as_ref()?.properties));
    let document_changes =
        workspace.and_then(|workspace| workspace.workspace_edit.as_ref()?.document_changes).unwrap_or(false);
    let operations = workspace
        .and_then(|workspace| workspace.workspace_edit.as_ref()?.resource_operations.as_deref())
        .unwrap_or_default();
    let markdown =
        |formats: Option<&Vec<MarkupKind>>| formats.is_some_and(|formats| formats.contains(&MarkupKind::Markdown));
    Negotiated {
        encoding: encoding(offered),
        snippets: completion.and_then(|item| item.snippet_support).unwrap_or(false),
        document_changes,
        hover_markdown: markdown(hover.and_then(|hover| hover.content_format.as_ref())),
        completion_markdown: markdown(completion.and_then(|item| item.documentation_format.as_ref())),
        pulls_diagnostics: pull.is_some() && (asks_to_pull || publish.is_none()),
        refreshes_diagnostics: workspace
            .and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)
            .unwrap_or(false),
        // A client that pulls may declare these with either kind of diagnostics.
        related_information: publish.and_then(|publish| publish.related_information).unwrap_or(false)
            || pull.and_then(|pull| pull.related_information).unwrap_or(false),
        diagnostic_tags: publish.is_some_and(|publish| publish.tag_support.is_some())
            || pull.is_some_and(|pull| pull.tag_support.is_some()),
        code_descriptions: publish.and_then(|publish| publish.code_description_support).unwrap_or(false)
            || pull.and_then(|pull| pull.code_description_support).unwrap_or(false),
        watches_files: workspace
            .and_then(|workspace| workspace.did_change_watched_files.as_ref()?.dynamic_registration)
            .unwrap_or(false),
        configuration: workspace.and_then(|workspace| workspace.configuration).unwrap_or(false),
        registers_configuration: workspace
            .and_then(|workspace| workspace.did_change_configuration.as_ref()?.dynamic_registration)
            .unwrap_or(false),
        refreshes_lenses: workspace
            .and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)
            .unwrap_or(false),
        nested_symbols: symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support).unwrap_or(false),
        folds_lines_only: folding.and_then(|folding| folding.line_folding_only).unwrap_or(false),
        most_folds: folding.and_then(|folding| folding.range_limit),
        completion_label_details: completion.and_then(|item| item.label_details_support).unwrap_or(false),
        completion_tags: completion
            .and_then(|item| item.tag_support.as_ref())
            .is_some_and(|tags| tags.value_set.contains(&CompletionItemTag::DEPRECATED)),
        code_actions: actions.is_some_and(|actions| actions.code_action_literal_support.is_some()),
        resolves_code_actions: actions.and_then(|actions| actions.data_support).unwrap_or(false)
            && resolved.is_some_and(|properties| properties.iter().any(|property| property == "edit")),
        // Snippets stand in edits that name their document's version, and nowhere else.
        snippet_edits: document_changes && newer_capabilities::snippet_edits(client),
        definition_links: documents.and_then(|documents| documents.definition.as_ref()?.link_support).unwrap_or(false),
        prepares_rename: documents.and_then(|documents| documents.rename.as_ref()?.prepare_support).unwrap_or(false),
        renames_files: document_changes && operations.contains(&ResourceOperationKind::Rename),
        creates_files: document_changes && operations.contains(&ResourceOperationKind::Create),
        annotates_edits: document_changes
            && workspace
                .and_then(|workspace| workspace.workspace_edit.as_ref())
                .is_some_and(|edit| edit.change_annotation_support.is_some()),
        work_done_progress: client.window.as_ref().and_then(|window| window.work_done_progress).unwrap_or(false),
    }
}

/// UTF-8 where it is offered: our offsets are bytes. UTF-16 is always understood, unless UTF-32 is
/// the only one that is named.
fn encoding(offered: &[PositionEncodingKind]) -> Encoding {
    if offered.contains(&PositionEncodingKind::UTF8) {
        return Encoding::Utf8;
    }
    match offered {
        [only] if *only == PositionEncodingKind::UTF32 => Encoding::Utf32,
        _ => Encoding::Utf16,
    }
}

fn encoding_kind(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with_options(capabilities: Value, options: Value) -> Negotiated {
        negotiate(&serde_json::from_value(capabilities).unwrap(), Some(&options)).1
    }

    fn negotiated(capabilities: Value) -> Negotiated {
        with_options(capabilities, json!(null))
    }

    #[test]
    fn utf8_is_taken_where_it_is_offered() {
        let encoding = |offered: Value| negotiated(json!({"general": {"positionEncodings": offered}})).encoding;
        assert_eq!(encoding(json!(["utf-16", "utf-8"])), Encoding::Utf8);
        assert_eq!(encoding(json!(["utf-32", "utf-16"])), Encoding::Utf16);
        assert_eq!(encoding(json!(["utf-32"])), Encoding::Utf32);
        assert_eq!(encoding(json!(["utf-7"])), Encoding::Utf16);
        assert_eq!(encoding(json!([])), Encoding::Utf16);
        assert_eq!(negotiated(json!({})), Negotiated::default());
    }

    #[test]
    fn a_client_that_can_do_both_pulls_diagnostics_only_where_it_asks_for_that() {
        let pulls = |documents: Value, options: Value| {
            with_options(json!({"textDocument": documents}), options).pulls_diagnostics
        };
        let both = json!({"diagnostic": {}, "publishDiagnostics": {}});
        assert!(!pulls(both.clone(), json!(null)));
        assert!(!pulls(both.clone(), json!({"pullDiagnostics": "yes"})));
        assert!(pulls(both, json!({"pullDiagnostics": true})));
        assert!(pulls(json!({"diagnostic": {}}), json!(null)));
        assert!(!pulls(json!({"publishDiagnostics": {}}), json!({"pullDiagnostics": true})));
    }

    #[test]
    fn what_the_client_can_do_is_read_from_where_it_says_so() {
        let capabilities = json!({
            "textDocument": {
                "completion": {"completionItem": {
                    "snippetSupport": true,
                    "documentationFormat": ["markdown"],
                    "labelDetailsSupport": true,
                    "tagSupport": {"valueSet": [1]},
                }},
                "foldingRange": {"lineFoldingOnly": true, "rangeLimit": 5000},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}},
                    "dataSupport": true,
                    "resolveSupport": {"properties": ["edit"]},
                },
                "hover": {"contentFormat": ["plaintext", "markdown"]},
                "publishDiagnostics": {
                    "relatedInformation": true,
                    "codeDescriptionSupport": true,
                    "tagSupport": {"valueSet": [1, 2]},
                },
                "diagnostic": {},
                "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
                "definition": {"linkSupport": true},
                "rename": {"prepareSupport": true},
            },
            "workspace": {
                "workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename"],
                    "changeAnnotationSupport": {"groupsOnLabel": true}},
                "didChangeWatchedFiles": {"dynamicRegistration": true},
                "didChangeConfiguration": {"dynamicRegistration": true},
                "configuration": true,
                "codeLens": {"refreshSupport": true},
                "diagnostics": {"refreshSupport": true},
            },
            "window": {"workDoneProgress": true},
        });
        let all = with_options(capabilities, json!({"pullDiagnostics": true}));
        let expected = Negotiated {
            encoding: Encoding::Utf16,
            snippets: true,
            document_changes: true,
            hover_markdown: true,
            completion_markdown: true,
            pulls_diagnostics: true,
            refreshes_diagnostics: true,
            related_information: true,
            diagnostic_tags: true,
            code_descriptions: true,
            watches_files: true,
            configuration: true,
            registers_configuration: true,
            refreshes_lenses: true,
            nested_symbols: true,
            folds_lines_only: true,
            most_folds: Some(5000),
            completion_label_details: true,
            completion_tags: true,
            code_actions: true,
            resolves_code_actions: true,
            // Read by the transport, which these capabilities have not passed.
            snippet_edits: false,
            definition_links: true,
            prepares_rename: true,
            renames_files: true,
            creates_files: true,
            annotates_edits: true,
            work_done_progress: true,
        };
        assert_eq!(all, expected);
    }
}
