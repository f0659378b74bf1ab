//! What can be done about the words under a selection.

use super::hover::meaning;
use super::matrix_actions::matrix_actions;
use super::{conversion, starters};
use crate::compose::output_format::{self, Draft, Offer, library};
use crate::compose::{extract, section};
use crate::heading::SectionKind;
use crate::model::AgentFile;
use crate::model::expertise::Entry;
use crate::model::verdict::Surroundings;
use crate::rules::body::no_output_format;
use crate::rules::{self, Diagnostic, Severities};
use crate::template::TEMPLATE_FOLDER;
use crate::text::{EditSet, Span};

/// Something that can be done.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeAction {
    /// For a menu.
    pub title: String,
    pub kind: ActionKind,
    /// Whether it may be done without a look at the others.
    pub preferred: bool,
    /// Index of the finding that it mends.
    pub mends: Option<usize>,
    pub work: Work,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActionKind {
    /// Mends a finding.
    QuickFix,
    /// Sets a finding aside. They stand last: nobody is to do so by a slip.
    Ignore,
    /// Adds something.
    Insert,
    /// Writes something anew.
    Rewrite,
    /// Writes a file of its own for another tool.
    Convert,
    /// Writes what the file has into a file of its own, for others.
    Extract,
    /// Mends all that is safe to mend.
    FixAll,
}

/// What an action changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    Ready(Change),
    /// Made by [`work_out`] once the action is chosen.
    Later(Task),
}

/// Work that costs something: enough to do it later, in whatever the file has become.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Task {
    /// Of this kind of work.
    InsertOutputFormat(String),
    /// Of this kind of work.
    ReplaceOutputFormat(String),
    /// The section with this heading.
    AddSection(String),
    /// Into an empty file: a whole agent for this kind of work.
    NewAgent(String),
    /// A file of its own for the tool of this id: see [`conversion::new_file`].
    ConvertTo(String),
    /// A phrase, to the project's glossary.
    AddToGlossary(String),
    /// The output format, to the project's own.
    ExtractTemplate,
    /// The section of this kind, as the agent at the path has it.
    AsIn {
        agent: String,
        kind: SectionKind,
    },
    MakePortable,
    FixAll,
}

/// Edits that hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub edits: EditSet,
    /// The text of the only edit in LSP snippet syntax.
    pub snippet: Option<String>,
}

/// What is asked for.
pub struct Asked<'a> {
    pub span: Span,
    /// Whether a person asks. Else it is the editor, at each move of the cursor: then only what
    /// mends something is worth showing.
    pub by_hand: bool,
    pub wants: &'a dyn Fn(ActionKind) -> bool,
}

/// What can be done, the best first. `found` are the file's findings.
pub fn code_actions(file: &AgentFile, found: &[Diagnostic], asked: &Asked<'_>) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    if (asked.wants)(ActionKind::QuickFix) {
        quick_fixes(file, found, asked.span, &mut actions);
    }
    if asked.by_hand && (asked.wants)(ActionKind::Rewrite) {
        matrix_actions(file, asked.span, &mut actions);
    }
    if asked.by_hand {
        new_agents(file, asked, &mut actions);
        output_formats(file, asked, &mut actions);
        extract_template(file, asked, &mut actions);
        unknown_term(file, asked, &mut actions);
        sections(file, asked, &mut actions);
        conversion::offers(file, asked, &mut actions);
    }
    if asked.by_hand && (asked.wants)(ActionKind::FixAll) {
        actions.extend(fix_all(found));
    }
    if asked.by_hand && (asked.wants)(ActionKind::Ignore) {
        ignoring(file, found, asked.span, &mut actions);
    }
    actions
}

