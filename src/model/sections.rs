//! What each section of the body is about, whatever its heading says.

use crate::heading::{self, Language, Reading, SectionKind};
use crate::syntax::Outline;
use crate::syntax::outline::{Section, SectionId};

/// The meaning of the sections of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sections {
    /// One for each section of the outline, in its order.
    pub kinds: Vec<SectionKind>,
    /// The language that most of the file's classified headings are written in.
    pub language: Language,
}

impl Sections {
    /// Reads all headings of `outline`.
    ///
    /// A file's title (its first heading of level 1) tells who the agent is, unless
    /// it is the name of another kind of section through and through. Inside a section of groups,
    /// such as expertise or an output format, a heading has a kind of its own only when all of it
    /// says so: "Output Format" does, "Security Guidelines" is a group.
    pub fn of(outline: &Outline) -> Sections {
        let mut kinds = Vec::with_capacity(outline.sections.len());
        // The kind of the nearest known section around, itself included; one for each section.
        let mut around: Vec<SectionKind> = Vec::with_capacity(outline.sections.len());
        let mut spoken: Vec<(Language, usize)> = Vec::new();
        let title = outline.sections.iter().position(|section| section.level == 1);
        for (index, section) in outline.sections.iter().enumerate() {
            let outer = section.parent.and_then(|id| around.get(id.0 as usize)).copied().unwrap_or_default();
            let reading = heading::read(&section.title);
            let kind = match reading {
                _ if title == Some(index) => title_kind(outline, section, reading),
                Some(reading) if reading.whole || !holds_groups(outer) => reading.kind,
                _ => SectionKind::Other,
            };
            if let Some(reading) = reading {
                match spoken.iter_mut().find(|(language, _)| *language == reading.language) {
                    Some((_, count)) => *count += 1,
                    None => spoken.push((reading.language, 1)),
                }
            }
            around.push(if kind == SectionKind::Other { outer } else { kind });
            kinds.push(kind);
        }
        spoken.sort_by_key(|(language, count)| (std::cmp::Reverse(*count), *language));
        Sections { kinds, language: spoken.first().map(|(language, _)| *language).unwrap_or_default() }
    }

    pub fn kind(&self, id: SectionId) -> SectionKind {
        self.kinds.get(id.0 as usize).copied().unwrap_or(SectionKind::Other)
    }

    /// The kind of `id`, or of the nearest section around it that has one.
    pub fn kind_around(&self, outline: &Outline, id: SectionId) -> SectionKind {
        self.nearest_known(outline, id).map_or(SectionKind::Other, |id| self.kind(id))
    }

    /// `id`, or the nearest section around it, that is of a kind.
    pub fn nearest_known(&self, outline: &Outline, id: SectionId) -> Option<SectionId> {
        let around = std::iter::successors(Some(id), |id| outline.section(*id).and_then(|section| section.parent));
        // A section has at most five others around it: one for each higher level.
        around.take(6).find(|id| self.kind(*id) != SectionKind::Other)
    }

    /// The first section of a kind.
    pub fn first(&self, kind: SectionKind) -> Option<SectionId> {
        self.all(kind).next()
    }

    /// All sections of a kind, in the order of the file.
    pub fn all(&self, kind: SectionKind) -> impl Iterator<Item = SectionId> + '_ {
        let of_kind = self.kinds.iter().enumerate().filter(move |(_, k)| **k == kind);
        of_kind.filter_map(|(at, _)| u32::try_from(at).ok()).map(SectionId)
    }
}

fn title_kind(outline: &Outline, title: &Section, reading: Option<Reading>) -> SectionKind {
    let covers_all = outline.sections.iter().all(|section| section.level > 1 || section.span == title.span);
    match reading {
        Some(reading) if reading.whole => reading.kind,
        Some(reading) if !covers_all => reading.kind,
        _ => SectionKind::Identity,
    }
}

fn holds_groups(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Expertise
            | SectionKind::Domain
            | SectionKind::WhenInvoked
            | SectionKind::OutputFormat
            | SectionKind::Examples
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::markdown::outline;
    use expect_test::{Expect, expect};
    use std::fmt::Write;

    fn check(text: &str, expected: Expect) {
        let outline = outline(text, 0);
        let sections = Sections::of(&outline);
        let mut out = format!("{:?}\n", sections.language);
        for (section, kind) in outline.sections.iter().zip(&sections.kinds) {
            let indent = usize::from(section.level) * 2;
            let _ = writeln!(out, "{:indent$}{}: {kind:?}", "", section.title);
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn a_file_of_the_common_shape() {
        check(
            include_str!("../../tests/samples/data-engineer.md"),
            expect![[r#"
                English
                    name: data-engineer description: Ingeniera de datos que construye pipelines, almacenes y flujos en tiempo real. Llamar para todo lo que mueve o transforma datos. tools: Read, Write, Edit, Bash, Task model: sonnet: Other
                  Data Engineer Agent (La Cartógrafa de los Datos): Identity
                    Your Domain: Domain
                    Your Expertise Matrix: Expertise
                    When You're Invoked: WhenInvoked
                    Your Output Format: OutputFormat
                    Best Practices You Enforce: Practices
                      Idempotent load (dbt): Other
                      Event-time window: Other
                      Contract check: Other
                      Backfill in slices: Other
                    Common Patterns You Implement: Examples
                      Change data capture: Other
                      Layers: Other
                      Partition pruning: Other
                    Integration with Other Agents: Integration
                    When to Escalate to Stuck Agent: Escalation
            "#]],
        );
    }

    #[test]
    fn groups_of_a_section_are_no_kinds_of_their_own() {
        check(
            "# Expertise\n## Testing Best Practices\n### Jest\n## Output Format\n### Security Checklist\n# Workflow\n## Code Review Checklist\n",
            expect![[r#"
                English
                  Expertise: Expertise
                    Testing Best Practices: Other
                      Jest: Other
                    Output Format: OutputFormat
                      Security Checklist: Other
                  Workflow: Process
                    Code Review Checklist: Quality
            "#]],
        );
    }

    #[test]
    fn a_title_names_the_agent_and_not_a_section() {
        check(
            "# Kubernetes Mastery\n## Rules\n",
            expect![[r#"
            English
              Kubernetes Mastery: Identity
                Rules: Practices
        "#]],
        );
        check(
            "# Salida\n## Entregables\n",
            expect![[r#"
            Spanish
              Salida: OutputFormat
                Entregables: OutputFormat
        "#]],
        );
        check(
            "# Maestra de Kafka\n## Reglas\n## Formato de salida\n## Output\n",
            expect![[r#"
            Spanish
              Maestra de Kafka: Identity
                Reglas: Practices
                Formato de salida: OutputFormat
                Output: OutputFormat
        "#]],
        );
    }
}
