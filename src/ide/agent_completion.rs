//! Completion of agents' names where one is about to be named: behind `**` and `` ` `` at the beginning of a
//! colleague's entry, behind `@`, and in a call.

use super::completion::names::Named;
use super::completion::{About, Completion, CompletionKind};
use crate::dialect::Capability;
use crate::heading::SectionKind;
use crate::index::{Index, IndexedFile};
use crate::model::AgentFile;
use crate::text::{Edit, Span};

/// The agents that can be named at `offset`; none where no name of one belongs.
pub fn agents(file: &AgentFile, index: &Index, offset: u32) -> Vec<Completion> {
    let Some(own) = index.id(&file.path) else { return Vec::new() };
    let Some(place) = place(file, offset) else { return Vec::new() };
    let callable = index.callable(own);
    let proposals = callable.into_iter().filter_map(|id| index.file(id)).enumerate();
    let proposals = proposals.map(|(rank, agent)| Completion {
        label: agent.name().to_owned(),
        kind: CompletionKind::Agent,
        detail: first_sentence(&agent.facts.description).to_owned(),
        edit: Edit { span: place.word, text: format!("{}{}", agent.name(), place.close) },
        snippet: None,
        additional: Vec::new(),
        rank: Span::offset(rank),
        deprecated: false,
        asks_again: false,
        about: About::Agent(agent.name().to_owned()),
    });
    proposals.collect()
}

/// The agents that `file` can start or hand over to, with what each says of itself.
pub fn callable(file: &AgentFile, index: &Index) -> Vec<Named> {
    let callable = index.id(&file.path).map(|own| index.callable(own)).unwrap_or_default();
    let agents = callable.into_iter().filter_map(|id| index.file(id));
    let named = |agent: &IndexedFile| Named {
        name: agent.name().to_owned(),
        detail: first_sentence(&agent.facts.description).to_owned(),
    };
    agents.map(named).collect()
}

/// Where a name goes.
struct Place {
    /// What is there of it.
    word: Span,
    /// What closes the mark in front of it.
    close: &'static str,
}

fn place(file: &AgentFile, offset: u32) -> Option<Place> {
    let text = &file.text;
    let before = text.get(..offset as usize)?;
    let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
    let typed = line.rsplit(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).next().unwrap_or("");
    let lead = line.get(..line.len() - typed.len())?;
    let rest = text.get(offset as usize..)?;
    let behind = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    let word = Span::new(offset - Span::offset(typed.len()), offset + Span::offset(behind));
    let after = rest.get(behind..).unwrap_or("");
    if is_call(file, lead) {
        return Some(Place { word, close: "" });
    }
    if offset < file.front_matter.body || file.outline.fences.iter().any(|fence| fence.content.contains(offset)) {
        return None;
    }
    if lead.ends_with('@') {
        let sign = lead.trim_end_matches('@').chars().next_back();
        return sign
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '*' | '"'))
            .then_some(Place { word, close: "" });
    }
    // At the beginning of an entry, in a section that speaks of colleagues.
    for (mark, close) in [("**", "**"), ("`", "`")] {
        let Some(head) = lead.strip_suffix(mark) else { continue };
        let is_entry = head.trim().len() <= 1 && head.trim_start().starts_with(['-', '*', '+']);
        if is_entry && is_among_colleagues(file, offset) {
            return Some(Place { word, close: if after.starts_with(close) { "" } else { close } });
        }
    }
    None
}

fn is_call(file: &AgentFile, lead: &str) -> bool {
    let tools = file.dialect.tools.iter().filter(|tool| tool.does.contains(&Capability::Delegate));
    let mut names =
        tools.flat_map(|tool| std::iter::once(&*tool.name).chain(tool.aliases.iter().map(|alias| &*alias.name)));
    // The entries before the one that is being typed.
    let open = lead.rfind('(').filter(|at| lead.get(*at..).is_some_and(|inside| !inside.contains(')')));
    let in_call = open.and_then(|at| lead.get(..at)).is_some_and(|head| names.any(|name| head.ends_with(name)));
    let value = lead.trim_end_matches(['"', '\'', ' ']);
    in_call || value.ends_with("subagent_type:") || value.ends_with("subagent_type=")
}

fn is_among_colleagues(file: &AgentFile, offset: u32) -> bool {
    let kind = file.outline.section_at(offset).map(|id| file.sections.kind_around(&file.outline, id));
    matches!(kind, Some(SectionKind::Integration | SectionKind::Escalation))
}

fn first_sentence(description: &str) -> &str {
    let line = description.lines().next().unwrap_or("");
    line.split_inclusive(". ").next().unwrap_or(line).trim()
}
