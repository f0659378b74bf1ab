//! What other tools make of the same file: the same text, read as each of them reads it, against what its own
//! tool makes of it.

use super::AgentFile;
use super::verdict::model_in_effect::{find, is_model};
use super::verdict::{EffectiveModel, Surroundings, ToolEntry, ToolFate};
use crate::dialect::{BadValue, Dialect, Resolves, Role, UnknownKeys, UnknownTools, claims};
use crate::syntax::{Entry, FrontMatterState};
use crate::text::Span;

/// A file as another tool reads it.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    pub dialect: &'static Dialect,
    /// Whether that tool looks for agents where the file lies; else the project only wants it to work there.
    pub reads_this_place: bool,
    pub file: AgentFile,
    /// Where it departs from what the file's own tool makes of it, in the order of the file.
    pub differences: Vec<Difference>,
}

/// Something that another tool reads otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub subject: Subject,
    /// The exact words.
    pub span: Span,
    pub reading: Reading,
    /// A clause with the tool as its subject: "does not know the key".
    pub reason: String,
}

/// What a difference is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    File,
    /// A key, by its name.
    Key(String),
    Tool(String),
    Model(String),
}

/// How another tool reads something, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    Same,
    /// It takes it for something else.
    Otherwise,
    /// It has no effect there.
    Ignored,
    /// It does not load the file for it.
    Rejects,
}

/// The other tools that matter for a file: those that look for agents where it lies, and those that the project
/// targets. `home` is the user's home folder.
pub fn others(file: &AgentFile, home: Option<&str>) -> Vec<(&'static Dialect, bool)> {
    let mut found: Vec<(&'static Dialect, bool)> = Vec::new();
    let readers = claims(&file.path, home).into_iter().map(|claim| (claim.dialect, true));
    let targets = file.targets.iter().map(|dialect| (*dialect, false));
    for (dialect, reads) in readers.chain(targets) {
        if dialect.id != file.dialect.id && !found.iter().any(|(known, _)| known.id == dialect.id) {
            found.push((dialect, reads));
        }
    }
    found
}

/// The file as all tools that matter read it.
pub fn everywhere(file: &AgentFile, home: Option<&str>) -> Vec<Elsewhere> {
    others(file, home).into_iter().map(|(dialect, reads)| elsewhere(file, dialect, reads)).collect()
}

/// The file as one other tool reads it.
pub fn elsewhere(file: &AgentFile, dialect: &'static Dialect, reads_this_place: bool) -> Elsewhere {
    let there = AgentFile::new(file.path.clone(), file.text.clone(), dialect, Surroundings::default());
    let mut differences = Vec::new();
    if file.verdict.loads {
        compare(file, &there, &mut differences);
    }
    differences.sort_by_key(|difference| (difference.span.start, difference.span.end));
    Elsewhere { dialect, reads_this_place, file: there, differences }
}

impl Elsewhere {
    /// How the other tool reads an entry of the front matter, and why; the same where nothing is said of it.
    pub fn entry(&self, entry: &Entry) -> (Reading, Option<&Difference>) {
        let inside = self
            .differences
            .iter()
            .filter(|difference| difference.subject != Subject::File && entry.span.covers(difference.span));
        let worst = inside.max_by_key(|difference| difference.reading);
        (worst.map_or(Reading::Same, |difference| difference.reading), worst)
    }
}

fn compare(file: &AgentFile, there: &AgentFile, differences: &mut Vec<Difference>) {
    let fence = file.front_matter.opening.unwrap_or(Span::empty(0));
    if is_read(file) && !is_read(there) {
        let problem = there.front_matter.problems.first().map(|problem| problem.span);
        let (reading, reason) = if there.verdict.loads {
            (Reading::Otherwise, "can't read the front matter and loads the agent without any of its keys".to_owned())
        } else {
            (Reading::Rejects, format!("does not load the file: {}", why(there)))
        };
        differences.push(Difference { subject: Subject::File, span: problem.unwrap_or(fence), reading, reason });
        return;
    }
    keys(file, there, differences);
    model(file, there, differences);
    tools(file, there, differences);
    if let Some(reason) = &there.verdict.reason
        && !differences.iter().any(|difference| difference.reading == Reading::Rejects)
    {
        let text = format!("does not load the file: {}", why(there));
        differences.push(Difference {
            subject: Subject::File,
            span: reason.span,
            reading: Reading::Rejects,
            reason: text,
        });
    }
}

fn is_read(file: &AgentFile) -> bool {
    matches!(file.front_matter.state, FrontMatterState::Valid | FrontMatterState::Repaired)
}

fn why(there: &AgentFile) -> &'static str {
    there.verdict.reason.as_ref().map_or("no reason is known", |reason| reason.kind.sentence(there))
}

