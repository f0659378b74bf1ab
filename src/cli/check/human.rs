//! Findings with the lines in question, and one line that sums up.

use super::{Checked, Run};
use crate::cli::output::{self, plain};
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Severity};
use crate::text::{Encoding, Span, Text};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

/// Places further apart than this are not shown in one picture.
const MOST_LINES: u32 = 60;

pub fn render(checked: &[Checked], run: Run, colours: bool) -> String {
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() }.term_width(output::width());
    let mut out = String::new();
    for one in checked {
        if one.invalid_utf8 {
            let path = plain(&one.path);
            let _ = writeln!(out, "note: {path} is not UTF-8 throughout: the bytes that are not are read as U+FFFD\n");
        }
        if one.shown().next().is_none() {
            continue;
        }
        let text = Text::from(&*one.text);
        for finding in one.shown() {
            // Writing to a string does not fail.
            let _ = writeln!(out, "{}\n", picture(&renderer, &one.path, &text, finding));
        }
    }
    out.push_str(&summary(checked, run));
    out
}

/// One finding, as compilers show it.
fn picture(renderer: &Renderer, path: &str, text: &Text, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name("information"),
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let path = plain(path);
    let (title, rest) = first_sentence(&finding.message);
    let rest = plain(rest);
    let window = Window::around(text, finding);
    let primary = AnnotationKind::Primary.span(window.inside(finding.span));
    let mut snippet = Snippet::source(window.source(text))
        .line_start(window.first_line as usize + 1)
        .path(&*path)
        .annotation(if rest.is_empty() { primary } else { primary.label(&*rest) });
    let mut elsewhere = Vec::new();
    for related in &finding.related {
        let here = related.path.is_none() && window.covers(related.span);
        if here {
            snippet = snippet
                .annotation(AnnotationKind::Context.span(window.inside(related.span)).label(plain(&related.message)));
        } else {
            elsewhere.push(related);
        }
    }
    let title = level.primary_title(title).id(finding.code);
    let footer = Level::NOTE.with_name(if finding.fixes.is_empty() { "more" } else { "fix" }).message(advice(finding));
    let mut report = vec![title.element(snippet).element(footer)];
    for related in elsewhere {
        let origin = match &related.path {
            Some(path) => Origin::path(plain(path)),
            None => {
                let at = text.position_of(related.span.start, Encoding::Utf32);
                Origin::path(&*path).line(at.line as usize + 1).char_column(at.column as usize + 1)
            }
        };
        let message = plain(&related.message);
        report.push(Group::with_title(Level::NOTE.with_name("see").secondary_title(message)).element(origin));
    }
    renderer.render(&report)
}

/// What to do, and where to read more.
fn advice(finding: &Diagnostic) -> String {
    let more = format!("agentls explain {}", finding.code);
    let titles: Vec<&str> = finding.fixes.iter().take(3).map(|fix| &*fix.title).collect();
    if titles.is_empty() { more } else { format!("{} · {more}", plain(&titles.join(" · "))) }
}

/// A message's first sentence, for the headline, and the others. The full stop between them goes.
fn first_sentence(message: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, c) in message.char_indices() {
        match c {
            '"' | '`' => quoted = !quoted,
            '.' if !quoted => {
                let Some((first, rest)) = message.get(..at).zip(message.get(at + 1..)) else { continue };
                let next = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
                if next.is_some_and(|next| !next.is_lowercase()) {
                    return (first, rest.trim());
                }
            }
            _ => {}
        }
    }
    (message.strip_suffix('.').unwrap_or(message), "")
}

/// The lines of a text that a picture shows.
struct Window {
    bytes: Span,
    /// From 0.
    first_line: u32,
}

impl Window {
    /// The lines of a finding, and of the places near it that belong to it.
    fn around(text: &Text, finding: &Diagnostic) -> Window {
        let lines = |span: Span| {
            let line = |at| text.position_of(at, Encoding::Utf8).line;
            (line(span.start), line(span.end))
        };
        let (mut first, mut last) = lines(finding.span);
        for related in finding.related.iter().filter(|related| related.path.is_none()) {
            let (start, end) = lines(related.span);
            if last.max(end) - first.min(start) <= MOST_LINES {
                (first, last) = (first.min(start), last.max(end));
            }
        }
        Window { bytes: text.line_span(first).to(text.line_span(last)), first_line: first }
    }

    fn source<'a>(&self, text: &'a Text) -> &'a str {
        self.bytes.slice(text.as_str())
    }

    fn covers(&self, span: Span) -> bool {
        self.bytes.covers(span)
    }

    /// `span` as a range of the window's own bytes.
    fn inside(&self, span: Span) -> Range<usize> {
        let within = |at: u32| at.clamp(self.bytes.start, self.bytes.end).saturating_sub(self.bytes.start);
        within(span.start) as usize..within(span.end) as usize
    }
}

