//! Checks the glossary's files and writes them as static tables. Run by `build.rs`.

use crate::DataFile;
use crate::glossary_normalise::Words;
use crate::glossary_schema::{Completeness, Concept, Field, FieldFile};
use crate::literal::rust_literal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The file that holds words instead of entries.
const WORDS_FILE: &str = "/words.yaml";

/// Words that shape phrases: see `data/words.yaml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    clippings: BTreeMap<String, Vec<String>>,
    tails: Vec<String>,
    heads: Vec<String>,
    carriers: Vec<String>,
    makers: Vec<String>,
    generic: Vec<String>,
    broad: Vec<String>,
    vague: Vec<String>,
    completers: Vec<String>,
    ordinary: Vec<String>,
}

pub fn compile(files: &[DataFile]) -> Result<String, String> {
    let mut faults = Vec::new();
    let mut words = WordFile::default();
    let mut fields = Vec::new();
    // Each with the path that it comes from.
    let mut concepts: Vec<(String, Concept)> = Vec::new();
    for file in files {
        if file.path.ends_with(WORDS_FILE) {
            match file.read::<WordFile>() {
                Ok(read) => words = read,
                Err(fault) => faults.push(fault),
            }
            continue;
        }
        match file.read::<FieldFile>() {
            Ok(read) => {
                if !file.path.ends_with(&format!("/{}.yaml", read.field)) {
                    faults.push(format!("{}: the field `{}` belongs into {}.yaml", file.path, read.field, read.field));
                }
                if read.label.trim().is_empty() || !read.label.starts_with(char::is_uppercase) {
                    faults.push(format!("{}: the label `{}` does not begin with a capital", file.path, read.label));
                }
                concepts.extend(read.concepts.into_iter().map(|mut concept| {
                    concept.field = read.field.clone();
                    (file.path.clone(), concept)
                }));
                fields.push(Field { id: read.field, label: read.label });
            }
            Err(fault) => faults.push(fault),
        }
    }
    fields.sort_by(|a, b| a.id.cmp(&b.id));
    concepts.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    check(&concepts, &mut faults);
    let phrases = phrases(&concepts, &mut faults);
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    Ok(write(&fields, &concepts, &phrases, &words))
}

/// Each entry alone, then what they say of each other.
fn check(concepts: &[(String, Concept)], faults: &mut Vec<String>) {
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for (path, concept) in concepts {
        if let Some(other) = ids.insert(&concept.id, path) {
            faults.push(format!("{path}: `{}`: the id is taken by an entry of {other}", concept.id));
        }
    }
    let mut definitions = HashSet::new();
    for (path, concept) in concepts {
        let mut fault = |text: &str| faults.push(format!("{path}: `{}`: {text}", concept.id));
        concept.faults(Completeness::Full).iter().for_each(|text| fault(text));
        if !definitions.insert(&concept.definition) {
            fault("another entry has the same definition");
        }
        for (list, named) in [("related", &concept.related), ("covers", &concept.covers)] {
            for id in named.iter().filter(|id| !ids.contains_key(&***id)) {
                fault(&format!("`{list}` names the unknown id `{id}`"));
            }
        }
    }
}

/// Normal form, where its last word begins in it, index of the concept; in order.
type Phrase = (String, usize, usize);

/// All phrases of all entries. Two entries may share one only where the surroundings can tell
/// them apart: at most one of them stands anywhere, and no word of `only_under` serves two.
fn phrases(concepts: &[(String, Concept)], faults: &mut Vec<String>) -> Vec<Phrase> {
    let mut phrases: BTreeSet<Phrase> = BTreeSet::new();
    for (at, (path, concept)) in concepts.iter().enumerate() {
        for text in concept.phrases() {
            let words = Words::read(text);
            let key = words.whole();
            if key.text.is_empty() {
                faults.push(format!("{path}: `{}`: the phrase `{text}` holds no word", concept.id));
            } else {
                phrases.insert((key.text.to_owned(), key.last, at));
            }
        }
    }
    let mut by_key: BTreeMap<(&str, usize), Vec<&(String, Concept)>> = BTreeMap::new();
    for (key, last, at) in &phrases {
        by_key.entry((key, *last)).or_default().extend(concepts.get(*at));
    }
    for ((key, _), sharing) in by_key {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut unbound = 0;
        let clash = sharing.iter().any(|(_, concept)| {
            unbound += usize::from(concept.only_under.is_empty());
            unbound > 1 || concept.only_under.iter().any(|id| !seen.insert(id))
        });
        if clash {
            let names: Vec<String> =
                sharing.iter().map(|(path, concept)| format!("`{}` in {path}", concept.id)).collect();
            faults.push(format!("the phrase `{key}` means {}: tell them apart by `only_under`", names.join(" and ")));
        }
    }
    phrases.into_iter().collect()
}

fn write(fields: &[Field], concepts: &[(String, Concept)], phrases: &[Phrase], words: &WordFile) -> String {
    let mut code = String::new();
    let mut table = |name: &str, of: &str, lines: Vec<String>| {
        code.push_str(&format!("pub static {name}: &[{of}] = &[\n{}\n];\n", lines.join("\n")));
    };
    table("FIELDS", "Field", fields.iter().map(|field| rust_literal(field) + ",").collect());
    table("CONCEPTS", "&str", concepts.iter().map(|(_, concept)| format!("{:?},", concept.packed())).collect());
    let mut keys = String::new();
    let mut phrase = |(key, last, concept): &Phrase| {
        let start = keys.len();
        keys.push_str(key);
        format!("Phrase {{ start: {start}, len: {}, last: {last}, concept: {concept} }},", key.len())
    };
    let lines = phrases.iter().map(&mut phrase).collect();
    table("PHRASES", "Phrase", lines);
    let clippings: BTreeMap<String, Vec<String>> = words
        .clippings
        .iter()
        .map(|(short, long)| (normal(short), long.iter().map(|text| normal(text)).collect()))
        .collect();
    let clipping = |(short, long): (&String, &Vec<String>)| format!("({short:?}, &{long:?}),");
    table("CLIPPINGS", "(&str, &[&str])", clippings.iter().map(clipping).collect());
    for (name, list) in [
        ("TAILS", &words.tails),
        ("HEADS", &words.heads),
        ("CARRIERS", &words.carriers),
        ("MAKERS", &words.makers),
        ("GENERIC", &words.generic),
        ("BROAD", &words.broad),
        ("VAGUE", &words.vague),
        ("COMPLETERS", &words.completers),
        ("ORDINARY", &words.ordinary),
    ] {
        let sorted: BTreeSet<String> = list.iter().map(|word| normal(word)).collect();
        table(name, "&str", sorted.iter().map(|word| format!("{word:?},")).collect());
    }
    code.push_str(&format!("pub static PHRASE_KEYS: &str = {keys:?};\n"));
    code
}

fn normal(text: &str) -> String {
    Words::read(text).whole().text.to_owned()
}
