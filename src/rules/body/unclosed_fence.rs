//! `unclosed-fence`

use super::nested_fence::nested_fences;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::syntax::outline::Fence;
use crate::text::{EditSet, Span};

pub const RULE: Rule = Rule {
    code: "unclosed-fence",
    summary: "A code block that is never closed.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("unclosed-fence.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    findings.of_body(file, |findings| {
        let is_unclosed = |fence: &&Fence| fence.close.is_none() && !fence.open.is_empty();
        let unclosed: Vec<&Fence> = file.outline.fences.iter().filter(is_unclosed).collect();
        if unclosed.is_empty() {
            return;
        }
        // The last mark of a block that an inner one has ended early opens a block that nobody meant.
        let meant: Vec<Option<Span>> = nested_fences(file).into_iter().map(|nested| nested.close).collect();
        for fence in unclosed.into_iter().filter(|fence| !meant.contains(&Some(fence.open))) {
            findings.add(finding(file, fence));
        }
    });
}

fn finding(file: &AgentFile, fence: &Fence) -> Diagnostic {
    let mark = fence.open.slice(&file.text);
    let swallowed = first_heading(fence.content.slice(&file.text));
    let what = match swallowed {
        Some(title) => format!("All that follows counts as code, \"{title}\" too."),
        None => "All that follows counts as code.".to_owned(),
    };
    let message = format!("This code block is never closed: {} Close it with {mark}.", lower_first(&what));
    let found = Diagnostic::new(Severity::Hint, fence.open, message);
    let Some(edits) = closing(file, fence, mark) else { return found };
    // Where a heading follows, the block was meant to end before it, and only its author knows where.
    let title = "Close the code block at its end";
    found.fix(if swallowed.is_some() { Fix::to_review(title, edits) } else { Fix::safe(title, edits) })
}

/// A closing mark on a line of its own, indented like the opening one.
fn closing(file: &AgentFile, fence: &Fence, mark: &str) -> Option<EditSet> {
    let text = &file.text;
    let before = text.get(..fence.open.start as usize)?;
    let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let indent = before.get(line_start..).filter(|indent| indent.chars().all(|c| c == ' '))?;
    let kept = fence.content.slice(text).trim_end();
    let end = if kept.is_empty() {
        fence.open.end.max(fence.info.end)
    } else {
        fence.content.start + Span::offset(kept.len())
    };
    // Blanks at the end of that line would stand behind the mark, and not all of them let it close the block.
    let rest = text.get(end as usize..)?;
    let blanks = rest.find(|c: char| !c.is_whitespace() || matches!(c, '\n' | '\r')).unwrap_or(rest.len());
    let blanks = Span::new(end, end + Span::offset(blanks));
    Some(EditSet::one(blanks, format!("{}{indent}{mark}", file.line_end())))
}

/// The title of the first heading in a text of code.
fn first_heading(code: &str) -> Option<&str> {
    code.lines().find_map(|line| {
        let rest = line.trim_start_matches('#');
        let level = line.len() - rest.len();
        (level == 2).then(|| rest.strip_prefix(' ')).flatten().map(str::trim).filter(|title| !title.is_empty())
    })
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_of, fixed};

    const HEAD: &str = "---\nname: a\ndescription: Reads. Use for it.\n---\n";

    #[test]
    fn says_what_is_swallowed() {
        let text = format!("{HEAD}~~~~sh\nls\n~~~\n## Output Format\n");
        expect_test::expect![[r#"
            hint unclosed-fence "~~~~": This code block is never closed: all that follows counts as code, "Output Format" too. Close it with ~~~~.
              fix: Close the code block at its end (to review)
        "#]]
        .assert_eq(&findings_of("unclosed-fence", &text));
        assert_eq!(
            fixed(&format!("{HEAD}- x\n\n  ```\n  code\n\n"), "unclosed-fence"),
            format!("{HEAD}- x\n\n  ```\n  code\n  ```\n\n")
        );
    }

    #[test]
    fn closed_and_indented_blocks_are_left_alone() {
        assert_eq!(findings_of("unclosed-fence", &format!("{HEAD}```\na\n```\n\n    indented\n")), "");
    }
}
