//! `broken-link`

use crate::model::{AgentFile, Reference, ReferenceKind};
use crate::rules::{Diagnostic, Findings, Fix, Rule, Severity, did_you_mean};
use crate::text::{EditSet, Span};
use rustc_hash::FxHashSet;

pub const RULE: Rule = Rule {
    code: "broken-link",
    summary: "A link to a file or a heading that is not there.",
    severity: Severity::Hint,
    page: include_str!("broken-link.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    if !file.verdict.loads {
        return;
    }
    for reference in file.missing.iter().filter_map(|at| file.references.get(*at)) {
        if reference.kind == ReferenceKind::Link {
            let message = format!(
                "No file is called \"{}\", from this folder up to the workspace's root: an agent that follows the link finds nothing. Mend the path.",
                reference.path
            );
            findings.add(Diagnostic::new(Severity::Hint, reference.span, message));
        }
    }
    let mut anchors: Option<Vec<String>> = None;
    for reference in file.references.iter().filter(|reference| reference.path.is_empty()) {
        let Some(anchor) = reference.anchor.as_deref().filter(|anchor| !anchor.is_empty()) else { continue };
        let known = anchors.get_or_insert_with(|| anchors_of(file));
        if !known.iter().any(|known| same(known, anchor)) && !names_itself(file, anchor) {
            findings.add(no_heading(file, reference, anchor, known));
        }
    }
}

fn no_heading(file: &AgentFile, reference: &Reference, anchor: &str, known: &[String]) -> Diagnostic {
    let mut found = Diagnostic::new(
        Severity::Hint,
        reference.span,
        format!("No heading of this file is called \"#{anchor}\". Mend the link, or add the section."),
    );
    let words = reference.span.slice(&file.text);
    if let Some(near) = did_you_mean(anchor, known.iter().map(String::as_str))
        && let Some(at) = words.find('#')
    {
        let place = Span::new(reference.span.start + Span::offset(at + 1), reference.span.end);
        if place.slice(&file.text).len() + at + 1 == words.len() && !words.ends_with(')') {
            let edits = EditSet::one(place, near.to_owned());
            found = found.fix(Fix::to_review(format!("Link to #{near}"), edits));
        }
    }
    found
}

/// What links call the headings of a file, in their order: small letters, blanks as hyphens, the rest of
/// the signs left out; the second of equal ones ends with `-1`.
fn anchors_of(file: &AgentFile) -> Vec<String> {
    let mut taken: FxHashSet<String> = FxHashSet::default();
    let sections = file.outline.sections.iter();
    sections
        .map(|section| {
            let plain = slug(&section.title);
            let mut name = plain.clone();
            for number in 1.. {
                if taken.insert(name.clone()) {
                    break;
                }
                name = format!("{plain}-{number}");
            }
            name
        })
        .collect()
}

fn slug(title: &str) -> String {
    let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Renderers differ in hyphens and letter case, and no model minds.
fn same(known: &str, anchor: &str) -> bool {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    letters(known) == letters(anchor)
}

/// Whether the text marks a place of that name itself: `<a id="name">`, `{#name}`.
fn names_itself(file: &AgentFile, anchor: &str) -> bool {
    ["id=\"", "name=\"", "id='", "{#", "[^"].iter().any(|mark| file.text.contains(&format!("{mark}{anchor}")))
}

#[cfg(test)]
mod tests {
    use crate::dialect;
    use crate::model::verdict::Surroundings;
    use crate::model::{AgentFile, Files};
    use crate::rules::page_tests::{findings_of, fixed};

    #[derive(Debug)]
    struct Only(&'static str);

    impl Files for Only {
        fn exists(&self, path: &str) -> Option<bool> {
            Some(path == self.0)
        }
    }

    fn text(body: &str) -> String {
        format!("---\nname: a\ndescription: Reviews. Use after each commit.\n---\n{body}\n")
    }

    #[test]
    fn a_file_is_missed_only_where_somebody_has_looked() {
        let text = text("[a](docs/style.md#rules) [b](docs/gone.md) [c](https://example.com/x.md) `[d](e/f.md)`");
        assert_eq!(findings_of("broken-link", &text), "");
        let around = Surroundings { files: Some(&Only("docs/style.md")), ..Surroundings::default() };
        let dialect = dialect::named("claude-code").unwrap();
        let file = AgentFile::new("x.md".into(), text.as_str().into(), dialect, around);
        let found = crate::rules::check(&file);
        let ours = found.iter().filter(|found| found.code == "broken-link");
        assert_eq!(ours.map(|found| found.span.slice(&text)).collect::<Vec<_>>(), ["docs/gone.md"]);
        // The next version of the file, and nobody knows its files any more.
        assert!(file.revised(text.as_str().into(), Surroundings::default()).missing.is_empty());
    }

    #[test]
    fn headings_are_known_however_a_link_writes_them() {
        let body = "# Security & Checks\n\n## Steps\n\n## Steps\n\n<a id=\"own\"></a>\n\n";
        for anchor in ["security--checks", "security-checks", "Steps", "steps-1", "own", ""] {
            assert_eq!(findings_of("broken-link", &text(&format!("{body}[x](#{anchor})"))), "", "{anchor}");
        }
        expect_test::expect![[r##"
            hint broken-link "#step": No heading of this file is called "#step". Mend the link, or add the section.
              fix: Link to #steps (to review)
            hint broken-link "#nothing": No heading of this file is called "#nothing". Mend the link, or add the section.
        "##]]
        .assert_eq(&findings_of("broken-link", &text(&format!("{body}[x](#step), [y](#nothing)"))));
        let link = |to: &str| text(&format!("{body}[x](#{to} \"t\")"));
        assert_eq!(fixed(&link("step"), "broken-link"), link("steps"));
    }
}
