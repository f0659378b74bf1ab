//! Checks the wordings of all languages and writes them as sorted tables. Run by `build.rs`.

use crate::DataFile;
use crate::fact::Str;
use crate::heading_normal::{heart, normal};
use crate::heading_schema::{Rule, Wording};
use crate::literal::rust_literal;
use std::collections::{BTreeMap, BTreeSet};

pub fn compile(files: &[DataFile]) -> Result<String, String> {
    let mut faults = Vec::new();
    let mut wordings = Vec::new();
    for file in files {
        match file.read::<Wording>() {
            Ok(wording) => wordings.push((file.path.as_str(), wording)),
            Err(fault) => faults.push(fault),
        }
    }
    wordings.sort_by_key(|(_, wording)| wording.language);
    let words = |pick: fn(&Wording) -> &[Str]| -> BTreeSet<String> {
        wordings.iter().flat_map(|(_, wording)| pick(wording)).map(|word| normal(word)).collect()
    };
    let fillers = words(|wording| &wording.fillers);
    let numbered = words(|wording| &wording.numbered);

    let mut rules: BTreeMap<String, Rule> = BTreeMap::new();
    for (path, wording) in &wordings {
        for meaning in wording.meanings.iter() {
            let whole = meaning.whole.iter().map(|phrase| (phrase, false, false, false));
            let starts = meaning.starts.iter().map(|phrase| (phrase, true, false, false));
            let ends = meaning.ends.iter().map(|phrase| (phrase, false, true, false));
            let contains = meaning.contains.iter().map(|phrase| (phrase, true, true, true));
            for (phrase, at_start, at_end, inside) in whole.chain(starts).chain(ends).chain(contains) {
                let plain = normal(phrase);
                let heart = heart(&plain, |word| fillers.contains(word), |word| numbered.contains(word)).to_owned();
                if heart.is_empty() {
                    faults.push(format!("{path}: `{phrase}` has no words"));
                }
                // Of languages that share a phrase, the first one of `Language` has it.
                let rule = rules.entry(heart.clone()).or_insert_with(|| Rule {
                    phrase: heart.into(),
                    at_start,
                    at_end,
                    inside,
                    kind: meaning.kind,
                    language: wording.language,
                });
                if rule.kind != meaning.kind {
                    let (other, language) = (rule.kind, rule.language);
                    faults.push(format!(
                        "{path}: `{phrase}` means {:?} here and {other:?} in {language:?}",
                        meaning.kind
                    ));
                }
                rule.at_start |= at_start;
                rule.at_end |= at_end;
                rule.inside |= inside;
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults.join("\n"));
    }
    let mut code = String::from("pub static RULES: &[Rule] = &[\n");
    for rule in rules.values() {
        code.push_str(&rust_literal(rule));
        code.push_str(",\n");
    }
    code.push_str("];\n");
    let inside = rules.values().filter(|rule| rule.inside);
    let lengths: BTreeSet<usize> = inside.map(|rule| rule.phrase.split(' ').count()).collect();
    code.push_str(&format!("pub static INSIDE_LENGTHS: &[usize] = &{:?};\n", Vec::from_iter(lengths)));
    let longest = rules.values().map(|rule| rule.phrase.split(' ').count()).max().unwrap_or(0);
    code.push_str(&format!("pub const LONGEST: usize = {longest};\n"));
    for (name, words) in [("FILLERS", fillers), ("NUMBERED", numbered)] {
        let words: Vec<String> = words.into_iter().collect();
        code.push_str(&format!("pub static {name}: &[&str] = &{words:?};\n"));
    }
    Ok(code)
}
