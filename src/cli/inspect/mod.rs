//! `agentls inspect`

mod expertise;
mod human;
mod mentions;
mod row;

use super::args::{Format, InspectArgs};
use super::configuration::Configuration;
use super::output::{self, complain, json_line};
use super::{Status, analyse, files};
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
    let inspected: Vec<(&str, bool, AgentFile)> = (collected.sources.par_iter())
        .map(|source| (&*source.path, source.invalid_utf8, analyse(source, &workspaces)))
        .collect();
    let answer = match args.format {
        Format::Json => {
            let rows = inspected.par_iter().map(|(path, invalid_utf8, file)| {
                let row = Row::new(file, path, *invalid_utf8);
                let row = if args.mentions { row.with_mentions(file) } else { row };
                if args.expertise { row.with_expertise(file, &expertise::explained_by(file)) } else { row }
            });
            json_line(&Answer { version: 1, agents: rows.collect() })
        }
        Format::Human => {
            let cards: Vec<String> = inspected
                .iter()
                .map(|(path, _, file)| {
                    let explained_by = expertise::explained_by(file);
                    human::card(file, path, args.expertise.then_some(&explained_by), args.mentions)
                })
                .collect();
            let tally: Tally = (inspected.iter().filter(|_| args.expertise))
                .map(|(_, _, file)| Tally::of(file, &expertise::explained_by(file)))
                .sum();
            let gap = if tally.entries > 0 { "\n" } else { "" };
            format!("{}{gap}{}", cards.join("\n"), tally.line())
        }
    };
    if let Err(fault) = output::print(&answer) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    if collected.failed { Status::Failed } else { Status::Fine }
}
