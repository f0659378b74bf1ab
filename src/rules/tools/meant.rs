//! What an entry was probably meant to be, where no tool has this name.

use crate::dialect::{Dialect, ForeignTools, Reach, Tool, UnknownTools, equivalent, known_elsewhere};
use crate::model::verdict::tool_list::find_tool;

/// The tools that were probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// May be empty: the writing is understood, and there is no tool for it.
    pub names: Vec<String>,
    pub how: How,
}

/// How the entry departs from what was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// Another letter case, or letters typed wrong.
    Spelling,
    /// Signs that do not belong to a name, with the first of them.
    Signs(char),
    /// `(` without `)`: what follows belongs to the name.
    OpenParenthesis,
    /// `!Name` or `-Name`, which takes nothing away.
    Exclusion,
    /// `Web*`
    Star,
    /// A word for all tools.
    All,
    /// A tool of another program, and whether the one named here is the very same thing.
    Foreign { of: &'static str, same: bool, reads_same_files: bool },
}

impl Meant {
    /// Whether the names can stand for the entry without a person looking at it.
    pub fn is_sure(&self) -> bool {
        match self.how {
            How::Spelling | How::Signs(_) => true,
            How::Foreign { same, .. } => same,
            How::OpenParenthesis | How::Exclusion | How::Star | How::All => false,
        }
    }
}

/// What `text`, which names no tool, was meant to be: by meaning first, then by spelling.
pub fn meant(dialect: &'static Dialect, text: &str) -> Option<Meant> {
    let found = |names: Vec<String>, how| Some(Meant { names, how });
    if let Some((name, inside)) = text.split_once('(') {
        if !inside.contains(')') {
            let more = inside.split(',').skip(1).map(str::trim).filter_map(|name| named(dialect, name));
            let names: Vec<String> = named(dialect, name).into_iter().chain(more).collect();
            if !names.is_empty() {
                return found(names, How::OpenParenthesis);
            }
        } else if !name.is_empty() {
            return meant(dialect, name);
        }
    }
    if let Some(name) = named(dialect, text) {
        return found(vec![name], How::Spelling);
    }
    if let Some(group) = foreign(dialect, text) {
        let names = group.use_instead.iter().map(ToString::to_string).collect();
        return found(
            names,
            How::Foreign { of: &group.of, same: group.same, reads_same_files: group.reads_same_files },
        );
    }
    if let Some((of, tool)) = known_elsewhere(text, dialect) {
        let there = equivalent(tool, dialect);
        let names = there.tools.iter().filter(|tool| is_usable(tool)).map(|tool| tool.name.to_string()).collect();
        return found(names, How::Foreign { of: &of.label, same: there.same, reads_same_files: false });
    }
    if dialect.tool_patterns.iter().any(|form| form.mistaken_names.iter().any(|word| word.eq_ignore_ascii_case(text))) {
        return found(Vec::new(), How::All);
    }
    if let Some(name) = text.strip_prefix(['!', '-']).and_then(|name| named(dialect, name)) {
        return found(vec![name], How::Exclusion);
    }
    if let Some(start) = text.strip_suffix('*').filter(|start| start.len() > 1) {
        let names: Vec<String> = usable(dialect).filter(|name| name.starts_with(start)).map(str::to_owned).collect();
        if !names.is_empty() {
            return found(names, How::Star);
        }
    }
    if let Some(names) = behind_signs(dialect, text) {
        let sign = text.chars().find(|c| !is_name_char(*c)).unwrap_or(',');
        return found(names, How::Signs(sign));
    }
    let nearest = crate::rules::did_you_mean(text, usable(dialect))?;
    // A name that is only alike may well be a tool of an extension or a server.
    if dialect.unknown_tools == UnknownTools::MayBeAdded && !crate::rules::is_slip(text, nearest) {
        return None;
    }
    found(vec![nearest.to_owned()], How::Spelling)
}