fn keys(file: &AgentFile, there: &AgentFile, differences: &mut Vec<Difference>) {
    for (at, entry) in file.front_matter.entries.iter().enumerate() {
        let is_ignored_here = file.verdict.ignored_keys.iter().any(|ignored| ignored.key == *entry.key);
        let unknown = there.verdict.ignored_keys.iter().any(|ignored| ignored.key == *entry.key);
        let mut add = |reading, span, reason: String| {
            let subject = Subject::Key(entry.key.to_string());
            differences.push(Difference { subject, span, reading, reason });
        };
        if unknown && (!is_ignored_here || there.dialect.unknown_keys == UnknownKeys::DropFile) {
            match there.dialect.unknown_keys {
                UnknownKeys::DropFile => {
                    add(
                        Reading::Rejects,
                        entry.key_span,
                        format!("does not know the key {} and does not load the file", entry.key),
                    );
                }
                UnknownKeys::SentToProvider => {
                    add(
                        Reading::Otherwise,
                        entry.key_span,
                        format!("does not know the key {} and sends it to the model's provider", entry.key),
                    );
                }
                UnknownKeys::Ignored | UnknownKeys::NotDocumented => {
                    add(Reading::Ignored, entry.key_span, format!("does not know the key {}", entry.key))
                }
            }
            continue;
        }
        let is_documented = there.dialect.fields.iter().any(|field| field.key == *entry.key);
        if !is_documented && there.dialect.unknown_keys == UnknownKeys::NotDocumented {
            add(Reading::Ignored, entry.key_span, format!("does not document the key {}", entry.key));
            continue;
        }
        let dropped_here = file.verdict.dropped_values.iter().any(|dropped| dropped.entry == at);
        let dropped = there.verdict.dropped_values.iter().find(|dropped| dropped.key == *entry.key);
        let field = there.dialect.fields.iter().find(|field| field.key == *entry.key);
        if let (Some(dropped), Some(field)) = (dropped, field)
            && (!dropped_here || !there.verdict.loads)
        {
            let takes_any = field.bad_value == BadValue::Accepted;
            let rejects = matches!(field.bad_value, BadValue::DropsFile | BadValue::StopsProgram) && dropped.logged;
            let reading = match rejects {
                true => Reading::Rejects,
                false => Reading::Ignored,
            };
            if !takes_any {
                add(
                    reading,
                    dropped.span,
                    format!("can't use this value of {}: it {}", entry.key, field.bad_value_note),
                );
            }
        }
    }
}

fn model(file: &AgentFile, there: &AgentFile, differences: &mut Vec<Difference>) {
    let (Some(entry), EffectiveModel::Id(id)) = (file.entry(Role::Model), &file.verdict.model.effective) else {
        return;
    };
    let Some(declared) = there.verdict.model.declared.as_deref().map(str::trim) else { return };
    let knows_models = !there.dialect.models.is_empty() || !there.dialect.model_ids.is_empty();
    let mut add = |reason: String| {
        let subject = Subject::Model(declared.to_owned());
        differences.push(Difference { subject, span: entry.raw_value, reading: Reading::Otherwise, reason });
    };
    match &there.verdict.model.effective {
        EffectiveModel::Inherit => add(format!("runs the agent with the session's model and not with {declared}")),
        EffectiveModel::Id(_) if knows_models && !is_model(there.dialect, declared) => {
            add(format!("knows no model {declared} and sends the name as it stands"));
        }
        // An alias is a name of its tool; somewhere else it may be taken for an id.
        EffectiveModel::Id(other)
            if other != id && is_alias(file.dialect, declared) && !is_alias(there.dialect, declared) =>
        {
            add(format!("takes {declared} for the id of a model"));
        }
        EffectiveModel::Id(_) => {}
    }
}

fn is_alias(dialect: &Dialect, name: &str) -> bool {
    find(dialect, name).is_some_and(|model| !matches!(model.resolves, Resolves::AsWritten | Resolves::Nowhere))
}

fn tools(file: &AgentFile, there: &AgentFile, differences: &mut Vec<Difference>) {
    let in_effect = |entry: &ToolEntry| {
        matches!(entry.fate, ToolFate::Tool { .. } | ToolFate::All | ToolFate::Mcp { matches: true, .. })
    };
    let lists = [
        (&file.verdict.tools.declared, &there.verdict.tools.declared, "drops it"),
        (&file.verdict.tools.denied_entries, &there.verdict.tools.denied_entries, "takes nothing away for it"),
    ];
    for (here, other, effect) in lists {
        for entry in here {
            let Some(found) = other.iter().find(|found| found.span == entry.span && found.text == entry.text) else {
                continue;
            };
            let rejects = found.fate == ToolFate::Unknown && there.dialect.unknown_tools == UnknownTools::DropFile;
            if rejects {
                let reason = format!("has no tool {} and does not load the file", entry.text);
                differences.push(difference(entry, Reading::Rejects, reason));
            } else if in_effect(entry) && !in_effect(found) {
                let known = matches!(found.fate, ToolFate::NoEffect { .. });
                let reason = match known {
                    true => format!("does not give {} to an agent like this", entry.text),
                    false => format!("has no tool {} and {effect}", entry.text),
                };
                differences.push(difference(entry, Reading::Ignored, reason));
            }
        }
    }
    let some_here = file.verdict.tools.effective.as_ref().is_none_or(|tools| !tools.is_empty());
    let none_there = there.verdict.tools.effective.as_ref().is_some_and(Vec::is_empty);
    if let (true, true, Some(entry)) = (some_here, none_there && there.verdict.loads, file.entry(Role::Tools)) {
        let subject = Subject::Key(entry.key.to_string());
        let reason = "gives the agent no tools at all".to_owned();
        differences.push(Difference { subject, span: entry.key_span, reading: Reading::Otherwise, reason });
    }
}

