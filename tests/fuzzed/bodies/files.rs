//! Agent files: any text is one, for each tool. The first byte chooses the tool.

use super::spans::spans;
use agentls::compose::matrix;
use agentls::convert::convert as converted;
use agentls::dialect::{self, Dialect};
use agentls::format::formatted;
use agentls::model::AgentFile;
use agentls::model::verdict::Surroundings;
use agentls::rules::{self, Severities, Severity, fix_all};
use agentls::text::EditSet;

fn read(text: &str, dialect: &'static Dialect) -> AgentFile {
    AgentFile::new("/srv/.claude/agents/sample.md".into(), text.into(), dialect, Surroundings::default())
}

/// The tool and the text that bytes stand for.
fn file(data: &[u8]) -> Option<AgentFile> {
    let (first, text) = data.split_first()?;
    let all = dialect::all();
    Some(read(&String::from_utf8_lossy(text), &all[usize::from(*first) % all.len()]))
}

fn check_spans(file: &AgentFile) {
    for span in spans(file) {
        assert!(file.text.get(span.range()).is_some(), "{span:?} in {:?}", file.text);
    }
}

fn check_edits(file: &AgentFile, edits: &EditSet) {
    let mut last = 0;
    for edit in edits.edits() {
        assert!(file.text.get(edit.span.range()).is_some(), "{edit:?} in {:?}", file.text);
        assert!(edit.span.start >= last, "edits overlap: {edits:?}");
        last = edit.span.end;
    }
}

/// Spans lie in the text; the same text is read the same; a text that is typed on is read as if it were new.
pub fn syntax(data: &[u8]) {
    let Some(file) = file(data) else { return };
    check_spans(&file);
    assert_eq!(format!("{:?}", read(&file.text, file.dialect)), format!("{file:?}"));
    // A letter more, at a place that the bytes choose.
    let at = data.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let at = (0..=at % (file.text.len() + 1)).rev().find(|at| file.text.is_char_boundary(*at)).unwrap_or(0);
    let letter = ["x", ":", "\n", "-", "é", "#"][at % 6];
    let next = format!("{}{letter}{}", &file.text[..at], &file.text[at..]);
    let mut revised = file.revised(next.as_str().into(), Surroundings::default());
    revised.typed_on = None;
    check_spans(&revised);
    assert_eq!(
        format!("{revised:?}"),
        format!("{:?}", read(&next, file.dialect)),
        "{letter:?} at {at} of {:?}",
        file.text
    );
}

/// What does not load says why, and what starts was loaded.
pub fn verdict(data: &[u8]) {
    let Some(file) = file(data) else { return };
    let verdict = &file.verdict;
    assert!(verdict.loads || verdict.reason.is_some(), "no reason: {:?}", file.text);
    assert!(verdict.loads || !verdict.launches, "starts and does not load: {:?}", file.text);
    for dropped in &verdict.dropped_values {
        assert!(file.text.get(dropped.span.range()).is_some());
    }
}

fn errors(file: &AgentFile) -> usize {
    let found = rules::check(file, &Severities::AS_RULES_SAY);
    found.iter().filter(|found| found.severity == Severity::Error).count()
}

/// Findings lie in the text, and so do their fixes; what is mended loads wherever it did, has no more errors and is not mended
/// again.
pub fn rules(data: &[u8]) {
    let Some(file) = file(data) else { return };
    for found in rules::check_thoroughly(&file, &Severities::AS_RULES_SAY, Severity::Hint) {
        assert!(file.text.get(found.span.range()).is_some(), "{found:?} in {:?}", file.text);
        for related in &found.related {
            let text = file.text.get(related.span.range());
            assert!(text.is_some() || related.path.is_some(), "{found:?} in {:?}", file.text);
        }
        for fix in &found.fixes {
            check_edits(&file, &fix.edits);
            check_spans(&read(&fix.edits.apply(&file.text), file.dialect));
        }
    }
    let mend = |file: &AgentFile| fix_all(file, rules::all(), &Severities::AS_RULES_SAY, Surroundings::default());
    let Some(fixed) = mend(&file) else { return };
    check_edits(&file, &fixed.edits);
    assert_eq!(fixed.edits.apply(&file.text), fixed.text);
    let after = read(&fixed.text, file.dialect);
    assert!(after.verdict.loads || !file.verdict.loads, "mended, and lost: {:?} → {:?}", file.text, after.text);
    assert!(
        after.verdict.launches || !file.verdict.launches,
        "mended, and refused: {:?} → {:?}",
        file.text,
        after.text
    );
    assert!(errors(&after) <= errors(&file), "mended, and worse: {:?} → {:?}", file.text, after.text);
    assert!(mend(&after).is_none(), "mended twice: {:?} → {:?}", file.text, after.text);
}

/// The words of a drawn matrix, which no drawing changes.
fn words(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !('\u{2500}'..='\u{257f}').contains(letter)).collect()
}

/// A matrix that is aligned keeps its words, and stays as it is.
pub fn matrix(data: &[u8]) {
    let Some(file) = file(data) else { return };
    for (number, drawn) in file.matrices.iter().enumerate() {
        let Some(edits) = matrix::aligned(&file.text, drawn) else { continue };
        check_edits(&file, &edits);
        let text = edits.apply(&file.text);
        assert_eq!(words(&text), words(&file.text), "{:?}", file.text);
        let after = read(&text, file.dialect);
        if let Some(drawn) = after.matrices.get(number) {
            assert!(matrix::aligned(&text, drawn).is_none(), "aligned twice: {:?} → {text:?}", file.text);
        }
    }
}

/// What is laid out anew is read as before, and is not laid out again.
pub fn format(data: &[u8]) {
    let Some(file) = file(data) else { return };
    let Some(text) = formatted(&file, Surroundings::default()) else { return };
    let after = read(&text, file.dialect);
    let (was, is) = (&file.verdict, &after.verdict);
    assert_eq!((was.loads, was.launches, &was.name), (is.loads, is.launches, &is.name), "{:?} → {text:?}", file.text);
    assert_eq!(was.description, is.description, "{:?} → {text:?}", file.text);
    assert_eq!(was.tools.effective, is.tools.effective, "{:?} → {text:?}", file.text);
    assert_eq!(was.tools.denied, is.tools.denied, "{:?} → {text:?}", file.text);
    assert!(was.model == is.model, "{:?} → {text:?}", file.text);
    let again = formatted(&after, Surroundings::default());
    assert_eq!(again, None, "laid out twice: {:?} → {text:?}", file.text);
}

/// What loads, loads in each other tool; where nothing was lost on the way, it is the same when it is back.
pub fn convert(data: &[u8]) {
    let Some(file) = file(data) else { return };
    for target in dialect::all().iter().filter(|target| target.id != file.dialect.id) {
        let there = converted(&file, target);
        check_spans(&there.file);
        if !file.verdict.loads {
            continue;
        }
        assert!(there.file.verdict.loads, "lost in {}: {:?} → {:?}", target.id, file.text, there.file.text);
        if !there.losses.is_empty() {
            continue;
        }
        let back = converted(&there.file, file.dialect);
        if back.losses.is_empty() {
            let (was, is) = (&file.verdict, &back.file.verdict);
            let [was, is] = [was, is].map(|it| (it.loads, it.launches, &it.name, &it.description));
            assert_eq!(was, is, "by {}: {:?} → {:?} → {:?}", target.id, file.text, there.file.text, back.file.text);
        }
    }
}
