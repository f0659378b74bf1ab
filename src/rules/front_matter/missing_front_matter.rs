//! `missing-front-matter`

use super::after;
use super::late_front_matter::before;
use crate::compose::quoting::quoted;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::model::verdict::Reported;
use crate::rules::words::{cost_of_lost_keys, not_taken};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{FrontMatterState, ProblemKind};
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "missing-front-matter",
    summary: "A file without front matter.",
    severity: Severity::Information,
    reads: Reads::NoValue,
    page: include_str!("missing-front-matter.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let front_matter = &file.front_matter;
    if file.verdict.reason.as_ref().is_some_and(|reason| reason.kind == ReasonKind::ByteOrderMark) {
        byte_order_mark(file).into_iter().for_each(|found| findings.add(found));
        return;
    }
    let known = |key: &str| file.dialect.fields.iter().any(|field| field.key == key);
    let has_wrong_closing = front_matter.problems.iter().any(|problem| problem.kind == ProblemKind::WrongClosing);
    let is_unclosed = has_wrong_closing
        || front_matter.problems.iter().any(|problem| problem.kind == ProblemKind::Unclosed)
            && front_matter.entries.iter().any(|entry| known(&entry.key));
    if front_matter.state != FrontMatterState::None || is_unclosed || before(file).is_some() {
        return;
    }
    let Some(first) = first_line(&file.text) else { return };
    let wants_to_be_an_agent = byte_order_mark(file)
        .or_else(|| wrong_line_ends(file, first))
        .or_else(|| indented(file, first))
        .or_else(|| wrong_fence(file, first))
        .or_else(|| no_fences(file, first));
    findings.add(wants_to_be_an_agent.unwrap_or_else(|| nothing(file, first)));
}

/// The first line that is not blank, trimmed.
fn first_line(text: &str) -> Option<Span> {
    let skipped = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    let line = text.get(skipped..)?.split(['\n', '\r']).next()?.trim_end();
    (!line.is_empty()).then(|| Span::of(skipped..skipped + line.len()))
}

/// A byte-order mark in front of what would be an agent.
fn byte_order_mark(file: &AgentFile) -> Option<Diagnostic> {
    let mark = Span::of(0..file.text.strip_prefix('\u{feff}').map(|rest| file.text.len() - rest.len())?);
    let edits = EditSet::one(mark, "");
    let mended = after(file, &edits);
    if mended.front_matter.state == FrontMatterState::None {
        return None;
    }
    let until = match file.dialect.byte_order_mark_since.filter(|since| *since > file.tool_version) {
        Some(since) => format!(", which versions before {since} don't read over"),
        None => String::new(),
    };
    let message =
        format!("{}: an invisible byte-order mark stands before the front matter{until}. Remove it.", not_taken(file));
    Some(
        Diagnostic::new(cost_of_lost_keys(file, &mended), mark, message)
            .fix(Fix::safe("Remove the byte-order mark", edits)),
    )
}

/// Lines that end in a carriage return alone are one line to the tool.
fn wrong_line_ends(file: &AgentFile, first: Span) -> Option<Diagnostic> {
    if first.slice(&file.text) != "---" || file.text.contains('\n') || !file.text.contains('\r') {
        return None;
    }
    let message = format!("{}: its lines end in a carriage return alone. Save it with LF.", not_taken(file));
    let edits = EditSet::one(Span::of(0..file.text.len()), file.text.replace('\r', "\n"));
    let severity = cost_of_lost_keys(file, &after(file, &edits));
    Some(Diagnostic::new(severity, first, message).fix(Fix::safe("End all lines with LF", edits)))
}

/// A whole file that is indented, fences too.
fn indented(file: &AgentFile, first: Span) -> Option<Diagnostic> {
    let before = file.text.get(..first.start as usize)?;
    let indent = before.rsplit('\n').next()?;
    if first.slice(&file.text) != "---" || indent.is_empty() || !indent.trim_matches(' ').is_empty() {
        return None;
    }
    let start = first.start as usize - indent.len();
    let dedented: String = file
        .text
        .get(start..)?
        .split_inclusive('\n')
        .map(|line| line.strip_prefix(indent).unwrap_or_else(|| line.trim_start_matches(' ')))
        .collect();
    let edits = EditSet::one(Span::of(0..file.text.len()), dedented);
    let mended = after(file, &edits);
    if !mended.verdict.loads {
        return None;
    }
    let message =
        format!("{}: \"---\" has to stand at the start of line 1, without spaces before it.", not_taken(file));
    let severity = cost_of_lost_keys(file, &mended);
    Some(Diagnostic::new(severity, first, message).fix(Fix::safe("Remove the indentation of the file", edits)))
}

/// `----`, `---yaml`, `--- # note`: meant as the fence of what follows.
fn wrong_fence(file: &AgentFile, first: Span) -> Option<Diagnostic> {
    let whole = file.text.get(first.start as usize..)?.split(['\n', '\r']).next()?;
    let first = Span::new(first.start, first.start + Span::offset(whole.len()));
    let line = first.slice(&file.text);
    if !line.starts_with("---") || line == "---" {
        return None;
    }
    let rest = line.trim_start_matches('-').trim();
    let holds_key = rest.contains(':') && !rest.starts_with('#');
    let line_end = file.line_end();
    let fence = if holds_key { format!("---{line_end}{rest}") } else { "---".to_owned() };
    let edits = EditSet::one(Span::new(0, first.end), fence);
    let mended = after(file, &edits);
    mended.front_matter.entry(&file.field(Role::Name)?.key).or(mended.front_matter.entry("description"))?;
    let finding = Diagnostic::new(
        cost_of_lost_keys(file, &mended),
        first,
        format!("{}: line 1 has to be \"---\" and nothing else.", not_taken(file)),
    );
    Some(finding.fix(Fix::safe("Write three dashes", edits)))
}

