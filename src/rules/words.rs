//! Parts of sentences.

use crate::model::AgentFile;
use crate::model::verdict::Reported;

/// `Claude Code takes this file for documentation and does not load it`, or what the tool does where it
/// complains of such a file.
pub fn not_taken(file: &AgentFile) -> String {
    let label = &file.dialect.label;
    if file.verdict.loads {
        return format!("{label} sees no keys here and runs the agent under the file's name");
    }
    match file.verdict.reported {
        Reported::Never => format!("{label} takes this file for documentation and does not load it"),
        Reported::Session | Reported::Log => format!("{label} does not load this file"),
    }
}

/// `a, b or c`
pub fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words, " or ")
}

/// `a, b and c`
pub fn both<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words, " and ")
}

fn join<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        Some((end, [])) => (*end).to_owned(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(", ")),
        None => String::new(),
    }
}
