//! The placeholders of a template's body. Shared with `build.rs`: only `std`.
//!
//! | written | means |
//! |---|---|
//! | `[Simple/Medium/Complex]` | one of these; ` \| ` instead of `/` where a choice itself holds a slash |
//! | `[Why this approach]` | free text |
//! | `{name}` | the agent's name in capitals, without the words that the title says already |
//! | `{areas}` | one of the agent's areas of expertise |
//! | `{stack}` | one of the agent's languages and frameworks |
//! | `{topic:security,quality}` | the heading of the first of these topics that the agent has an area for |
//! | `{checklist:security,quality}` | that topic's checklist; alone on its line |
//!
//! `{areas|Part of the system}` says what stands there as free text where the agent has none.
//! `[ ]` and `[x]` are task boxes, `[text](address)` is a link; `\[` and `\{` stand for themselves.

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Text(&'a str),
    /// One of at least two.
    Choice(Vec<&'a str>),
    Free(&'a str),
    Name,
    Areas {
        otherwise: &'a str,
    },
    Stack {
        otherwise: &'a str,
    },
    /// The ids of topics, best first.
    Topic(Vec<&'a str>),
    Checklist(Vec<&'a str>),
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyFault<'a> {
    /// A `[` or `{` without its other half.
    Open(&'a str),
    Unknown(&'a str),
    /// A placeholder with nothing in it, or a choice between something and nothing.
    Empty(&'a str),
}

/// The parts of one line. A fault is text as far as filling goes.
pub fn parts(line: &str) -> (Vec<Part<'_>>, Vec<BodyFault<'_>>) {
    let mut parts = Vec::new();
    let mut faults = Vec::new();
    let mut rest = line;
    while let Some(at) = rest.find(['[', '{', '\\']) {
        let (before, from) = rest.split_at(at);
        push_text(&mut parts, before);
        let (part, length) = placeholder(from, &mut faults);
        match part {
            Part::Text(text) => push_text(&mut parts, text),
            other => parts.push(other),
        }
        rest = from.get(length..).unwrap_or("");
    }
    push_text(&mut parts, rest);
    (parts, faults)
}

fn push_text<'a>(parts: &mut Vec<Part<'a>>, text: &'a str) {
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
}

/// The part that `from` begins with, and how many of its bytes it takes: at least one.
fn placeholder<'a>(from: &'a str, faults: &mut Vec<BodyFault<'a>>) -> (Part<'a>, usize) {
    if let Some(escaped) = from.strip_prefix('\\') {
        let literal = escaped.get(..1).filter(|next| ["[", "{"].contains(next));
        return literal.map_or((Part::Text(first(from)), 1), |literal| (Part::Text(literal), 2));
    }
    let close = if from.starts_with('[') { ']' } else { '}' };
    let Some(end) = from.find(close) else {
        faults.push(BodyFault::Open(from));
        return (Part::Text(first(from)), 1);
    };
    let whole = from.get(..=end).unwrap_or(from);
    let inside = from.get(1..end).unwrap_or("");
    let after = from.get(end + 1..).unwrap_or("");
    let part = if close == ']' { bracketed(inside, after) } else { braced(inside) };
    let part = part.unwrap_or_else(|fault| {
        faults.extend(fault.map(|fault| fault(whole)));
        Part::Text(whole)
    });
    (part, whole.len())
}

fn first(text: &str) -> &str {
    text.get(..1).unwrap_or("")
}

/// Why something in brackets or braces stays text; `None` where that is as it should be.
type Refusal<'a> = Option<fn(&'a str) -> BodyFault<'a>>;

fn bracketed<'a>(inside: &'a str, after: &str) -> Result<Part<'a>, Refusal<'a>> {
    if [" ", "x", "X"].contains(&inside) || after.starts_with(['(', '[']) {
        return Err(None);
    }
    let separator = if inside.contains(" | ") { " | " } else { "/" };
    let choices: Vec<&str> = inside.split(separator).map(str::trim).collect();
    if choices.iter().any(|choice| choice.is_empty()) {
        return Err(Some(BodyFault::Empty));
    }
    Ok(if choices.len() > 1 { Part::Choice(choices) } else { Part::Free(inside.trim()) })
}

fn braced(inside: &str) -> Result<Part<'_>, Refusal<'_>> {
    let (what, otherwise) = inside.split_once('|').unwrap_or((inside, ""));
    let (what, topics) = what.split_once(':').unwrap_or((what, ""));
    let topics = || match topics.split(',').map(str::trim).collect::<Vec<_>>() {
        ids if ids.iter().any(|id| id.is_empty()) => Err(Some(BodyFault::Empty as fn(_) -> _)),
        ids => Ok(ids),
    };
    match what.trim() {
        "name" => Ok(Part::Name),
        "areas" => Ok(Part::Areas { otherwise: otherwise.trim() }),
        "stack" => Ok(Part::Stack { otherwise: otherwise.trim() }),
        "topic" => topics().map(Part::Topic),
        "checklist" => topics().map(Part::Checklist),
        _ => Err(Some(BodyFault::Unknown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(line: &str, expected: Expect) {
        let (parts, faults) = parts(line);
        let lines: Vec<String> =
            parts.iter().map(|p| format!("{p:?}")).chain(faults.iter().map(|f| format!("fault: {f:?}"))).collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn a_slash_makes_a_choice() {
        check(
            "- **Size**: [Small/Large] because [reason]",
            expect![[r#"
                Text("- **Size**: ")
                Choice(["Small", "Large"])
                Text(" because ")
                Free("reason")"#]],
        );
    }

    #[test]
    fn a_bar_makes_a_choice_of_what_holds_a_slash() {
        check("[CI/CD | Runtime]", expect![[r#"Choice(["CI/CD", "Runtime"])"#]]);
    }

    #[test]
    fn task_boxes_links_and_escaped_brackets_are_text() {
        check(
            r"- [ ] see [the page](https://example.org), \[not this], \d",
            expect![[r#"
                Text("- ")
                Text("[ ]")
                Text(" see ")
                Text("[the page]")
                Text("(https://example.org), ")
                Text("[")
                Text("not this], ")
                Text("\\")
                Text("d")"#]],
        );
    }

    #[test]
    fn what_the_agent_fills_stands_in_braces() {
        check(
            "## {name} PLAN",
            expect![[r###"
            Text("## ")
            Name
            Text(" PLAN")"###]],
        );
        check(
            "{areas|Part}{stack}",
            expect![[r#"
            Areas { otherwise: "Part" }
            Stack { otherwise: "" }"#]],
        );
        check("{checklist:security, quality}", expect![[r#"Checklist(["security", "quality"])"#]]);
    }

    #[test]
    fn faults_are_told_and_stay_text() {
        check(
            "[open",
            expect![[r#"
            Text("[")
            Text("open")
            fault: Open("[open")"#]],
        );
        check(
            "{nmae} [] [a/] {topic:}",
            expect![[r#"
            Text("{nmae}")
            Text(" ")
            Text("[]")
            Text(" ")
            Text("[a/]")
            Text(" ")
            Text("{topic:}")
            fault: Unknown("{nmae}")
            fault: Empty("[]")
            fault: Empty("[a/]")
            fault: Empty("{topic:}")"#]],
        );
        check(
            "ñ[é/ü]日\\",
            expect![[r#"
            Text("ñ")
            Choice(["é", "ü"])
            Text("日")
            Text("\\")"#]],
        );
    }
}