/// Keys at the start of the file, without fences around them.
fn no_fences(file: &AgentFile, first: Span) -> Option<Diagnostic> {
    let name = &file.field(Role::Name)?.key;
    let description = &file.field(Role::Description)?.key;
    let text = file.text.get(first.start as usize..)?;
    let mut end = first.start;
    let mut keys = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() || line.trim_end() == "---" || line.starts_with('#') {
            break;
        }
        keys.extend(line.split_once(':').map(|(key, _)| key));
        end += Span::offset(line.len());
    }
    if !keys.contains(&&**name) || !keys.contains(&&**description) {
        return None;
    }
    let line_end = file.line_end();
    let closed = file.text.get(end as usize..).is_some_and(|rest| rest.starts_with("---"));
    let mut edits = vec![Edit { span: Span::new(0, first.start), text: format!("---{line_end}") }];
    if !closed {
        edits.push(Edit { span: Span::empty(end), text: format!("---{line_end}") });
    }
    let edits = EditSet::new(edits)?;
    let mended = after(file, &edits);
    let finding = Diagnostic::new(
        cost_of_lost_keys(file, &mended),
        first,
        format!(
            "{}: its keys stand between no fences. Write \"---\" on the lines before and after them.",
            not_taken(file)
        ),
    );
    let title = "Put the keys between fences";
    Some(finding.fix(if mended.verdict.loads { Fix::safe(title, edits) } else { Fix::to_review(title, edits) }))
}

fn nothing(file: &AgentFile, first: Span) -> Diagnostic {
    if file.verdict.loads {
        let message = format!(
            "{} takes the whole text for the prompt of the {} \"{}\": it has no front matter, so nothing says when to use it.",
            file.dialect.label,
            file.dialect.noun,
            file.verdict.name.as_deref().unwrap_or_default()
        );
        let finding = Diagnostic::new(Severity::Hint, first, message);
        return match skeleton(file) {
            Some(skeleton) => {
                finding.fix(Fix::to_review("Insert front matter", EditSet::one(Span::empty(0), skeleton)))
            }
            None => finding,
        };
    }
    let stem = file.name_from_path();
    let is_about_the_folder = !stem.chars().any(char::is_lowercase) || stem.eq_ignore_ascii_case("readme");
    let (label, noun) = (&file.dialect.label, &file.dialect.noun);
    let to_do = format!("To make it a {noun}, begin line 1 with \"---\".");
    let (severity, message) = match file.verdict.reported {
        Reported::Session => {
            let message =
                format!("{label} shows an error for this file at each start: it has no front matter. {to_do}");
            (Severity::Warning, message)
        }
        Reported::Log | Reported::Never => {
            let does = match file.verdict.reported {
                _ if file.may_load() => not_taken(file),
                Reported::Never => format!("{label} takes this file for documentation"),
                _ => format!("{label} does not load this file"),
            };
            let message = format!("{does}: it has no front matter. {to_do}");
            (if is_about_the_folder { Severity::Hint } else { Severity::Information }, message)
        }
    };
    let finding = Diagnostic::new(severity, first, message);
    match skeleton(file) {
        Some(skeleton) if !is_about_the_folder => {
            finding.fix(Fix::to_review("Insert front matter", EditSet::one(Span::empty(0), skeleton)))
        }
        _ => finding,
    }
}

fn skeleton(file: &AgentFile) -> Option<String> {
    let line_end = file.line_end();
    let name = &file.field(Role::Name)?.key;
    let description = &file.field(Role::Description)?.key;
    let placeholder = quoted("What it does. Use when it should be called.");
    let stem = file.name_from_path();
    Some(format!("---{line_end}{name}: {stem}{line_end}{description}: {placeholder}{line_end}---{line_end}{line_end}"))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, findings_and_hints};

    #[test]
    fn what_wants_to_be_an_agent_is_an_error() {
        expect_test::expect![[r#"
            error missing-front-matter "----": Claude Code takes this file for documentation and does not load it: line 1 has to be "---" and nothing else.
              fix: Write three dashes
        "#]].assert_eq(&findings("----\nname: a\ndescription: b\n---\nBody\n"));
        expect_test::expect![[r#"
            error missing-front-matter "name: a": Claude Code takes this file for documentation and does not load it: its keys stand between no fences. Write "---" on the lines before and after them.
              fix: Put the keys between fences
        "#]].assert_eq(&findings("name: a\ndescription: b\n\nBody\n"));
    }

    #[test]
    fn the_rest_may_be_documentation() {
        expect_test::expect![[r##"
            information missing-front-matter "# How we work": Claude Code takes this file for documentation: it has no front matter. To make it a subagent, begin line 1 with "---".
              fix: Insert front matter (to review)
        "##]].assert_eq(&findings_and_hints("# How we work\n\nText.\n"));
        expect_test::expect![[""]].assert_eq(&findings_and_hints("\n"));
    }
}