/// The names in a text such as `` `Read` ``, `Read;` or `Read/Write`, where each of them is one;
/// of a text without letters, none.
fn behind_signs(dialect: &'static Dialect, text: &str) -> Option<Vec<String>> {
    if text.chars().all(is_name_char) && text.chars().any(char::is_alphanumeric) {
        return None;
    }
    text.split(|c| !is_name_char(c))
        .map(|piece| piece.trim_matches('-'))
        .filter(|piece| !piece.is_empty())
        .map(|piece| named(dialect, piece))
        .collect::<Option<Vec<String>>>()
        .map(|mut names| {
            names.dedup();
            names
        })
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// The tool of this name in any letter case; for a name of the past, what does its work.
fn named(dialect: &'static Dialect, text: &str) -> Option<String> {
    let exact = find_tool(dialect, text).map(|(tool, _)| tool);
    let tool = exact.or_else(|| {
        let same = |name: &str| name.eq_ignore_ascii_case(text);
        dialect.tools.iter().find(|tool| same(&tool.name) || tool.aliases.iter().any(|alias| same(&alias.name)))
    })?;
    if is_usable(tool) { Some(tool.name.to_string()) } else { tool.use_instead.first().map(ToString::to_string) }
}

fn usable(dialect: &'static Dialect) -> impl Iterator<Item = &'static str> {
    dialect.tools.iter().filter(|tool| is_usable(tool)).map(|tool| &*tool.name)
}

fn is_usable(tool: &Tool) -> bool {
    matches!(tool.reach, Reach::Always | Reach::Foreground | Reach::WhenListed | Reach::UnlessShell)
}

/// The foreign tools that a name stands for, also as `set/name`.
fn foreign(dialect: &'static Dialect, text: &str) -> Option<&'static ForeignTools> {
    let find = |name: &str| {
        dialect.foreign_tools.iter().find(|group| group.names.iter().any(|known| known.eq_ignore_ascii_case(name)))
    };
    find(text).or_else(|| text.rsplit_once('/').and_then(|(_, name)| find(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Role, all};

    fn show(text: &str) -> String {
        match meant(crate::dialect::named("claude-code").unwrap(), text) {
            Some(meant) => format!("{text}: {:?}, {:?}, sure: {}\n", meant.names, meant.how, meant.is_sure()),
            None => format!("{text}: ?\n"),
        }
    }

    #[test]
    fn meaning_comes_before_spelling() {
        let texts = [
            "read",
            "READ",
            "multiedit",
            "task",
            "Grpe",
            "read_file",
            "search",
            "search/codebase",
            "execute",
            "problems",
            "`Read`",
            "Read;",
            "[Read",
            "Read/Write",
            "Read，Bash",
            "(Read",
            "-",
            "!Bash",
            "Web*",
            "Bash(git:*, Read",
            "bash(git:*)",
            "all",
            "Foo",
            "microsoft.docs.mcp",
            "context7",
            "todowrite",
        ];
        expect_test::expect![[r#"
            read: ["Read"], Spelling, sure: true
            READ: ["Read"], Spelling, sure: true
            multiedit: ["Edit"], Spelling, sure: true
            task: ["Agent"], Spelling, sure: true
            Grpe: ["Grep"], Spelling, sure: true
            read_file: ["Read"], Foreign { of: "Gemini CLI and Qwen Code", same: true, reads_same_files: false }, sure: true
            search: ["Grep", "Glob"], Foreign { of: "VS Code and Copilot CLI", same: false, reads_same_files: false }, sure: false
            search/codebase: ["Grep", "Glob"], Foreign { of: "VS Code", same: false, reads_same_files: false }, sure: false
            execute: ["Bash"], Foreign { of: "VS Code and Copilot CLI", same: true, reads_same_files: false }, sure: true
            problems: [], Foreign { of: "VS Code", same: false, reads_same_files: false }, sure: false
            `Read`: ["Read"], Signs('`'), sure: true
            Read;: ["Read"], Signs(';'), sure: true
            [Read: ["Read"], Signs('['), sure: true
            Read/Write: ["Read", "Write"], Signs('/'), sure: true
            Read，Bash: ["Read", "Bash"], Signs('，'), sure: true
            (Read: ["Read"], Signs('('), sure: true
            -: [], Signs(','), sure: true
            !Bash: ["Bash"], Exclusion, sure: false
            Web*: ["WebFetch", "WebSearch"], Star, sure: false
            Bash(git:*, Read: ["Bash", "Read"], OpenParenthesis, sure: false
            bash(git:*): ["Bash"], Spelling, sure: true
            all: [], All, sure: false
            Foo: ?
            microsoft.docs.mcp: ?
            context7: ?
            todowrite: [], Foreign { of: "OpenCode", same: true, reads_same_files: false }, sure: true
        "#]]
        .assert_eq(&texts.map(show).concat());
    }

    #[test]
    fn what_another_tool_calls_it_is_understood_in_each_dialect() {
        let with_lists = |dialect: &&Dialect| dialect.fields.iter().any(|field| field.role == Role::Tools);
        for here in all().iter().filter(with_lists) {
            for other in all().iter().filter(|other| other.id != here.id) {
                for tool in other.tools.iter().filter(|tool| is_usable(tool) && !tool.concepts.is_empty()) {
                    let known = find_tool(here, &tool.name).is_some() || meant(here, &tool.name).is_some();
                    assert!(known, "{} of {} in {}", tool.name, other.id, here.id);
                }
            }
        }
    }
}
