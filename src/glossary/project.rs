//! A project's own entries: `.agentls/glossary.yaml`, in the shape of the built-in files.

use super::entries::Glossary;
use super::normalise::Words;
use super::schema::{Completeness, Concept};
use crate::fact::Str;
use serde::Deserialize;
use serde_saphyr::Spanned;
use std::collections::HashMap;

/// The id of the field of work that a project's entries belong to, unless the file names one.
pub const PROJECT_FIELD: &str = "project";

/// Where the file lies, from the root of the project.
pub const GLOSSARY_FILE: &str = ".agentls/glossary.yaml";

/// Whether a path, with `/` separators, is one of a project's glossary.
pub fn is_glossary(path: &str) -> bool {
    path.strip_suffix(GLOSSARY_FILE).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// What became of a project's file.
#[derive(Clone, Debug, Default)]
pub struct ProjectGlossary {
    /// The built-in entries with the project's in front of them.
    pub glossary: Glossary,
    /// What is wrong with the file, in the order of its lines. Entries with a fault of their own
    /// are kept as far as they can be read.
    pub faults: Vec<GlossaryFault>,
}

/// Something wrong in a project's glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlossaryFault {
    /// From 1.
    pub line: u32,
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile {
    #[serde(default)]
    field: Option<Str>,
    /// Read so that a built-in file may be taken as a pattern; a project has one field.
    #[serde(default, rename = "label")]
    _label: Option<Str>,
    #[serde(default)]
    concepts: Vec<Spanned<Concept>>,
}

impl ProjectGlossary {
    /// Reads the text of the file. Never fails: what can't be read is a fault.
    pub fn read(text: &str) -> ProjectGlossary {
        let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if text.lines().all(is_blank) {
            return ProjectGlossary::default();
        }
        let file: ProjectFile = match serde_saphyr::from_str(text) {
            Ok(file) => file,
            Err(fault) => {
                let line = fault.location().map_or(1, |at| line_number(at.line()));
                let message = fault.without_snippet().to_string();
                let fault = GlossaryFault { line, message: first_line(&message) };
                return ProjectGlossary { glossary: Glossary::default(), faults: vec![fault] };
            }
        };
        let field = file.field.unwrap_or(Str::Borrowed(PROJECT_FIELD));
        let mut lines = HashMap::new();
        let mut faults = Vec::new();
        let mut own: Vec<Concept> = Vec::new();
        for entry in file.concepts {
            let line = line_number(entry.referenced.line());
            let mut concept = entry.value;
            concept.field = field.clone();
            let mut fault = |message: String| faults.push(GlossaryFault { line, message });
            concept.faults(Completeness::Definition).into_iter().for_each(&mut fault);
            if let Some(earlier) = lines.get(&concept.id) {
                fault(format!("the id `{}` is taken by the entry in line {earlier}: this one is ignored", concept.id));
                continue;
            }
            lines.insert(concept.id.clone(), line);
            own.push(concept);
        }
        let line_of = |concept: &Concept| lines.get(&concept.id).copied().unwrap_or(1);
        let glossary = Glossary::with_own(own.clone());
        for concept in &own {
            let mut named = concept.related.iter().chain(concept.covers.iter());
            if let Some(id) = named.find(|id| glossary.concept(id).is_none()) {
                let message = format!("`{}` names `{id}`, which no entry is called", concept.id);
                faults.push(GlossaryFault { line: line_of(concept), message });
            }
        }
        clashes(&own, |concept, message| faults.push(GlossaryFault { line: line_of(concept), message }));
        faults.sort_by_key(|fault| fault.line);
        ProjectGlossary { glossary, faults }
    }
}

/// Phrases that two of the project's entries share without a word to tell them apart.
fn clashes<'a>(own: &'a [Concept], mut fault: impl FnMut(&Concept, String)) {
    let mut taken: HashMap<(String, usize), &'a Concept> = HashMap::new();
    for concept in own {
        for phrase in concept.phrases() {
            let words = Words::read(phrase);
            let key = words.whole();
            let other = *taken.entry((key.text.to_owned(), key.last)).or_insert(concept);
            if other.id != concept.id && concept.only_under.is_empty() && other.only_under.is_empty() {
                fault(concept, format!("`{phrase}` means `{}`, too: tell them apart by `only_under`", other.id));
            }
        }
    }
}

