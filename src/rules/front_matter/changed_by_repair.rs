//! `changed-by-repair`

use super::lost_front_matter::causes;
use super::mend::mend;
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::verdict::ReasonKind;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, FrontMatterState, Node, NodeKind, Repair, Tree, read_value};
use crate::text::EditSet;

pub const RULE: Rule = Rule {
    code: "changed-by-repair",
    summary: "A good value that the repair of another line changes.",
    severity: Severity::Warning,
    reads: Reads::NoValue,
    page: include_str!("changed-by-repair.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    if file.front_matter.state != FrontMatterState::Repaired || reads_each_alone(file) {
        return;
    }
    let role_of =
        |entry: &Entry| file.dialect.fields.iter().find(|field| field.key == *entry.key).map(|field| field.role);
    for entry in &file.front_matter.entries {
        let Some(role) = role_of(entry) else { continue };
        // What quotes add to a description is what a comment would have cut off.
        if role == Role::Description && file.front_matter.repair == Repair::QuotedLines {
            continue;
        }
        let Some(meant) = value_changed(file, entry) else { continue };
        findings.add(finding(file, entry, role, &meant));
    }
}

/// Whether this rule tells what the tool reads in place of the value: other rules then leave it alone.
pub fn changes(file: &AgentFile, entry: &Entry) -> bool {
    file.front_matter.state == FrontMatterState::Repaired
        && !reads_each_alone(file)
        && value_changed(file, entry).is_some()
}

/// Whether nothing is repaired, so that no line can change another.
fn reads_each_alone(file: &AgentFile) -> bool {
    file.front_matter.repair == Repair::Leniently
}

/// What the author meant, in words, where the tool reads something else.
fn value_changed(file: &AgentFile, entry: &Entry) -> Option<String> {
    let mut tree = Tree::default();
    let alone = read_value(entry.span.slice(&file.text), &mut tree)?;
    let alone = tree.get(alone)?;
    let read = file.front_matter.value(entry)?;
    if same(alone, read) {
        return None;
    }
    Some(match &alone.kind {
        // A value that would be all comment is saved by the repair.
        NodeKind::Null => return None,
        NodeKind::Bool(value) => value.to_string(),
        NodeKind::Number(value) => value.to_string(),
        NodeKind::String { value, .. } => format!("\"{value}\""),
        NodeKind::List(_) => "a list".into(),
        NodeKind::Map(_) => "a map".into(),
    })
}

/// Whether two values are the same as far as the repair can change them: it makes texts.
fn same(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (NodeKind::String { value: a, .. }, NodeKind::String { value: b, .. }) => a == b,
        (NodeKind::Number(a), NodeKind::Number(b)) => a == b,
        (NodeKind::Bool(a), NodeKind::Bool(b)) => a == b,
        (NodeKind::Null, NodeKind::Null) => true,
        (NodeKind::List(_), NodeKind::List(_)) | (NodeKind::Map(_), NodeKind::Map(_)) => true,
        _ => false,
    }
}

fn finding(file: &AgentFile, entry: &Entry, role: Role, meant: &str) -> Diagnostic {
    let label = &file.dialect.label;
    let read = file.front_matter.value(entry).and_then(Node::as_str).unwrap_or("");
    let costs = file.verdict.reason.as_ref().is_some_and(|reason| match reason.kind {
        ReasonKind::BadHooks => role == Role::Hooks,
        ReasonKind::BadValue | ReasonKind::StopsProgram => {
            entry.span.start <= reason.span.start && reason.span.start < entry.span.end
        }
        _ => false,
    });
    let note = file.dialect.fields.iter().find(|field| field.key == *entry.key).map(|field| &field.bad_value_note);
    let (severity, end) = match note {
        Some(_) if costs && role == Role::Hooks => (Severity::Error, ", and drops the whole file".to_owned()),
        Some(note) if costs => (Severity::Error, format!(", and {note}")),
        _ => (Severity::Warning, String::new()),
    };
    let why = match file.front_matter.repair {
        Repair::LineByLine => "another line is not YAML, so that all lines are read one by one",
        Repair::Blocks => "another line needs a repair, which makes a text of this one too",
        Repair::Nothing | Repair::Leniently | Repair::QuotedLines => {
            "another line needs a repair, which puts this one into quotes too"
        }
    };
    let message =
        format!("{label} reads this value as the text \"{read}\" instead of {meant}{end}: {why}. Mend that line.");
    let mut finding = Diagnostic::new(severity, entry.raw_value, message);
    let (causes, regions) = causes(file);
    for (problem, _) in causes.iter().take(3) {
        finding = finding.see(problem.span, "this value needs the repair");
    }
    let fixes: Option<Vec<Fix>> =
        causes.iter().map(|(problem, region)| mend(file, regions.get((*region)?)?, problem.kind)).collect();
    let Some(fixes) = fixes.filter(|fixes| !fixes.is_empty()) else { return finding };
    let edits = fixes.iter().try_fold(EditSet::default(), |edits, fix| edits.merge(&fix.edits));
    match edits {
        Some(edits) if fixes.iter().all(|fix| fix.safe) => {
            finding.fix(Fix::safe("Mend the line that needs the repair", edits))
        }
        Some(edits) => finding.fix(Fix::to_review("Mend the line that needs the repair", edits)),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    #[test]
    fn says_what_is_read_and_points_at_the_cause() {
        expect_test::expect![[r#"
            information repaired-front-matter ":": Claude Code repairs this value; tools that read YAML to the letter reject the file. Quote the value.
              fix: Quote the value
            warning changed-by-repair "true # always": Claude Code reads this value as the text "true # always" instead of true: another line needs a repair, which puts this one into quotes too. Mend that line.
              see ":": this value needs the repair
              fix: Mend the line that needs the repair
        "#]].assert_eq(&findings(
            "---\nname: a\ndescription: Use when: x\nbackground: true # always\ntools: [Read, Grep]\n---\n",
        ));
    }

    #[test]
    fn hooks_that_the_repair_breaks_cost_the_file() {
        expect_test::expect![[r#"
            information repaired-front-matter ":": Claude Code repairs this value; tools that read YAML to the letter reject the file. Quote the value.
              fix: Quote the value
            error changed-by-repair "{}": Claude Code reads this value as the text "{}" instead of a map, and drops the whole file: another line needs a repair, which puts this one into quotes too. Mend that line.
              see ":": this value needs the repair
              fix: Mend the line that needs the repair
        "#]].assert_eq(&findings("---\nname: a\ndescription: Use when: x\nhooks: {}\n---\n"));
    }

    #[test]
    fn values_that_stay_are_left_alone() {
        expect_test::expect![[r#"
            information repaired-front-matter ":": Claude Code repairs this value; tools that read YAML to the letter reject the file. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&findings(
            "---\nname: a\ndescription: Use when: x\ntools: [Read, Grep]\nmodel: \"opus\"\n---\n",
        ));
    }
}
