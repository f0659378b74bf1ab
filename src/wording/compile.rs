//! Checks the wordings of all languages and writes them as a table. Run by `build.rs`.

use crate::DataFile;
use crate::fact::Str;
use crate::literal::rust_literal;
use crate::wording_schema::{Script, Wording};
use std::collections::BTreeMap;

pub fn compile(files: &[DataFile]) -> Result<String, String> {
    let mut faults = Vec::new();
    let mut code = String::from("pub static WORDINGS: &[Wording] = &[\n");
    let mut frequent: BTreeMap<String, u32> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        match file.read::<Wording>() {
            Ok(mut wording) => {
                faults.extend(check(&wording).into_iter().map(|fault| format!("{}: {fault}", file.path)));
                for word in wording.frequent.iter() {
                    *frequent.entry(word.to_string()).or_default() |= 1 << index;
                }
                wording.cues.words.to_mut().sort();
                code.push_str(&rust_literal(&wording));
                code.push_str(",\n");
            }
            Err(fault) => faults.push(fault),
        }
    }
    code.push_str("];\n");
    let frequent: Vec<(String, u32)> = frequent.into_iter().collect();
    code.push_str(&format!("pub static FREQUENT: &[(&str, u32)] = &{frequent:?};\n"));
    if files.len() > 32 {
        faults.push("more than 32 languages need a wider mask".to_owned());
    }
    if faults.is_empty() { Ok(code) } else { Err(faults.join("\n")) }
}

fn check(wording: &Wording) -> Vec<String> {
    let mut faults = Vec::new();
    let cues = &wording.cues;
    let starts = wording.orders.iter().flat_map(|order| order.starts.iter().chain(order.with.iter()));
    let all = wording.frequent.iter().chain(cues.words.iter()).chain(cues.stems.iter()).chain(cues.parts.iter());
    for word in all.chain(starts).chain(wording.answers.parts.iter()).chain(wording.answers.starts.iter()) {
        if word.trim().is_empty() || word.to_lowercase() != **word {
            faults.push(format!("`{word}` is not in small letters"));
        }
    }
    for list in
        [&wording.frequent, &cues.words, &cues.stems, &cues.parts, &wording.answers.parts, &wording.answers.starts]
    {
        let mut seen: Vec<&Str> = list.iter().collect();
        seen.sort();
        for pair in seen.windows(2) {
            if let [first, second] = pair
                && first == second
            {
                faults.push(format!("`{first}` stands there twice"));
            }
        }
    }
    let shares_script = matches!(wording.script, Script::Latin | Script::Cyrillic);
    if shares_script && wording.frequent.len() < 20 {
        faults.push(format!("{} needs at least 20 frequent words to be told by", wording.language));
    }
    faults
}