fn difference(entry: &ToolEntry, reading: Reading, reason: String) -> Difference {
    Difference { subject: Subject::Tool(entry.text.clone()), span: entry.span, reading, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{all, named};
    use expect_test::expect;

    fn show(from: &str, text: &str, others: &[&str]) -> String {
        let file = AgentFile::new("agents/a.md".into(), text.into(), named(from).unwrap(), Surroundings::default());
        let mut out = String::new();
        for other in others {
            let there = elsewhere(&file, named(other).unwrap(), true);
            for difference in &there.differences {
                let words = difference.span.slice(text);
                out.push_str(&format!(
                    "{} {:?} {words:?}: {}\n",
                    there.dialect.label, difference.reading, difference.reason
                ));
            }
        }
        out
    }

    #[test]
    fn each_tool_says_what_it_reads_otherwise() {
        let text = "---\nname: a1\ndescription: Reads: use it.\ntools: Read, Bash\nmodel: sonnet\ncolor: red\n---\nYou read and tell what you have read.\n";
        expect![[r#"
            GitHub Copilot CLI Rejects ":": does not load the file: the front matter is not YAML
            Gemini CLI Rejects ":": does not load the file: the front matter is not YAML
            OpenCode Rejects "Read, Bash": can't use this value of tools: it refuses to start as long as this value stands here
            OpenCode Otherwise "sonnet": knows no model sonnet and sends the name as it stands
            OpenCode Rejects "red": can't use this value of color: it refuses to start as long as this value stands here
            Qwen Code Otherwise "tools": gives the agent no tools at all
            Qwen Code Ignored "Read": has no tool Read and drops it
            Qwen Code Ignored "Bash": has no tool Bash and drops it
            Qwen Code Otherwise "sonnet": takes sonnet for the id of a model
        "#]].assert_eq(&show("claude-code", text, &["copilot-cli", "gemini-cli", "opencode", "qwen-code"]));
        let text = text.replace("Reads: use it.", "\"Reads: use it.\"");
        expect![[r#"
            GitHub Copilot CLI Otherwise "sonnet": takes sonnet for the id of a model
            GitHub Copilot CLI Ignored "color": does not know the key color
            Gemini CLI Rejects "Read, Bash": can't use this value of tools: it rejects the file and shows an error at start
            Gemini CLI Otherwise "sonnet": knows no model sonnet and sends the name as it stands
            Gemini CLI Rejects "color": does not know the key color and does not load the file
            OpenCode Rejects "Read, Bash": can't use this value of tools: it refuses to start as long as this value stands here
            OpenCode Otherwise "sonnet": knows no model sonnet and sends the name as it stands
            OpenCode Rejects "red": can't use this value of color: it refuses to start as long as this value stands here
            Qwen Code Otherwise "tools": gives the agent no tools at all
            Qwen Code Ignored "Read": has no tool Read and drops it
            Qwen Code Ignored "Bash": has no tool Bash and drops it
            Qwen Code Otherwise "sonnet": takes sonnet for the id of a model
        "#]].assert_eq(&show(
            "claude-code",
            &text,
            &["copilot-cli", "gemini-cli", "opencode", "qwen-code"],
        ));
    }

    #[test]
    fn a_plain_agent_is_the_same_to_those_that_can_read_it() {
        let text = "---\nname: reader\ndescription: Reads and tells. Use for it.\n---\n\nYou read and tell what you have read.\n";
        for from in ["claude-code", "copilot-cli", "gemini-cli", "opencode", "qwen-code"] {
            assert_eq!(
                show(from, text, &["claude-code", "copilot-cli", "gemini-cli", "opencode", "qwen-code"]),
                "",
                "{from}"
            );
        }
    }

    #[test]
    fn what_does_not_load_here_is_not_compared() {
        for other in all() {
            assert_eq!(show("claude-code", "---\ndescription: x\n---\n", &[&other.id]), "");
        }
    }
}
