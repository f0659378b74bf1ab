//! Sections that a file has not: a heading as the file writes its headings, and lines to be filled in.

use super::output_format::heading_style::HeadingStyle;
use super::output_format::placement;
use super::output_format::{Draft, front_matter_is_open, language, line_end, section_level, siblings, subject};
use crate::heading::SectionKind;
use crate::syntax::outline::Section;
use crate::template::{Library, SectionForm, escape, fill};
use crate::text::Span;

/// A section to insert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skeleton {
    /// The words of its heading, without marks: "When You're Invoked".
    pub heading: String,
    pub offset: u32,
    /// What to insert, as Markdown.
    pub plain: String,
    /// The same in LSP snippet syntax; left as it is, it comes out as `plain`.
    pub snippet: String,
}

/// A section for each kind that the file lacks, where it usually stands; none where its front matter is left
/// open.
pub fn skeletons(draft: &Draft<'_>, library: &Library<'_>) -> Vec<Skeleton> {
    if front_matter_is_open(draft.text, draft.body) {
        return Vec::new();
    }
    let end = line_end(draft.text);
    let level = section_level(draft);
    let beside = siblings(draft, level);
    missing(draft, library)
        .into_iter()
        .map(|(kind, form)| {
            let place = placement::place_of(draft, kind, level, end);
            let written = written(draft, library, form, &beside, level, end);
            Skeleton {
                heading: written.heading,
                offset: place.offset,
                plain: format!("{}{}{}", place.before, written.plain, place.after),
                snippet: format!("{}{}$0{}", escape(&place.before), written.snippet, escape(&place.after)),
            }
        })
        .collect()
}

/// The same in the place of the heading of `level` that is being typed in the line at `line`.
pub fn in_place(draft: &Draft<'_>, library: &Library<'_>, line: Span, level: u8) -> Vec<Skeleton> {
    let end = line_end(draft.text);
    let typed = draft.outline.sections.iter().position(|section| section.heading.overlaps(line));
    let is_missing = |kind: SectionKind| {
        let others = draft.sections.kinds.iter().enumerate().filter(|(at, _)| Some(*at) != typed);
        others.into_iter().all(|(_, other)| *other != kind)
    };
    let mut beside = siblings(draft, section_level(draft));
    beside.retain(|section| !section.heading.overlaps(line));
    let forms = forms(draft, library).into_iter().filter(|(kind, _)| is_missing(*kind));
    forms
        .map(|(_, form)| {
            let written = written(draft, library, form, &beside, level, end);
            let snippet = format!("{}$0", written.snippet);
            Skeleton { heading: written.heading, offset: line.start, plain: written.plain, snippet }
        })
        .collect()
}

fn missing<'a>(draft: &Draft<'_>, library: &Library<'a>) -> Vec<(SectionKind, &'a SectionForm)> {
    forms(draft, library).into_iter().filter(|(kind, _)| draft.sections.first(*kind).is_none()).collect()
}

fn forms<'a>(draft: &Draft<'_>, library: &Library<'a>) -> Vec<(SectionKind, &'a SectionForm)> {
    let forms = library.sections(language(draft, library)).into_iter();
    forms.filter_map(|form| Some((SectionKind::named(&form.section)?, form))).collect()
}

struct Written {
    heading: String,
    plain: String,
    snippet: String,
}

/// The heading, written as those `beside` it, and the lines of a form, without the end of the last line.
fn written(
    draft: &Draft<'_>,
    library: &Library<'_>,
    form: &SectionForm,
    beside: &[&Section],
    level: u8,
    end: &str,
) -> Written {
    let heading = match library.wording(&form.language) {
        Some(wording) => HeadingStyle::of(draft.text, beside, wording).write_form(form, level, end),
        None => format!("{} {}", "#".repeat(usize::from(level)), form.heading),
    };
    let filled = fill(&form.as_template(), library, &subject(draft));
    let lines = |text: String| text.trim_end_matches(['\r', '\n']).to_owned();
    let first = heading.lines().next().unwrap_or("");
    Written {
        heading: first.trim_matches(|c: char| matches!(c, '#' | '*' | ' ')).trim_end_matches(':').to_owned(),
        plain: format!("{heading}{end}{end}{}", lines(filled.plain(end))),
        snippet: format!("{}{}", escape(&format!("{heading}{end}{end}")), lines(filled.snippet(end))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::AgentFile;
    use crate::model::verdict::Surroundings;
    use expect_test::{Expect, expect};

    fn file(text: &str) -> AgentFile {
        let dialect = dialect::named("claude-code").unwrap();
        AgentFile::new("reader.md".into(), text.into(), dialect, Surroundings::default())
    }

    /// The file with one of its missing sections.
    fn with(text: &str, heading: &str) -> String {
        let file = file(text);
        let all = skeletons(&Draft::from(&file), &Library::built_in());
        let one = all.iter().find(|skeleton| skeleton.heading == heading);
        let Some(one) = one else {
            return all.iter().map(|skeleton| format!("{}\n", skeleton.heading)).collect();
        };
        let (before, behind) = text.split_at(one.offset as usize);
        format!("{before}{}{behind}", one.plain)
    }

    fn check(text: &str, heading: &str, expected: Expect) {
        expected.assert_eq(&with(text, heading));
    }

    const FILE: &str = "---\nname: reader\ndescription: Reads. Use for reading.\n---\n\n# Reader\n\n## Your Expertise\n\n- **Testing**: unit tests, fixtures\n\n## Your Output Format\n\n```\n# REPORT\n```\n";

    #[test]
    fn a_section_stands_where_it_usually_does_and_speaks_as_the_file_does() {
        check(
            FILE,
            "When You're Invoked",
            expect![[r#"
                ---
                name: reader
                description: Reads. Use for reading.
                ---

                # Reader

                ## Your Expertise

                - **Testing**: unit tests, fixtures

                ## When You're Invoked

                - [A task that is this agent's, in the words of whoever asks]
                - [Something that has happened: a failing test, a new requirement, a change that is ready]
                - Not for [what another agent does better]: that goes to [agent].

                ## Your Output Format

                ```
                # REPORT
                ```
            "#]],
        );
    }

    #[test]
    fn a_checklist_is_drawn_from_the_areas() {
        let text = with(FILE, "Your Quality Checklist");
        assert!(text.contains("- [ ] unit tests\n") || text.contains("- [ ] Unit tests\n"), "{text}");
    }

    #[test]
    fn the_files_language_is_kept_and_what_is_there_is_not_offered() {
        let text = "---\nname: lector\ndescription: Lee. Úsalo para leer.\n---\n\n# Lector\n\n## Proceso\n\n1. Lee.\n\n## Cuándo escalar\n\n- Nunca.\n";
        check(
            text,
            "",
            expect![[r#"
                Cuándo se invoca
                Lista de calidad
                Integración con otros agentes
            "#]],
        );
    }

    #[test]
    fn a_snippet_left_as_it_is_comes_out_as_the_text() {
        let file = file(FILE);
        for skeleton in skeletons(&Draft::from(&file), &Library::built_in()) {
            assert!(skeleton.snippet.contains("${1:"), "{}", skeleton.snippet);
            assert!(skeleton.plain.ends_with("\n"), "{:?}", skeleton.plain);
        }
        let open = super::tests::file("---\nname: a\n\n## Process\n");
        assert!(skeletons(&Draft::from(&open), &Library::built_in()).is_empty());
    }
}
