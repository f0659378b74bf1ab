//! `nested-fence`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::outline::Fence;
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "nested-fence",
    summary: "A code block whose end is taken from it by a block inside.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("nested-fence.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    findings.of_body(file, |findings| blocks_cut_short(file, findings));
}

fn blocks_cut_short(file: &AgentFile, findings: &mut Findings) {
    for nested in nested_fences(file) {
        let message = format!(
            "This code block ends at the first inner {}: what follows is no longer part of it. Give it a longer fence than the blocks inside.",
            nested.inner_close.slice(&file.text)
        );
        let found = Diagnostic::new(Severity::Hint, nested.open, message)
            .see(nested.inner_close, "the block ends here".to_owned());
        findings.add(match longer(file, &nested) {
            Some(edits) => found.fix(Fix::safe("Lengthen the outer fence", edits)),
            None => found,
        });
    }
}

/// More in one file would tell nothing new.
const MOST: usize = 32;

/// A block that its author meant to hold others.
pub(super) struct NestedFence {
    open: Span,
    /// The mark of an inner block that ends the outer one instead.
    inner_close: Span,
    /// The mark that was meant to end it.
    pub close: Option<Span>,
    /// The length of the longest mark inside.
    longest: usize,
}

/// The blocks that hold an opening mark with a language behind it, as short as their own.
pub(super) fn nested_fences(file: &AgentFile) -> Vec<NestedFence> {
    let mut found: Vec<NestedFence> = Vec::new();
    for fence in &file.outline.fences {
        if found.len() == MOST {
            break;
        }
        let is_behind = found.last().and_then(|last| last.close).is_none_or(|close| fence.open.start > close.start);
        if is_behind && let Some(nested) = nested(file, fence) {
            found.push(nested);
        }
    }
    found
}

fn nested(file: &AgentFile, fence: &Fence) -> Option<NestedFence> {
    let text = &*file.text;
    let mark = fence.open.slice(text).chars().next()?;
    let language = fence.info.slice(text).split_whitespace().next().unwrap_or("");
    if !["", "markdown", "md", "text", "txt"].iter().any(|plain| language.eq_ignore_ascii_case(plain)) {
        return None;
    }
    let own = fence.open.len() as usize;
    let is_inner = |(_, length, named): &(Span, usize, bool)| *named && *length >= own;
    if !marks(text, fence.content, mark).iter().any(is_inner) {
        return None;
    }
    let behind = Span::new(fence.content.start, Span::offset(text.len()));
    let mut depth = 0u32;
    let mut longest = own;
    for (span, length, named) in marks(text, behind, mark) {
        if length < own {
            continue;
        }
        if !named && depth == 0 {
            return Some(NestedFence { open: fence.open, inner_close: fence.close?, close: Some(span), longest });
        }
        longest = longest.max(length);
        depth = if named { depth + 1 } else { depth - 1 };
    }
    Some(NestedFence { open: fence.open, inner_close: fence.close?, close: None, longest })
}

/// The lines in `span` that begin with three or more of `mark`: the mark, its length, and whether
/// a language stands behind it.
fn marks(text: &str, span: Span, mark: char) -> Vec<(Span, usize, bool)> {
    let mut found = Vec::new();
    let mut at = span.start;
    for line in span.slice(text).split_inclusive('\n') {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let length = trimmed.chars().take_while(|c| *c == mark).count();
        if length >= 3 {
            let start = at + Span::offset(line.len() - trimmed.len());
            let info = trimmed.get(length..).unwrap_or("").trim();
            let is_mark = info.is_empty() || !info.contains([' ', mark]);
            if is_mark {
                found.push((Span::new(start, start + Span::offset(length)), length, !info.is_empty()));
            }
        }
        at += Span::offset(line.len());
    }
    found
}

/// Both outer marks, one longer than the longest inside.
fn longer(file: &AgentFile, nested: &NestedFence) -> Option<EditSet> {
    let mark = nested.open.slice(&file.text).get(..1)?.repeat(nested.longest + 1);
    let edit = |span| Edit { span, text: mark.clone() };
    EditSet::new(vec![edit(nested.open), edit(nested.close?)])
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_of, fixed};

    const HEAD: &str = "---\nname: a\ndescription: Reads. Use for it.\n---\n";

    #[test]
    fn the_meant_end_is_found_behind_all_inner_blocks() {
        let text = format!("{HEAD}```markdown\n# X\n```ts\na\n```\n## Y\n```sh\nb\n```\n```\n\nBehind.\n");
        expect_test::expect![[r#"
            hint nested-fence "```": This code block ends at the first inner ```: what follows is no longer part of it. Give it a longer fence than the blocks inside.
              see "```": the block ends here
              fix: Lengthen the outer fence
        "#]]
        .assert_eq(&findings_of("nested-fence", &text));
        let after = fixed(&text, "nested-fence");
        assert_eq!(after, format!("{HEAD}````markdown\n# X\n```ts\na\n```\n## Y\n```sh\nb\n```\n````\n\nBehind.\n"));
        assert_eq!(findings_of("nested-fence", &after), "");
        assert_eq!(findings_of("unclosed-fence", &text), "");
    }

    #[test]
    fn without_a_meant_end_only_its_author_can_help() {
        let text = format!("{HEAD}```\n# X\n```ts\na\n```\nBehind.\n");
        assert!(!findings_of("nested-fence", &text).contains("fix:"));
    }

    #[test]
    fn blocks_of_a_language_and_longer_fences_are_left_alone() {
        assert_eq!(findings_of("nested-fence", &format!("{HEAD}````md\n```ts\na\n```\n````\n```ts\nb\n```\n")), "");
    }
}
