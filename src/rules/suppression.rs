//! Findings that an author has set aside: `<!-- agentls-ignore RULE: reason -->` in the body,
//! `# agentls-ignore RULE: reason` in the front matter. Several rules stand with commas between them.
//!
//! A comment on a line of its own counts for what follows it: in the body for the next block, which ends at a blank
//! line, with a block of code taken whole; in the front matter for the next entry, and for the opening fence where no
//! entry stands before it. A comment behind other words counts for their line, and behind the key of an entry for the
//! whole entry.

mod placing;
mod reading;

pub use placing::ignoring;

use super::text::unused_suppression;
use super::{Diagnostic, Findings};
use crate::model::AgentFile;
use crate::model::moved::shifted;
use crate::text::Span;
use memchr::memmem;

/// The word that such a comment begins with.
const WORD: &str = "agentls-ignore";

/// Further comments in one file are not looked at.
const MOST_COMMENTS: usize = 1000;

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment with its marks.
    pub span: Span,
    /// The rules that it names.
    pub codes: Vec<Named>,
    /// What it counts for, itself included.
    covers: Span,
    /// Whether nothing else stands on its line.
    pub stands_alone: bool,
}

/// A rule's code as a comment names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub code: Box<str>,
    pub span: Span,
    /// Whether it has set a finding aside.
    pub used: bool,
}

impl Suppression {
    fn moved(&self, from: u32, to: u32) -> Suppression {
        let mut moved = self.clone();
        for span in
            [&mut moved.span, &mut moved.covers].into_iter().chain(moved.codes.iter_mut().map(|code| &mut code.span))
        {
            *span = shifted(*span, from, to);
        }
        moved
    }
}

/// Whether there may be such a comment in a file.
pub(super) fn may_stand_in(file: &AgentFile) -> bool {
    memmem::find(file.text.as_bytes(), WORD.as_bytes()).is_some()
}

/// What is left of findings that are not looked for by the rules over a single file.
pub(super) fn not_set_aside(file: &AgentFile, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if !found.is_empty() && may_stand_in(file) {
        let mut comments = reading::in_front_matter(file);
        comments.extend(reading::in_body(file));
        set_aside(&mut found, &mut comments);
    }
    found
}

/// The comments of a file, in order. Those of a body that has not changed are not looked for again.
pub(super) fn of(file: &AgentFile, findings: &mut Findings) -> Vec<Suppression> {
    findings.code = unused_suppression::RULE.code;
    let start = file.front_matter.body;
    let in_body = findings.read_body(|| (start, reading::in_body(file)));
    let mut comments = reading::in_front_matter(file);
    let (from, found) = &*in_body;
    comments.extend(found.iter().map(|comment| comment.moved(*from, start)));
    comments.truncate(MOST_COMMENTS);
    comments
}

/// Takes out what the comments set aside, and marks the codes that did so.
pub(super) fn set_aside(found: &mut Vec<Diagnostic>, comments: &mut [Suppression]) {
    if comments.is_empty() {
        return;
    }
    found.retain(|finding| {
        let mut kept = true;
        for comment in comments.iter_mut().filter(|comment| comment.covers.touches(finding.span.start)) {
            for named in comment.codes.iter_mut().filter(|named| *named.code == *finding.code) {
                named.used = true;
                kept = false;
            }
        }
        kept
    });
}

#[cfg(test)]
mod tests {
    use crate::model::AgentFile;
    use crate::rules::page_tests::{agent, check, examples, findings_of};
    use crate::rules::{all, ignoring};

