//! What the keys of a configuration mean, and what is wrong with it.

use super::glob::Globs;
use super::tree::{self, Key, Kind, Node};
use super::{BAD_CONFIG, Config, NEWER_VERSION, Override, Part, Stated, Wanted};
use crate::dialect::{self, Dialect};
use crate::fact::Version;
use crate::rules::{self, Described, Diagnostic, Fix, Level, Severity, did_you_mean};
use crate::text::{EditSet, Span};

/// Keys for all files.
pub(super) const KEYS: [&str; 7] = ["targets", "versions", "rules", "lens", "hints", "house", "overrides"];

/// Keys of an override.
pub(super) const KEYS_OF_OVERRIDES: [&str; 7] = ["paths", "targets", "versions", "rules", "lens", "hints", "house"];

/// Names that people use for one of the keys.
const MEANT: [(&str, &str); 11] = [
    ("tools", "versions"),
    ("tool-versions", "versions"),
    ("pins", "versions"),
    ("dialects", "targets"),
    ("severity", "rules"),
    ("severities", "rules"),
    ("code-lens", "lens"),
    ("inlay-hints", "hints"),
    ("inlays", "hints"),
    ("files", "paths"),
    ("override", "overrides"),
];

/// Larger files are not read.
const LARGEST: usize = 1 << 20;

/// Reads an `agentls.toml`, with what is wrong in it in the order of the text.
pub fn toml(text: &str) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader { text: Some(text), faults: Vec::new() };
    if text.len() > LARGEST {
        let message = "agentls reads no configuration over 1 MiB: nothing in this file has an effect.";
        reader.fault(Diagnostic::new(Severity::Error, Span::empty(0), message));
        return (Config::default(), reader.faults);
    }
    let (root, broken) = tree::parse(text);
    broken.into_iter().for_each(|fault| reader.fault(fault));
    let config = reader.config(&root);
    let mut faults = reader.faults;
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    (config, faults)
}

/// Reads the editor's settings. Their faults have no place; keys on the outside that mean nothing
/// here are the editor's own.
pub fn settings(root: &Node) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader { text: None, faults: Vec::new() };
    let config = reader.config(root);
    (config, reader.faults)
}

