//! A name that the other tool takes, for the agent and for its file.

use super::place;
use crate::dialect::{Alphabet, Dialect, Identity, NameRule, Role};
use crate::model::AgentFile;
use crate::model::verdict::name::{belongs, fault, from_path};

/// How the agent is called.
#[derive(Clone, Debug)]
pub struct Named {
    /// In the source, as far as it has a name.
    pub source: String,
    pub target: String,
    /// With its ending, without folder.
    pub file_name: String,
}

/// The agent's name and its file's in the other tool.
pub fn choose(file: &AgentFile, target: &Dialect) -> Named {
    let own = file.verdict.name.clone().filter(|name| !name.trim().is_empty());
    let source = own.unwrap_or_else(|| file.name_from_path().to_owned());
    let in_target = slug(&target.name, &source);
    let from_file = matches!(target.name.identity, Identity::File);
    let stem = if from_file { in_target.clone() } else { stem(file, &in_target) };
    let mut file_name = format!("{stem}{}", place::ending(target));
    if target.skips(&file_name) {
        file_name = format!("agent-{file_name}");
    }
    Named { source, target: in_target, file_name }
}

/// Whether the target has to be told the name, or has it from the file.
pub fn is_written(named: &Named, target: &Dialect) -> bool {
    let has_key = target.fields.iter().any(|field| field.role == Role::Name);
    let by_file = !matches!(target.name.identity, Identity::Name);
    has_key && !(by_file && from_path(&target.name, &named.file_name) == named.target)
}

/// The source's own file name where it can stay.
fn stem(file: &AgentFile, name: &str) -> String {
    let own = file.name_from_path();
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if own.chars().all(fine) && !own.starts_with('_') {
        return own.to_owned();
    }
    let slugged = simple(name, |c| belongs(Alphabet::Slug, c));
    if slugged.is_empty() { "agent".to_owned() } else { slugged }
}

/// `name` itself where the rule takes it, else the closest that it does take.
pub fn slug(rule: &NameRule, name: &str) -> String {
    let name = name.trim();
    if !name.is_empty() && fault(rule, name).is_none() && !name.chars().any(char::is_control) {
        return name.to_owned();
    }
    let forbidden = |c: char| c.is_control() || rule.forbidden_chars.iter().any(|part| part.contains(c));
    let fits = |c: char| rule.alphabet.is_none_or(|alphabet| belongs(alphabet, c)) && !forbidden(c);
    let mut out = match rule.alphabet {
        Some(Alphabet::Slug) => simple(&name.to_lowercase(), fits),
        _ => simple(name, fits),
    };
    let edges: Vec<&str> =
        rule.forbidden_edges.iter().chain(rule.forbidden_prefix.iter()).map(|edge| &**edge).collect();
    let trim = |text: &str| {
        let mut text = text;
        while let Some(rest) = edges.iter().find_map(|edge| text.strip_prefix(edge).or_else(|| text.strip_suffix(edge)))
        {
            text = rest;
        }
        text.to_owned()
    };
    out = trim(&out);
    if let Some(most) = rule.max_chars {
        let mut units = 0;
        let kept = out.chars().take_while(|c| {
            units += c.len_utf16();
            units <= most as usize
        });
        out = trim(&kept.collect::<String>());
    }
    if fault(rule, &out).is_some() || out.is_empty() {
        out = trim(&if out.is_empty() { "agent".to_owned() } else { format!("{out}-agent") });
    }
    if fault(rule, &out).is_none() { out } else { "agent".to_owned() }
}

/// With a hyphen for each run of signs that don't fit, accents taken off where that helps.
fn simple(name: &str, fits: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        let plain = without_accent(c);
        if fits(c) {
            out.push(c);
        } else if let Some(plain) = plain.filter(|c| fits(*c)) {
            out.push(plain);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

/// The letter under an accent of the languages of Western Europe.
fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{all, named};
    use proptest::prelude::*;

    #[test]
    fn the_closest_name_that_is_taken() {
        let in_gemini = |name: &str| slug(&named("gemini-cli").unwrap().name, name);
        assert_eq!(in_gemini("backend"), "backend");
        assert_eq!(in_gemini("Backend Developer"), "backend-developer");
        assert_eq!(in_gemini("niño.es (v2)"), "nino-es-v2");
        assert_eq!(in_gemini("设计"), "agent");
        assert_eq!(slug(&named("qwen-code").unwrap().name, "model"), "model-agent");
        assert_eq!(slug(&named("qwen-code").unwrap().name, "-x-"), "x-agent");
        assert_eq!(slug(&named("claude-code").unwrap().name, "team:api"), "team-api");
    }

    proptest! {
        #[test]
        fn every_name_has_one(name in any::<String>()) {
            for dialect in all() {
                let slug = slug(&dialect.name, &name);
                prop_assert!(!slug.is_empty() && fault(&dialect.name, &slug).is_none(), "{}: {slug:?}", dialect.id);
            }
        }
    }
}
