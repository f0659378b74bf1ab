//! `agentls graph`: who hands work over to whom, and who knows what.

use super::address::encoded;
use super::args::{GraphArgs, GraphFormat, Show};
use super::configuration::Configuration;
use super::files::{self, absolute};
use super::inspect::knows;
use super::output::{self, complain, json_line};
use super::surroundings::Workspaces;
use super::{Status, analyse, new_file, team};
use crate::graph::{self, Agent, Diagram};
use crate::index::{FileId, Index};
use crate::model::AgentFile;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    /// By tool, then by path.
    agents: Vec<Row<'a>>,
    handovers: Vec<Handover<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    dialect: &'a str,
    scope: Option<&'static str>,
    name: &'a str,
    description: &'a str,
    loads: bool,
    named_by: usize,
    expertise: Vec<Area<'a>>,
}

#[derive(Serialize)]
struct Area<'a> {
    /// Null for things that stand in no area.
    area: Option<&'a str>,
    items: Vec<&'a str>,
}

/// By paths.
#[derive(Serialize)]
struct Handover<'a> {
    from: &'a str,
    to: &'a str,
}

impl Row<'_> {
    fn new(agent: &Agent) -> Row<'_> {
        Row {
            path: &agent.path,
            dialect: &agent.dialect.id,
            scope: agent.scope.map(graph::scope_name),
            name: &agent.name,
            description: &agent.description,
            loads: agent.loads,
            named_by: agent.named_by,
            expertise: agent.areas.iter().map(Area::new).collect(),
        }
    }
}

impl Area<'_> {
    fn new(area: &graph::Area) -> Area<'_> {
        Area { area: (!area.is_heading).then_some(&area.name), items: area.items.iter().map(|item| &**item).collect() }
    }
}

pub(crate) fn run(args: &GraphArgs) -> Status {
    finished(args).unwrap_or_else(|message| {
        complain(&message);
        Status::Failed
    })
}

fn finished(args: &GraphArgs) -> Result<Status, String> {
    let configuration = Configuration::chosen(&args.config)?;
    let collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here().configured(configuration);
    let read: Vec<(&files::Source, AgentFile)> =
        collected.sources.par_iter().map(|source| (source, analyse(source, &workspaces))).collect();
    let index = team::index(read.par_iter().map(|(source, file)| (*source, file)), &files::searched(&args.files));
    let asked = read.iter().filter(|(_, file)| args.expertise.as_deref().is_none_or(|term| knows(file, term)));
    let asked: Vec<FileId> = asked.filter_map(|(_, file)| index.id(&file.path)).collect();
    if let Some(term) = args.expertise.as_deref().filter(|_| asked.is_empty() && !read.is_empty()) {
        complain(&format!("no agent here knows of `{term}`. See what they know: agentls inspect --expertise"));
    }
    let agents = agents(&index, &asked, args);
    let status = if collected.failed { Status::Failed } else { Status::Fine };
    if agents.is_empty() && args.format != GraphFormat::Json {
        return Ok(status);
    }
    let address = |agent: &Agent| address(args, &agent.path);
    let diagram = || match args.show {
        Show::Delegation => Diagram::delegation(&agents, address),
        Show::Expertise => Diagram::expertise(&agents, address),
    };
    let text = match args.format {
        GraphFormat::Json => json_line(&answer(&agents)),
        GraphFormat::Mermaid => graph::mermaid(&diagram()),
        GraphFormat::Dot => graph::dot(&diagram()),
        GraphFormat::Svg => graph::svg(&diagram()),
        GraphFormat::Html => graph::html(&diagram()),
    };
    match &args.out {
        Some(path) => {
            new_file::write(path, &text, true)?;
            output::print(&format!("{}\n", output::plain(&path.to_string_lossy())))
        }
        None => output::print(&text),
    }
    .map_err(|fault| format!("the answer can't be written: {fault}"))?;
    Ok(status)
}

/// Those that were asked for, and of the others those that they hand work over to: an arrow leads somewhere. With a
/// filter, no others.
fn agents(index: &Index, asked: &[FileId], args: &GraphArgs) -> Vec<Agent> {
    let mut kept: BTreeSet<FileId> = asked.iter().copied().collect();
    if args.expertise.is_none() && args.show == Show::Delegation {
        kept.extend(asked.iter().flat_map(|id| index.hands_over_to(*id)));
    }
    graph::agents(index, |id, _| kept.contains(&id))
}

fn answer(agents: &[Agent]) -> Answer<'_> {
    let handovers = agents.iter().flat_map(|from| {
        let targets = from.hands_over_to.iter().filter_map(|to| agents.get(*to));
        targets.map(|to| Handover { from: &from.path, to: &to.path })
    });
    Answer { version: 1, agents: agents.iter().map(Row::new).collect(), handovers: handovers.collect() }
}

/// Where a click on the agent at `path` leads.
fn address(args: &GraphArgs, path: &str) -> String {
    if let Some(base) = &args.link_base {
        let gap = if base.ends_with(['/', '=', '#']) { "" } else { "/" };
        return format!("{base}{gap}{}", encoded(path));
    }
    let folder = args.out.as_deref().map_or_else(
        || absolute(Path::new(".")),
        |out| {
            let mut folder = absolute(out);
            folder.pop();
            folder
        },
    );
    encoded(&files::slashes(&relative(&absolute(Path::new(path)), &folder)))
}

/// `path` as it is called from `folder`; both are absolute.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let (mut to, mut from) = (path.components().peekable(), folder.components().peekable());
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    if matches!(to.peek(), Some(Component::Prefix(_))) {
        return path.to_owned();
    }
    from.map(|_| Component::ParentDir).chain(to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_count_from_the_picture() {
        let relative = |path: &str, folder: &str| files::slashes(&relative(Path::new(path), Path::new(folder)));
        assert_eq!(relative("/a/.claude/agents/b.md", "/a"), ".claude/agents/b.md");
        assert_eq!(relative("/a/.claude/agents/b.md", "/a/docs/x"), "../../.claude/agents/b.md");
        assert_eq!(relative("/home/ada/b.md", "/srv"), "../home/ada/b.md");
    }
}
