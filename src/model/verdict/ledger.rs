//! What a judge writes down while it goes through the entries of a file.

use super::tool_list::Token;
use super::{DropCause, DroppedValue, IgnoredKey, Reason, ReasonKind, ToolFate, named_tools, typed_fields};
use crate::dialect::{BadValue, Dialect, Field, Role};
use crate::fact::Version;
use crate::syntax::{Entry, FrontMatter, FrontMatterState, Node, NodeKind, ProblemKind};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// A file under judgement, and what has been found so far.
pub struct Ledger<'a> {
    pub text: &'a str,
    pub front_matter: &'a FrontMatter,
    pub dialect: &'a Dialect,
    pub version: Version,
    pub ignored_keys: Vec<IgnoredKey>,
    pub dropped_values: Vec<DroppedValue>,
    /// All that keeps the file from being loaded, the first one first.
    pub reasons: Vec<Reason>,
}

/// An entry that counts: the last one of its key.
#[derive(Clone, Copy)]
pub struct Counting<'a> {
    /// Its position in the front matter.
    pub at: usize,
    pub entry: &'a Entry,
    /// What the dialect knows of the key.
    pub field: Option<&'a Field>,
}

impl<'a> Ledger<'a> {
    pub fn new(text: &'a str, front_matter: &'a FrontMatter, dialect: &'a Dialect, version: Version) -> Ledger<'a> {
        Ledger {
            text,
            front_matter,
            dialect,
            version,
            ignored_keys: Vec::new(),
            dropped_values: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// The entries that count, in the order of the file.
    pub fn counting(&self) -> Vec<Counting<'a>> {
        let entries = &self.front_matter.entries;
        let last: FxHashMap<&str, usize> = entries.iter().enumerate().map(|(at, entry)| (&*entry.key, at)).collect();
        let counts = |at: usize, entry: &Entry| last.get(&*entry.key) == Some(&at);
        let counting = entries.iter().enumerate().filter(|(at, entry)| counts(*at, entry));
        counting.map(|(at, entry)| Counting { at, entry, field: self.field_of(&entry.key) }).collect()
    }

    /// Where to point at where nothing better is there: the opening fence.
    pub fn fence(&self) -> Span {
        self.front_matter.opening.unwrap_or(Span::empty(0))
    }

    /// Why nothing of the file is looked at.
    pub fn unreadable(&self) -> Option<Reason> {
        let because = |kind, span| Some(Reason { kind, span });
        match self.front_matter.state {
            FrontMatterState::None => return because(ReasonKind::NoFrontMatter, self.fence()),
            FrontMatterState::Lost => {
                let cause = self.front_matter.problems.iter().find(|problem| problem.kind != ProblemKind::BodyLost);
                return because(ReasonKind::LostFrontMatter, cause.map_or(self.fence(), |problem| problem.span));
            }
            FrontMatterState::Valid | FrontMatterState::Repaired => {}
        }
        let is_map = self.front_matter.problems.iter().all(|problem| problem.kind != ProblemKind::NotAMap);
        if is_map { None } else { because(ReasonKind::NotAMap, self.fence()) }
    }

    /// Notes unknown keys, and values of another type or form than their fields have. `is_text` says
    /// whether a text is one to the tool: a date may be something else.
    pub fn check(&mut self, is_text: impl Fn(&Node) -> bool) {
        let counting = self.counting();
        let unknown: Vec<Counting<'_>> = counting.iter().copied().filter(|c| c.field.is_none()).collect();
        self.ignore(&unknown);
        for Counting { at, entry, field } in counting {
            let Some(field) = field else { continue };
            if field.without_effect.is_some() {
                self.lose(field, at, DropCause::WithoutEffect, entry.key_span, false);
            } else if let Some((cause, span)) = typed_fields::fault(field, entry, &self.front_matter.tree, &is_text) {
                self.lose(field, at, cause, span, field.logs_bad_values);
            }
        }
    }

    fn field_of(&self, key: &str) -> Option<&'a Field> {
        typed_fields::known_field(self.dialect, self.version, key)
    }

    pub fn entry(&self, role: Role) -> Option<&'a Entry> {
        let field = self.dialect.fields.iter().find(|field| field.role == role)?;
        self.front_matter.entry(&field.key)
    }

    pub fn node(&self, role: Role) -> Option<&'a Node> {
        self.entry(role).and_then(|entry| self.front_matter.value(entry))
    }

    pub fn because(&mut self, kind: ReasonKind, span: Span) {
        self.reasons.push(Reason { kind, span });
    }

    /// Notes a value that is thrown away; with the whole file, where the field says so. What is taken
    /// without a word (`logged` is false) never costs the file.
    pub fn lose(&mut self, field: &Field, at: usize, cause: DropCause, span: Span, logged: bool) {
        match field.bad_value {
            BadValue::DropsFile if logged => self.because(ReasonKind::BadValue, span),
            BadValue::StopsProgram if logged => self.because(ReasonKind::StopsProgram, span),
            _ => {}
        }
        let key = field.key.to_string();
        self.dropped_values.push(DroppedValue { role: field.role, key, entry: at, span, cause, logged });
    }

    /// Notes the keys that the tool does not know, each once.
    pub fn ignore(&mut self, unknown: &[Counting<'a>]) {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for (at, entry) in self.front_matter.entries.iter().enumerate() {
            let is_unknown = unknown.iter().any(|counting| counting.entry.key == entry.key);
            if is_unknown && seen.insert(&entry.key) {
                self.ignored_keys.push(IgnoredKey { key: entry.key.to_string(), entry: at });
            }
        }
    }

    /// Notes a body that is shorter than the tool asks for.
    pub fn body(&mut self) {
        let Some(least) = self.dialect.min_body else { return };
        let body = self.text.get(self.front_matter.body as usize..).unwrap_or("");
        let trimmed = body.trim();
        if trimmed.encode_utf16().take(least as usize).count() >= least as usize {
            return;
        }
        let before = Span::offset(body.len() - body.trim_start().len());
        let start = self.front_matter.body + before;
        let span = if trimmed.is_empty() {
            self.front_matter.closing.unwrap_or(self.fence())
        } else {
            Span::new(start, start + Span::offset(trimmed.len()))
        };
        self.because(ReasonKind::ShortBody, span);
    }

    /// Entries of the list of tools that name none, and those that are not text.
    pub fn bad_tools(&mut self, tokens: Option<&[Token]>, mcp: impl Fn(&str) -> Option<ToolFate>) {
        for token in tokens.unwrap_or(&[]) {
            if named_tools::fate(self.dialect, self.version, &token.text, &mcp) == ToolFate::Unknown {
                self.because(ReasonKind::BadTool, token.span);
            }
        }
        let counting = self.counting();
        let Some(list) = counting.iter().find(|c| c.field.is_some_and(|field| field.role == Role::Tools)) else {
            return;
        };
        let (Some(field), Some(Node { kind: NodeKind::List(items), .. })) =
            (list.field, self.front_matter.value(list.entry))
        else {
            return;
        };
        for item in items.iter().filter_map(|id| self.front_matter.tree.get(*id)) {
            if item.as_str().is_none() {
                self.lose(field, list.at, DropCause::WrongType, item.span, true);
            }
        }
    }
}
