//! `agentls stats`: all agents, summed up.

use super::args::{Format, StatsArgs};
use super::configuration::Configuration;
use super::list::Row;
use super::output::{self, complain, json_line, plain};
use super::surroundings::Workspaces;
use super::{Status, analyse, files};
use crate::ide::code_lens::grouped;
use crate::model::{AgentFile, AreaShape};
use crate::syntax::FrontMatterState;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

#[derive(Serialize)]
struct Answer {
    version: u32,
    agents: usize,
    loads: usize,
    launches: usize,
    /// Whose front matter the tool repairs, and other tools may reject.
    repaired: usize,
    tokens: Tokens,
    dialects: Vec<Count>,
    models: Vec<Count>,
    tools: Vec<Count>,
    areas: Vec<Count>,
    reasons: Vec<Count>,
}

/// Of the agents that load.
#[derive(Default, Serialize)]
struct Tokens {
    /// In every session, of all agents together.
    session: u64,
    /// When the agent in the middle runs.
    median_run: u64,
    /// When the longest agent runs.
    most_run: u64,
}

#[derive(Serialize)]
struct Count {
    name: String,
    agents: usize,
}

pub(crate) fn run(args: &StatsArgs) -> Status {
    finished(args).unwrap_or_else(|message| {
        complain(&message);
        Status::Failed
    })
}

fn finished(args: &StatsArgs) -> Result<Status, String> {
    let configuration = Configuration::chosen(&args.config)?;
    let collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here().configured(configuration);
    let agents: Vec<(&files::Source, AgentFile)> =
        collected.sources.par_iter().map(|source| (source, analyse(source, &workspaces))).collect();
    let answer = answer(&agents);
    let text = match args.format {
        Format::Json => json_line(&answer),
        Format::Human if agents.is_empty() => String::new(),
        Format::Human => human(&answer),
    };
    output::print(&text).map_err(|fault| format!("the answer can't be written: {fault}"))?;
    Ok(if collected.failed { Status::Failed } else { Status::Fine })
}

fn answer(agents: &[(&files::Source, AgentFile)]) -> Answer {
    let rows: Vec<Row<'_>> = agents.iter().map(|(source, file)| Row::new(source, file)).collect();
    let living = || rows.iter().filter(|row| row.loads);
    let mut runs: Vec<u64> = living().map(|row| row.tokens.body.into()).collect();
    runs.sort_unstable();
    let areas = agents.iter().filter(|(_, file)| file.verdict.loads).flat_map(|(_, file)| areas_of(file));
    let tools = living().flat_map(|row| match row.tools {
        Some(tools) => tools.to_vec(),
        None => vec!["(all of the session's)".to_owned()],
    });
    Answer {
        version: 1,
        agents: rows.len(),
        loads: living().count(),
        launches: living().filter(|row| row.launches).count(),
        repaired: agents.iter().filter(|(_, file)| file.front_matter.state == FrontMatterState::Repaired).count(),
        tokens: Tokens {
            session: living().map(|row| u64::from(row.tokens.description)).sum(),
            median_run: runs.get(runs.len() / 2).copied().unwrap_or(0),
            most_run: runs.last().copied().unwrap_or(0),
        },
        dialects: counts(rows.iter().map(|row| row.dialect.to_owned())),
        models: counts(living().map(|row| row.model.to_owned())),
        tools: counts(tools),
        areas: counts(areas),
        reasons: counts(rows.iter().filter(|row| !row.loads).filter_map(|row| row.reason).map(str::to_owned)),
    }
}

/// The areas of expertise of an agent, each once, however it spells them.
fn areas_of(file: &AgentFile) -> Vec<String> {
    // A section that lists things without groups says where they stand, not what they are.
    let areas = file.expertise.areas.iter().filter(|area| area.shape != AreaShape::Section);
    let mut names: Vec<String> = areas.map(|area| area.name.to_lowercase()).collect();
    names.sort();
    names.dedup();
    names
}

/// How often each name comes; the most frequent first.
fn counts(names: impl Iterator<Item = String>) -> Vec<Count> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    names.for_each(|name| *counted.entry(name).or_default() += 1);
    let mut counts: Vec<Count> = counted.into_iter().map(|(name, agents)| Count { name, agents }).collect();
    counts.sort_by(|a, b| b.agents.cmp(&a.agents).then_with(|| a.name.cmp(&b.name)));
    counts
}

fn human(answer: &Answer) -> String {
    /// Of long lists, so many are shown to people.
    const MOST: usize = 8;
    let Answer { agents, loads, launches, repaired, tokens, .. } = answer;
    let mut out = format!("{} agents: {loads} load", grouped(*agents as u64));
    let mut also = |count: usize, what: &str| {
        if count > 0 {
            out.push_str(&format!(", {count} {what}"));
        }
    };
    let number = |count: usize, one: &'static str, more: &'static str| if count == 1 { one } else { more };
    also(agents - loads, number(agents - loads, "does not", "do not"));
    also(loads - launches, number(loads - launches, "loads and does not start", "load and do not start"));
    also(*repaired, number(*repaired, "needs a repair of its front matter", "need a repair of their front matter"));
    let (session, median, most) = (grouped(tokens.session), grouped(tokens.median_run), grouped(tokens.most_run));
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "\ntokens: about {session} in every session; when one runs {median} in the middle, {most} at most"
    );
    let lists = [
        ("read by", &answer.dialects),
        ("model", &answer.models),
        ("tools", &answer.tools),
        ("areas of expertise", &answer.areas),
        ("why not", &answer.reasons),
    ];
    for (title, counts) in lists.into_iter().filter(|(_, counts)| !counts.is_empty()) {
        let _ = writeln!(out, "\n{title}");
        for Count { name, agents } in counts.iter().take(MOST) {
            let _ = writeln!(out, "  {:>6}  {}", grouped(*agents as u64), plain(name));
        }
        if let Some(more) = counts.len().checked_sub(MOST).filter(|more| *more > 0) {
            let _ = writeln!(out, "          and {} more (--format json)", grouped(more as u64));
        }
    }
    out
}
