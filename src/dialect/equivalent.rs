//! Which tool of one dialect stands for a tool of another: by what it is for, then by the names
//! that the dialect's data lists, then by its own name.

use super::{Concept, Dialect, Reach, Tool, all};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What does the work of a tool somewhere else.
#[derive(Clone, Debug)]
pub struct Equivalent {
    /// None: nothing there does its work.
    pub tools: Vec<&'static Tool>,
    /// Whether it is the very same thing under another name.
    pub same: bool,
}

/// What a tool is for: as its own data says, else as another dialect says of a tool of this name.
pub fn concepts_of(tool: &Tool) -> &[Concept] {
    if !tool.concepts.is_empty() {
        return &tool.concepts;
    }
    BY_NAME.get(&*tool.name).copied().unwrap_or(&[])
}

/// What tools are for by their names; a tool's own name before another's alias.
static BY_NAME: LazyLock<FxHashMap<&'static str, &'static [Concept]>> = LazyLock::new(|| {
    let mut by_name: FxHashMap<&'static str, &'static [Concept]> = FxHashMap::default();
    let known = || all().iter().flat_map(|dialect| dialect.tools.iter()).filter(|tool| !tool.concepts.is_empty());
    let aliases = known().flat_map(|tool| tool.aliases.iter().map(move |alias| (&alias.name, tool)));
    for (name, tool) in known().map(|tool| (&tool.name, tool)).chain(aliases) {
        by_name.entry(&**name).or_insert(&tool.concepts);
    }
    by_name
});

/// What stands in `target` for a tool of another dialect.
pub fn equivalent(tool: &Tool, target: &'static Dialect) -> Equivalent {
    let found = |tools, same| Equivalent { tools, same };
    if let Some(tools) = each(concepts_of(tool), |concept| best(target, concept)) {
        return found(tools, true);
    }
    let names = || std::iter::once(&tool.name).chain(tool.aliases.iter().map(|alias| &alias.name));
    let listed = target.foreign_tools.iter().find(|group| names().any(|name| group.names.contains(name)));
    if let Some(group) = listed.filter(|group| !group.use_instead.is_empty()) {
        let tools = group.use_instead.iter().filter_map(|name| target.tools.iter().find(|tool| tool.name == *name));
        return found(tools.collect(), group.same);
    }
    if let Some(tools) = each(concepts_of(tool), |concept| for_concept(target, concept)) {
        return found(tools, false);
    }
    let same_name = target.tools.iter().filter(|known| known.name == tool.name && is_usable(known));
    match (concepts_of(tool).is_empty(), same_name.collect::<Vec<_>>()) {
        (true, tools) if !tools.is_empty() => found(tools, true),
        _ => found(Vec::new(), false),
    }
}

/// The tools of `target` that an agent must not have where it must not have `tool`.
pub fn equivalents(tool: &Tool, target: &'static Dialect) -> Vec<&'static Tool> {
    let shares = |known: &&Tool| concepts_of(known).iter().any(|concept| concepts_of(tool).contains(concept));
    let mut tools: Vec<&'static Tool> = target.tools.iter().filter(|known| is_usable(known)).filter(shares).collect();
    for found in equivalent(tool, target).tools {
        if !tools.iter().any(|known| known.name == found.name) {
            tools.push(found);
        }
    }
    tools
}

/// The tool that is called `name` in some other dialect than `here`, letter case and all, and whose it is.
pub fn known_elsewhere(name: &str, here: &Dialect) -> Option<(&'static Dialect, &'static Tool)> {
    let others = || all().iter().filter(|dialect| dialect.id != here.id);
    let own = |dialect: &'static Dialect| {
        dialect.tools.iter().find(|tool| tool.name == name && is_usable(tool)).map(|tool| (dialect, tool))
    };
    let other = |dialect: &'static Dialect| {
        let by_alias = |tool: &&Tool| is_usable(tool) && tool.aliases.iter().any(|alias| alias.name == name);
        dialect.tools.iter().find(by_alias).map(|tool| (dialect, tool))
    };
    others().find_map(own).or_else(|| others().find_map(other))
}

/// The tool for a concept, or what comes closest.
pub fn for_concept(target: &'static Dialect, concept: Concept) -> Option<&'static Tool> {
    best(target, concept).or_else(|| concept.near().iter().find_map(|near| best(target, *near)))
}

/// One tool for each concept, none of them twice; `None` where there is no concept, or no tool for one.
fn each(concepts: &[Concept], of: impl Fn(Concept) -> Option<&'static Tool>) -> Option<Vec<&'static Tool>> {
    let mut tools: Vec<&'static Tool> = Vec::new();
    for concept in concepts {
        let tool = of(*concept)?;
        if !tools.iter().any(|known| known.name == tool.name) {
            tools.push(tool);
        }
    }
    (!tools.is_empty()).then_some(tools)
}

/// The tool that is for this and for as little else as possible; what is sure to be there first.
fn best(target: &'static Dialect, concept: Concept) -> Option<&'static Tool> {
    let fitting = target.tools.iter().filter(|tool| is_usable(tool) && concepts_of(tool).contains(&concept));
    fitting.min_by_key(|tool| {
        let listed = tool.reach == Reach::WhenListed;
        (tool.reach == Reach::InSomeSessions, tool.group, listed, concepts_of(tool).len())
    })
}

fn is_usable(tool: &Tool) -> bool {
    !matches!(tool.reach, Reach::Never | Reach::Gone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::named;

    fn there(from: &str, name: &str, to: &str) -> String {
        let tool = named(from).unwrap().tools.iter().find(|tool| tool.name == name).unwrap();
        let found = equivalent(tool, named(to).unwrap());
        let names: Vec<&str> = found.tools.iter().map(|tool| &*tool.name).collect();
        format!("{}{}", names.join(", "), if found.same { "" } else { " (nearest)" })
    }

    #[test]
    fn tools_are_found_by_what_they_are_for() {
        assert_eq!(there("claude-code", "Read", "gemini-cli"), "read_file");
        assert_eq!(there("gemini-cli", "replace", "claude-code"), "Edit");
        assert_eq!(there("claude-code", "Bash", "opencode"), "bash");
        assert_eq!(there("claude-code", "Agent", "qwen-code"), "agent");
        assert_eq!(there("opencode", "webfetch", "copilot-cli"), "web_fetch");
        assert_eq!(there("gemini-cli", "list_directory", "claude-code"), "Glob (nearest)");
        assert_eq!(there("claude-code", "CronCreate", "opencode"), " (nearest)");
    }

    #[test]
    fn a_name_of_another_tool_is_known() {
        let (dialect, tool) = known_elsewhere("grep_search", named("claude-code").unwrap()).unwrap();
        assert_eq!((&*dialect.id, &*tool.name), ("gemini-cli", "grep_search"));
        assert!(known_elsewhere("banana", named("claude-code").unwrap()).is_none());
    }

    #[test]
    fn what_agents_do_all_day_has_a_tool_in_every_dialect() {
        let core = [Concept::ReadFile, Concept::EditFile, Concept::RunCommand, Concept::SearchText];
        for dialect in all().iter().filter(|dialect| !dialect.tools.is_empty()) {
            for concept in core {
                let found =
                    best(dialect, concept).or_else(|| concept.near().iter().find_map(|near| best(dialect, *near)));
                // Data that is second hand may have gaps.
                let unsure = dialect.evidence == crate::dialect::Evidence::Unverified;
                assert!(found.is_some() || unsure, "{}: nothing for {concept:?}", dialect.id);
            }
        }
    }
}
