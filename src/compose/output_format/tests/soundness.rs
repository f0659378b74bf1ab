//! What holds for every offer on any file, and a reader of snippets to tell.

use super::sample::{self, Sample};
use super::{inserted, insertions, missing_at, replacements, short};
use crate::template::Library;
use crate::text::{Edit, EditSet, Span};
use proptest::prelude::*;

/// Reads a snippet as the protocol's grammar has it, and gives the text that comes out when every
/// stop is left as it is; the fault where it is not a snippet. Stops must be numbered in order.
fn untouched(snippet: &str) -> Result<String, String> {
    let mut rest = snippet.chars().peekable();
    let mut out = String::new();
    let (mut stops, mut ended) = (0, false);
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push(rest.next().filter(|c| "$}\\".contains(*c)).ok_or("a lone backslash")?),
            '}' => return Err("a lone brace".into()),
            '$' if rest.peek() == Some(&'0') => {
                rest.next();
                if std::mem::replace(&mut ended, true) {
                    return Err("two ends".into());
                }
            }
            '$' => {
                (rest.next() == Some('{')).then_some(()).ok_or("a lone dollar")?;
                let mut number = String::new();
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                stops += 1;
                (number == stops.to_string()).then_some(()).ok_or(format!("stop {number} in place of {stops}"))?;
                match rest.next() {
                    Some(':') => loop {
                        match rest.next().ok_or("an open stop")? {
                            '\\' => out.push(rest.next().filter(|c| "$}\\".contains(*c)).ok_or("a lone backslash")?),
                            '$' => return Err("a stop within a stop".into()),
                            '}' => break,
                            c => out.push(c),
                        }
                    },
                    Some('|') => {
                        let mut choices = vec![String::new()];
                        loop {
                            match rest.next().ok_or("an open choice")? {
                                '\\' => choices
                                    .last_mut()
                                    .unwrap()
                                    .push(rest.next().filter(|c| ",|".contains(*c)).ok_or("a lone backslash")?),
                                '|' => break,
                                ',' => choices.push(String::new()),
                                '$' | '}' => return Err("a sign that editors read differently in a choice".into()),
                                c => choices.last_mut().unwrap().push(c),
                            }
                        }
                        (rest.next() == Some('}')).then_some(()).ok_or("a choice without its brace")?;
                        choices.iter().all(|choice| !choice.is_empty()).then_some(()).ok_or("an empty choice")?;
                        out.push_str(&choices[0]);
                    }
                    other => return Err(format!("a stop that goes on with {other:?}")),
                }
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

#[test]
fn the_checker_of_snippets_finds_faults() {
    assert_eq!(untouched(r"a \$ ${1:b\}} ${2|x\,y,z|}$0").unwrap(), "a $ b} x,y");
    for bad in ["$", "}", "${2:a}", "${1:a", "${1:$b}", "${1||}", "${1|a", r"\n", "${1|a|", "$0$0"] {
        assert!(untouched(bad).is_err(), "{bad}");
    }
}

/// What holds for each offer on each file.
fn hold_together(text: &str) {
    let sample = Sample::new(text);
    let draft = sample.draft();
    let library = Library::built_in();
    for insertion in insertions(&draft, &library) {
        let after = inserted(text, &insertion);
        let span = Span::of(insertion.offset as usize..insertion.offset as usize + insertion.plain.len());
        assert_eq!(EditSet::one(span, "").apply(&after), text);
        assert_eq!(untouched(&insertion.snippet).as_deref(), Ok(&*insertion.plain));
        assert!(insertion.offset >= draft.body);
        assert_eq!(missing_at(&Sample::new(&after).draft()), None, "{after}");
    }
    for replacement in replacements(&draft, &library) {
        let edit = Edit { span: replacement.span, text: replacement.plain.clone() };
        assert_ne!(EditSet::new(vec![edit]).unwrap().apply(text), text);
        assert_eq!(untouched(&replacement.snippet).as_deref(), Ok(&*replacement.plain));
    }
    if let Some(span) = missing_at(&draft) {
        assert!(text.get(span.range()).is_some());
    }
}

#[test]
fn samples_hold_together() {
    [sample::SERVICE, sample::REVIEWER, sample::PLANIFICADOR].into_iter().for_each(hold_together);
}

fn any_file() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Title",
        "## Your Domain",
        "## When Invoked",
        "### When Invoked",
        "## Integration",
        "## Output Format",
        "## Tu Dominio",
        "Domain\n---",
        "---",
        "***",
        "**Remember: {$1}**",
        "- item | a, b",
        "  - $nested \\ }",
        "```",
        "````md",
        "~~~",
        "text",
        "",
        "",
        "",
        "   ",
        "> quote",
        "- **SECURITY**: $x, a|b",
        "日本語 é",
        "\t",
        "<example>",
        "| a | b |",
    ]);
    let front = prop::sample::select(vec![
        "",
        "---\nname: code-reviewer\ndescription: Revisa el código de la rama\n---\n",
        "---\nname: $x{y}\n---",
        "---\nname: a --- b\n",
    ]);
    let end = prop::sample::select(vec!["\n", "\r\n"]);
    (front, prop::collection::vec(line, 0..14), end, any::<bool>()).prop_map(|(front, lines, end, closed)| {
        let text = format!("{front}{}{}", lines.join("\n"), if closed { "\n" } else { "" });
        text.replace('\n', end)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_holds_together(text in any_file()) {
        hold_together(&text);
    }

    /// Exactly one blank line on either side, unless more of them were there before.
    #[test]
    fn a_blank_line_stands_on_either_side(text in any_file()) {
        let sample = Sample::new(&text);
        let set = short();
        for insertion in insertions(&sample.draft(), &Library::with_own(&[&set])).iter().take(1) {
            let text = text.replace("\r\n", "\n");
            let after = inserted(&sample.text, insertion).replace("\r\n", "\n");
            let section = insertion.plain.replace("\r\n", "\n");
            let section = section.trim();
            let (before, behind) = after.split_once(section).unwrap();
            let blank_lines = |gap: &str| gap.lines().filter(|line| line.trim().is_empty()).count();
            let gap = before.trim_end();
            prop_assert!(gap.is_empty() || blank_lines(&before[gap.len()..]) == 2, "{:?}", after);
            let gap = behind.len() - behind.trim_start().len();
            prop_assert!(behind.trim().is_empty() || behind[..gap].matches('\n').count() >= 2, "{:?}", after);
            let most = text.matches("\n\n\n").count() + text.matches("\n   \n").count() + text.matches("\n\t\n").count();
            prop_assert!(most > 0 || behind.trim().is_empty() || behind[..gap].matches('\n').count() == 2, "{:?}", after);
        }
    }
}
