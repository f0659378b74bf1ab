//! `bad-description`

use crate::compose::quoting::{block, quoted};
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, Node, NodeKind};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "bad-description",
    summary: "A description that is not text.",
    severity: Severity::Error,
    reads: Reads::Values(&[Role::Description]),
    page: include_str!("bad-description.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let is_ours = |kind| kind == ReasonKind::BadDescription;
    let Some(reason) = file.verdict.reason.as_ref().filter(|reason| is_ours(reason.kind)) else { return };
    let (Some(node), Some(entry)) = (file.value(Role::Description), file.entry(Role::Description)) else { return };
    let what = match node.kind {
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a map",
        NodeKind::Number(_) => "a number",
        NodeKind::Bool(_) => "true or false",
        NodeKind::String { .. } => "a date",
        NodeKind::Null => "nothing",
    };
    let fix = fix(file, entry, node);
    let what_to_do = fix.as_ref().map_or("Write it as one text", |fix| &fix.title);
    let message = format!(
        "{} does not load this file: its {} is {what}, not a text. {what_to_do}.",
        file.dialect.label, entry.key
    );
    let finding = Diagnostic::new(Severity::Error, first_line(&file.text, reason.span), message);
    findings.add(match fix {
        Some(fix) => finding.fix(fix),
        None => finding,
    });
}

fn first_line(text: &str, span: Span) -> Span {
    let line = span.slice(text).split(['\n', '\r']).next().unwrap_or("");
    Span::new(span.start, span.start + Span::offset(line.len()))
}

fn fix(file: &AgentFile, entry: &Entry, node: &Node) -> Option<Fix> {
    let raw = entry.raw_value.slice(&file.text);
    if !raw.contains('\n') && !raw.starts_with("- ") {
        return Some(Fix::safe("Quote the value", EditSet::one(entry.raw_value, quoted(raw))));
    }
    let items: Option<Vec<&str>> = match &node.kind {
        NodeKind::List(items) => {
            items.iter().map(|item| file.front_matter.tree.get(*item).and_then(Node::as_str)).collect()
        }
        _ => None,
    };
    let safe = items.is_some();
    let as_written =
        || raw.lines().map(|line| line.trim()).map(|line| line.strip_prefix("- ").unwrap_or(line)).collect();
    let lines = items.unwrap_or_else(as_written).join("\n");
    let value = Span::new(entry.key_span.end, entry.raw_value.end);
    let block = block(&format!("{}\n", lines.trim_end()), "  ", file.line_end())?;
    let edits = EditSet::one(value, format!(": {block}"));
    let title = "Write it as a block of text";
    Some(if safe { Fix::safe(title, edits) } else { Fix::to_review(title, edits) })
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings, fixed};

    #[test]
    fn lists_maps_and_numbers_are_no_text() {
        let of = |value: &str| findings(&format!("---\nname: a\ndescription:{value}\n---\n"));
        expect_test::expect![[r#"
            error bad-description "- Reviews changes.": Claude Code does not load this file: its description is a list, not a text. Write it as a block of text.
              fix: Write it as a block of text
        "#]].assert_eq(&of("\n  - Reviews changes.\n  - Use it."));
        expect_test::expect![[r#"
            error bad-description "Use when: a commit is ready": Claude Code does not load this file: its description is a map, not a text. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&of("\n  Use when: a commit is ready"));
        expect_test::expect![[r#"
            error bad-description "42": Claude Code does not load this file: its description is a number, not a text. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&of(" 42"));
    }

    #[test]
    fn items_become_lines() {
        assert_eq!(
            fixed("---\nname: a\ndescription:\n- One 1\n- \"Two\"\nmodel: opus\n---\n", "bad-description"),
            "---\nname: a\ndescription: |\n  One 1\n  Two\nmodel: opus\n---\n"
        );
    }
}
