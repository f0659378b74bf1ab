//! Reading house rules.

use super::Stated;
use super::read::Reader;
use super::tree::{Kind, Node};
use crate::rules::house::{Asked, HouseRule};
use crate::rules::{Level, Severity, did_you_mean};

/// Keys of a house rule.
pub(super) const KEYS: [&str; 7] = ["sections", "name", "tools", "models", "words", "message", "severity"];

const TABLES: &str = "a list of tables, each headed by [[house]]";

impl Reader<'_> {
    /// The rules of all tables; one table may ask for several things.
    pub(super) fn house(&mut self, node: &Node) -> Vec<Stated<HouseRule>> {
        let Kind::List(items) = &node.kind else {
            self.wrong_type(node, "house", TABLES);
            return Vec::new();
        };
        items.iter().flat_map(|item| self.house_table(item)).collect()
    }

    fn house_table(&mut self, node: &Node) -> Vec<Stated<HouseRule>> {
        let Kind::Table(entries) = &node.kind else {
            self.wrong_type(node, "house", TABLES);
            return Vec::new();
        };
        let known_faults = self.faults.len();
        let mut all: Vec<Asked> = Vec::new();
        let (mut message, mut severity) = (None, Severity::Warning);
        for (key, value) in entries {
            let name = &*key.name;
            match name {
                "sections" => all.extend(self.words(value, name).into_iter().flatten().map(Asked::Section)),
                "name" => all.extend(self.words(value, name).map(Asked::Name)),
                "tools" => all.extend(self.words(value, name).map(Asked::Tools)),
                "models" => all.extend(self.words(value, name).map(Asked::Models)),
                "words" => all.extend(self.words(value, name).map(Asked::NoWords)),
                "message" => match &value.kind {
                    Kind::Text(text) if !text.trim().is_empty() => message = Some(text.trim().to_owned()),
                    Kind::Text(_) => {
                        let said = "An empty message says nothing: agentls says what is missing in its own words.";
                        self.without_effect(value.span, said.to_owned());
                    }
                    _ => self.wrong_type(value, name, "a text"),
                },
                "severity" => {
                    if let Some(Level::At(level)) = self.level(value) {
                        severity = level;
                    }
                }
                _ => {
                    let known = format!("There are {}.", KEYS.join(", "));
                    let said = format!("A house rule has no key \"{name}\"");
                    self.unknown(key.span, &said, did_you_mean(name, KEYS.into_iter()), &known);
                }
            }
        }
        if all.is_empty() && self.faults.len() == known_faults {
            let message =
                "This house rule asks for nothing, so it has no effect. Add sections, name, tools, models or words.";
            self.without_effect(node.span, message.to_owned());
        }
        let rule = |asked| HouseRule { asked, message: message.clone(), severity };
        all.into_iter().map(|asked| Stated { value: rule(asked), span: node.span }).collect()
    }

    /// One word or a list of them.
    fn words(&mut self, node: &Node, key: &str) -> Option<Vec<String>> {
        let items = match &node.kind {
            Kind::List(items) => items.as_slice(),
            Kind::Text(_) => std::slice::from_ref(node),
            _ => {
                self.wrong_type(node, key, "a list of texts");
                return None;
            }
        };
        let mut words = Vec::with_capacity(items.len());
        for item in items {
            match &item.kind {
                Kind::Text(text) => words.push(text.trim().to_owned()),
                _ => self.wrong_type(item, key, "a list of texts"),
            }
        }
        Some(words)
    }
}
