//! Which boxes and lines a picture has.

use super::facts::{Agent, Area};
use std::collections::BTreeMap;

/// Boxes and lines between them.
#[derive(Clone, Debug, Default)]
pub struct Diagram {
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    /// The titles of the tools that read the agents, in the order of the agents.
    pub tools: Vec<String>,
    /// What there is, in words.
    pub summary: String,
}

/// A box.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: NodeKind,
    pub title: String,
    /// What stands in the box below its title: what the agent knows, else what it is for.
    pub text: String,
    /// What is told of it when somebody points at it.
    pub hint: String,
    /// Where a click leads.
    pub address: Option<String>,
    /// The areas of expertise, as their authors write them.
    pub areas: Vec<String>,
    /// What belongs to those areas.
    pub items: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// `tool` is its place in [`Diagram::tools`].
    Agent { tool: usize, loads: bool },
    /// An area of expertise that several agents share.
    Area,
}

/// A line. From an area of expertise it leads to an agent that knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub from: usize,
    pub to: usize,
}

/// Areas in a box past this number are counted.
const MOST_AREAS: usize = 4;
/// Longer ones are sentences.
const LONGEST_NAME: usize = 42;

impl Diagram {
    /// Who hands work over to whom. `address` says where a click on an agent leads.
    pub fn delegation(agents: &[Agent], address: impl Fn(&Agent) -> String) -> Diagram {
        let mut diagram = Diagram::of(agents, address);
        let links = agents.iter().enumerate();
        diagram.links =
            links.flat_map(|(from, agent)| agent.hands_over_to.iter().map(move |to| Link { from, to: *to })).collect();
        diagram.summary = format!(
            "{} · {}",
            counted(agents.len(), "agent", "agents"),
            counted(diagram.links.len(), "handover", "handovers")
        );
        diagram
    }

    /// Which areas of expertise several agents share. What only one knows stands in its box.
    pub fn expertise(agents: &[Agent], address: impl Fn(&Agent) -> String) -> Diagram {
        let mut diagram = Diagram::of(agents, address);
        let mut shared: BTreeMap<String, (&str, Vec<usize>)> = BTreeMap::new();
        for (index, agent) in agents.iter().enumerate() {
            for area in named(&agent.areas) {
                let (_, who) = shared.entry(area.name.to_lowercase()).or_insert((&area.name, Vec::new()));
                if who.last() != Some(&index) {
                    who.push(index);
                }
            }
        }
        for (name, who) in shared.into_values().filter(|(_, who)| who.len() > 1) {
            let from = diagram.nodes.len();
            diagram.links.extend(who.iter().map(|to| Link { from, to: *to }));
            diagram.nodes.push(Node {
                kind: NodeKind::Area,
                title: name.to_owned(),
                text: counted(who.len(), "agent", "agents"),
                hint: String::new(),
                address: None,
                areas: vec![name.to_owned()],
                items: Vec::new(),
            });
        }
        let areas = diagram.nodes.len() - agents.len();
        diagram.summary = format!(
            "{} · {}",
            counted(agents.len(), "agent", "agents"),
            counted(areas, "shared area of expertise", "shared areas of expertise")
        );
        diagram
    }

    /// The agents, without lines.
    fn of(agents: &[Agent], address: impl Fn(&Agent) -> String) -> Diagram {
        let mut tools: Vec<String> = Vec::new();
        let mut node = |agent: &Agent| {
            let title = agent.dialect.title();
            let tool = tools.iter().position(|known| **known == *title).unwrap_or_else(|| {
                tools.push(title.into_owned());
                tools.len() - 1
            });
            let items = agent.areas.iter().flat_map(|area| &area.items).map(|item| item.to_string()).collect();
            Node {
                kind: NodeKind::Agent { tool, loads: agent.loads },
                title: agent.name.to_string(),
                text: knows(agent),
                hint: agent.description.to_string(),
                address: Some(address(agent)),
                areas: named(&agent.areas).map(|area| area.name.to_string()).collect(),
                items,
            }
        };
        let nodes = agents.iter().map(&mut node).collect();
        Diagram { nodes, tools, ..Diagram::default() }
    }
}

/// Areas that are called by a name: no heading of a list, and no sentence.
fn named(areas: &[Area]) -> impl Iterator<Item = &Area> {
    let is_name =
        |name: &str| name.chars().count() <= LONGEST_NAME && !name.contains(['→', '`']) && !name.contains("->");
    areas.iter().filter(move |area| !area.is_heading && is_name(&area.name))
}

/// What an agent knows, in few words; of one of which nobody says it, what it is for.
fn knows(agent: &Agent) -> String {
    let areas: Vec<&str> = named(&agent.areas).map(|area| &*area.name).collect();
    let listed: Vec<&str> = match areas.is_empty() {
        true => agent.areas.iter().flat_map(|area| &area.items).map(|item| &**item).collect(),
        false => areas,
    };
    if listed.is_empty() {
        return agent.description.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let more = listed.len().saturating_sub(MOST_AREAS);
    let shown: Vec<&str> = listed.iter().take(MOST_AREAS).copied().collect();
    if more > 0 { format!("{} +{more}", shown.join(", ")) } else { shown.join(", ") }
}

fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
