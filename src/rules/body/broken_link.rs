//! `broken-link`

use super::nested_fence::meant_as_code;
use crate::heading::SectionKind;
use crate::model::{AgentFile, Reference, ReferenceKind};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, did_you_mean};
use crate::text::{EditSet, Span};
use rustc_hash::{FxHashMap, FxHashSet};

pub const RULE: Rule = Rule {
    code: "broken-link",
    summary: "A link to a file or a heading that is not there.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("broken-link.md"),
    check,
};

/// How many headings are looked at for the one that was meant.
const MOST_HEADINGS: usize = 200;

fn check(file: &AgentFile, findings: &mut Findings) {
    if !file.verdict.loads {
        return;
    }
    let mut is_example = examples(file);
    for reference in file.missing.iter().filter_map(|at| file.references.get(*at)) {
        if reference.kind == ReferenceKind::Link && !findings.is_full() && !is_example(reference.span) {
            let message = format!(
                "No file is called \"{}\", from this folder up to the workspace's root: an agent that follows the link finds nothing. Mend the path.",
                reference.path
            );
            findings.add(Diagnostic::new(Severity::Hint, reference.span, message));
        }
    }
    findings.of_body(file, |findings| headings(file, findings));
}

/// Links to headings of the file itself.
fn headings(file: &AgentFile, findings: &mut Findings) {
    let mut known: Option<Anchors> = None;
    let mut is_example = examples(file);
    for reference in file.references.iter().filter(|reference| reference.path.is_empty()) {
        let Some(anchor) = reference.anchor.as_deref().filter(|anchor| !anchor.is_empty()) else { continue };
        let known = known.get_or_insert_with(|| Anchors::of(file));
        if !findings.is_full() && !known.letters.contains(&letters(anchor)) && !is_example(reference.span) {
            findings.add(no_heading(file, reference, anchor, known));
        }
    }
}

/// Tells whether a place belongs to something that shows what another text looks like.
fn examples(file: &AgentFile) -> impl FnMut(Span) -> bool {
    let mut is_code = meant_as_code(file);
    move |at| {
        let section = file.outline.section_at(at.start);
        let kind = section.map(|id| file.sections.kind_around(&file.outline, id));
        matches!(kind, Some(SectionKind::Examples | SectionKind::OutputFormat)) || is_code(at)
    }
}

fn no_heading(file: &AgentFile, reference: &Reference, anchor: &str, known: &Anchors) -> Diagnostic {
    let mut found = Diagnostic::new(
        Severity::Hint,
        reference.span,
        format!("No heading of this file is called \"#{anchor}\". Mend the link, or add the section."),
    );
    let words = reference.span.slice(&file.text);
    if let Some(near) = did_you_mean(anchor, known.headings.iter().take(MOST_HEADINGS).map(String::as_str))
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

/// What links call the places of a file.
struct Anchors {
    /// Those of the headings: small letters, blanks as hyphens, the rest of the signs left out; the second of
    /// equal ones ends with `-1`.
    headings: Vec<String>,
    /// All of them, without what renderers differ in.
    letters: FxHashSet<String>,
}

/// How a text marks a place itself: `<a id="name">`, `{#name}`, a footnote.
const MARKS: &[(&str, char)] = &[("id=\"", '"'), ("name=\"", '"'), ("id='", '\''), ("{#", '}'), ("[^", ']')];

impl Anchors {
    fn of(file: &AgentFile) -> Anchors {
        let mut seen: FxHashMap<String, u32> = FxHashMap::default();
        let mut headings = Vec::with_capacity(file.outline.sections.len());
        for section in &file.outline.sections {
            let slug = slug(&section.title);
            let count = seen.entry(slug.clone()).or_default();
            headings.push(if *count == 0 { slug } else { format!("{slug}-{count}") });
            *count += 1;
        }
        let mut letters: FxHashSet<String> = headings.iter().map(|heading| self::letters(heading)).collect();
        for (open, close) in MARKS {
            for (at, mark) in file.text.match_indices(open) {
                let name = file.text.get(at + mark.len()..).unwrap_or("").chars().take_while(|c| c != close).take(100);
                letters.insert(self::letters(&name.collect::<String>()));
            }
        }
        Anchors { headings, letters }
    }
}

fn slug(title: &str) -> String {
    let kept = title.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Renderers differ in hyphens and letter case, and no model minds.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
        let found = crate::rules::page_tests::check(&file);
        let ours = found.iter().filter(|found| found.code == "broken-link");
        assert_eq!(ours.map(|found| found.span.slice(&text)).collect::<Vec<_>>(), ["docs/gone.md"]);
        // The next version of the file, and nobody knows its files any more.
        assert!(file.revised(text.as_str().into(), Surroundings::default()).missing.is_empty());
    }

    #[test]
    fn what_is_meant_as_an_example_is_none() {
        let body = "[x](#nothing)\n\n```markdown\n# Guide\n```sh\nls\n```\nSee [the rest](#rest).\n```\n";
        let found = findings_of("broken-link", &text(body));
        assert!(found.contains("#nothing") && !found.contains("#rest"), "{found}");
        let torn =
            "[x](#nothing)\n\n````markdown\n# Guide\n```sh\nls\n````\n\n## Docs\n\n[y](#rest)\n\n````\n\nBehind.\n";
        for end in ["", "\n### Stub\n````\n"] {
            let found = findings_of("broken-link", &text(&format!("{torn}{end}")));
            assert!(found.contains("#nothing") && !found.contains("#rest"), "{found}");
        }
        let body = "## Templates\n\n### README\n\nSee [the rest](#rest).\n\n## Steps\n\n[x](#nothing)";
        let found = findings_of("broken-link", &text(body));
        assert!(found.contains("#nothing") && !found.contains("#rest"), "{found}");
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
