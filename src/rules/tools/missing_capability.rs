//! `missing-capability`

use crate::compose::ListEdit;
use crate::dialect::{self, Capability, Dialect, Reach, Role, Tool};
use crate::heading::SectionKind;
use crate::model::AgentFile;
use crate::model::moved::shifted;
use crate::model::verdict::{ToolFate, tool_list};
use crate::rules::words::both;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};
use crate::text::Span;
use crate::wording::{self, Deed, Order};

pub const RULE: Rule = Rule {
    code: "missing-capability",
    summary: "An order that none of the agent's tools can carry out.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Tools, Role::DeniedTools]),
    page: include_str!("missing-capability.md"),
    check,
};

const DEEDS: [Deed; 4] = [Deed::RunCommands, Deed::WriteFiles, Deed::SearchWeb, Deed::Delegate];

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(effective) = file.verdict.tools.effective.as_deref().filter(|tools| !tools.is_empty()) else { return };
    if !file.verdict.loads || !file.verdict.launches || file.verdict.tools.declared.is_empty() {
        return;
    }
    // A tool of a server, or one that is not known, may do anything.
    let tools: Option<Vec<&Tool>> =
        effective.iter().map(|name| tool_list::find_tool(file.dialect, name).map(|(tool, _)| tool)).collect();
    let Some(tools) = tools else { return };
    let missing: Vec<Deed> =
        DEEDS.into_iter().filter(|deed| !tools.iter().any(|tool| carries_out(tool, *deed))).collect();
    if missing.is_empty() {
        return;
    }
    let start = file.front_matter.body;
    let given = findings.read_body(|| Given { start, orders: orders_of(file) });
    let mut told: Vec<Deed> = Vec::new();
    for (words, deeds) in &given.orders {
        let untold = |deed: &Deed| !told.contains(deed) && deeds.contains(deed);
        let Some(deed) = missing.iter().copied().find(untold) else { continue };
        told.push(deed);
        findings.add(finding(file, deed, effective, shifted(*words, given.start, start)));
    }
}

/// The orders in a body.
struct Given {
    /// Where the body began when they were read.
    start: u32,
    /// In the order of the file: the words, and what they may order.
    orders: Vec<(Span, Vec<Deed>)>,
}

fn orders_of(file: &AgentFile) -> Vec<(Span, Vec<Deed>)> {
    let given = sentences(file).into_iter().filter_map(|(start, sentence, section)| {
        let first = sentence.chars().next()?.to_lowercase().next()?;
        let orders = wording::orders_beginning_with(first);
        let given = orders.iter().filter(|order| !is_silent(section, order.deed) && is_given(sentence, order));
        let given: Vec<Deed> = given.map(|order| order.deed).collect();
        (!given.is_empty()).then(|| {
            let deeds = DEEDS.into_iter().filter(|deed| given.contains(deed)).collect();
            (words_of(start, sentence), deeds)
        })
    });
    given.collect()
}

fn carries_out(tool: &Tool, deed: Deed) -> bool {
    means(deed).iter().any(|capability| tool.does.contains(capability))
}

/// What a tool has to do for it; the first is the plainest.
fn means(deed: Deed) -> &'static [Capability] {
    match deed {
        Deed::RunCommands => &[Capability::RunCommands],
        Deed::WriteFiles => &[Capability::WriteFiles, Capability::RunCommands],
        Deed::SearchWeb => &[Capability::SearchWeb, Capability::ReadWeb],
        Deed::Delegate => &[Capability::Delegate],
    }
}

/// Sections that show what an answer looks like or what others do, and hold no orders of this kind.
fn is_silent(section: SectionKind, deed: Deed) -> bool {
    match section {
        SectionKind::Examples | SectionKind::OutputFormat => true,
        SectionKind::Integration | SectionKind::Escalation => deed != Deed::Delegate,
        _ => false,
    }
}

/// What stands between sentences, or between a case and what is to be done; with a blank behind it.
const BREAKS: &[&str] = &[".", "→", "->", "**:", ":**"];

