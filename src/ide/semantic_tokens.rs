//! Words with a meaning that colours can show: keys, tools, models, agents, placeholders, expertise.

use crate::dialect::Role;
use crate::heading::SectionKind;
use crate::index::{Index, Target};
use crate::model::mentions::Form;
use crate::model::verdict::{ToolEntry, ToolFate};
use crate::model::{AgentFile, AreaShape};
use crate::text::Span;

/// What some words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// A key of the front matter.
    Key,
    Tool,
    Model,
    /// The name of an agent that is there.
    Agent,
    /// What an answer puts its own words for.
    Placeholder,
    /// A named group of what the agent knows.
    Area,
    /// Something that the agent knows.
    Item,
}

/// Words of one line, and what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
    /// The agent's own name.
    pub is_definition: bool,
    /// An old name or key that still works.
    pub is_deprecated: bool,
}

/// The tokens of a file, in order and without overlap.
pub fn tokens(file: &AgentFile, index: &Index) -> Vec<Token> {
    let mut found = Vec::new();
    front_matter(file, &mut found);
    agents(file, index, &mut found);
    placeholders(file, &mut found);
    for area in file.expertise.areas.iter().filter(|area| area.shape != AreaShape::Section) {
        found.push(token(area.name_span, TokenKind::Area));
    }
    found.extend(file.expertise.items.iter().map(|item| token(item.span, TokenKind::Item)));
    found.retain(|token| {
        let words = token.span.slice(&file.text);
        !words.is_empty() && !words.contains(['\n', '\r'])
    });
    // Of words that mean two things the first kind counts: a name of an agent in a list of expertise is that.
    found.sort_by_key(|token| (token.span.start, token.kind, token.span.end));
    found.dedup_by(|next, kept| next.span.start < kept.span.end);
    found
}

fn token(span: Span, kind: TokenKind) -> Token {
    Token { span, kind, is_definition: false, is_deprecated: false }
}

fn front_matter(file: &AgentFile, found: &mut Vec<Token>) {
    for entry in &file.front_matter.entries {
        let known = file.dialect.fields.iter().find(|field| field.key == *entry.key);
        let is_deprecated = known.is_some_and(|field| !field.replaced_by.is_empty());
        found.push(Token { is_deprecated, ..token(entry.key_span, TokenKind::Key) });
    }
    if let Some(name) = file.value(Role::Name) {
        found.push(Token { is_definition: true, ..token(name.span, TokenKind::Agent) });
    }
    if let Some(model) = file.value(Role::Model).filter(|node| node.as_str().is_some()) {
        found.push(token(model.span, TokenKind::Model));
    }
    let tools = &file.verdict.tools;
    found.extend(tools.declared.iter().chain(&tools.denied_entries).filter_map(|entry| tool(file, entry)));
}

fn tool(file: &AgentFile, entry: &ToolEntry) -> Option<Token> {
    let is_deprecated = match &entry.fate {
        ToolFate::Unknown => return None,
        ToolFate::Tool { renamed, .. } => *renamed,
        _ => false,
    };
    // The name alone: what stands in brackets is something else.
    let words = entry.span.slice(&file.text);
    let name = words.split('(').next().unwrap_or(words).trim_end();
    let span = Span::new(entry.span.start, entry.span.start + Span::offset(name.len()));
    Some(Token { is_deprecated, ..token(span, TokenKind::Tool) })
}

fn agents(file: &AgentFile, index: &Index, found: &mut Vec<Token>) {
    let Some(own) = index.id(&file.path) else { return };
    for mention in file.mentions().iter().filter(|mention| mention.form != Form::Link) {
        if index.target(own, &mention) != Target::Nobody {
            found.push(token(mention.span, TokenKind::Agent));
        }
    }
}

/// `[Name]` and `{{name}}` in the examples of an output format.
fn placeholders(file: &AgentFile, found: &mut Vec<Token>) {
    for fence in &file.outline.fences {
        let kind = fence.section.map(|id| file.sections.kind_around(&file.outline, id));
        if kind != Some(SectionKind::OutputFormat) {
            continue;
        }
        let mut start = fence.content.start;
        for line in fence.content.slice(&file.text).split_inclusive('\n') {
            in_line(line, start, found);
            start += Span::offset(line.len());
        }
    }
}

fn in_line(line: &str, start: u32, found: &mut Vec<Token>) {
    let mut at = 0;
    while let Some(open) = line.get(at..).and_then(|rest| rest.find(['[', '{'])).map(|open| at + open) {
        let rest = line.get(open..).unwrap_or("");
        let close = if rest.starts_with('[') { ']' } else { '}' };
        let Some(end) = rest.find(close) else { return };
        let twice = rest.get(end + 1..).is_some_and(|rest| close == '}' && rest.starts_with('}'));
        let end = open + end + 1 + usize::from(twice);
        let words = line.get(open + 1..end - 1).unwrap_or("");
        // `[x]` is a box to tick, `[text](path)` a link, `{}` code.
        let is_link = close == ']' && line.get(end..).is_some_and(|rest| rest.starts_with('('));
        let says_something = words.chars().filter(|c| c.is_alphabetic()).count() > 1;
        if says_something && !is_link && !words.contains(['"', '[']) {
            found.push(token(Span::of(open..end).shifted(start), TokenKind::Placeholder));
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;
    use crate::index::{IndexedFile, Place};
    use std::fmt::Write;

    #[test]
    fn words_are_what_they_mean() {
        let text = "---\nname: lead\ndescription: Leads.\ntools: Read, Task(lead), MultiEdit, Grpe\nmodel: opus\n---\n\n# Lead\n\n\
            ## Expertise\n\n- **Queues**: NATS, Kafka\n\n## Integration with Other Agents\n\n- **lead** asks, **nobody** does not\n\n\
            ## Output Format\n\n```markdown\n# [Title] {{name}} [ ] [x](y.md)\nRisk: [Low/High]\n```\n";
        let file = file(text);
        let mut index = Index::default();
        let place = Place::of(&file.path, None, &file.dialect.id, "");
        index.replace(&file.path, Some(IndexedFile::new(&file, place)));
        let mut shown = String::new();
        for token in tokens(&file, &index) {
            let more = if token.is_definition { ", definition" } else { "" };
            let old = if token.is_deprecated { ", old" } else { "" };
            writeln!(shown, "{} {:?}{more}{old}", token.span.slice(text), token.kind).unwrap();
        }
        expect_test::expect![[r#"
            name Key
            lead Agent, definition
            description Key
            tools Key
            Read Tool
            Task Tool, old
            lead Agent
            MultiEdit Tool
            model Key
            opus Model
            Queues Area
            NATS Item
            Kafka Item
            lead Agent
            [Title] Placeholder
            {{name}} Placeholder
            [Low/High] Placeholder
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn tokens_never_overlap() {
        let text = include_str!("../../tests/samples/frontend.md");
        let all = tokens(&file(text), &Index::default());
        assert!(all.len() > 20);
        assert!(all.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    }
}
