//! Names of tools in the body, where a tool looks for them there: `#tool:name`.

use super::completion::{About, Completion, CompletionKind};
use super::hover::{Hover, front_matter};
use crate::dialect::Reach;
use crate::model::AgentFile;
use crate::model::verdict::tool_list::find_tool;
use crate::text::{Edit, Span};

/// The name behind the mark at `offset`; empty where it is only about to be typed.
fn name_at(file: &AgentFile, offset: u32) -> Option<Span> {
    let mark = file.dialect.tool_reference.as_deref()?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let before = file.text.get(file.front_matter.body as usize..offset as usize)?;
    let start = before.trim_end_matches(is_part);
    if !start.ends_with(mark) {
        return None;
    }
    let start = file.front_matter.body + Span::offset(start.len());
    let rest = file.text.get(offset as usize..)?;
    let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let name = Span::new(start, offset + Span::offset(length));
    let kept = name.slice(&file.text).trim_end_matches(['.', '/']).len();
    Some(Span::new(start, (start + Span::offset(kept)).max(offset)))
}

/// The tools that may be named at `offset`.
pub fn completions(file: &AgentFile, offset: u32) -> Option<Vec<Completion>> {
    let word = name_at(file, offset)?;
    let usable =
        file.dialect.tools.iter().filter(|tool| !matches!(tool.reach, Reach::Split | Reach::Never | Reach::Gone));
    let proposal = |(rank, tool): (usize, &crate::dialect::Tool)| Completion {
        label: tool.name.to_string(),
        kind: CompletionKind::Tool,
        detail: tool.summary.to_string(),
        edit: Edit { span: word, text: tool.name.to_string() },
        snippet: None,
        additional: Vec::new(),
        rank: Span::offset(rank),
        deprecated: false,
        asks_again: false,
        about: About::Tool(tool.name.to_string()),
    };
    Some(usable.enumerate().map(proposal).collect())
}

/// What the tool that is named at `offset` does.
pub fn hover(file: &AgentFile, offset: u32) -> Option<Hover> {
    let span = name_at(file, offset).filter(|span| !span.is_empty())?;
    let (tool, _) = find_tool(file.dialect, span.slice(&file.text))?;
    Some(Hover { span, markdown: front_matter::tool(file.dialect, tool) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::with_cursor_in;

    #[test]
    fn tools_are_offered_and_explained_behind_the_mark() {
        let (file, offset) = with_cursor_in("vscode", "---\nname: x\n---\nUse #tool:web/$0 first.\n");
        let offered = completions(&file, offset).unwrap();
        let fetch = offered.iter().find(|proposal| proposal.label == "web/fetch").unwrap();
        assert_eq!(fetch.edit.span.slice(&file.text), "web/");
        let (file, offset) = with_cursor_in("vscode", "---\nname: x\n---\nUse #tool:web/fe$0tch.\n");
        let shown = hover(&file, offset).unwrap();
        assert_eq!(shown.span.slice(&file.text), "web/fetch");
        assert!(shown.markdown.contains("Reads a web page."), "{}", shown.markdown);
        let (file, offset) = with_cursor_in("claude-code", "---\nname: x\n---\nUse #tool:web/fe$0tch.\n");
        assert!(hover(&file, offset).is_none() && completions(&file, offset).is_none());
    }
}