/// Does the work of an action; `None` where there is nothing left to do.
pub fn work_out(file: &AgentFile, task: &Task, severities: &Severities, around: Surroundings<'_>) -> Option<Change> {
    let (draft, library) = (Draft::from(file), library(file));
    match task {
        Task::InsertOutputFormat(kind) => output_format::insertion(&draft, &library, kind).map(|insertion| Change {
            edits: EditSet::one(Span::empty(insertion.offset), insertion.plain),
            snippet: Some(insertion.snippet),
        }),
        Task::ReplaceOutputFormat(kind) => output_format::replacement(&draft, &library, kind).map(|replacement| {
            Change { edits: EditSet::one(replacement.span, replacement.plain), snippet: Some(replacement.snippet) }
        }),
        Task::AddSection(heading) => {
            let mut all = section::skeletons(&draft, &library).into_iter();
            let skeleton = all.find(|skeleton| skeleton.heading == *heading)?;
            let edits = EditSet::one(Span::empty(skeleton.offset), skeleton.plain);
            Some(Change { edits, snippet: Some(skeleton.snippet) })
        }
        Task::NewAgent(kind) => {
            let agent = starters::agent(file, kind)?;
            let edits = EditSet::one(Span::new(0, Span::offset(file.text.len())), agent.plain);
            Some(Change { edits, snippet: Some(agent.snippet) })
        }
        // Their work is another file, or takes one.
        Task::ConvertTo(_) | Task::AddToGlossary(_) | Task::ExtractTemplate | Task::AsIn { .. } => None,
        Task::MakePortable => {
            let edits = conversion::made_portable(file, around)?;
            Some(Change { edits, snippet: None })
        }
        Task::FixAll => {
            let fixed = rules::fix_all(file, rules::all(), severities, around)?;
            Some(Change { edits: fixed.edits, snippet: None })
        }
    }
}

fn quick_fixes(file: &AgentFile, found: &[Diagnostic], span: Span, actions: &mut Vec<CodeAction>) {
    let touched = |finding: &Diagnostic| finding.span.start <= span.end && span.start <= finding.span.end;
    for (at, finding) in found.iter().enumerate().filter(|(_, finding)| touched(finding)) {
        actions.extend(finding.fixes.iter().map(|fix| CodeAction {
            title: fix.title.clone(),
            kind: ActionKind::QuickFix,
            preferred: fix.preferred && fix.safe,
            mends: Some(at),
            work: Work::Ready(Change { edits: fix.edits.clone(), snippet: fix.snippet.clone() }),
        }));
        if finding.code == no_output_format::RULE.code {
            let offers = output_format::insertion_offers(&Draft::from(file), &library(file));
            actions.extend(offers.into_iter().next().map(|best| CodeAction {
                title: best.title,
                kind: ActionKind::QuickFix,
                preferred: false,
                mends: Some(at),
                work: Work::Later(Task::InsertOutputFormat(best.kind.into_owned())),
            }));
        }
    }
}

/// Comments that set findings aside, behind all that mends something.
fn ignoring(file: &AgentFile, found: &[Diagnostic], span: Span, actions: &mut Vec<CodeAction>) {
    let touched = |finding: &Diagnostic| finding.span.start <= span.end && span.start <= finding.span.end;
    for (at, finding) in found.iter().enumerate().filter(|(_, finding)| touched(finding)) {
        actions.extend(rules::ignoring(file, finding).map(|fix| CodeAction {
            title: fix.title,
            kind: ActionKind::Ignore,
            preferred: false,
            mends: Some(at),
            work: Work::Ready(Change { edits: fix.edits, snippet: fix.snippet }),
        }));
    }
}

/// Whole agents, where the file is empty.
fn new_agents(file: &AgentFile, asked: &Asked<'_>, actions: &mut Vec<CodeAction>) {
    if !file.text.trim().is_empty() || !(asked.wants)(ActionKind::Insert) {
        return;
    }
    let kinds = starters::kinds(file).into_iter();
    actions.extend(kinds.enumerate().map(|(at, (kind, label))| CodeAction {
        title: format!("New agent: {label}"),
        kind: ActionKind::Insert,
        preferred: at == 0,
        mends: None,
        work: Work::Later(Task::NewAgent(kind.to_owned())),
    }));
}

