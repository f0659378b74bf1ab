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

/// The blocks that hold other blocks with marks as long as their own, as their author saw them.
///
/// Behind the first of them Markdown takes ends for beginnings, so from there on the marks are read as
/// their author meant them.
pub(super) fn nested_fences(file: &AgentFile) -> Vec<NestedFence> {
    if file.outline.fences.is_empty() {
        return Vec::new();
    }
    let marks = Marks::of(&file.text, file.front_matter.body);
    let mut found: Vec<NestedFence> = Vec::new();
    for fence in &file.outline.fences {
        let Some(nested) = marks.at(fence.open).and_then(|at| marks.nested(at)) else { continue };
        found.push(nested);
        break;
    }
    let mut next = found.first().and_then(|first| marks.at(first.close?)).map(|at| at + 1);
    while let Some(at) = next.filter(|_| found.len() < MOST) {
        let Some(block) = marks.block(at) else { break };
        next = block.close.map(|close| close + 1);
        found.extend(marks.nested(at));
    }
    found
}

/// Tells whether a place lies in a block that was meant to hold it, and that ends before it to Markdown.
pub(super) fn meant_as_code(file: &AgentFile) -> impl FnMut(Span) -> bool {
    let mut blocks: Option<Vec<NestedFence>> = None;
    move |at| {
        let holds = |block: &NestedFence| {
            at.start > block.open.start && block.close.is_some_and(|close| at.start < close.start)
        };
        blocks.get_or_insert_with(|| nested_fences(file)).iter().any(holds)
            || torn(file).iter().any(|torn| torn.start <= at.start && at.end <= torn.end)
    }
}

/// What lies between a block with long marks and another such mark that ends something rather than begins it:
/// the end of an inner block was written as long as that of the outer one.
fn torn(file: &AgentFile) -> Vec<Span> {
    let long: Vec<&Fence> = file.outline.fences.iter().filter(|fence| fence.open.len() > 3).collect();
    let pairs = long.windows(2).filter_map(|pair| {
        let [whole, end] = pair else { return None };
        let begins = !end.info.is_empty()
            || end.content.slice(&file.text).lines().next().is_some_and(|line| !line.trim().is_empty());
        let is_end = end.open.len() == whole.open.len() && (end.close.is_none() || !begins);
        Some(Span::new(whole.close?.end, end.open.start)).filter(|_| is_end)
    });
    pairs.collect()
}

/// A line that begins with three or more of "`" or "~".
struct Mark {
    span: Span,
    /// Index of its line.
    line: usize,
    /// Whether a language stands behind it: then it begins a block.
    named: bool,
    /// Whether the block that it begins is for text, which may hold other blocks.
    for_text: bool,
}

/// All marks of a body, in order.
struct Marks<'t> {
    text: &'t str,
    lines: Vec<&'t str>,
    marks: Vec<Mark>,
}

/// What a mark begins, as its author meant it.
struct Block {
    /// Index of the mark that ends it.
    close: Option<usize>,
    /// The first mark inside that ends it instead.
    first_end: Option<Span>,
    holds_others: bool,
    longest: usize,
}

impl<'t> Marks<'t> {
    fn of(text: &'t str, body: u32) -> Marks<'t> {
        let mut found = Marks { text, lines: Vec::new(), marks: Vec::new() };
        let mut at = body;
        for (line, content) in text.get(body as usize..).unwrap_or("").split_inclusive('\n').enumerate() {
            found.lines.push(content.trim());
            found.marks.extend(mark(content, line, at));
            at += Span::offset(content.len());
        }
        found
    }

    fn at(&self, open: Span) -> Option<usize> {
        self.marks.binary_search_by_key(&open.start, |mark| mark.span.start).ok()
    }

    /// The block that the mark `at` begins, where it is one for text and holds others that cut it short.
    fn nested(&self, at: usize) -> Option<NestedFence> {
        let open = self.marks.get(at).filter(|mark| mark.for_text)?;
        // A mark right below other text may as well be the end of a block.
        if !open.named && !self.above(open).is_none_or(introduces) {
            return None;
        }
        let block = self.block(at).filter(|block| block.holds_others)?;
        // Where the end could as well be a beginning, only the author knows.
        let close = block.close.and_then(|close| self.marks.get(close)).filter(|close| {
            let may_begin = self.above(close).is_none_or(introduces) && !self.below(close).is_empty();
            !may_begin
        });
        let (open, close) = (open.span, close.map(|close| close.span));
        Some(NestedFence { open, inner_close: block.first_end?, close, longest: block.longest })
    }

    fn block(&self, at: usize) -> Option<Block> {
        let open = self.marks.get(at)?;
        let own = open.span.len() as usize;
        let mut block = Block { close: None, first_end: None, holds_others: false, longest: own };
        // Whether each of the open blocks may hold others, the innermost last.
        let mut inside = vec![open.for_text];
        for (index, mark) in self.marks.iter().enumerate().skip(at + 1) {
            let is_shorter = (mark.span.len() as usize) < own;
            if is_shorter || self.sign(mark) != self.sign(open) {
                continue;
            }
            let may_hold = inside.last().copied().unwrap_or(false);
            if !mark.named && block.first_end.is_none() {
                block.first_end = Some(mark.span);
            }
            if may_hold && (mark.named || self.begins(index)) {
                inside.push(mark.named && mark.for_text);
                block.holds_others = true;
            } else if !mark.named {
                inside.pop();
            }
            if inside.is_empty() {
                block.close = Some(index);
                break;
            }
            block.longest = block.longest.max(mark.span.len() as usize);
        }
        Some(block)
    }

    /// Whether a mark without a language begins a block inside another one: a heading or a line with a
    /// colon leads to it, and the next mark ends what it began.
    fn begins(&self, at: usize) -> bool {
        let (Some(mark), Some(next)) = (self.marks.get(at), self.marks.get(at + 1)) else { return false };
        let leads = self.lines.get(..mark.line).unwrap_or_default().iter().rev().find(|line| !line.is_empty());
        leads.is_some_and(|line| introduces(line))
            && !self.below(mark).is_empty()
            && !next.named
            && self.sign(next) == self.sign(mark)
            && self.above(next).is_some_and(|line| !introduces(line))
    }

    fn sign(&self, mark: &Mark) -> Option<char> {
        mark.span.slice(self.text).chars().next()
    }

    /// The line above a mark; none above the first one.
    fn above(&self, mark: &Mark) -> Option<&'t str> {
        self.lines.get(mark.line.checked_sub(1)?).copied()
    }

