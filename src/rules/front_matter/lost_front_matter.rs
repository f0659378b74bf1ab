//! `lost-front-matter`

use super::mend::{mend, smallest_edit};
use super::nested::nested_place;
use super::region::{Region, regions};
use super::unclosed_front_matter::body_inside;
use crate::compose::entry_edit;
use crate::model::AgentFile;
use crate::rules::words::cost_of_lost_keys;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::{Entry, FrontMatterState, Problem, ProblemKind, Repair, Tree, read_value, reads_once_repaired};
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "lost-front-matter",
    summary: "Front matter that can't be read, so that the whole file is dropped.",
    severity: Severity::Error,
    reads: Reads::NoValue,
    page: include_str!("lost-front-matter.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let front_matter = &file.front_matter;
    if front_matter.state != FrontMatterState::Lost || body_inside(file).is_some() {
        return;
    }
    let (causes, regions) = causes(file);
    let fatal = fatal_only(file, &causes);
    for (problem, region) in fatal {
        let region = region.and_then(|at| regions.get(at));
        findings.add(finding(file, problem, region));
    }
}

/// So many problems are looked at: a text that is no front matter has as many as lines.
const MOST_CAUSES: usize = 100;

/// A problem and the region that it lies in.
pub type Cause<'a> = (&'a Problem, Option<usize>);

/// What keeps the front matter from being read as it stands, one problem for each entry.
pub fn causes(file: &AgentFile) -> (Vec<Cause<'_>>, Vec<Region<'_>>) {
    let regions = regions(file);
    let mut causes: Vec<Cause<'_>> = Vec::new();
    for problem in file.front_matter.problems.iter().take(MOST_CAUSES) {
        let of_whole = matches!(
            problem.kind,
            ProblemKind::NotOnFirstLine
                | ProblemKind::Unclosed
                | ProblemKind::CutInsideLine
                | ProblemKind::NotAMap
                | ProblemKind::WrongClosing
                | ProblemKind::BodyLost
                | ProblemKind::TooBig
        );
        if of_whole {
            continue;
        }
        let region = regions.iter().position(|region| region.span.covers(problem.span));
        if region.and_then(|at| regions.get(at)).is_some_and(|region| is_cut(file, region)) {
            continue;
        }
        if region.is_none() || causes.iter().all(|(_, known)| *known != region) {
            causes.push((problem, region));
        }
    }
    (causes, regions)
}

/// Whether the front matter ends in the middle of the region: `front-matter-cut` says so.
fn is_cut(file: &AgentFile, region: &Region<'_>) -> bool {
    let front_matter = &file.front_matter;
    let rest = Span::new(region.span.end, front_matter.content.end.max(region.span.end)).slice(&file.text);
    rest.trim().is_empty() && front_matter.problems.iter().any(|problem| problem.kind == ProblemKind::CutInsideLine)
}

/// Without those that the tool's repair would have mended, where something else breaks the file.
fn fatal_only<'a>(file: &AgentFile, causes: &[Cause<'a>]) -> Vec<Cause<'a>> {
    let fatal: Vec<Cause<'a>> =
        causes.iter().copied().filter(|(problem, _)| !is_mended_by_repair(file, problem)).collect();
    if fatal.is_empty() { causes.to_vec() } else { fatal }
}

/// Whether the tool's repair mends the entry with this problem, taken alone.
pub fn is_mended_by_repair(file: &AgentFile, problem: &Problem) -> bool {
    let entry = file.front_matter.entries.iter().find(|entry| entry.span.covers(problem.span));
    match file.front_matter.repair {
        Repair::LineByLine => problem.kind != ProblemKind::StrayLine,
        repair => entry.is_some_and(|entry| reads_once_repaired(&file.text, entry, repair)),
    }
}