/// `37 agents in 4 dialects: 31 fine, 2 will not load, 4 lose something · 3 findings have a safe fix`
fn summary(checked: &[Checked], run: Run) -> String {
    let agents: Vec<(&Checked, &AgentFile)> =
        checked.iter().filter_map(|checked| Some((checked, checked.agent.as_ref()?))).collect();
    let mut parts: Vec<String> = sum_of_agents(&agents).into_iter().collect();
    let in_configs: usize =
        checked.iter().filter(|checked| checked.agent.is_none()).map(|checked| checked.shown().count()).sum();
    if in_configs > 0 {
        parts.push(format!("{} in the configuration", counted(in_configs, "finding")));
    }
    if let Some(tally) = run.mended.filter(|tally| tally.fixes > 0) {
        parts.push(format!("mended {} in {}", counted(tally.fixes, "finding"), counted(tally.files, "file")));
    }
    let hidden: usize = checked.iter().map(|checked| checked.found.len() - checked.shown().count()).sum();
    if hidden > 0 {
        parts.push(format!("{} not shown (--min-severity hint)", counted(hidden, "finding")));
    }
    let known: usize = checked.iter().map(|checked| checked.known).sum();
    if known > 0 {
        parts.push(format!("{} known from the baseline", counted(known, "finding")));
    }
    if run.gone > 0 {
        let entries = if run.gone == 1 { "1 entry".to_owned() } else { format!("{} entries", run.gone) };
        parts.push(format!("{entries} of the baseline found no more (--write-baseline)"));
    }
    if parts.is_empty() { String::new() } else { parts.join(" · ") + "\n" }
}

/// What becomes of the agents; `None` where there are none.
fn sum_of_agents(checked: &[(&Checked, &AgentFile)]) -> Option<String> {
    if checked.is_empty() {
        return None;
    }
    let worst = |checked: &Checked| checked.shown().map(|finding| finding.severity).max();
    let (mut fine, mut not_loaded, mut refused, mut losing, mut no_agents) = (0, 0, 0, 0, 0);
    for (one, file) in checked {
        let verdict = &file.verdict;
        let faulty = worst(one) >= Some(Severity::Warning);
        match (verdict.loads, verdict.launches) {
            (false, _) if faulty => not_loaded += 1,
            (false, _) => no_agents += 1,
            (true, false) => refused += 1,
            (true, true) if faulty => losing += 1,
            (true, true) => fine += 1,
        }
    }
    let parts = [
        (fine, "fine", "fine"),
        (not_loaded, "will not load", "will not load"),
        (refused, "will not start", "will not start"),
        (losing, "loses something", "lose something"),
        (no_agents, "is not taken for an agent", "are not taken for agents"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, more)| match count {
            1 if checked.len() == 1 => (*one).to_owned(),
            1 => format!("1 {one}"),
            count => format!("{count} {more}"),
        })
        .collect();
    let dialects: BTreeSet<&str> = checked.iter().map(|(_, file)| &*file.dialect.id).collect();
    let among = if dialects.len() > 1 { format!(" in {} dialects", dialects.len()) } else { String::new() };
    let mut out = format!("{}{among}: {}", counted(checked.len(), "file"), parts.join(", "));
    let safe = |finding: &&Diagnostic| finding.fixes.iter().any(|fix| fix.safe);
    let fixable = checked.iter().flat_map(|(checked, _)| checked.shown()).filter(safe).count();
    if fixable > 0 {
        let _ = write!(
            out,
            " · {} a safe fix (agentls fix)",
            if fixable == 1 { "1 finding has".into() } else { format!("{fixable} findings have") }
        );
    }
    Some(out)
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Fix;
    use crate::text::EditSet;
    use expect_test::expect;
    use proptest::prelude::*;

    fn draw(text: &str, finding: &Diagnostic) -> String {
        picture(&Renderer::plain(), "backend.md", &Text::from(text), finding)
    }

    #[test]
    fn a_finding_shows_its_line_its_fix_and_where_to_read_on() {
        let text = "---\nname: backend\ntools: Read, Grpe\n---\n";
        let span = Span::new(31, 35);
        let message = "Claude Code has no tool \"Grpe\" and drops it without a word. Did you mean Grep?";
        let mut finding = Diagnostic::new(Severity::Warning, span, message)
            .fix(Fix::safe("Replace by Grep", EditSet::one(span, "Grep")))
            .see(Span::new(4, 8), "of this agent");
        finding.code = "unknown-tool";
        expect![[r#"
            warning[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word
             --> backend.md:3:14
              |
            2 | name: backend
              | ---- of this agent
            3 | tools: Read, Grpe
              |              ^^^^ Did you mean Grep?
              |
              = fix: Replace by Grep · agentls explain unknown-tool"#]]
        .assert_eq(&draw(text, &finding));
    }

    #[test]
    fn sentences_end_at_full_stops_that_are_not_part_of_a_word() {
        assert_eq!(first_sentence("A b. C d."), ("A b", "C d."));
        assert_eq!(first_sentence("Ends in 2.1.330 e.g. here."), ("Ends in 2.1.330 e.g. here", ""));
        assert_eq!(first_sentence("No \"a. B\" here"), ("No \"a. B\" here", ""));
        assert_eq!(first_sentence(""), ("", ""));
    }

    proptest! {
        #[test]
        fn every_place_of_every_text_can_be_drawn(text in "[a\u{e9}\u{1f600}\\t\\r\\n\u{1b}\u{202e}-]{0,40}", a in 0_u32..60, b in 0_u32..60, c in 0_u32..60) {
            let snap = |at: u32| {
                let mut at = (at as usize).min(text.len());
                while !text.is_char_boundary(at) { at -= 1 }
                Span::offset(at)
            };
            let finding = Diagnostic::new(Severity::Error, Span::new(snap(a), snap(b)), "First. Then this.")
                .see(Span::new(snap(b), snap(c)), "see");
            let drawn = draw(&text, &finding);
            prop_assert!(drawn.contains("First"));
            let escapes = drawn.contains('\u{1b}');
            prop_assert!(!escapes);
        }
    }
}
