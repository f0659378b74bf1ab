//! The file as a tree of symbols: the agent, the keys of its front matter, its sections, and what
//! it knows.

use crate::dialect::Role;
use crate::model::verdict::EffectiveModel;
use crate::model::{AgentFile, AreaShape};
use crate::syntax::outline::{Section, SectionId};
use crate::text::Span;

/// One symbol. The tree is at most nine deep: agent, six levels of headings, area, item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Never empty or blank, on one line.
    pub name: String,
    /// A few words more; may be empty.
    pub detail: String,
    pub kind: SymbolKind,
    /// All of it; inside the span of the symbol around it.
    pub span: Span,
    /// The words to jump to; inside `span`.
    pub selection: Span,
    /// In the order of the file.
    pub children: Vec<Symbol>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// The whole file.
    Agent,
    /// A key of the front matter.
    Key,
    Section,
    /// A named group of expertise.
    Area,
    /// One thing that the agent knows or is called for.
    Item,
}

/// Longer names and details are cut: an outline is read at a glance.
const MOST_CHARACTERS: usize = 80;

/// The symbol of the agent, with all others in it.
pub fn symbols(file: &AgentFile) -> Symbol {
    let mut tree = Tree { nodes: Vec::new() };
    let agent = tree.push(None, agent(file));
    front_matter(file, agent, &mut tree);
    let sections = sections(file, agent, &mut tree);
    expertise(file, agent, &sections, &mut tree);
    tree.into_root()
}

/// The symbols in the order in which they were found; what is around comes before what is in it.
struct Tree {
    nodes: Vec<(Option<usize>, Symbol)>,
}

impl Tree {
    /// Adds a symbol, cut to what is around it. `None`, and no symbol, where nothing would be left.
    fn push(&mut self, around: Option<usize>, mut symbol: Symbol) -> Option<usize> {
        if let Some(around) = around {
            let (_, outer) = self.nodes.get(around)?;
            symbol.span = common(symbol.span, outer.span)?;
        }
        symbol.selection = common(symbol.selection, symbol.span)?;
        self.nodes.push((around, symbol));
        Some(self.nodes.len() - 1)
    }

    fn into_root(mut self) -> Symbol {
        while self.nodes.len() > 1 {
            let Some((around, mut symbol)) = self.nodes.pop() else { break };
            symbol.children.sort_by_key(|child| (child.span.start, child.span.end));
            if let Some((_, outer)) = around.and_then(|around| self.nodes.get_mut(around)) {
                outer.children.push(symbol);
            }
        }
        let Some((_, mut root)) = self.nodes.pop() else { return empty() };
        root.children.sort_by_key(|child| (child.span.start, child.span.end));
        root
    }
}

/// What two spans share; a span that only touches the other shares its end.
fn common(a: Span, b: Span) -> Option<Span> {
    let (start, end) = (a.start.max(b.start), a.end.min(b.end));
    (start <= end).then(|| Span::new(start, end))
}

/// The symbol of a file that nothing is known of.
fn empty() -> Symbol {
    symbol("agent", SymbolKind::Agent, Span::default(), Span::default())
}

fn symbol(name: &str, kind: SymbolKind, span: Span, selection: Span) -> Symbol {
    Symbol { name: short(name), detail: String::new(), kind, span, selection, children: Vec::new() }
}

fn agent(file: &AgentFile) -> Symbol {
    let span = Span::of(0..file.text.len());
    let written = file.value(Role::Name).filter(|node| node.as_str().is_some_and(|name| !name.trim().is_empty()));
    let name = written.and_then(|node| node.as_str()).unwrap_or_else(|| file.name_from_path());
    let fallback = file.front_matter.opening.unwrap_or(Span::empty(0));
    let mut agent = symbol(name, SymbolKind::Agent, span, written.map_or(fallback, |node| node.span));
    agent.detail = verdict(file);
    agent
}

/// What becomes of the file, in a few words.
fn verdict(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    if !verdict.loads {
        return "does not load".to_owned();
    }
    if !verdict.launches {
        return "loads, but is not started".to_owned();
    }
    let model = match &verdict.model.effective {
        EffectiveModel::Inherit => "session's model",
        EffectiveModel::Id(id) => id,
    };
    let tools = match &verdict.tools.effective {
        None => "all tools".to_owned(),
        Some(tools) if tools.len() == 1 => "1 tool".to_owned(),
        Some(tools) => format!("{} tools", tools.len()),
    };
    format!("{model} · {tools}")
}