/// All kinds of output formats: to insert, anywhere in the body, where there is none; to put in the
/// place of the one that the cursor is in.
fn output_formats(file: &AgentFile, asked: &Asked<'_>, actions: &mut Vec<CodeAction>) {
    let (draft, library) = (Draft::from(file), library(file));
    let span = asked.span;
    let (kind, task, offers): (_, fn(String) -> Task, Vec<Offer>) = match output_format::section_of(&draft) {
        None if span.end >= file.front_matter.body && (asked.wants)(ActionKind::Insert) => {
            (ActionKind::Insert, Task::InsertOutputFormat, output_format::insertion_offers(&draft, &library))
        }
        // The end of a section is the beginning of the next one.
        Some(section)
            if section.start <= span.end
                && (span.start < section.end || section.end == Span::offset(file.text.len()))
                && (asked.wants)(ActionKind::Rewrite) =>
        {
            (ActionKind::Rewrite, Task::ReplaceOutputFormat, output_format::replacement_offers(&draft, &library))
        }
        _ => return,
    };
    for (at, offer) in offers.into_iter().enumerate() {
        // The quick fix for a missing output format is one of them.
        if actions.iter().any(|action| action.title == offer.title) {
            continue;
        }
        actions.push(CodeAction {
            title: offer.title,
            kind,
            preferred: at == 0 && kind == ActionKind::Insert,
            mends: None,
            work: Work::Later(task(offer.kind.into_owned())),
        });
    }
}

/// The output format that the cursor is in, to the project's own.
fn extract_template(file: &AgentFile, asked: &Asked<'_>, actions: &mut Vec<CodeAction>) {
    let draft = Draft::from(file);
    let is_inside = |section: Span| section.start <= asked.span.end && asked.span.start < section.end;
    let is_asked = (asked.wants)(ActionKind::Extract) && output_format::section_of(&draft).is_some_and(is_inside);
    if is_asked && extract::extracted(&draft, &library(file)).is_some() {
        actions.push(CodeAction {
            title: format!("Extract output format into {TEMPLATE_FOLDER}"),
            kind: ActionKind::Extract,
            preferred: false,
            mends: None,
            work: Work::Later(Task::ExtractTemplate),
        });
    }
}

/// An item that the glossary does not know, to the project's own.
fn unknown_term(file: &AgentFile, asked: &Asked<'_>, actions: &mut Vec<CodeAction>) {
    let Some(Entry::Item(index)) = file.expertise.at(asked.span.start) else { return };
    let Some(item) = file.expertise.item(index).filter(|_| (asked.wants)(ActionKind::Insert)) else { return };
    let (item, found) = meaning(file, &file.glossary, item);
    if !found.iter().any(|found| found.how.explains()) {
        actions.push(CodeAction {
            title: format!("Add \"{}\" to the project's glossary", item.text),
            kind: ActionKind::Insert,
            preferred: false,
            mends: None,
            work: Work::Later(Task::AddToGlossary(item.text.to_string())),
        });
    }
}

/// The sections that the file lacks, besides the output format.
fn sections(file: &AgentFile, asked: &Asked<'_>, actions: &mut Vec<CodeAction>) {
    if asked.span.end < file.front_matter.body || file.text.trim().is_empty() || !(asked.wants)(ActionKind::Insert) {
        return;
    }
    let missing = section::skeletons(&Draft::from(file), &library(file)).into_iter();
    actions.extend(missing.map(|skeleton| CodeAction {
        title: format!("Add section: {}", skeleton.heading),
        kind: ActionKind::Insert,
        preferred: false,
        mends: None,
        work: Work::Later(Task::AddSection(skeleton.heading)),
    }));
}