fn finding(file: &AgentFile, problem: &Problem, region: Option<&Region<'_>>) -> Diagnostic {
    let label = &file.dialect.label;
    let begun_block =
        || file.front_matter.entries.iter().find(|entry| entry.raw_value.slice(&file.text).starts_with(['|', '>']));
    let broken_by_repair = is_mended_by_repair(file, problem).then(begun_block).flatten();
    let fix = as_key(file, problem).or_else(|| region.and_then(|region| mend(file, region, problem.kind)));
    let (kind, span) = match region.and_then(|region| nested_place(&file.text, region)) {
        Some((kind, span)) => (kind, span),
        None => (problem.kind, problem.span),
    };
    let (why, what_to_do) = why(kind, span.slice(&file.text));
    let what_to_do = fix.as_ref().map_or_else(|| what_to_do.to_owned(), |fix| format!("{}.", fix.title));
    let message = if let Some(block) = broken_by_repair {
        format!(
            "{label} drops the whole file: to read this value it puts single lines into quotes, and that breaks the block of \"{}\". {what_to_do}",
            block.key
        )
    } else if breaks_by_line_end(file, problem) {
        format!("With Windows line ends, {label} can't read this value and drops the whole file. {what_to_do}")
    } else {
        let outcome = if file.verdict.loads {
            ", so the agent runs under the file's name, without its keys and restrictions"
        } else if file.may_load() {
            ", and its documentation does not say what happens then"
        } else {
            " and drops the whole file"
        };
        format!("{label} can't read the front matter{outcome}: {why}. {what_to_do}")
    };
    let mut finding = Diagnostic::new(cost_of_lost_keys(file, file), span, message);
    if let Some(block) = broken_by_repair {
        finding = finding.see(block.key_span, "the block that the repair breaks");
    }
    match fix {
        Some(fix) => finding.fix(fix),
        None if problem.kind == ProblemKind::StrayLine => finding
            .fix(Fix::to_review("Turn the line into a comment", EditSet::one(Span::empty(problem.span.start), "# "))),
        None if problem.kind == ProblemKind::DuplicateKey => {
            let entry = file.front_matter.entries.iter().find(|entry| entry.span.start == problem.span.start);
            match entry.and_then(|entry| entry_edit::remove(file, entry)) {
                Some(edits) => finding.fix(Fix::to_review("Remove this one", edits)),
                None => finding,
            }
        }
        None => finding,
    }
}

/// Whether LF in place of CRLF would let the tool repair the value.
fn breaks_by_line_end(file: &AgentFile, problem: &Problem) -> bool {
    let entry = file.front_matter.entries.iter().find(|entry| entry.span.covers(problem.span));
    entry.is_some_and(|entry| {
        let has_return = file.text.get(entry.span.end as usize..).is_some_and(|rest| rest.starts_with("\r\n"));
        let alone = entry.span.slice(&file.text);
        has_return
            && !alone.contains('\n')
            && reads_once_repaired(alone, &entry_of_its_own(entry), file.front_matter.repair)
    })
}

/// The entry as it would stand at the start of a text of its own.
fn entry_of_its_own(entry: &Entry) -> Entry {
    let moved = |span: Span| Span::new(span.start - entry.span.start, span.end - entry.span.start);
    Entry {
        key: entry.key.clone(),
        key_span: moved(entry.key_span),
        span: moved(entry.span),
        raw_value: moved(entry.raw_value),
        value: None,
    }
}

/// Why a value can't be read, and what to do about it.
fn why(kind: ProblemKind, words: &str) -> (String, &'static str) {
    match kind {
        ProblemKind::ColonInValue => ("without quotes, this colon begins another key".into(), "Quote the value."),
        ProblemKind::SpecialStart => {
            (format!("a value can't begin with \"{words}\" unless it is quoted"), "Quote the value.")
        }
        ProblemKind::TextAfterQuote => {
            ("these words stand after the closing quote".into(), "Put the whole value between quotes.")
        }
        ProblemKind::UnclosedQuote => ("this quote is never closed".into(), "Close it."),
        ProblemKind::BadEscape => {
            (format!("between double quotes, \"{words}\" means nothing"), "Double the backslash.")
        }
        ProblemKind::UnclosedFlow => ("this bracket is never closed".into(), "Close it."),
        ProblemKind::StrayLine => ("this line belongs to no key".into(), "Indent it below the key that it belongs to."),
        ProblemKind::NoColon => {
            ("this key has no colon".into(), "Write a colon and a space after it, or remove the line.")
        }
        ProblemKind::Tab => ("a tab stands where only spaces may".into(), "Indent with spaces."),
        ProblemKind::UnknownAlias => {
            ("without quotes, \"*\" refers to something named elsewhere".into(), "Quote the value.")
        }
        ProblemKind::ControlCharacter => ("an invisible control character stands here".into(), "Remove it."),
        ProblemKind::TooDeep => ("the value is nested too deep".into(), "Make it flatter."),
        ProblemKind::DuplicateKey => {
            (format!("the key \"{words}\" stands here for the second time"), "Remove one of the two.")
        }
        ProblemKind::BadIndent => ("the indentation fits no line above".into(), "Indent it like its neighbours."),
        _ => ("this is not YAML".into(), "Quote the value, or write it as a block below `|`."),
    }
}

