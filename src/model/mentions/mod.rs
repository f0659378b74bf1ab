//! Where a file names other agents: in lists of colleagues, calls, handovers, `@name`, links and
//! phrases such as "use the code-reviewer agent".
//!
//! A mention is *sure* where its place alone tells that the words name an agent. Other words may be
//! a name or not (`` `api-designer` `` in a sentence): they are kept, and count only where an agent
//! of the workspace is called so. Code blocks are left alone, but for `subagent_type`, which
//! means nothing else.

mod around;
mod colleagues;
pub mod cues;
mod front_matter;
mod here;
mod inline;
mod prose;
#[cfg(test)]
mod tests;

pub use front_matter::in_front_matter;
pub use here::{MentionHere, Mentions};

use super::Sections;
use crate::syntax::Outline;
use crate::text::Span;
use std::sync::Arc;

/// Words that name an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name alone, without marks: what renaming replaces. Where it stood when its part of the file was
    /// read; [`Mentions`] know where it stands.
    pub span: Span,
    /// As it is written; of a link, the path that it leads to.
    pub name: Arc<str>,
    pub form: Form,
    /// Whether the words name an agent even if none is called so.
    pub sure: bool,
    /// Whether work is handed over to the agent, and not only spoken of it.
    pub delegates: bool,
}

/// How an agent is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// `**name**`
    Strong,
    /// `` `name` ``
    Code,
    /// `@name`
    At,
    /// `Agent(name)`, `subagent_type: name`
    Call,
    /// In a list of the front matter: of tools, agents or handovers.
    Listed,
    /// A link to its file.
    Link,
    /// Plain words: "the code-reviewer agent".
    Phrase,
}

/// Mentions of one file past this number are not kept.
pub const MOST: usize = 2048;

/// The mentions in the body of `text`, which begins at `start`, in order and without overlap. `calls` are the names of the
/// tools that start an agent.
pub fn in_body(text: &str, start: u32, outline: &Outline, sections: &Sections, calls: &[&str]) -> Vec<Mention> {
    let page = around::Page::new(text, outline, sections);
    let mut found = Vec::new();
    inline::marked(&page, &mut found);
    inline::links(&page, &mut found);
    colleagues::plain_names(&page, &mut found);
    let body = Span::new(start, Span::offset(text.len()).max(start));
    prose::calls(text, body, calls, &mut found);
    prose::phrases(text, &page.prose(body), &mut found);
    prose::ats(&page, &page.prose(body), &mut found);
    prose::headings(&page, &mut found);
    in_order(found)
}

/// Mentions in order; of two that overlap, the sure one, then the first one that was found.
pub(super) fn in_order(mut found: Vec<Mention>) -> Vec<Mention> {
    found.sort_by_key(|mention| (mention.span.start, !mention.sure));
    let mut kept: Vec<Mention> = Vec::with_capacity(found.len());
    for mut mention in found {
        let written_as_call = matches!(mention.form, Form::Call | Form::Listed);
        mention.sure &= written_as_call || !is_group(&mention.name);
        if kept.len() == MOST {
            break;
        }
        match kept.last_mut().filter(|last| last.span.overlaps(mention.span) || last.span == mention.span) {
            Some(last) => {
                let delegates = last.delegates || mention.delegates;
                if mention.sure && !last.sure {
                    *last = mention;
                }
                last.delegates = delegates;
            }
            None => kept.push(mention),
        }
    }
    kept
}

/// What spellings of one agent's name have in common: letter case, the sign between words, the
/// plugin before a colon and the word "agent" at the end don't count.
pub fn key(name: &str) -> String {
    let bare = name.rsplit(':').find(|part| !part.trim().is_empty()).unwrap_or(name).trim();
    let mut key = String::with_capacity(bare.len());
    for c in bare.chars() {
        if c.is_whitespace() || matches!(c, '-' | '_') {
            if !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
        } else {
            key.extend(c.to_lowercase());
        }
    }
    while key.ends_with('-') {
        key.pop();
    }
    for word in cues::AGENT {
        let rest = key.strip_suffix(word).and_then(|rest| rest.strip_suffix('-'));
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            key.truncate(rest.len());
            break;
        }
    }
    key
}

/// Whether `word` is written as names of agents are: small letters, digits and hyphens.
pub fn is_slug(word: &str) -> bool {
    (2..=64).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && !word.ends_with('-')
        && !word.contains("--")
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !cues::is_placeholder(word)
}

/// Whether a slug has more than one word.
pub(super) fn is_hyphenated(slug: &str) -> bool {
    slug.contains('-')
}

/// Whether a slug is named for somebody who does something: `code-reviewer`, `arquitecto-datos`.
pub(super) fn is_somebody(slug: &str) -> bool {
    let last = slug.rsplit('-').next().unwrap_or(slug);
    let first = slug.split('-').next().unwrap_or(slug);
    if cues::SOMEBODY_FIRST.contains(&first) {
        return true;
    }
    cues::SOMEBODY.contains(&last)
}

/// Whether a slug means more than one: people, not an agent.
pub(super) fn is_group(slug: &str) -> bool {
    let last = slug.rsplit('-').next().unwrap_or(slug);
    cues::GROUPS.contains(&last) || last.strip_suffix('s').is_some_and(|one| cues::SOMEBODY.contains(&one))
}
