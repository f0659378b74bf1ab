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

/// Entries of expertise that are looked at for one answer: a person waits for it.
const MOST_ENTRIES: usize = 20_000;

/// The other agents that can be called from the file `own` and that list one of `phrases` among what they know: those
/// of its own folder first.
pub fn who_knows(index: &Index, own: FileId, phrases: &[&str], most: usize) -> Vec<FileId> {
    let (Some(here), Some(team)) = (index.file(own), index.team(own)) else { return Vec::new() };
    let siblings = team.members.iter().filter_map(|id| Some((*id, index.file(*id)?)));
    let others = index.files().filter(|(id, _)| !team.members.contains(id));
    let says = |text: &str| phrases.iter().any(|phrase| phrase.eq_ignore_ascii_case(text));
    let (mut entries, mut found) = (0, Vec::new());
    for (id, file) in siblings.chain(others).filter(|(id, _)| *id != own) {
        if !file.facts.loads || file.dialect.id != here.dialect.id || !here.place.sees(&file.place) {
            continue;
        }
        entries += file.facts.knows.len() + 1;
        if entries > MOST_ENTRIES || found.len() >= most {
            break;
        }
        if file.facts.knows.iter().any(|known| says(known.text)) {
            found.push(id);
        }
    }
    found
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
    let mut found: Vec<Candidate> = Vec::new();
    for (file, indexed) in index.files() {
        let (agent, container, path) = (indexed.name(), &*indexed.place.root, &*indexed.path);
        if let Some(rank) = fit(agent, &query) {
            found.push(Candidate { rank, is_known: false, name: agent, container, path, file, part: Part::Name });
        }
        if !query.is_empty() {
            let knows = indexed.facts.knows.iter().enumerate();
            found.extend(knows.filter_map(|(at, known)| {
                let rank = fit(known.text, &query)?;
                let part = Part::Known(at);
                Some(Candidate { rank, is_known: true, name: known.text, container: agent, path, file, part })
            }));
        }
        // The best are enough: of a short query most are not looked at by anybody.
        if found.len() >= 8 * MOST_FOUND {
            keep_best(&mut found);
        }
    }
    keep_best(&mut found);
    let as_found = |one: Candidate<'_>| Found {
        name: one.name.to_owned(),
        container: one.container.to_owned(),
        file: one.file,
        part: one.part,
    };
    found.into_iter().map(as_found).collect()
}

/// What fits, without a text of its own.
struct Candidate<'a> {
    rank: u32,
    is_known: bool,
    name: &'a str,
    container: &'a str,
    /// Of its file.
    path: &'a str,
    file: FileId,
    part: Part,
}

/// The best, in order, each once.
fn keep_best(found: &mut Vec<Candidate<'_>>) {
    found.sort_by(|a, b| (a.rank, a.is_known, a.name, a.path).cmp(&(b.rank, b.is_known, b.name, b.path)));
    found.dedup_by(|next, kept| next.name == kept.name && next.file == kept.file);
    found.truncate(MOST_FOUND);
}

/// How well `query`, in small letters, fits `text`: 0 is best, `None` not at all.
fn fit(text: &str, query: &str) -> Option<u32> {
    if query.is_empty() {
        return Some(1);
    }
    if !text.is_ascii() {
        return fit_lower(&text.to_lowercase(), query);
    }
    // Most texts fit nothing: they are looked at without being copied.
    let first = query.bytes().next()?;
    let may_fit = query.is_ascii() && text.bytes().any(|byte| byte.to_ascii_lowercase() == first);
    if may_fit { fit_lower(&text.to_ascii_lowercase(), query) } else { None }
}

/// The same for a text in small letters.
fn fit_lower(lower: &str, query: &str) -> Option<u32> {
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
