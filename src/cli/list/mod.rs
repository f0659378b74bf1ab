//! `agentls list`: all agents, a line for each.

mod row;

use super::args::{Format, ListArgs, SortBy};
use super::configuration::Configuration;
use super::output::{self, complain, json_line};
use super::surroundings::Workspaces;
use super::table::{self, Align};
use super::{Status, analyse, files, team};
use crate::cli::inspect::knows;
use crate::ide::code_lens::grouped;
use crate::model::AgentFile;
use rayon::prelude::*;
pub(crate) use row::Row;
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    agents: Vec<Row<'a>>,
}

pub(crate) fn run(args: &ListArgs) -> Status {
    finished(args).unwrap_or_else(|message| {
        complain(&message);
        Status::Failed
    })
}

fn finished(args: &ListArgs) -> Result<Status, String> {
    let configuration = Configuration::chosen(&args.config)?;
    let collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here().configured(configuration);
    let agents: Vec<(&files::Source, AgentFile)> =
        collected.sources.par_iter().map(|source| (source, analyse(source, &workspaces))).collect();
    let index = team::index(agents.par_iter().map(|(source, file)| (*source, file)), &files::searched(&args.files));
    let mut rows: Vec<Row<'_>> = (agents.par_iter())
        .filter(|(_, file)| args.expertise.as_deref().is_none_or(|term| knows(file, term)))
        .map(|(source, file)| Row::new(source, file).named_by(&index, file))
        .collect();
    sort(&mut rows, args.sort);
    let answer = match args.format {
        Format::Json => json_line(&Answer { version: 1, agents: rows }),
        Format::Human if rows.is_empty() => {
            if let Some(term) = args.expertise.as_deref().filter(|_| !collected.sources.is_empty()) {
                complain(&format!("no agent here knows of `{term}`. See what they know: agentls inspect --expertise"));
            }
            String::new()
        }
        Format::Human => human(&rows),
    };
    output::print(&answer).map_err(|fault| format!("the answer can't be written: {fault}"))?;
    Ok(if collected.failed { Status::Failed } else { Status::Fine })
}

/// By path first: that is the order of equals.
fn sort(rows: &mut [Row<'_>], by: SortBy) {
    match by {
        SortBy::Path => {}
        SortBy::Name => rows.sort_by_key(|row| row.name.unwrap_or("").to_lowercase()),
        SortBy::Tool => rows.sort_by_key(|row| row.dialect),
        SortBy::Model => rows.sort_by_key(|row| row.model),
        SortBy::Tokens => rows.sort_by_key(|row| std::cmp::Reverse(row.tokens.description + row.tokens.body)),
        SortBy::Verdict => rows.sort_by_key(|row| (row.loads, row.launches)),
    }
}

fn human(rows: &[Row<'_>]) -> String {
    let columns = [
        ("  agent", Align::Left),
        ("scope", Align::Left),
        ("tool", Align::Left),
        ("model", Align::Left),
        ("tools in effect", Align::Left),
        ("session", Align::Right),
        ("run", Align::Right),
        ("named by", Align::Right),
    ];
    let several = rows.iter().any(|row| rows.first().is_some_and(|first| first.dialect != row.dialect));
    let line = |row: &Row<'_>| {
        let mark = if row.loads && row.launches { '✓' } else { '✗' };
        let name = row.name.unwrap_or("(no name)");
        let tool = if several { row.dialect } else { "" };
        let (session, run) = match row.loads {
            true => (grouped(row.tokens.description), grouped(row.tokens.body)),
            false => (String::new(), String::new()),
        };
        let model = if row.loads { row.model } else { "–" };
        vec![
            format!("{mark} {name}"),
            row.scope.unwrap_or("–").to_owned(),
            tool.to_owned(),
            model.to_owned(),
            row.in_effect(),
            session,
            run,
            grouped(row.named_by as u64),
        ]
    };
    let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
    let mut out = table::render(&columns, &lines, &[4, 3, 0], output::width());
    let dead = rows.iter().filter(|row| !row.loads || !row.launches).count();
    let agents = if rows.len() == 1 { "1 agent".to_owned() } else { format!("{} agents", rows.len()) };
    out.push_str(&match dead {
        0 => format!("\n{agents}\n"),
        dead => format!("\n{agents}, {dead} of them not usable: agentls check says why\n"),
    });
    out
}