/// Reads one configuration.
pub(super) struct Reader<'t> {
    /// `None` for the editor's settings.
    text: Option<&'t str>,
    pub(super) faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(Diagnostic { code: BAD_CONFIG.name, ..fault });
    }

    /// Something that has no effect. `message` says so.
    pub(super) fn without_effect(&mut self, span: Span, message: String) {
        self.fault(Diagnostic::new(Severity::Warning, span, message));
    }

    /// A name that means nothing, where another one may be meant.
    pub(super) fn unknown(&mut self, span: Span, said: &str, meant: Option<&str>, otherwise: &str) {
        let Some(meant) = meant else {
            return self.without_effect(span, format!("{said}, so this has no effect. {otherwise}"));
        };
        let finding =
            Diagnostic::new(Severity::Warning, span, format!("{said}, so this has no effect. Did you mean {meant}?"));
        let quote = match self.text.and_then(|text| span.slice(text).chars().next()) {
            Some(quote @ ('"' | '\'')) => quote.to_string(),
            _ => String::new(),
        };
        let edits = EditSet::one(span, format!("{quote}{meant}{quote}"));
        self.fault(finding.fix(Fix::to_review(format!("Replace by {meant}"), edits)));
    }

    pub(super) fn wrong_type(&mut self, node: &Node, key: &str, expected: &str) {
        let message = format!("\"{key}\" has to be {expected}, not {}: this has no effect.", node.kind.name());
        self.without_effect(node.span, message);
    }

    fn config(&mut self, root: &Node) -> Config {
        let mut config = Config::default();
        let entries = match &root.kind {
            Kind::Table(entries) => entries,
            Kind::Nothing => return config,
            _ => {
                self.wrong_type(root, "agentls", "a table");
                return config;
            }
        };
        for (key, node) in entries {
            if node.kind == Kind::Nothing || self.entry(key, node, &mut config.base) {
                continue;
            }
            match &*key.name {
                "overrides" => match &node.kind {
                    Kind::List(items) => {
                        config.overrides.extend(items.iter().filter_map(|item| self.an_override(item)));
                    }
                    _ => self.wrong_type(node, "overrides", "a list of tables, each headed by [[overrides]]"),
                },
                _ => self.unknown_key(key, &KEYS, true),
            }
        }
        config
    }

    fn an_override(&mut self, node: &Node) -> Option<Override> {
        let Kind::Table(entries) = &node.kind else {
            self.wrong_type(node, "overrides", "a list of tables, each headed by [[overrides]]");
            return None;
        };
        let mut part = Part::default();
        let mut paths = None;
        for (key, node) in entries {
            if node.kind == Kind::Nothing || self.entry(key, node, &mut part) {
                continue;
            }
            match &*key.name {
                "paths" => paths = Some(self.globs(node)),
                _ => self.unknown_key(key, &KEYS_OF_OVERRIDES, false),
            }
        }
        let Some(paths) = paths else {
            let message = "This override names no files, so it has no effect. Add paths = [\"GLOB\"].".to_owned();
            self.without_effect(node.span, message);
            return None;
        };
        Some(Override { paths, part })
    }

    /// Reads a key that may stand for all files and in an override; whether it is one.
    fn entry(&mut self, key: &Key, node: &Node, part: &mut Part) -> bool {
        match &*key.name {
            "targets" => part.targets = self.targets(node),
            "versions" => part.versions = self.versions(node),
            "rules" => part.rules = self.rules(node),
            "lens" => match node.kind {
                Kind::Flag(value) => part.lens = Some(Stated { value, span: node.span }),
                _ => self.wrong_type(node, "lens", "true or false"),
            },
            "hints" => part.hints = self.hints(node),
            "house" => part.house = self.house(node),
            _ => return false,
        }
        true
    }

    fn hints(&mut self, node: &Node) -> Option<Stated<Wanted>> {
        let items = match &node.kind {
            Kind::List(items) => items,
            Kind::Flag(shown) => {
                let value = if *shown { Wanted::ALL } else { Wanted::NONE };
                return Some(Stated { value, span: node.span });
            }
            _ => {
                self.wrong_type(node, "hints", "a list of names such as [\"model\"]");
                return None;
            }
        };
        let mut value = Wanted::NONE;
        for item in items {
            match &item.kind {
                Kind::Text(name) if value.add(name) => {}
                Kind::Text(name) => {
                    let meant = did_you_mean(name, Wanted::NAMES.into_iter());
                    let known = format!("There are {}.", Wanted::NAMES.join(", "));
                    self.unknown(item.span, &format!("No hint is called \"{name}\""), meant, &known);
                }
                _ => self.wrong_type(item, "hints", "a list of names such as [\"model\"]"),
            }
        }
        Some(Stated { value, span: node.span })
    }

    fn unknown_key(&mut self, key: &Key, known: &[&'static str], outside: bool) {
        if outside && self.text.is_none() {
            return;
        }
        let name = &*key.name;
        let belongs = match () {
            () if dialect::named(name).is_some() => Some("versions"),
            () if rules::page(name).is_some() => Some("rules"),
            () => None,
        };
        if let Some(table) = belongs {
            let message = format!("There is no key \"{name}\" here, so it has no effect. It belongs under [{table}].");
            return self.without_effect(key.span, message);
        }
        let meant =
            MEANT.iter().find(|(other, meant)| *other == name && known.contains(meant)).map(|(_, meant)| *meant);
        let meant = meant.or_else(|| did_you_mean(name, known.iter().copied()));
        let said = format!("There is no key \"{name}\" here");
        self.unknown(key.span, &said, meant, &format!("There are {}.", known.join(", ")));
    }

    fn targets(&mut self, node: &Node) -> Option<Stated<Vec<&'static Dialect>>> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "targets", "a list of names such as [\"claude-code\"]");
            return None;
        };
        let mut value: Vec<&'static Dialect> = Vec::new();
        for item in items {
            let Kind::Text(name) = &item.kind else {
                self.wrong_type(item, "targets", "a list of names such as [\"claude-code\"]");
                continue;
            };
            if let Some(dialect) = self.dialect(name, item.span)
                && !value.iter().any(|known| known.id == dialect.id)
            {
                value.push(dialect);
            }
        }
        Some(Stated { value, span: node.span })
    }

    fn dialect(&mut self, name: &str, span: Span) -> Option<&'static Dialect> {
        let found = dialect::named(name);
        if found.is_none() {
            let ids = || dialect::all().iter().map(|dialect| &*dialect.id);
            let by_label = dialect::all().iter().find(|dialect| dialect.label.eq_ignore_ascii_case(name));
            let meant = by_label.map(|dialect| &*dialect.id).or_else(|| did_you_mean(name, ids()));
            let known = ids().collect::<Vec<_>>().join(", ");
            self.unknown(span, &format!("agentls knows no tool \"{name}\""), meant, &format!("It knows {known}."));
        }
        found
    }

    fn versions(&mut self, node: &Node) -> Vec<Stated<(&'static Dialect, Version)>> {
        let Kind::Table(entries) = &node.kind else {
            self.wrong_type(node, "versions", "a table of lines such as claude-code = \"2.1.330\"");
            return Vec::new();
        };
        let mut versions = Vec::new();
        for (key, node) in entries {
            let Some(dialect) = self.dialect(&key.name, key.span) else { continue };
            if let Some(version) = self.version(node, dialect) {
                versions.push(Stated { value: (dialect, version), span: node.span });
            }
        }
        versions
    }

    fn version(&mut self, node: &Node, dialect: &Dialect) -> Option<Version> {
        let (label, newest) = (&dialect.label, dialect.version);
        let (written, is_text) = match &node.kind {
            Kind::Text(text) => (text, true),
            Kind::Number(number) => (number, false),
            Kind::Nothing => return None,
            _ => {
                self.wrong_type(node, &dialect.id, &format!("a version such as \"{newest}\""));
                return None;
            }
        };
        let read = Version::parse(written.trim().trim_start_matches(['v', 'V', '=', '^', '~']));
        if let (true, Some(version)) = (is_text && Version::parse(written).is_some(), read) {
            if version > newest {
                let message = format!(
                    "agentls knows {label} up to {newest}: {version} is judged by what is known of that. Update agentls \
                     when it knows more."
                );
                let code = NEWER_VERSION.name;
                let span = node.span;
                self.faults.push(Diagnostic { code, ..Diagnostic::new(Severity::Information, span, message) });
            }
            return Some(version);
        }
        let message = format!(
            "{} is not a version, so {label} {newest} counts. Write it as \"{}\".",
            shown(node),
            read.unwrap_or(newest)
        );
        let mut finding = Diagnostic::new(Severity::Warning, node.span, message);
        if let Some(version) = read {
            let version = if is_text { version.to_string() } else { written.clone() };
            let edits = EditSet::one(node.span, format!("\"{version}\""));
            finding = finding.fix(Fix::safe(format!("Write \"{version}\""), edits));
        }
        self.fault(finding);
        None
    }

    fn rules(&mut self, node: &Node) -> Vec<Stated<(Described, Level)>> {
        let Kind::Table(entries) = &node.kind else {
            self.wrong_type(node, "rules", "a table of lines such as unknown-tool = \"error\"");
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (key, node) in entries {
            let Some(rule) = rules::page(&key.name) else {
                let meant = did_you_mean(&key.name, rules::pages().map(|rule| rule.code));
                let said = format!("No rule is called \"{}\"", key.name);
                self.unknown(key.span, &said, meant, "The output of agentls check names the rules.");
                continue;
            };
            if let Some(level) = self.level(node) {
                levels.push(Stated { value: (rule, level), span: node.span });
            }
        }
        levels
    }

    pub(super) fn level(&mut self, node: &Node) -> Option<Level> {
        let written = match &node.kind {
            Kind::Nothing => return None,
            Kind::Text(text) => &**text,
            Kind::Flag(false) => "false",
            _ => "",
        };
        let found = Level::named(written);
        if found.is_none() {
            let names = || Level::ALL.iter().map(|level| level.name());
            let meant = match written.to_lowercase().as_str() {
                "false" | "none" | "ignore" | "allow" | "disabled" => Some("off"),
                short if short.len() > 2 => names().find(|name| name.starts_with(short)),
                _ => None,
            };
            let meant = meant.or_else(|| did_you_mean(written, names()));
            let known = names().collect::<Vec<_>>().join(", ");
            match (&node.kind, meant) {
                (Kind::Flag(_), Some(off)) => {
                    let message = format!("false is not a severity, so this has no effect. Write \"{off}\".");
                    let edits = EditSet::one(node.span, format!("\"{off}\""));
                    let fix = Fix::safe(format!("Write \"{off}\""), edits);
                    self.fault(Diagnostic::new(Severity::Warning, node.span, message).fix(fix));
                }
                _ => {
                    self.unknown(
                        node.span,
                        &format!("{} is not a severity", shown(node)),
                        meant,
                        &format!("There are {known}."),
                    );
                }
            }
        }
        found
    }

    fn globs(&mut self, node: &Node) -> Globs {
        let items = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Text(_) => std::slice::from_ref(node),
            _ => {
                self.wrong_type(node, "paths", "a list of globs such as [\"examples/**\"]");
                &[]
            }
        };
        let mut texts: Vec<(&str, Span)> = Vec::new();
        for item in items {
            match &item.kind {
                Kind::Text(text) => texts.push((text, item.span)),
                _ => self.wrong_type(item, "paths", "a list of globs such as [\"examples/**\"]"),
            }
        }
        let (globs, faults) = Globs::new(texts.iter().map(|(text, _)| *text));
        for (at, reason) in faults {
            let Some((glob, span)) = texts.get(at) else { continue };
            self.without_effect(*span, format!("The glob \"{glob}\" matches nothing: {reason}."));
        }
        globs
    }
}

/// A value as messages show it.
fn shown(node: &Node) -> String {
    match &node.kind {
        Kind::Text(text) => format!("\"{text}\""),
        Kind::Number(number) => number.clone(),
        Kind::Flag(flag) => flag.to_string(),
        other => other.name().to_owned(),
    }
}
