//! Samples for the tests, with an outline that is just good enough for them.

use super::super::Draft;
use crate::heading::{Language, SectionKind};
use crate::model::{Area, AreaShape, Expertise, Item, Sections};
use crate::syntax::Outline;
use crate::syntax::outline::{Fence, Section, SectionId, Strong};
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

pub struct Sample {
    pub text: String,
    body: u32,
    name: String,
    description: String,
    outline: Outline,
    sections: Sections,
    expertise: Expertise,
}

impl Sample {
    pub fn new(text: &str) -> Sample {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let is_fence = |line: &&str| line.trim_end() == "---";
        let closing = lines.first().filter(|line| is_fence(line)).and(lines.iter().skip(1).position(is_fence));
        let front = closing.map_or(0, |at| lines.iter().take(at + 2).map(|line| line.len()).sum());
        let value = |key: &str| {
            let line = text[..front].lines().find_map(|line| line.strip_prefix(key));
            line.map(|value| value.trim().to_owned()).unwrap_or_default()
        };
        let outline = outline(text, front);
        let titles: Vec<&str> = outline.sections.iter().map(|section| &*section.title).collect();
        let spanish = titles.iter().any(|title| title.contains("Dominio") || title.contains("Cuándo"));
        Sample {
            text: text.to_owned(),
            body: u32::try_from(front).unwrap(),
            name: value("name:"),
            description: value("description:"),
            sections: Sections {
                kinds: titles.iter().map(|title| kind(title)).collect(),
                language: if spanish { Language::Spanish } else { Language::English },
            },
            expertise: expertise(text),
            outline,
        }
    }

    pub fn draft(&self) -> Draft<'_> {
        Draft {
            text: &self.text,
            body: self.body,
            name: &self.name,
            description: &self.description,
            outline: &self.outline,
            sections: &self.sections,
            expertise: &self.expertise,
        }
    }
}

fn kind(title: &str) -> SectionKind {
    let kinds = [
        ("domain", SectionKind::Domain),
        ("dominio", SectionKind::Domain),
        ("expertise", SectionKind::Expertise),
        ("especialidades", SectionKind::Expertise),
        ("invoked", SectionKind::WhenInvoked),
        ("cuándo", SectionKind::WhenInvoked),
        ("output format", SectionKind::OutputFormat),
        ("formato de salida", SectionKind::OutputFormat),
        ("integration", SectionKind::Integration),
        ("integración", SectionKind::Integration),
        ("escalate", SectionKind::Escalation),
    ];
    let title = title.to_lowercase();
    kinds.iter().find(|(word, _)| title.contains(word)).map_or(SectionKind::Other, |(_, kind)| *kind)
}

fn outline(text: &str, front: usize) -> Outline {
    let mut outline = Outline::default();
    let mut title: Option<Section> = None;
    let mut strong = None;
    for (event, range) in Parser::new_ext(&text[front..], Options::ENABLE_TABLES).into_offset_iter() {
        let range = range.start + front..range.end + front;
        let written = text[range.clone()].trim_end();
        let span = Span::of(range.start..range.start + written.len());
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                title = Some(Section {
                    level: level as u8,
                    heading: span,
                    title_span: Span::empty(span.start),
                    title: "".into(),
                    span,
                    content: span,
                    parent: None,
                });
            }
            Event::End(TagEnd::Heading(_)) => outline.sections.extend(title.take()),
            Event::Start(Tag::CodeBlock(kind)) => {
                let marker = written.chars().take_while(|c| "`~".contains(*c)).count();
                let fenced = matches!(kind, CodeBlockKind::Fenced(_));
                let last = written.lines().last().unwrap_or("");
                let closed = fenced && written.lines().count() > 1 && last.trim().len() >= marker;
                let closed = closed && last.trim().chars().all(|c| written.starts_with(c));
                outline.fences.push(Fence {
                    span,
                    open: Span::of(range.start..range.start + if fenced { marker } else { 0 }),
                    close: closed.then(|| Span::of(span.end as usize - last.trim().len()..span.end as usize)),
                    info: Span::empty(span.start),
                    content: span,
                    section: None,
                });
            }
            Event::Start(Tag::Strong) => strong = Some(span),
            Event::End(TagEnd::Strong) => {
                outline.strongs.extend(strong.take().map(|span| Strong { span, text: span, section: None }));
            }
            _ => {}
        }
        if let Some(section) = title.as_mut().filter(|section| span != section.heading) {
            let start = section.title_span.start;
            let inner = if section.title_span.is_empty() { span } else { Span::new(start, start).to(span) };
            section.title_span = inner;
            section.title = inner.slice(text).replace(['*', '_'], "").into();
        }
    }
    let end = u32::try_from(text.len()).unwrap();
    for at in 0..outline.sections.len() {
        let level = outline.sections[at].level;
        let later = &outline.sections[at + 1..];
        let close = later.iter().find(|next| next.level <= level).map_or(end, |next| next.heading.start);
        let parent = outline.sections[..at].iter().rposition(|other| other.level < level);
        let section = &mut outline.sections[at];
        section.span = Span::new(section.heading.start, close);
        section.parent = parent.map(|id| SectionId(u32::try_from(id).unwrap()));
    }
    outline
}

/// Areas as `- **NAME**: item, item`.
fn expertise(text: &str) -> Expertise {
    let mut expertise = Expertise::default();
    for line in text.lines() {
        let Some((name, items)) = line.strip_prefix("- **").and_then(|line| line.split_once("**: ")) else { continue };
        let at = u32::try_from(expertise.areas.len()).unwrap();
        expertise.areas.push(Area {
            name: name.into(),
            name_span: Span::default(),
            span: Span::default(),
            shape: AreaShape::BoldLead,
            section: None,
        });
        expertise.items.extend(items.split(", ").map(|item| Item {
            text: item.into(),
            span: Span::default(),
            area: Some(at),
            part_of: None,
            section: None,
        }));
    }
    expertise
}

pub const SERVICE: &str = "\
---
name: parcel-service-developer
description: Builds and maintains the parcel tracking service. Use for every endpoint, worker or integration with a carrier.
tools: Read, Edit, Bash
---

# Parcel Service Developer

You write the code that knows where each parcel is.

## Your Expertise

- **GO**: Gin, Echo, goroutines
- **PYTHON**: FastAPI, Celery (retries)
- **SECURITY**: Signed webhooks, Input limits, Tenant isolation
- **AUTHENTICATION**: API keys, mTLS

## When You're Invoked

- A carrier changes its interface
- An endpoint is missing

## Integration with Other Agents

- **database** owns the schema

---

**Remember: a parcel is always somewhere.**
";

pub const REVIEWER: &str = "\
---
name: diff-reviewer
description: Reviews pull requests for correctness and readability before they are merged.
---
You read every changed line twice.

# What you look at

Names, tests, error paths.

# How you speak

Kindly, with the line number.
";

pub const PLANIFICADOR: &str = "\
---
name: planificador-de-obras
description: Divide las obras de la red en tareas con hitos y responsables.
---

# Planificador

## Tu Dominio

- **PLANIFICACIÓN**: Ruta crítica, Holguras, Permisos
- **EQUIPOS**: Cuadrillas, Grúas

## Cuándo Actúas

- Hay un tramo nuevo
## Tus Reglas

- Nunca sin permiso
";