    fn below(&self, mark: &Mark) -> &'t str {
        self.lines.get(mark.line + 1).copied().unwrap_or("")
    }
}

/// Whether a block may follow below a line: a blank one, a heading, a label, a comment.
fn introduces(line: &str) -> bool {
    let words = line.trim_end_matches(['*', '_', ' ']);
    words.is_empty()
        || line.starts_with('#')
        || words.ends_with([':', '：'])
        || line.ends_with("-->")
        || line.starts_with("**") && line.ends_with("**")
}

/// The mark that the line `line`, which stands at byte `at`, begins with.
fn mark(content: &str, line: usize, at: u32) -> Option<Mark> {
    let trimmed = content.trim_start_matches([' ', '\t']);
    let sign = trimmed.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = trimmed.chars().take_while(|c| *c == sign).count();
    let info = trimmed.get(length..)?.trim();
    if length < 3 || info.contains(sign) {
        return None;
    }
    let start = at + Span::offset(content.len() - trimmed.len());
    let language = info.split_whitespace().next().unwrap_or("");
    Some(Mark {
        span: Span::new(start, start + Span::offset(length)),
        line,
        named: info.contains(|c: char| c.is_alphanumeric() || matches!(c, '[' | '{' | '<')),
        for_text: ["", "markdown", "md", "text", "txt"].iter().any(|plain| language.eq_ignore_ascii_case(plain)),
    })
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
    fn an_inner_block_without_a_language_is_known_by_what_leads_to_it() {
        let body = "```markdown\n## Failure\n**Message:**\n```\n[Output]\n```\n\n**Fix:**\n```diff\n- a\n```\n- [ ] Done\n```\n\nBehind.\n";
        let text = format!("{HEAD}{body}");
        let after = fixed(&text, "nested-fence");
        assert_eq!(
            after,
            format!("{HEAD}`{}", body.replace("Done\n```", "Done\n````")),
            "the first mark and the last one"
        );
        assert_eq!(findings_of("nested-fence", &after), "");
        assert_eq!(findings_of("unclosed-fence", &text), "");
    }

    #[test]
    fn behind_a_block_that_is_cut_short_the_marks_are_read_as_they_were_meant() {
        let block = |title: &str| format!("## {title}\n```markdown\n# X\n```py\na\n```\n```\n\n");
        let text = format!("{HEAD}{}{}Behind.\n\n```\nx\n```\n", block("One"), block("Two"));
        let found = findings_of("nested-fence", &text);
        assert_eq!(found.matches("fix: Lengthen the outer fence").count(), 2, "{found}");
        assert_eq!(found.matches("hint").count(), 2, "{found}");
    }

    #[test]
    fn the_end_of_a_block_is_no_beginning() {
        // The second mark ends a block that has begun in a list; nothing is nested.
        let text = format!("{HEAD}```markdown\n# X\n[Text]\n```\nWords below it.\n```sh\nls\n```\n");
        assert_eq!(findings_of("nested-fence", &text), "");
    }

    #[test]
    fn where_the_end_could_begin_another_block_only_its_author_can_help() {
        let text = format!("{HEAD}```md\n# X\n```ts\na\n```\n\nBehind.\n\n```\nb\n```\n");
        let found = findings_of("nested-fence", &text);
        assert!(found.starts_with("hint") && !found.contains("fix:"), "{found}");
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