/// The lines that an entry for `phrase` begins with, to be put at the end of the file; the whole
/// file where there is none yet (`is_new`).
pub fn entry_for(phrase: &str, is_new: bool) -> String {
    let name = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = Words::read(&name);
    let id: Vec<String> = words
        .list()
        .iter()
        .map(|word| words.key(word).chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect();
    let id = if id.is_empty() { "entry".to_owned() } else { id.join("-") };
    let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
    let head = if is_new { "concepts:\n" } else { "" };
    format!("{head}  - id: {id}\n    name: \"{quoted}\"\n    definition: \"\"\n")
}

fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).max(1)
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or("").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glossary::{Context, explain};
    use expect_test::expect;

    fn faults(text: &str) -> String {
        let read = ProjectGlossary::read(text);
        read.faults.iter().map(|fault| format!("{}: {}\n", fault.line, fault.message)).collect()
    }

    #[test]
    fn a_projects_entry_is_found_before_a_built_in_one() {
        let read = ProjectGlossary::read(
            "concepts:\n  - id: ledger\n    name: Ledger\n    aliases: [JWT]\n    definition: The book of all bookings.\n",
        );
        assert_eq!(read.faults, []);
        let means =
            |text: &str| explain(&read.glossary, text, &Context::default()).first().map(|m| m.concept.id.clone());
        assert_eq!(means("ledgers").as_deref(), Some("ledger"));
        assert_eq!(means("JWT").as_deref(), Some("ledger"));
        assert_eq!(means("JWT tokens").as_deref(), Some("json-web-token"));
        assert_eq!(read.glossary.concept("ledger").unwrap().field, PROJECT_FIELD);
    }

    #[test]
    fn an_entry_may_replace_a_built_in_one() {
        let read = ProjectGlossary::read(
            "concepts:\n  - id: json-web-token\n    name: Our token\n    definition: Signed by the gateway.\n",
        );
        assert_eq!(read.faults, []);
        let found = explain(&read.glossary, "JWT tokens", &Context::default());
        assert_eq!(found.first().unwrap().concept.name, "Our token");
        assert_eq!(read.glossary.concepts().filter(|concept| concept.id == "json-web-token").count(), 1);
    }

    #[test]
    fn faults_name_line_and_entry() {
        expect![[r#"
            2: `definition` holds an empty text
            2: `home` is not an http(s) address: `ledger`
            2: `ledger` names `bookings`, which no entry is called
            7: the id `ledger` is taken by the entry in line 2: this one is ignored
        "#]]
        .assert_eq(&faults(
            "concepts:\n  - id: ledger\n    name: Ledger\n    definition: \"\"\n    home: ledger\n    related: [bookings]\n  - id: ledger\n    name: Other\n    definition: Other.\n",
        ));
        assert_eq!(faults("# nothing yet\n"), "");
        assert!(faults("concepts:\n  - id: a\n    nam: A\n").starts_with("3: "));
        assert!(faults("concepts: [\n").contains(": "));
    }

    #[test]
    fn the_place_tells_a_glossary() {
        assert!(is_glossary("/srv/shop/.agentls/glossary.yaml") && is_glossary(".agentls/glossary.yaml"));
        assert!(!is_glossary("/srv/shop/glossary.yaml") && !is_glossary("/srv/x.agentls/glossary.yaml"));
    }

    #[test]
    fn a_new_entry_can_be_read_again() {
        let text = entry_for("Zylo \"bridge\"  sync", true);
        expect![[r#"
            concepts:
              - id: zylo-bridge-sync
                name: "Zylo \"bridge\" sync"
                definition: ""
        "#]]
        .assert_eq(&text);
        assert_eq!(faults(&text), "2: `definition` holds an empty text\n");
        assert_eq!(entry_for("…", false), "  - id: entry\n    name: \"…\"\n    definition: \"\"\n");
    }
}
