//! Agents as symbols: where one is defined, who names it, whom it names.

use crate::dialect::Role;
use crate::index::{FileId, Index, Target};
use crate::model::mentions::{self, Form, MentionHere};
use crate::model::{AgentFile, FileFacts, Reference};
use crate::text::Span;

/// A part of a file that the index knows the place of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The value of the name.
    Name,
    /// Index in the file's mentions.
    Mention(usize),
    /// Index in what the agent knows.
    Known(usize),
}

/// An agent under the cursor, and the words that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    pub span: Span,
    pub agent: FileId,
    /// Whether the words define the agent.
    pub is_definition: bool,
}

/// The agent that is named at `offset`: by a mention, by the value of the name, or by the title
/// where that says the name.
pub fn named_at(file: &AgentFile, index: &Index, offset: u32) -> Option<Named> {
    let own = index.id(&file.path)?;
    if let Some(node) = file.value(Role::Name).filter(|node| node.span.touches(offset)) {
        return Some(Named { span: node.span, agent: own, is_definition: true });
    }
    let mention = file.mentions().iter().find(|mention| mention.span.touches(offset));
    if let Some(mention) = mention
        && let Target::Agent(agent) = index.target(own, &mention)
    {
        return Some(Named { span: mention.span, agent, is_definition: false });
    }
    let facts = &index.file(own)?.facts;
    let title = titles(file, facts).find(|span| span.touches(offset))?;
    Some(Named { span: title, agent: own, is_definition: true })
}

/// The headings that repeat the agent's name.
pub fn titles<'a>(file: &'a AgentFile, facts: &FileFacts) -> impl Iterator<Item = Span> + 'a {
    let key = facts.key();
    let sections = file.outline.sections.iter().filter(|section| section.level == 1);
    sections.filter(move |section| key.is_some() && Some(mentions::key(&section.title)) == key).filter_map(|section| {
        let words = section.title_span.slice(&file.text);
        // Marks inside of it are not the name's.
        (words == &*section.title).then_some(section.title_span)
    })
}

/// The mention at `offset` that may lead nowhere.
pub fn mention_at(file: &AgentFile, offset: u32) -> Option<MentionHere<'_>> {
    file.mentions().iter().find(|mention| mention.span.touches(offset))
}

/// All places that name an agent, its definition first where that is asked for.
pub fn references(index: &Index, agent: FileId, with_definition: bool) -> Vec<(FileId, Part)> {
    let definition = with_definition.then_some((agent, Part::Name));
    let mentions = index.mentions_of(agent).into_iter().map(|(file, at)| (file, Part::Mention(at)));
    definition.into_iter().chain(mentions).collect()
}

/// The places of one file that name the agent at `offset`; `true` for those that define it.
pub fn highlights(file: &AgentFile, index: &Index, offset: u32) -> Vec<(Span, bool)> {
    let Some(named) = named_at(file, index, offset) else { return Vec::new() };
    let Some(own) = index.id(&file.path) else { return Vec::new() };
    let mut found = Vec::new();
    if named.agent == own {
        found.extend(file.value(Role::Name).map(|node| (node.span, true)));
        if let Some(indexed) = index.file(own) {
            found.extend(titles(file, &indexed.facts).map(|span| (span, true)));
        }
    }
    let same = file.mentions().iter().filter(|mention| index.target(own, mention) == Target::Agent(named.agent));
    found.extend(same.map(|mention| (mention.span, false)));
    found.sort_unstable();
    found.dedup();
    found
}

/// Words of a file that lead to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub span: Span,
    pub target: LinkTarget,
    /// For a tooltip.
    pub title: String,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// An absolute path, with `/` separators.
    File(String),
    /// A relative path that counts from the file's folder or from one above it.
    Near(String),
    /// An address of the web.
    Url(String),
}

/// The agents, files and addresses that a file leads to.
pub fn links(file: &AgentFile, index: &Index) -> Vec<Link> {
    let Some(own) = index.id(&file.path) else { return Vec::new() };
    let link = |mention: MentionHere<'_>| {
        if let Target::Agent(agent) = index.target(own, &mention) {
            let target = index.file(agent).filter(|_| agent != own)?;
            let title = format!("Open the agent {}", target.name());
            let target = LinkTarget::File(target.path.to_string());
            return Some(Link { span: mention.span, target, title });
        }
        let is_file = mention.form == Form::Link && !mention.name.starts_with('/');
        is_file.then(|| Link {
            span: mention.span,
            target: LinkTarget::File(index.joined(&file.path, &mention.name)),
            title: "Open the file".to_owned(),
        })
    };
    let mut links: Vec<Link> = file.mentions().iter().filter_map(link).collect();
    let files = file.references.iter().filter_map(near);
    let pages = file.outline.links.iter().filter(|link| !link.is_image).filter_map(|link| url(file, link));
    let others: Vec<Link> =
        files.chain(pages).filter(|other| !links.iter().any(|link| link.span.overlaps(other.span))).collect();
    links.extend(others);
    links.sort_by_key(|link| (link.span.start, link.span.end));
    links
}

