//! Words that an editor shows between those of the file: what its tool makes of a value.

use super::code_lens::grouped;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::EffectiveModel;
use crate::text::Span;

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HintKind {
    /// The model that a name stands for.
    Model,
    /// How many tools are in effect.
    Tools,
    /// What description and body cost.
    Tokens,
}

/// Words behind a place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    pub kind: HintKind,
    /// In bytes.
    pub at: u32,
    pub label: String,
    /// More, in plain text; may be empty.
    pub tooltip: String,
}

/// The hints of a file that loads, in the order of the text.
pub fn hints(file: &AgentFile) -> Vec<InlayHint> {
    if !file.verdict.loads {
        return Vec::new();
    }
    let all = [model(file), tools(file), description(file), body(file)];
    let mut hints: Vec<InlayHint> = all.into_iter().flatten().collect();
    hints.sort_by_key(|hint| hint.at);
    hints
}

fn model(file: &AgentFile) -> Option<InlayHint> {
    let model = &file.verdict.model;
    let declared = model.declared.as_deref().map(str::trim).filter(|declared| !declared.is_empty())?;
    let meant = match &model.effective {
        EffectiveModel::Id(id) if id == declared => return None,
        EffectiveModel::Id(id) => id.as_str(),
        EffectiveModel::Inherit => "the session's model",
    };
    let tooltip = format!("The model that {} runs this agent with.", file.tool());
    let at = behind(file, Role::Model)?;
    Some(InlayHint { kind: HintKind::Model, at, label: format!("→ {meant}"), tooltip })
}

fn tools(file: &AgentFile) -> Option<InlayHint> {
    let at = behind(file, Role::Tools)?;
    let (label, tooltip) = match &file.verdict.tools.effective {
        Some(tools) if tools.is_empty() => ("no tools".to_owned(), String::new()),
        Some(tools) => (format!("{} in effect", tools.len()), tools.join(", ")),
        None => ("all tools".to_owned(), String::new()),
    };
    Some(InlayHint { kind: HintKind::Tools, at, label, tooltip })
}

fn description(file: &AgentFile) -> Option<InlayHint> {
    let tokens = file.verdict.tokens.description;
    let tooltip = "What the description costs every session, whether the agent is called or not.".to_owned();
    let at = behind(file, Role::Description).filter(|_| tokens > 0)?;
    Some(cost(at, tokens, tooltip))
}

fn body(file: &AgentFile) -> Option<InlayHint> {
    let tokens = file.verdict.tokens.body;
    let tooltip = "What the text below the front matter costs each time the agent runs.".to_owned();
    let heading = file.outline.as_read().sections.first().map(|section| file.outline.here(section.heading))?;
    let at = end_of_line(&file.text, heading.start);
    (tokens > 0).then(|| cost(at, tokens, tooltip))
}

fn cost(at: u32, tokens: u32, tooltip: String) -> InlayHint {
    let words = if tokens == 1 { "token" } else { "tokens" };
    InlayHint { kind: HintKind::Tokens, at, label: format!("≈ {} {words}", grouped(tokens)), tooltip }
}

/// The end of a value; of one that goes over several lines, the end of its key's line.
fn behind(file: &AgentFile, role: Role) -> Option<u32> {
    let entry = file.entry(role)?;
    let value = file.front_matter.value(entry)?.span;
    let value = Span::new(value.start.max(entry.key_span.end), value.end.max(entry.key_span.end));
    let line = end_of_line(&file.text, entry.key_span.start);
    Some(if value.end <= line { value.end } else { line })
}

fn end_of_line(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or("");
    at + Span::offset(rest.find(['\n', '\r']).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;

    /// The text with its hints in `«»`.
    fn shown(text: &str) -> String {
        let file = file(text);
        let mut shown = text.to_owned();
        for hint in hints(&file).iter().rev() {
            shown.insert_str(hint.at as usize, &format!("«{}»", hint.label));
        }
        shown
    }

    const TEXT: &str =
        "---\nname: a\ndescription: Reads. Use for it.\ntools: Read, Task # two\nmodel: opus\n---\n\n# A\n\nRead.\n";

    #[test]
    fn values_show_what_becomes_of_them() {
        expect_test::expect![[r"
            ---
            name: a
            description: Reads. Use for it.«≈ 6 tokens»
            tools: Read, Task«2 in effect» # two
            model: opus«→ claude-opus-5-5»
            ---

            # A«≈ 4 tokens»

            Read.
        "]]
        .assert_eq(&shown(TEXT));
    }

    #[test]
    fn a_value_of_several_lines_shows_it_behind_its_key() {
        let text = "---\nname: a\ndescription: >\n  Reads.\n  Use for it.\ntools:\n  - Read\n---\nRead.\n";
        expect_test::expect![[r"
            ---
            name: a
            description: >«≈ 6 tokens»
              Reads.
              Use for it.
            tools:«1 in effect»
              - Read
            ---
            Read.
        "]]
        .assert_eq(&shown(text));
    }

    #[test]
    fn a_file_that_does_not_load_shows_nothing() {
        assert!(hints(&file("# nothing\n")).is_empty());
    }
}