    fn codes(text: &str) -> Vec<&'static str> {
        check(&agent(text)).iter().map(|finding| finding.code).collect()
    }

    fn with_tools(line: &str, body: &str) -> String {
        format!(
            "---\nname: a\ndescription: Reads. Use for reading.\n{line}\n---\n{body}\n## Output Format\n\nA list.\n"
        )
    }

    #[test]
    fn a_comment_counts_for_what_follows_it_or_for_its_line() {
        let body = "Read.\n";
        assert!(codes(&with_tools("tools: Read, Grpe", body)).contains(&"unknown-tool"));
        for lines in [
            "# agentls-ignore unknown-tool: comes with a plugin\ntools: Read, Grpe",
            "#agentls-ignore unknown-tool\ntools: Read, Grpe",
            "# agentls-ignore long-description, unknown-tool: why\n\n# another comment\ntools:\n  - Read\n  - Grpe",
            "tools: Read, Grpe # agentls-ignore unknown-tool: comes with a plugin",
            "tools: # agentls-ignore unknown-tool\n  - Read\n  - Grpe",
            "tools:\n  - Read\n  - Grpe # agentls-ignore unknown-tool",
            "tools:\n  - Read\n  # agentls-ignore unknown-tool\n  - Grpe",
        ] {
            assert!(!codes(&with_tools(lines, body)).contains(&"unknown-tool"), "{lines}");
        }
        for lines in [
            "# agentls-ignore unknown-tool: why\nmodel: opus\ntools: Read, Grpe",
            "model: opus # agentls-ignore unknown-tool\ntools: Read, Grpe",
            "# agentls-ignore-file unknown-tool\ntools: Read, Grpe",
            "color: |\n  # agentls-ignore unknown-tool\ntools: Read, Grpe",
        ] {
            assert!(codes(&with_tools(lines, body)).contains(&"unknown-tool"), "{lines}");
        }
    }

    #[test]
    fn in_the_body_a_comment_counts_for_the_next_block() {
        let hidden = "A\u{200b}b";
        let with = |body: &str| codes(&with_tools("model: opus", body)).contains(&"invisible-characters");
        let comment = "<!-- agentls-ignore invisible-characters: on purpose -->";
        assert!(with(&format!("{hidden}\n")));
        assert!(!with(&format!("{comment}\n{hidden}\n")));
        assert!(!with(&format!("{comment}\n\nx\n{hidden}\n")));
        assert!(!with(&format!("{comment}\n<!-- agentls-ignore secrets -->\n{hidden}\n")));
        assert!(!with(&format!("{comment}\n```\n\n{hidden}\n```\n")));
        assert!(!with(&format!("x\n{hidden} {comment}\n")));
        assert!(with(&format!("{comment}\nx\n\n{hidden}\n")));
        assert!(with(&format!("x {comment}\n{hidden}\n")));
        assert!(with(&format!("```\n{comment}\n{hidden}\n```\n")));
        assert!(with(&format!("`{comment}`\n{hidden}\n")));
        assert!(with(&format!("<!-- agentls-ignore invisible-characters\n-->\n{hidden}\n")));
    }

    #[test]
    fn what_sets_nothing_aside_is_reported() {
        let text = with_tools(
            "# agentls-ignore unknown-tool, unkown-key: gone\ntools: Read",
            "<!-- agentls-ignore -->\nRead. <!-- agentls-ignore secrets: none -->\n",
        );
        expect_test::expect![[r#"
            warning unused-suppression "unknown-tool": Nothing here is found by the rule unknown-tool any more: naming it has no effect. Take it out.
              fix: Take it out
            warning unused-suppression "unkown-key": There is no rule unkown-key: nothing is set aside. Did you mean unknown-key?
              fix: Replace by unknown-key
            warning unused-suppression "<!-- agentls-ignore -->": This comment names no rule, so it sets nothing aside. Name one: agentls-ignore RULE: reason.
              fix: Delete the comment
            warning unused-suppression "secrets": Nothing here is found by the rule secrets any more: naming it has no effect. Take it out.
              fix: Delete the comment
        "#]]
        .assert_eq(&findings_of("unused-suppression", &text));
    }

    #[test]
    fn many_comments_take_no_longer_than_their_length() {
        for line in [
            "<!-- agentls-ignore a -->\n",
            "<!-- agentls-ignore a",
            "<!-- agentls-ignore a -->\nx\n",
            "```\n<!-- agentls-ignore a -->\n```\n",
        ] {
            let text = with_tools("model: opus", &line.repeat(20_000));
            assert!(check(&agent(&text)).len() <= 2500, "{line}");
        }
    }

    /// The examples of all rules: where a comment is offered, it sets the finding aside and the tool
    /// reads the file as before.
    #[test]
    fn each_finding_can_be_ignored_where_that_is_offered() {
        let (mut offered, mut not, mut wrong) = (0, Vec::new(), Vec::new());
        for rule in all().iter().filter(|rule| rule.code != "unused-suppression") {
            for example in examples(rule.page).iter().filter(|example| example.kind == "bad") {
                let file = example.agent();
                let of_rule = |file: &AgentFile| check(file).into_iter().filter(|found| found.code == rule.code);
                for finding in of_rule(&file).take(3) {
                    let Some(fix) = ignoring(&file, &finding) else {
                        not.push(rule.code);
                        continue;
                    };
                    offered += 1;
                    let after = example.with_text(&fix.edits.apply(&file.text));
                    if of_rule(&after).count() >= of_rule(&file).count() || reading(&after) != reading(&file) {
                        let head: Vec<&str> = after.text.lines().take(12).collect();
                        wrong.push(format!("{}: {head:#?}", rule.code));
                    }
                }
            }
        }
        not.dedup();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(offered >= 60, "{offered} offered, not for {not:?}");
    }

    /// What the tool makes of a file.
    fn reading(file: &AgentFile) -> impl PartialEq {
        let verdict = &file.verdict;
        let (name, description) = (verdict.name.clone(), verdict.description.clone());
        let effect = (verdict.tools.effective.clone(), verdict.model.clone());
        (verdict.loads, verdict.launches, name, description, effect, file.front_matter.state)
    }
}
