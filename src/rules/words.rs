//! Parts of sentences.

use crate::model::AgentFile;
use crate::model::verdict::Reported;
use crate::rules::Severity;
use crate::syntax::Entry;

/// `Claude Code takes this file for documentation and does not load it`, or what the tool does where it
/// complains of such a file.
pub fn not_taken(file: &AgentFile) -> String {
    let label = &file.dialect.label;
    if file.verdict.loads {
        return format!("{label} sees no keys here and runs the agent under the file's name");
    }
    if file.may_load() {
        return format!("{label} may not take this file for a {}", file.dialect.noun);
    }
    match file.verdict.reported {
        Reported::Never => format!("{label} takes this file for documentation and does not load it"),
        Reported::Session | Reported::Log => format!("{label} does not load this file"),
    }
}

/// How much it matters that the tool sees none of the keys of `meant`, the file as it was meant: an agent
/// that does not load is an error, and so is one that loads without its restrictions.
pub fn cost_of_lost_keys(file: &AgentFile, meant: &AgentFile) -> Severity {
    let restricts =
        |entry: &Entry| file.dialect.fields.iter().any(|field| field.key == *entry.key && field.restricts());
    let is_harmless = file.verdict.loads && !meant.front_matter.entries.iter().any(restricts);
    if is_harmless { Severity::Warning } else { Severity::Error }
}

/// `a, b or c`
pub fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words, " or ")
}

/// `a, b and c`
pub fn both<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words, " and ")
}

/// `a is`, `a and b are`
pub fn are(words: &[String]) -> String {
    let verb = if words.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", both(words.iter().map(String::as_str)))
}

fn join<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        Some((end, [])) => (*end).to_owned(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(", ")),
        None => String::new(),
    }
}