/// The sentences of paragraphs and list items in the order of the file, each with its place and the kind of
/// its section.
fn sentences(file: &AgentFile) -> Vec<(u32, &str, SectionKind)> {
    let paragraphs = file.outline.paragraphs.iter().map(|paragraph| (paragraph.span, paragraph.section));
    let items = file.outline.items.iter().map(|item| (item.text, item.section));
    let found = paragraphs.chain(items).flat_map(|(span, section)| {
        let kind = section.map_or(SectionKind::Other, |id| file.sections.kind_around(&file.outline, id));
        let text = span.slice(&file.text);
        let is_break = |at: &usize| {
            let before = text.as_bytes().get(..*at).unwrap_or_default();
            BREAKS.iter().any(|mark| before.ends_with(mark.as_bytes()))
        };
        let breaks = memchr::memchr_iter(b' ', text.as_bytes()).filter(is_break).map(|at| at + 1);
        std::iter::once(0).chain(breaks).filter_map(move |at| {
            let rest = text.get(at..)?;
            if is_for_another(file.dialect, text.get(..at)?) {
                return None;
            }
            let bare = rest.trim_start_matches(['*', '_', ' ']);
            let line = bare.find(". ").map_or(bare, |end| bare.get(..end).unwrap_or(bare));
            Some((span.start + Span::offset(at + rest.len() - bare.len()), line, kind))
        })
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(start, _, _)| *start);
    found
}

/// Whether a label says that what follows is for another program: "**Claude Code:** use the Agent tool".
fn is_for_another(dialect: &Dialect, before: &str) -> bool {
    let label = before.trim_end_matches(['*', '_', ' ']);
    let label = label.strip_suffix(':').unwrap_or("").trim_end_matches(['*', '_', ' ']);
    let is_named = |other: &&Dialect| other.label != dialect.label && label.ends_with(&*other.label);
    !label.is_empty() && dialect::all().iter().any(|other| is_named(&other))
}

fn is_given(sentence: &str, order: &Order) -> bool {
    let Some(rest) = order.starts.iter().find_map(|start| behind(sentence, start).map(|rest| (start, rest))) else {
        return false;
    };
    let (start, rest) = rest;
    let is_whole = start.ends_with([' ', '`']) || !rest.starts_with(|c: char| c.is_alphanumeric());
    let is_command =
        !start.ends_with('`') || order.deed != Deed::RunCommands || rest.split('`').next().is_some_and(is_command);
    is_whole && is_command && (order.with.is_empty() || order.with.iter().any(|part| leads_to_file(rest, part)))
}

/// The rest of a sentence behind its first words.
fn behind<'a>(sentence: &'a str, start: &str) -> Option<&'a str> {
    let mut chars = sentence.chars();
    for expected in start.chars() {
        let found = chars.next()?;
        let is_same = match found.is_ascii() && expected.is_ascii() {
            true => found.eq_ignore_ascii_case(&expected),
            false => found.to_lowercase().eq(expected.to_lowercase()),
        };
        if !is_same {
            return None;
        }
    }
    Some(chars.as_str())
}

/// Whether inline code is more than a name: agents and slash commands are run, too.
fn is_command(code: &str) -> bool {
    let first = code.split(' ').next().unwrap_or("");
    code.contains(' ')
        && !first.is_empty()
        && first.starts_with(|c: char| c.is_ascii_lowercase() || c == '.')
        && !code.contains('(')
}

/// Whether `part` is there, and behind its backtick a path.
fn leads_to_file(rest: &str, part: &str) -> bool {
    let Some(at) = rest.find(part) else { return false };
    if !part.ends_with('`') {
        return true;
    }
    let code = rest.get(at + part.len()..).and_then(|behind| behind.split('`').next()).unwrap_or("");
    code.contains('/') && !code.contains(' ')
}

/// In bytes; of a longer one the first words are pointed at.
const LONGEST_CLAUSE: usize = 80;

/// The sentence up to the end of its first inline code, else its first clause.
fn words_of(start: u32, sentence: &str) -> Span {
    let line = sentence.lines().next().unwrap_or("").trim_end();
    let code = line.find('`').and_then(|open| Some(open + 2 + line.get(open + 1..)?.find('`')?));
    let clause = line.split([',', ';', ':', '(']).next().unwrap_or(line).trim_end_matches(['.', ' ']).len();
    let end = match code {
        Some(end) => end,
        None if clause <= LONGEST_CLAUSE => clause,
        None => line.match_indices(' ').nth(4).map_or(line.len(), |(at, _)| at),
    };
    Span::new(start, start + Span::offset(end))
}

