//! Checks the glossary's files and writes them as static tables. Run by `build.rs`.

use crate::DataFile;
use crate::glossary_normalise::Words;
use crate::glossary_schema::{Completeness, Concept, Field, FieldFile};
use crate::literal::rust_literal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write;

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
    broad: Vec<String>,
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
    let mut by_key: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
    for (key, last, at) in &phrases {
        by_key.entry((key, *last)).or_default().push(*at);
    }
    for ((key, _), sharing) in by_key {
        let mut seen: HashSet<&str> = HashSet::new();
        let mut unbound = 0;
        let clash = sharing.iter().any(|at| {
            let only_under = &concepts[*at].1.only_under;
            unbound += usize::from(only_under.is_empty());
            unbound > 1 || only_under.iter().any(|id| !seen.insert(id))
        });
        if clash {
            let names: Vec<String> =
                sharing.iter().map(|at| format!("`{}` in {}", concepts[*at].1.id, concepts[*at].0)).collect();
            faults.push(format!("the phrase `{key}` means {}: tell them apart by `only_under`", names.join(" and ")));
        }
    }
    phrases.into_iter().collect()
}

fn write(fields: &[Field], concepts: &[(String, Concept)], phrases: &[Phrase], words: &WordFile) -> String {
    let mut code = String::from("pub static FIELDS: &[Field] = &[\n");
    for field in fields {
        writeln!(code, "{},", rust_literal(field)).expect("a text can be written");
    }
    code.push_str("];\npub static CONCEPTS: &[Concept] = &[\n");
    for (_, concept) in concepts {
        writeln!(code, "{},", rust_literal(concept)).expect("a text can be written");
    }
    code.push_str("];\npub static PHRASES: &[Phrase] = &[\n");
    for (key, last, concept) in phrases {
        writeln!(code, "Phrase {{ key: Cow::Borrowed({key:?}), last: {last}, concept: {concept} }},")
            .expect("a text can be written");
    }
    code.push_str("];\npub static CLIPPINGS: &[(&str, &[&str])] = &[\n");
    let clippings: BTreeMap<String, Vec<String>> = words
        .clippings
        .iter()
        .map(|(short, long)| (normal(short), long.iter().map(|text| normal(text)).collect()))
        .collect();
    for (short, long) in clippings {
        writeln!(code, "({short:?}, &{long:?}),").expect("a text can be written");
    }
    code.push_str("];\n");
    for (name, list) in [
        ("TAILS", &words.tails),
        ("HEADS", &words.heads),
        ("CARRIERS", &words.carriers),
        ("BROAD", &words.broad),
        ("ORDINARY", &words.ordinary),
    ] {
        let sorted: Vec<String> = list.iter().map(|word| normal(word)).collect::<BTreeSet<_>>().into_iter().collect();
        writeln!(code, "pub static {name}: &[&str] = &{sorted:?};").expect("a text can be written");
    }
    code
}

fn normal(text: &str) -> String {
    Words::read(text).whole().text.to_owned()
}