fn front_matter(file: &AgentFile, agent: Option<usize>, tree: &mut Tree) {
    for entry in file.front_matter.entries.iter().filter(|entry| !entry.key.trim().is_empty()) {
        let mut key = symbol(&entry.key, SymbolKind::Key, entry.span, entry.key_span);
        key.detail = short(entry.raw_value.slice(&file.text));
        tree.push(agent, key);
    }
}

/// The node of each section, in the order of the outline.
fn sections(file: &AgentFile, agent: Option<usize>, tree: &mut Tree) -> Vec<Option<usize>> {
    let mut nodes: Vec<Option<usize>> = Vec::with_capacity(file.outline.sections.len());
    for section in &file.outline.sections {
        let around = node_of(&nodes, section.parent).or(agent);
        nodes.push(tree.push(around, section_symbol(file, section)));
    }
    nodes
}

fn section_symbol(file: &AgentFile, section: &Section) -> Symbol {
    let span = Span::new(section.span.start, words_end(file, section.span).max(section.heading.end));
    let selection = if section.title_span.is_empty() { section.heading } else { section.title_span };
    let marks;
    let name = if section.title.trim().is_empty() {
        marks = "#".repeat(usize::from(section.level));
        &marks
    } else {
        &*section.title
    };
    symbol(name, SymbolKind::Section, span, selection)
}

fn node_of(sections: &[Option<usize>], id: Option<SectionId>) -> Option<usize> {
    sections.get(id?.0 as usize).copied().flatten()
}

/// Areas and items, each in the innermost section that it stands in. An area that is a section is
/// that section's symbol.
fn expertise(file: &AgentFile, agent: Option<usize>, sections: &[Option<usize>], tree: &mut Tree) {
    let around = |at: u32| node_of(sections, file.outline.section_at(at)).or(agent);
    let expertise = &file.expertise;
    let mut areas: Vec<Option<usize>> = Vec::with_capacity(expertise.areas.len());
    let mut counts = vec![0_usize; expertise.areas.len()];
    let entries = || expertise.items.iter().filter(|item| item.part_of.is_none());
    for area in entries().filter_map(|item| item.area) {
        if let Some(count) = counts.get_mut(area as usize) {
            *count += 1;
        }
    }
    for (area, count) in expertise.areas.iter().zip(counts) {
        let around = around(area.name_span.start);
        let is_section = matches!(area.shape, AreaShape::Section | AreaShape::SubHeading);
        if is_section || area.name.trim().is_empty() {
            areas.push(around);
            continue;
        }
        let mut symbol = symbol(&area.name, SymbolKind::Area, area.span.to(area.name_span), area.name_span);
        symbol.detail = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
        areas.push(tree.push(around, symbol).or(around));
    }
    for item in entries().filter(|item| !item.text.trim().is_empty()) {
        let area = item.area.and_then(|area| areas.get(area as usize).copied().flatten());
        let around = area.or_else(|| around(item.span.start));
        tree.push(around, symbol(&item.text, SymbolKind::Item, item.span, item.span));
    }
}

/// Where the last word of `span` ends.
fn words_end(file: &AgentFile, span: Span) -> u32 {
    span.start + Span::offset(span.slice(&file.text).trim_end().len())
}

