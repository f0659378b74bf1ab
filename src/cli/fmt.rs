//! `agentls fmt`

use super::args::FmtArgs;
use super::configuration::Configuration;
use super::diff;
use super::files::{self, Source};
use super::fix::write_all;
use super::output::{self, complain, plain};
use super::surroundings::Workspaces;
use super::{Status, analyse_for};
use crate::format::formatted;
use crate::rules::Fixed;
use crate::text::EditSet;
use rayon::prelude::*;

pub(crate) fn run(args: &FmtArgs) -> Status {
    finished(args).unwrap_or_else(|message| {
        complain(&message);
        Status::Failed
    })
}

fn finished(args: &FmtArgs) -> Result<Status, String> {
    let configuration = Configuration::chosen(&args.config)?;
    let mut collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here().configured(configuration);
    let status = if collected.failed { Status::Failed } else { Status::Fine };
    let texts: Vec<Option<String>> = collected.sources.par_iter().map(|source| laid_out(source, &workspaces)).collect();
    let changed = || collected.sources.iter().zip(&texts).filter_map(|(source, text)| Some((source, text.as_ref()?)));
    if args.diff {
        let diffs: Vec<String> =
            changed().map(|(source, text)| diff::unified(&source.path, &source.text, text)).collect();
        return diff::print(&diffs).map(|done| done.max(status));
    }
    if args.check {
        let paths: String = changed().map(|(source, _)| format!("{}\n", plain(&source.path))).collect();
        let done = if paths.is_empty() { Status::Fine } else { Status::Findings };
        return printed(&paths).map(|()| done.max(status));
    }
    let fixed = texts.into_iter().map(|text| text.map(|text| Fixed { text, count: 1, edits: EditSet::default() }));
    let done = write_all(&mut collected.sources, fixed.collect());
    match collected.sources.iter().find(|source| source.is_input) {
        Some(source) => printed(&source.text)?,
        None => printed(&summary(collected.sources.len(), done.tally.files))?,
    }
    done.faults.iter().for_each(|fault| complain(fault));
    Ok(if done.faults.is_empty() { status } else { Status::Failed })
}

fn laid_out(source: &Source, workspaces: &Workspaces) -> Option<String> {
    analyse_for(source, workspaces, |file, _, around| formatted(&file, around))
}

fn summary(all: usize, changed: usize) -> String {
    let counted = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    match (all, changed) {
        (0, _) => String::new(),
        (all, 0) => format!("{} looked at: nothing to lay out\n", counted(all)),
        (all, changed) => format!("{} looked at: {} laid out\n", counted(all), counted(changed)),
    }
}

fn printed(text: &str) -> Result<(), String> {
    output::print(text).map_err(|fault| format!("the answer can't be written: {fault}"))
}