fn fix_all(found: &[Diagnostic]) -> Option<CodeAction> {
    let safe = found.iter().filter(|finding| finding.fixes.iter().any(|fix| fix.preferred && fix.safe)).count();
    (safe > 0).then(|| CodeAction {
        title: "Fix all that is safe to fix".to_owned(),
        kind: ActionKind::FixAll,
        preferred: false,
        mends: None,
        work: Work::Later(Task::FixAll),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::with_cursor;
    use expect_test::{Expect, expect};

    fn actions(file: &AgentFile, offset: u32, by_hand: bool, wants: &dyn Fn(ActionKind) -> bool) -> Vec<CodeAction> {
        let asked = Asked { span: Span::empty(offset), by_hand, wants };
        code_actions(file, &rules::check(file, &Severities::default()), &asked)
    }

    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&menu(fixture));
    }

    fn menu(fixture: &str) -> String {
        let (file, offset) = with_cursor(fixture);
        let found = rules::check(&file, &Severities::default());
        let mut out = String::new();
        for action in actions(&file, offset, true, &|_| true) {
            let preferred = if action.preferred { " (preferred)" } else { "" };
            let mends = action.mends.map_or(String::new(), |at| format!(" mends {}", found[at].code));
            out.push_str(&format!("{:?} {}{preferred}{mends}\n", action.kind, action.title));
        }
        out
    }

    /// The text after the action with a title.
    fn done(fixture: &str, title: &str) -> String {
        let (file, offset) = with_cursor(fixture);
        let all = actions(&file, offset, true, &|_| true);
        let action = all.iter().find(|action| action.title == title).unwrap_or_else(|| panic!("no {title}: {all:?}"));
        let change = match &action.work {
            Work::Ready(change) => change.clone(),
            Work::Later(task) => {
                work_out(&file, task, &Severities::default(), Surroundings::default()).expect("something to do")
            }
        };
        assert!(change.snippet.is_none() || change.edits.edits().len() == 1);
        change.edits.apply(&file.text)
    }

    const HEAD: &str = "---\nname: cleaner\ndescription: Reviews code. Use after each commit.\n---\n";

    #[test]
    fn a_finding_under_the_cursor_can_be_mended() {
        let text =
            "---\nname: a\ndescription: Reads. Use for it.\ntools: Edit, Grpe$0, Raed\n---\n## Output Format\nx\n";
        check(
            text,
            expect![[r#"
                QuickFix Replace by Grep (preferred) mends unknown-tool
                FixAll Fix all that is safe to fix
                Ignore Ignore unknown-tool here mends unknown-tool
            "#]],
        );
        assert!(done(text, "Replace by Grep").contains("tools: Edit, Grep, Raed\n"));
        assert!(done(text, "Fix all that is safe to fix").contains("tools: Edit, Grep, Read\n"));
    }

    #[test]
    fn an_output_format_can_be_inserted_anywhere_in_the_body() {
        let text = format!("{HEAD}# Cleaner\n\nYou re$0view.\n");
        check(
            &text,
            expect![[r#"
                Insert Insert output format: review (preferred)
                Insert Insert output format: implementation
                Insert Insert output format: analysis
                Insert Insert output format: API design
                Insert Insert output format: content
                Insert Insert output format: debugging
                Insert Insert output format: design decision
                Insert Insert output format: hand-off
                Insert Insert output format: incident
                Insert Insert output format: infrastructure change
                Insert Insert output format: migration
                Insert Insert output format: operations
                Insert Insert output format: performance report
                Insert Insert output format: plan
                Insert Insert output format: prompt
                Insert Insert output format: release
                Insert Insert output format: product requirement
                Insert Insert output format: research
                Insert Insert output format: root-cause analysis
                Insert Insert output format: schema design
                Insert Insert output format: security audit
                Insert Insert output format: testing
                Insert Insert output format: triage
                Insert Insert output format: UX review
                Insert Insert output format: documentation
                Insert Add section: When Invoked
                Insert Add section: Process
                Insert Add section: Quality Checklist
                Insert Add section: Integration with Other Agents
                Insert Add section: When to Escalate
            "#]],
        );
        assert!(done(&text, "Insert output format: plan").contains("You review.\n\n## Output Format\n\n```"));
    }

    #[test]
    fn on_the_title_the_best_one_is_the_quick_fix() {
        let on_the_title = menu(&format!("{HEAD}# Clea$0ner\n\nYou review.\n"));
        let in_the_body = menu(&format!("{HEAD}# Cleaner\n\nYou re$0view.\n"));
        let (best, others) = on_the_title.split_once('\n').unwrap();
        assert_eq!(best, "QuickFix Insert output format: review mends no-output-format");
        let (others, last) = others.trim_end().rsplit_once('\n').unwrap();
        assert_eq!(last, "Ignore Ignore no-output-format here mends no-output-format");
        assert_eq!(others, in_the_body.split_once('\n').unwrap().1.trim_end());
    }

    #[test]
    fn an_output_format_is_replaced_where_the_cursor_is_in_it() {
        let text = format!("{HEAD}You review.\n\n## Output Format\n\n```\nol$0d\n```\n\n## Rules\n\nBe kind.\n");
        check(
            &text,
            expect![[r#"
                Rewrite Replace output format: review
                Rewrite Replace output format: implementation
                Rewrite Replace output format: analysis
                Rewrite Replace output format: API design
                Rewrite Replace output format: content
                Rewrite Replace output format: debugging
                Rewrite Replace output format: design decision
                Rewrite Replace output format: hand-off
                Rewrite Replace output format: incident
                Rewrite Replace output format: infrastructure change
                Rewrite Replace output format: migration
                Rewrite Replace output format: operations
                Rewrite Replace output format: performance report
                Rewrite Replace output format: plan
                Rewrite Replace output format: prompt
                Rewrite Replace output format: release
                Rewrite Replace output format: product requirement
                Rewrite Replace output format: research
                Rewrite Replace output format: root-cause analysis
                Rewrite Replace output format: schema design
                Rewrite Replace output format: security audit
                Rewrite Replace output format: testing
                Rewrite Replace output format: triage
                Rewrite Replace output format: UX review
                Rewrite Replace output format: documentation
                Extract Extract output format into .agentls/templates
                Insert Add section: When Invoked
                Insert Add section: Process
                Insert Add section: Quality Checklist
                Insert Add section: Integration with Other Agents
                Insert Add section: When to Escalate
            "#]],
        );
        let after = done(&text, "Replace output format: plan");
        assert!(!after.contains("old") && after.ends_with("## Rules\n\nBe kind.\n"), "{after}");
        check(
            &text.replace("$0", "").replace("Be kind", "Be ki$0nd"),
            expect![[r#"
            Insert Add section: When Invoked
            Insert Add section: Process
            Insert Add section: Quality Checklist
            Insert Add section: Integration with Other Agents
            Insert Add section: When to Escalate
        "#]],
        );
    }

    #[test]
    fn the_editor_by_itself_is_told_of_findings_only() {
        let (file, offset) = with_cursor(&format!("{HEAD}# Clea$0ner\n\nYou review.\n"));
        let kinds: Vec<_> = actions(&file, offset, false, &|_| true).iter().map(|action| action.kind).collect();
        assert_eq!(kinds, [ActionKind::QuickFix]);
    }

    #[test]
    fn only_what_is_asked_for_is_listed() {
        let (file, offset) = with_cursor(&format!("{HEAD}# Clea$0ner\n\nYou review.\n"));
        let inserts = actions(&file, offset, true, &|kind| kind == ActionKind::Insert);
        assert!(inserts.iter().all(|action| action.kind == ActionKind::Insert));
        assert_eq!(inserts.first().map(|action| &*action.title), Some("Insert output format: review"));
        assert!(actions(&file, offset, true, &|_| false).is_empty());
    }

    #[test]
    fn work_that_is_done_already_is_none() {
        let (file, _) = with_cursor(&format!("{HEAD}You review.\n\n## Output Format\n\n$0x\n"));
        for task in [Task::InsertOutputFormat("review".into()), Task::FixAll, Task::ReplaceOutputFormat("?".into())] {
            assert_eq!(work_out(&file, &task, &Severities::default(), Surroundings::default()), None, "{task:?}");
        }
    }
}