/// `text` on one line, cut where it is long.
fn short(text: &str) -> String {
    let mut words = String::new();
    for word in text.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if let Some((end, _)) = words.char_indices().nth(MOST_CHARACTERS) {
            words.truncate(end);
            words.push('…');
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;
    use std::fmt::Write;

    const SAMPLE: &str = include_str!("../../tests/samples/data-engineer.md");

    fn check(text: &str, expected: Expect) {
        let file = file(text);
        let mut out = String::new();
        let mut open = vec![(0, symbols(&file))];
        while let Some((depth, symbol)) = open.pop() {
            let Symbol { name, detail, kind, selection, .. } = &symbol;
            let selection = selection.slice(text);
            write!(out, "{:indent$}{kind:?} {name}", "", indent = depth * 2).unwrap();
            if !detail.is_empty() {
                write!(out, " ({detail})").unwrap();
            }
            if selection != name {
                write!(out, " at {selection:?}").unwrap();
            }
            out.push('\n');
            open.extend(symbol.children.into_iter().rev().map(|child| (depth + 1, child)));
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn sections_hold_their_areas_and_items() {
        check(
            "---\nname: loader\ndescription: Loads tables. Use for ingestion.\ntools: Read, Bash\n---\n\
             # Loader (de datos)\n## Your Expertise Matrix\n```\n│ STORAGE   │ QUALITY │\n│ Parquet   │ Checks  │\n│ Iceberg   │ Counts  │\n\
             │ Delta     │ Dates   │\n```\n\
             ## Skills\n- **Languages**: Python, Rust\n- Terraform\n### Queues\n- Kafka\n- NATS\n##\nOver.\n",
            expect![[r#"
                Agent loader (session's model · 2 tools)
                  Key name (loader)
                  Key description (Loads tables. Use for ingestion.)
                  Key tools (Read, Bash)
                  Section Loader (de datos)
                    Section Your Expertise Matrix
                      Area STORAGE (3 items)
                        Item Parquet
                        Item Iceberg
                        Item Delta
                      Area QUALITY (3 items)
                        Item Checks
                        Item Counts
                        Item Dates
                    Section Skills
                      Area Languages (2 items)
                        Item Python
                        Item Rust
                      Item Terraform
                      Section Queues
                        Item Kafka
                        Item NATS
                    Section ##
            "#]],
        );
    }

    #[test]
    fn without_a_name_the_file_gives_it() {
        check(
            "# Notes\n",
            expect![[r#"
            Agent agent (does not load) at ""
              Section Notes
        "#]],
        );
        check(
            "",
            expect![[r#"
            Agent agent (does not load) at ""
        "#]],
        );
    }

    #[test]
    fn long_names_are_cut() {
        let root = symbols(&file(&format!("# {}\n", "word ".repeat(40))));
        assert_eq!(root.children.first().map(|section| section.name.chars().count()), Some(MOST_CHARACTERS + 1));
    }

    fn assert_well_formed(text: &str) {
        let mut open = vec![symbols(&file(text))];
        while let Some(symbol) = open.pop() {
            assert!(!symbol.name.trim().is_empty(), "{symbol:?}");
            assert!(!symbol.name.contains(['\n', '\r']), "{symbol:?}");
            assert!(symbol.span.covers(symbol.selection), "{symbol:?}");
            assert!(text.get(symbol.span.range()).is_some() && text.get(symbol.selection.range()).is_some());
            assert!(symbol.children.iter().all(|child| symbol.span.covers(child.span)), "{symbol:?}");
            assert!(symbol.children.is_sorted_by_key(|child| child.span.start), "{symbol:?}");
            open.extend(symbol.children);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_half_of_a_file_is_well_formed(start in 0..SAMPLE.len(), length in 0..SAMPLE.len(), windows: bool) {
            let at = |at: usize| (0..=at).rev().find(|at| SAMPLE.is_char_boundary(*at)).unwrap();
            // Most cuts keep the beginning, as typing does.
            let start = if start % 3 == 0 { at(start) } else { 0 };
            let cut = &SAMPLE[start..at((start + length).min(SAMPLE.len()))];
            let text = if windows { cut.replace('\n', "\r\n") } else { cut.to_owned() };
            assert_well_formed(&text);
        }

        #[test]
        fn so_is_every_pile_of_pieces(pieces in prop::collection::vec(piece(), 0..24)) {
            assert_well_formed(&pieces.concat());
        }
    }

    fn piece() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec![
            "---\n",
            "name: a\n",
            "name: \"\"\n",
            "tools: [Read,\n",
            "# ",
            "## Expertise\n",
            "### Groups\n",
            "#\n",
            "- ",
            "  - ",
            "**Lead**: a, b\n",
            "word\n",
            "\n",
            "\r\n",
            "```\n",
            "│ A │ B │\n",
            "│ ü │\n",
            "├──┤\n",
            "> ",
            "| a | b |\n",
            "|---|---|\n",
            "===\n",
            "1. ",
            "\t",
            "<!-- ",
            "-->\n",
            "é😀",
            "*",
        ])
    }
}
