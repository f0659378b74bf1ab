//! Proposals as the protocol writes them.

use super::to_lsp;
use crate::ide::completion::{About, Completion, CompletionKind};
use crate::server::capabilities::Negotiated;
use crate::server::documents::Document;
use crate::text::Edit;
use serde_json::{Value, json};
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionItemTag, InsertTextFormat, TextEdit, Uri,
};

pub fn item(document: &Document, negotiated: &Negotiated, proposal: Completion) -> CompletionItem {
    let edit =
        |edit: &Edit, text: String| TextEdit::new(to_lsp::range(&document.text, edit.span, negotiated.encoding), text);
    let snippet = proposal.snippet.filter(|_| negotiated.snippets);
    let format = if snippet.is_some() { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT };
    let text = snippet.unwrap_or_else(|| proposal.edit.text.clone());
    let additional: Vec<TextEdit> = proposal.additional.iter().map(|more| edit(more, more.text.clone())).collect();
    let (beside, below) = match proposal.detail {
        detail if detail.is_empty() => (None, None),
        detail if negotiated.completion_label_details => (Some(detail), None),
        detail => (None, Some(detail)),
    };
    CompletionItem {
        kind: Some(kind(proposal.kind)),
        label_details: beside.map(|detail| CompletionItemLabelDetails { detail: None, description: Some(detail) }),
        detail: below,
        tags: (proposal.deprecated && negotiated.completion_tags).then(|| vec![CompletionItemTag::DEPRECATED]),
        // Editors order by this text; the list is shorter than a hundred thousand.
        sort_text: Some(format!("{:05}", proposal.rank)),
        insert_text_format: Some(format),
        text_edit: Some(edit(&proposal.edit, text).into()),
        additional_text_edits: Some(additional).filter(|edits| !edits.is_empty()),
        data: Some(json!({"uri": document.uri, "about": words(&proposal.about)})),
        label: proposal.label,
        ..CompletionItem::default()
    }
}

/// What an item's data is about.
pub fn about(data: &Value) -> Option<(Uri, About)> {
    let uri = data.get("uri")?.as_str()?.parse().ok()?;
    let words: Vec<&str> = data.get("about")?.as_array()?.iter().filter_map(Value::as_str).collect();
    let about = match *words.as_slice() {
        ["field", key] => About::Field(key.to_owned()),
        ["tool", name] => About::Tool(name.to_owned()),
        ["model", name] => About::Model(name.to_owned()),
        ["choice", key, value] => About::Choice(key.to_owned(), value.to_owned()),
        ["sub-key", key, sub_key] => About::SubKey(key.to_owned(), sub_key.to_owned()),
        ["agent", name] => About::Agent(name.to_owned()),
        ["skill", name] => About::Skill(name.to_owned()),
        ["server", name] => About::Server(name.to_owned()),
        ["front-matter"] => About::FrontMatter,
        ["term", id] => About::Term(id.to_owned()),
        ["section", heading] => About::Section(heading.to_owned()),
        _ => return None,
    };
    Some((uri, about))
}

fn words(about: &About) -> Vec<&str> {
    match about {
        About::Field(key) => vec!["field", key],
        About::Tool(name) => vec!["tool", name],
        About::Model(name) => vec!["model", name],
        About::Choice(key, value) => vec!["choice", key, value],
        About::SubKey(key, sub_key) => vec!["sub-key", key, sub_key],
        About::Agent(name) => vec!["agent", name],
        About::Skill(name) => vec!["skill", name],
        About::Server(name) => vec!["server", name],
        About::FrontMatter => vec!["front-matter"],
        About::Term(id) => vec!["term", id],
        About::Section(heading) => vec!["section", heading],
    }
}

/// Kinds that every client knows.
fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Key => CompletionItemKind::PROPERTY,
        CompletionKind::Tool => CompletionItemKind::FUNCTION,
        CompletionKind::Model => CompletionItemKind::CLASS,
        CompletionKind::Value => CompletionItemKind::VALUE,
        CompletionKind::Agent => CompletionItemKind::CLASS,
        CompletionKind::Snippet => CompletionItemKind::SNIPPET,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_item_is_about_is_found_again() {
        let all = [
            About::Field("a".into()),
            About::Tool("a".into()),
            About::Model("a".into()),
            About::Choice("a".into(), "b".into()),
            About::SubKey("a".into(), "b".into()),
            About::Agent("a".into()),
            About::Skill("a".into()),
            About::Server("a".into()),
            About::FrontMatter,
            About::Term("a".into()),
        ];
        for known in all {
            let data = json!({"uri": "file:///a.md", "about": words(&known)});
            assert_eq!(about(&data).map(|(_, about)| about), Some(known));
        }
        assert_eq!(about(&json!({"uri": "file:///a.md", "about": ["tool"]})), None);
        assert_eq!(about(&json!(1)), None);
    }
}
