//! What a judge writes down while it goes through the entries of a file.

use super::{DropCause, DroppedValue, IgnoredKey, Reason, ReasonKind, typed_fields};
use crate::dialect::{BadValue, Dialect, Field, Role};
use crate::fact::Version;
use crate::syntax::{Entry, FrontMatter, Node};
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
        if field.bad_value == BadValue::DropsFile && logged {
            self.because(ReasonKind::BadValue, span);
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
}
