//! Runs over all Markdown files below the folder that `AGENTLS_CORPUS` names, and does nothing
//! without it: nothing panics, all spans fit. With `--nocapture` it prints what was found.

use agentls::heading::SectionKind;
use agentls::model::{Expertise, Sections, matrices};
use agentls::syntax::markdown::outline;
use agentls::text::Span;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|ext| ext == "md") => files.push(path),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

/// Where the body begins, as far as this test has to know.
fn body_of(text: &str) -> usize {
    if !text.starts_with("---") {
        return 0;
    }
    let end = text.match_indices("\n---").next().map_or(0, |(at, _)| at + 4);
    text.get(end..).and_then(|rest| rest.find('\n')).map_or(end, |line_end| end + line_end + 1)
}

#[test]
fn real_files_are_read_without_harm() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let wanted = std::env::var("AGENTLS_SHOW").ok();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let (mut count, mut bytes, mut with_expertise, mut items, mut drawn) = (0, 0, 0, 0, 0);
    let mut spent = Duration::ZERO;
    for path in files_below(Path::new(&folder)) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let start = Instant::now();
        let outline = outline(&text, body_of(&text) as u32);
        let sections = Sections::of(&outline);
        let matrices = matrices(&text, &outline);
        let expertise = Expertise::of(&text, &outline, &sections, &matrices);
        spent += start.elapsed();

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
        if wanted.as_deref().is_some_and(|wanted| path.ends_with(wanted)) {
            println!("{}: {:?}", path.display(), sections.language);
            for (index, area) in (0u32..).zip(&expertise.areas) {
                println!("  {} ({:?})", area.name, area.shape);
                expertise.items_of(index).for_each(|item| println!("    {}", item.text));
            }
            println!("  no area");
            let free = expertise.items.iter().filter(|item| item.area.is_none() && item.part_of.is_none());
            free.for_each(|item| println!("    {}", item.text));
            for matrix in &matrices {
                println!("  matrix {}", matrix.span.slice(&text));
            }
        }
    }
    let mut unknown: Vec<(usize, String)> = unknown.into_iter().map(|(title, count)| (count, title)).collect();
    unknown.sort_by(|a, b| b.cmp(a));
    unknown.truncate(60);
    println!(
        "{count} files, {bytes} bytes in {spent:?}; {with_expertise} with expertise, {items} items, {drawn} matrices"
    );
    println!("{kinds:?}\n{shapes:?}\n{unknown:?}");
    assert!(count > 0, "no files below {}", Path::new(&folder).display());
}
