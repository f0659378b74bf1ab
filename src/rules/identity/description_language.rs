//! `description-language`

use crate::dialect::Role;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::syntax::Outline;
use crate::wording::{Wording, language_of};
use std::sync::OnceLock;

pub const RULE: Rule = Rule {
    code: "description-language",
    summary: "A description in another language than the text below.",
    severity: Severity::Hint,
    reads: Reads::Values(&[Role::Description]),
    page: include_str!("description-language.md"),
    check,
};

/// With fewer words a description is a name, and a body a note.
const FEWEST_IN_DESCRIPTION: usize = 8;
const FEWEST_IN_BODY: usize = 40;

/// What is read of a body at first, and where that is in another language, in bytes.
const GLANCE: usize = 600;
const LOOK: usize = 6_000;

/// In which language a body is written.
struct BodyLanguage {
    at_first: Option<&'static Wording>,
    /// Looked for only where the first words are in another language than the description.
    on_the_whole: OnceLock<Option<&'static Wording>>,
}

fn check(file: &AgentFile, findings: &mut Findings) {
    let Some(description) = file.verdict.description.as_ref().filter(|_| file.verdict.loads) else { return };
    let Some(entry) = file.entry(Role::Description) else { return };
    // Examples in a description may be in the language that users speak.
    let plain = description.split('<').next().unwrap_or("");
    let Some(said) = *findings.read_text(plain, || language_of(plain, FEWEST_IN_DESCRIPTION)) else { return };
    let in_body = |bytes, fewest| language_of(&prose(&file.text, &file.outline, bytes), fewest);
    let is_other = |found: &Wording| found.language != said.language;
    let body = findings
        .read_body(|| BodyLanguage { at_first: in_body(GLANCE, FEWEST_IN_DESCRIPTION), on_the_whole: OnceLock::new() });
    if !body.at_first.is_some_and(is_other) {
        return;
    }
    let on_the_whole = body.on_the_whole.get_or_init(|| in_body(LOOK, FEWEST_IN_BODY));
    let Some(below) = on_the_whole.filter(|found| is_other(found)) else { return };
    findings.add(Diagnostic::new(
        Severity::Hint,
        entry.key_span,
        format!(
            "This text is in {} and the instructions below are in {}: {} chooses the agent by the one, and the agent answers by the other. Write both in the language of those who ask.",
            said.language, below.language, file.dialect.label
        ),
    ));
}

/// The first sentences of a body, without headings and code.
fn prose(text: &str, outline: &Outline, bytes: usize) -> String {
    let paragraphs = outline.paragraphs.iter().map(|paragraph| paragraph.span);
    let mut spans: Vec<_> = paragraphs.take(40).chain(outline.items.iter().map(|item| item.text).take(80)).collect();
    spans.sort_by_key(|span| span.start);
    let mut prose = String::new();
    for span in spans {
        if prose.len() >= bytes {
            break;
        }
        // What stands between backticks is code.
        for (at, piece) in span.slice(text).split('`').enumerate() {
            if at % 2 == 0 {
                prose.push_str(piece);
                prose.push(' ');
            }
        }
    }
    prose
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_of;

    const ENGLISH: &str = "Reviews each change for security problems. Use it after every commit to the main branch.";
    const SPANISH: &str =
        "Revisa los cambios y busca problemas de seguridad. Se usa después de cada commit en la rama.";
    const ENGLISH_BODY: &str = "You are a careful reviewer. Read the whole change before you say anything about it.\n\n\
        - Look for input that is not checked and for output that is not escaped\n\
        - Say for each fault where it is, what can happen and how it should be mended\n\
        - Do not change any file: the one who has asked for the review will do that when it is done\n";

    fn found(description: &str, body: &str) -> String {
        findings_of(
            "description-language",
            &format!("---\nname: a\ndescription: {description}\n---\n\n# Reviewer\n\n{body}"),
        )
    }

    #[test]
    fn two_languages_are_told() {
        expect_test::expect![[r#"
            hint description-language "description": This text is in Spanish and the instructions below are in English: Claude Code chooses the agent by the one, and the agent answers by the other. Write both in the language of those who ask.
        "#]]
        .assert_eq(&found(SPANISH, ENGLISH_BODY));
        assert!(
            found("代码审查专家。审查每次提交的安全问题，并说明如何修复它们。", ENGLISH_BODY)
                .contains("in Chinese and")
        );
    }

    #[test]
    fn in_doubt_nothing_is_said() {
        assert_eq!(found(ENGLISH, ENGLISH_BODY), "");
        assert_eq!(found(SPANISH, "Lee el cambio."), "");
        assert_eq!(found("Revisor de seguridad", ENGLISH_BODY), "");
        assert_eq!(found(SPANISH, &format!("{SPANISH}\n\n{ENGLISH_BODY}\n\n{}", SPANISH.repeat(4))), "");
        let example =
            "Reviews each change. Use it after every commit. <example>user: Revisa los cambios, por favor</example>";
        assert_eq!(found(example, ENGLISH_BODY), "");
    }
}