/// A file that is named with its path.
fn near(reference: &Reference) -> Option<Link> {
    let target = LinkTarget::Near(reference.path.to_string());
    let title = "Open the file".to_owned();
    (!reference.path.is_empty()).then_some(Link { span: reference.span, target, title })
}

fn url(file: &AgentFile, link: &crate::syntax::Link) -> Option<Link> {
    let destination = &*link.destination;
    let is_web = ["http://", "https://"].iter().any(|scheme| destination.starts_with(scheme));
    let at = link.span.slice(&file.text).rfind(destination).filter(|_| is_web)?;
    let span = Span::of(at..at + destination.len()).shifted(link.span.start);
    Some(Link { span, target: LinkTarget::Url(destination.to_owned()), title: "Open the page".to_owned() })
}

/// Agents that hand over to each other: the other one, and the mentions that say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub agent: FileId,
    /// Indices in the mentions of the caller.
    pub mentions: Vec<usize>,
}

/// Whom an agent names.
pub fn outgoing(index: &Index, agent: FileId) -> Vec<Call> {
    let Some(file) = index.file(agent) else { return Vec::new() };
    let mut calls: Vec<Call> = Vec::new();
    for (at, mention) in file.mentions().iter().enumerate() {
        let Target::Agent(target) = index.target(agent, &mention) else { continue };
        match calls.iter_mut().find(|call| call.agent == target) {
            _ if target == agent => {}
            Some(call) => call.mentions.push(at),
            None => calls.push(Call { agent: target, mentions: vec![at] }),
        }
    }
    calls
}

/// Who names an agent.
pub fn incoming(index: &Index, agent: FileId) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for (file, at) in index.mentions_of(agent).into_iter().filter(|(file, _)| *file != agent) {
        match calls.last_mut().filter(|call| call.agent == file) {
            Some(call) => call.mentions.push(at),
            None => calls.push(Call { agent: file, mentions: vec![at] }),
        }
    }
    calls
}

/// A symbol of the workspace: an agent, or something that one knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub name: String,
    /// Of an agent: its folder; of something known: the agent.
    pub container: String,
    pub file: FileId,
    pub part: Part,
}

/// Symbols past this number are not of interest: a longer query finds fewer.
const MOST_FOUND: usize = 256;

/// Agents, areas and items that `query` fits, the best first: agents before what they know. "Who
/// knows RabbitMQ?" is `rabbitmq`.
pub fn search(index: &Index, query: &str) -> Vec<Found> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<(u32, bool, Found)> = Vec::new();
    for (id, file) in index.files() {
        let name = file.name().to_owned();
        if let Some(rank) = fit(&name, &query) {
            let container = file.place.root.to_string();
            found.push((rank, false, Found { name: name.clone(), container, file: id, part: Part::Name }));
        }
        if query.is_empty() {
            continue;
        }
        for (at, known) in file.facts.knows.iter().enumerate() {
            if let Some(rank) = fit(&known.text, &query) {
                let found_here =
                    Found { name: known.text.to_string(), container: name.clone(), file: id, part: Part::Known(at) };
                found.push((rank, true, found_here));
            }
        }
    }
    let path = |found: &Found| index.file(found.file).map(|file| &file.path);
    found.sort_by(|a, b| {
        let order = |one: &(u32, bool, Found)| (one.0, one.1);
        (order(a).cmp(&order(b))).then_with(|| a.2.name.cmp(&b.2.name)).then_with(|| path(&a.2).cmp(&path(&b.2)))
    });
    found.dedup_by(|next, kept| next.2.name == kept.2.name && next.2.file == kept.2.file);
    found.truncate(MOST_FOUND);
    found.into_iter().map(|(.., found)| found).collect()
}

/// How well `query`, in small letters, fits `text`: 0 is best, `None` not at all.
fn fit(text: &str, query: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    if lower == query {
        return Some(0);
    }
    if lower.starts_with(query) {
        return Some(1);
    }
    if let Some(at) = lower.find(query) {
        let is_start = lower.get(..at).and_then(|head| head.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
        return Some(if is_start { 2 } else { 3 });
    }
    // The letters in order: `bedev` is `backend-developer`.
    let mut rest = lower.chars();
    let in_order = query.chars().filter(|c| !c.is_whitespace()).all(|c| rest.any(|other| other == c));
    (in_order && query.chars().count() > 2 && lower.chars().count() <= 40).then_some(4)
}
