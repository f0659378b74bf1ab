//! Runs over all Markdown files below the folder that `AGENTLS_CORPUS` names, and does nothing
//! without it: nothing panics, all spans fit. With `--nocapture` it prints what was
//! found, and the expertise of the files whose paths end with one of those in `AGENTLS_SHOW`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod corpus;

use agentls::heading::SectionKind;
use agentls::model::{Expertise, Sections, matrices};
use agentls::syntax::markdown::outline;
use agentls::text::Span;
use corpus::files_below;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// Where the body begins, as far as this test has to know.
fn body_of(text: &str) -> usize {
    if !text.starts_with("---") {
        return 0;
    }
    let end = text.match_indices("\n---").next().map_or(0, |(at, _)| at + 4);
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(end, |line_end| end + line_end + 1)
}

fn timed<T>(spent: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    *spent += start.elapsed();
    done
}

#[test]
fn real_files_are_read_without_harm() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let wanted = std::env::var("AGENTLS_SHOW").ok();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let (mut count, mut bytes, mut with_expertise, mut items, mut drawn) = (0, 0, 0, 0, 0);
    let mut spent = [Duration::ZERO; 4];
    for path in files_below(Path::new(&folder)) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let body = body_of(&text) as u32;
        let outline = timed(&mut spent[0], || outline(&text, body));
        let sections = timed(&mut spent[1], || Sections::of(&outline));
        let matrices = timed(&mut spent[2], || matrices(&text, &outline));
        let expertise = timed(&mut spent[3], || Expertise::of(&text, &outline, &sections, &matrices));

        let fits = |span: Span| assert!(text.get(span.range()).is_some(), "{}: {span:?}", path.display());
        outline.sections.iter().for_each(|section| fits(section.span.to(section.title_span)));
        expertise.items.iter().for_each(|item| fits(item.span));
        expertise.areas.iter().for_each(|area| fits(area.span));
        matrices.iter().flat_map(|m| &m.bands).flat_map(|b| &b.columns).flat_map(|c| &c.cells).for_each(|s| fits(*s));

        count += 1;
        bytes += text.len();
        items += expertise.items.len();
        drawn += matrices.len();
        with_expertise += usize::from(
            expertise
                .items
                .iter()
                .any(|item| item.section.is_some_and(|id| sections.kind(id) == SectionKind::Expertise)),
        );
        for (section, kind) in outline.sections.iter().zip(&sections.kinds) {
            *kinds.entry(format!("{kind:?}")).or_default() += 1;
            if *kind == SectionKind::Other && section.level <= 2 {
                *unknown.entry(section.title.to_lowercase()).or_default() += 1;
            }
        }
        for area in &expertise.areas {
            *shapes.entry(format!("{:?}", area.shape)).or_default() += 1;
        }
        if wanted.as_deref().is_some_and(|wanted| wanted.split(',').any(|end| path.ends_with(end))) {
            println!("{}: {:?}", path.display(), sections.language);
            for (index, area) in (0u32..).zip(&expertise.areas) {
                println!("  {} ({:?})", area.name, area.shape);
                expertise.items_of(index).for_each(|item| println!("    {}", item.text));
            }
            println!("  no area");
            let free = expertise.items.iter().filter(|item| item.area.is_none() && item.part_of.is_none());
            free.for_each(|item| println!("    {}", item.text));
            for matrix in &matrices {
                println!("  matrix with {} ragged rows\n{}", matrix.ragged.len(), matrix.span.slice(&text));
            }
        }
    }
    let mut unknown: Vec<(usize, String)> = unknown.into_iter().map(|(title, count)| (count, title)).collect();
    unknown.sort_by(|a, b| b.cmp(a));
    unknown.truncate(60);
    let [outlines, kinds_read, drawings, lists] = spent;
    println!("outlines {outlines:?}, sections {kinds_read:?}, matrices {drawings:?}, expertise {lists:?}");
    println!("{count} files, {bytes} bytes; {with_expertise} with expertise, {items} items, {drawn} matrices");
    println!("{kinds:?}\n{shapes:?}\n{unknown:?}");
    assert!(count > 0, "no files below {}", Path::new(&folder).display());
}
