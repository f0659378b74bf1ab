//! What other tools that read the same file make of one of its keys.

use crate::model::AgentFile;
use crate::model::portability::{Difference, Reading, everywhere};
use crate::syntax::Entry;

/// A paragraph such as "Also read by: VS Code: the same · Cursor: does not know the key", with what stands before it;
/// empty where no other tool matters.
pub fn of_entry(file: &AgentFile, entry: &Entry) -> String {
    let tools = everywhere(file, None);
    let mut said: Vec<String> = Vec::new();
    for there in &tools {
        let (reading, difference) = there.entry(entry);
        said.push(format!("{}: {}", there.dialect.label, in_words(reading, difference)));
    }
    if said.is_empty() {
        return String::new();
    }
    let head = if tools.iter().all(|there| there.reads_this_place) { "Also read by" } else { "Elsewhere" };
    format!("\n\n{head}: {}", said.join(" · "))
}

fn in_words(reading: Reading, difference: Option<&Difference>) -> &str {
    match (reading, difference) {
        (Reading::Same, _) | (_, None) => "the same",
        (_, Some(difference)) => &difference.reason,
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::named;
    use crate::ide::hover::front_matter::hover;
    use crate::model::AgentFile;
    use crate::model::verdict::Surroundings;
    use crate::text::Span;

    #[test]
    fn a_key_tells_what_other_tools_do_with_it() {
        let text = "---\nname: a1\ndescription: Reads. Use it.\nmaxTurns: 3\n---\nYou read and tell.\n";
        let targets = [named("copilot-cli").unwrap(), named("qwen-code").unwrap()];
        let around = Surroundings { targets: &targets, ..Surroundings::default() };
        let file = AgentFile::new("a.md".into(), text.into(), named("claude-code").unwrap(), around);
        let at = Span::offset(text.find("maxTurns").unwrap());
        let shown = hover(&file, at).unwrap().markdown;
        let last = shown.lines().last().unwrap();
        assert_eq!(last, "Elsewhere: GitHub Copilot CLI: does not know the key maxTurns · Qwen Code: the same");
    }
}