fn finding(file: &AgentFile, deed: Deed, effective: &[String], span: Span) -> Diagnostic {
    let what = match deed {
        Deed::RunCommands => "run a command",
        Deed::WriteFiles => "write a file",
        Deed::SearchWeb => "search the web",
        Deed::Delegate => "start another agent",
    };
    let tools = both(effective.iter().map(String::as_str));
    let provider = file.dialect.tools.iter().find(|tool| {
        means(deed).first().is_some_and(|plainest| tool.does.contains(plainest))
            && matches!(tool.reach, Reach::Always | Reach::WhenListed)
            && tool.since.is_none_or(|since| since <= file.tool_version)
            && tool.until.is_none_or(|until| file.tool_version < until)
    });
    let is_denied = |tool: &&Tool| {
        let denied = &file.verdict.tools.denied_entries;
        denied.iter().any(|entry| matches!(&entry.fate, ToolFate::Tool { name, .. } if tool.name == *name))
    };
    let key = file.field(Role::Tools).map_or("tools", |field| &field.key);
    let advice = match provider.filter(|tool| !is_denied(tool)) {
        Some(tool) => format!("Add {} to {key}, or leave this to the caller.", tool.name),
        None => "Leave this to the caller.".to_owned(),
    };
    let found =
        Diagnostic::new(Severity::Hint, span, format!("This agent can't {what}: its tools are {tools}. {advice}"));
    let edits = provider
        .filter(|tool| !is_denied(tool))
        .and_then(|tool| Some((tool, ListEdit::of(file, Role::Tools)?.add(&tool.name)?)));
    match edits {
        Some((tool, edits)) => found.fix(Fix::to_review(format!("Add {} to {key}", tool.name), edits)),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{findings_of, fixed};

    fn text(tools: &str, body: &str) -> String {
        format!("---\nname: a\ndescription: Reviews. Use after each commit.\n{tools}\n---\n\n{body}\n")
    }

    fn found(tools: &str, body: &str) -> String {
        findings_of("missing-capability", &text(tools, body))
    }

    #[test]
    fn each_kind_of_order_is_found_once() {
        let body = "1. Run `git diff HEAD~1` first. Then read.\n2. Run `cargo test --all`\n3. Save the report to `docs/review.md`\n\
                    4. **Faults**: Search the web for known ones\n5. If it is slow → delegate to `tuner`\n\nUse the Task tool to ask others.";
        expect_test::expect![[r#"
            hint missing-capability "Run `git diff HEAD~1`": This agent can't run a command: its tools are Read and Grep. Add Bash to tools, or leave this to the caller.
              fix: Add Bash to tools (to review)
            hint missing-capability "Save the report to `docs/review.md`": This agent can't write a file: its tools are Read and Grep. Add Write to tools, or leave this to the caller.
              fix: Add Write to tools (to review)
            hint missing-capability "Search the web for known ones": This agent can't search the web: its tools are Read and Grep. Add WebSearch to tools, or leave this to the caller.
              fix: Add WebSearch to tools (to review)
            hint missing-capability "delegate to `tuner`": This agent can't start another agent: its tools are Read and Grep. Add Agent to tools, or leave this to the caller.
              fix: Add Agent to tools (to review)
        "#]]
        .assert_eq(&found("tools: Read, Grep", body));
        assert_eq!(
            fixed(&text("tools: Read, Grep", "Run `git diff`."), "missing-capability"),
            text("tools: Read, Grep, Bash", "Run `git diff`.")
        );
    }

    #[test]
    fn what_can_be_done_or_is_no_order_is_left_alone() {
        for (tools, body) in [
            ("tools: Read, Bash", "Run `git diff`. Save the report to `docs/review.md`."),
            ("tools: Read, WebFetch", "Search the web for known faults."),
            ("tools: Read, mcp__shell__run", "Run `git diff`."),
            ("disallowedTools: Bash", "Run `git diff`."),
            ("tools:", "Run `git diff`."),
            ("tools: Read", "Never run `git diff`. Ask the user to run `git diff`. Run `code-reviewer` and `/review`."),
            (
                "tools: Read",
                "```\nRun `git diff`\n```\n\n## Examples\n\nRun `git diff`.\n\n## Output Format\n\nRun `git diff`",
            ),
            ("tools: Read, Write", "Save the report to `docs/review.md`. **Plan**: Create plan.md with the steps."),
            ("tools: Read", "- **Gemini CLI:** Use the agent tool to ask others"),
            ("tools: Read", "Save time. Write tests to cover `Cart`. Runs `git diff` well. Run time matters."),
        ] {
            assert_eq!(found(tools, body), "", "{tools} {body}");
        }
    }

    #[test]
    fn a_denied_tool_is_not_added() {
        expect_test::expect![[r#"
            hint missing-capability "Run `git diff`": This agent can't run a command: its tools are Read. Leave this to the caller.
        "#]]
        .assert_eq(&found("tools: Read, Bash\ndisallowedTools: Bash", "Run `git diff`"));
    }
}
