//! `agentls inspect`

mod expertise;
mod human;
mod mentions;
mod overview;
mod row;

use super::args::{Format, InspectArgs};
use super::configuration::Configuration;
use super::output::{self, complain, json_line};
use super::{Status, analyse, files, team};
use crate::cli::surroundings::Workspaces;
use crate::model::AgentFile;
use expertise::Tally;
pub(crate) use expertise::knows;
use rayon::prelude::*;
use row::Row;
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    agents: Vec<Row<'a>>,
}

pub(crate) fn run(args: &InspectArgs) -> Status {
    let configuration = match Configuration::chosen(&args.config) {
        Ok(configuration) => configuration,
        Err(message) => {
            complain(&message);
            return Status::Failed;
        }
    };
    let collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here().configured(configuration);
    let inspected: Vec<(&files::Source, AgentFile)> =
        collected.sources.par_iter().map(|source| (source, analyse(source, &workspaces))).collect();
    let answer = match args.format {
        Format::Json => {
            let rows = inspected.par_iter().map(|(source, file)| {
                let row = Row::new(file, &source.path, source.invalid_utf8);
                let row = if args.mentions { row.with_mentions(file) } else { row };
                if args.expertise { row.with_expertise(file, &expertise::explained_by(file)) } else { row }
            });
            json_line(&Answer { version: 1, agents: rows.collect() })
        }
        Format::Human => human(args, &inspected),
    };
    if let Err(fault) = output::print(&answer) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    if collected.failed { Status::Failed } else { Status::Fine }
}

/// A card for one agent, and where more is asked of each; else a table.
fn human(args: &InspectArgs, inspected: &[(&files::Source, AgentFile)]) -> String {
    if inspected.is_empty() {
        return String::new();
    }
    let index = team::index(inspected.par_iter().map(|(source, file)| (*source, file)), &files::searched(&args.files));
    let named_by = |file: &AgentFile| index.id(&file.path).map_or(0, |id| index.named_by(id).len());
    if inspected.len() > 1 && !args.expertise && !args.mentions {
        let agents: Vec<(&AgentFile, usize)> = inspected.iter().map(|(_, file)| (file, named_by(file))).collect();
        return overview::table(&agents);
    }
    let cards: Vec<String> = inspected
        .iter()
        .map(|(source, file)| {
            let explained_by = expertise::explained_by(file);
            human::card(file, &source.path, named_by(file), args.expertise.then_some(&explained_by), args.mentions)
        })
        .collect();
    let tally: Tally = (inspected.iter().filter(|_| args.expertise))
        .map(|(_, file)| Tally::of(file, &expertise::explained_by(file)))
        .sum();
    let gap = if tally.entries > 0 { "\n" } else { "" };
    format!("{}{gap}{}", cards.join("\n"), tally.line())
}
