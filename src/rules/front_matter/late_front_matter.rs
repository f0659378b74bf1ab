//! `late-front-matter`

use crate::model::AgentFile;
use crate::rules::words::{cost_of_lost_keys, not_taken};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::ProblemKind;
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "late-front-matter",
    summary: "Front matter that does not begin on line 1.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("late-front-matter.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(before) = before(file) else { return };
    let Some(opening) = file.front_matter.opening else { return };
    let (what, movable) = match before {
        Before::Blank => ("something blank stands", true),
        Before::Comment => ("a comment stands", true),
        Before::Heading => ("a heading stands", false),
        Before::CodeFence => ("a code fence stands", false),
    };
    let mut finding = Diagnostic::new(
        cost_of_lost_keys(file, file),
        opening,
        format!("{}: {what} before the front matter. Begin line 1 with \"---\".", not_taken(file)),
    );
    if before != Before::CodeFence {
        let title = "Move the front matter to line 1";
        let edits = move_up(file, opening);
        finding = finding.fix(if movable { Fix::safe(title, edits) } else { Fix::to_review(title, edits) });
    }
    findings.add(finding);
}

/// What keeps front matter from standing on line 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Before {
    Blank,
    Comment,
    Heading,
    CodeFence,
}

/// What stands before front matter that comes too late; `None` where it is a part of a longer text,
/// such as an example in a guide.
pub fn before(file: &AgentFile) -> Option<Before> {
    let front_matter = &file.front_matter;
    front_matter.problems.iter().find(|problem| problem.kind == ProblemKind::NotOnFirstLine)?;
    let text = file.text.get(..front_matter.opening?.start as usize)?;
    let mut found = Before::Blank;
    let mut in_comment = false;
    for line in text.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')) {
        if in_comment || line.starts_with("<!--") {
            in_comment = !line.ends_with("-->");
            found = Before::Comment;
        } else if line.starts_with("```") || line.starts_with("~~~") {
            found = (found == Before::Blank).then_some(Before::CodeFence)?;
        } else if line.starts_with("# ") {
            found = (found == Before::Blank).then_some(Before::Heading)?;
        } else if !line.is_empty() {
            return None;
        }
    }
    Some(found)
}

fn move_up(file: &AgentFile, opening: Span) -> EditSet {
    let end = file.front_matter.body;
    let block = Span::new(opening.start, end).slice(&file.text);
    let before = Span::new(0, opening.start).slice(&file.text);
    let kept = before.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let line_end = file.line_end();
    if kept.is_empty() {
        return EditSet::one(Span::new(0, opening.start), "");
    }
    let line_break = if block.ends_with('\n') { "" } else { line_end };
    EditSet::one(Span::new(0, end), format!("{block}{line_break}{line_end}{kept}{line_end}"))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    #[test]
    fn blanks_and_comments_are_moved_below() {
        let rest = "---\nname: a\ndescription: b\n---\nBody\n";
        assert_eq!(fixed(&format!("\n\n{rest}"), "late-front-matter"), rest);
        assert_eq!(fixed(&format!(" {rest}"), "late-front-matter"), rest);
        assert_eq!(
            fixed(&format!("<!-- ours -->\n\n{rest}"), "late-front-matter"),
            "---\nname: a\ndescription: b\n---\n\n<!-- ours -->\nBody\n"
        );
    }

    #[test]
    fn examples_in_a_guide_are_no_front_matter() {
        let guide = "# Agents\n\nAn agent looks so:\n\n```\n---\nname: a\ndescription: b\n---\n```\n";
        assert!(!findings(guide).contains("late-front-matter"), "{}", findings(guide));
    }
}