/// A stray line that begins with a known key: `name:backend`, `tools Read, Grep`, ` model: opus`.
fn as_key(file: &AgentFile, problem: &Problem) -> Option<Fix> {
    if problem.kind != ProblemKind::StrayLine {
        return None;
    }
    let text = problem.span.slice(&file.text);
    let line = text.trim_start();
    let length = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?;
    let (key, rest) = line.split_at_checked(length)?;
    let known = file.dialect.fields.iter().any(|field| field.key == key);
    if !known || file.front_matter.entry(key).is_some() || text.contains('\n') {
        return None;
    }
    let (value, safe) = match rest.trim_start().strip_prefix([':', '=']) {
        Some(value) => (value, true),
        None => (rest, false),
    };
    let new = format!("{key}: {}", value.trim());
    let mut tree = Tree::default();
    read_value(&new, &mut tree)?;
    let edits = smallest_edit(text, &new, problem.span.start);
    let title = format!("Write \"{key}:\" as a key");
    Some(if safe { Fix::safe(title, edits) } else { Fix::to_review(title, edits) })
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    fn of(lines: &str) -> String {
        findings(&format!("---\nname: a\ndescription: b\n{lines}\n---\n"))
    }

    #[test]
    fn points_at_the_exact_words() {
        expect_test::expect![[r#"
            error lost-front-matter "effort:low": Claude Code can't read the front matter and drops the whole file: this line belongs to no key. Write "effort:" as a key.
              fix: Write "effort:" as a key
        "#]].assert_eq(&of("effort:low"));
        expect_test::expect![[r#"
            error lost-front-matter ":": Claude Code can't read the front matter and drops the whole file: without quotes, this colon begins another key. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&of("skills:\n  - good\n  - one: two: three"));
        expect_test::expect![[r#"
            error lost-front-matter "- b": Claude Code can't read the front matter and drops the whole file: the indentation fits no line above. Indent it like its neighbours.
        "#]].assert_eq(&of("skills:\n    - a\n  - b"));
        expect_test::expect![[r#"
            error lost-front-matter "\"": Claude Code can't read the front matter and drops the whole file: this quote is never closed. Close the quote.
              fix: Close the quote
        "#]].assert_eq(&of("color: \"blue"));
        expect_test::expect![[r#"
            error lost-front-matter "\t": Claude Code can't read the front matter and drops the whole file: a tab stands where only spaces may. Indent with spaces instead of tabs.
              fix: Indent with spaces instead of tabs
        "#]].assert_eq(&of("initialPrompt: |\n\tRead"));
        expect_test::expect![[r#"
            error lost-front-matter "tool": Claude Code can't read the front matter and drops the whole file: this key has no colon. Write a colon and a space after it, or remove the line.
        "#]].assert_eq(&of("tool"));
    }

    #[test]
    fn line_ends_and_blocks_that_defeat_the_repair_are_named() {
        expect_test::expect![[r#"
            error lost-front-matter ":": With Windows line ends, Claude Code can't read this value and drops the whole file. Quote the value.
              fix: Quote the value
        "#]].assert_eq(&findings("---\r\nname: a\r\ndescription: Use when: x\r\n---\r\n"));
        expect_test::expect![[r#"
            error lost-front-matter ":": Claude Code drops the whole file: to read this value it puts single lines into quotes, and that breaks the block of "description". Quote the value.
              see "description": the block that the repair breaks
              fix: Quote the value
        "#]]
            .assert_eq(&findings("---\nname: a\ndescription: |\n  b\ninitialPrompt: Look: here\n---\n"));
    }

    #[test]
    fn where_one_line_is_beyond_repair_the_other_is_no_error() {
        expect_test::expect![[r#"
            information repaired-front-matter ":": Claude Code repairs this value; tools that read YAML to the letter reject the file. Quote the value.
              fix: Quote the value
            error lost-front-matter "effort:low": Claude Code can't read the front matter and drops the whole file: this line belongs to no key. Write "effort:" as a key.
              fix: Write "effort:" as a key
        "#]].assert_eq(&findings("---\nname: a\ndescription: Use when: x\neffort:low\n---\n"));
    }
}
