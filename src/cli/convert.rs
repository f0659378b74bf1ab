//! `agentls convert`

use super::args::{ConvertArgs, Format};
use super::output::{self, complain, json_line, plain};
use super::position::Range;
use super::surroundings::Workspaces;
use super::{Status, analyse_for, files, new_file};
use crate::convert::{Converted, Loss, convert, target_path};
use crate::dialect::Dialect;
use crate::disk;
use crate::format::{formatted, laid_out};
use crate::text::{Span, Text};
use serde::Serialize;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    files: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    dialect: &'a str,
    to: &'a str,
    /// The new file; `None` where it is printed.
    new_path: Option<String>,
    /// Whether it was written.
    written: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// Whether the other tool loads it.
    loads: bool,
    reason: Option<String>,
    losses: Vec<LossRow<'a>>,
    /// The new file itself, where it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct LossRow<'a> {
    fate: &'a str,
    part: &'a str,
    what: &'a str,
    /// In the source; `None` for what it says nothing of.
    range: Option<Range>,
    reason: &'a str,
}

/// A file on its way.
struct Done<'a> {
    source: &'a files::Source,
    converted: Converted,
    target: Option<PathBuf>,
    fault: Option<String>,
}

pub(crate) fn run(args: &ConvertArgs) -> Status {
    let collected = files::collect(&args.files);
    let workspaces = Workspaces::from_here();
    let prints = args.stdout || args.out.as_deref() == Some(Path::new("-"));
    let mut taken = HashSet::new();
    let mut done = Vec::new();
    for source in &collected.sources {
        let converted = converted(source, &workspaces, args.to);
        let target = if prints { None } else { target_of(args, source, &converted) };
        let fault = match &target {
            _ if prints => None,
            None => Some(format!("{} has no folder for agents. Name one: --out FOLDER", args.to.label)),
            Some(path) if *path == source.absolute => Some("it is an agent of that tool already".to_owned()),
            Some(path) if !taken.insert(path.clone()) => Some(format!(
                "{}: another file of this run became that one. Convert it on its own: --out FOLDER",
                path.display()
            )),
            Some(path) => new_file::write(path, &converted.text, args.force).err().map(|fault| match args.force {
                true => fault,
                false if path.exists() => format!("{fault}. To overwrite it: --force"),
                false => fault,
            }),
        };
        done.push(Done { source, converted, target, fault });
    }
    let report: String = match args.format {
        Format::Human => done.iter().map(|done| human(done, args)).collect(),
        Format::Json => String::new(),
    };
    for line in report.lines() {
        // Standard error is for people here: the answer is the files themselves.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{line}\n").as_bytes());
    }
    let answer = match args.format {
        Format::Json => {
            json_line(&Answer { version: 1, files: done.iter().map(|done| row(done, args, prints)).collect() })
        }
        Format::Human if prints => done.iter().map(|done| &*done.converted.text).collect(),
        Format::Human => String::new(),
    };
    if let Err(fault) = output::print(&answer) {
        complain(&format!("the answer can't be written: {fault}"));
        return Status::Failed;
    }
    let failed = collected.failed || done.iter().any(|done| done.fault.is_some());
    if failed { Status::Failed } else { Status::Fine }
}

/// What was laid out well is so afterwards; else the body stays to the byte.
fn converted(source: &files::Source, workspaces: &Workspaces, to: &'static Dialect) -> Converted {
    analyse_for(source, workspaces, |file, _, around| {
        let done = convert(&file, to);
        let is_changed = to.id != file.dialect.id && !around.invalid_utf8;
        if !is_changed || formatted(&file, around).is_some() {
            return done;
        }
        let file = laid_out(done.file, around);
        Converted { text: file.text.to_string(), file, ..done }
    })
}

/// Where the new file belongs.
fn target_of(args: &ConvertArgs, source: &files::Source, converted: &Converted) -> Option<PathBuf> {
    if let Some(folder) = &args.out {
        return Some(folder.join(&converted.file_name));
    }
    let home = disk::home();
    let path = files::slashes(&source.absolute);
    target_path(&path, home.as_deref(), args.to, &converted.file_name).map(PathBuf::from)
}

/// A path as a person wants to read it: from the current folder on, where it lies below it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf));
    files::slashes(&below.unwrap_or_else(|| path.to_owned()))
}

fn human(done: &Done<'_>, args: &ConvertArgs) -> String {
    let Done { source, converted, target, fault } = done;
    let path = plain(&source.path);
    let mut out = match (fault, target) {
        (Some(fault), _) => format!("✗ {path}: {}\n", plain(fault)),
        (None, Some(target)) => format!("✓ {path} → {}\n", plain(&shown(target))),
        (None, None) => format!("✓ {path} for {}\n", args.to.label),
    };
    if fault.is_some() {
        return out;
    }
    if let Some(reason) = &converted.file.verdict.reason {
        let why = reason.kind.sentence(&converted.file);
        let _ = writeln!(out, "  does not load in {}: {why}", args.to.label);
    }
    let text = Text::from(&*source.text);
    for loss in &converted.losses {
        let place = if is_nowhere(loss) {
            String::new()
        } else {
            format!(" (line {})", Range::new(&text, loss.span).start.line)
        };
        let (fate, part, what) = (loss.fate.word(), loss.part.word(), plain(&loss.what).into_owned());
        let _ = writeln!(out, "  {fate:<8} {part} {what}{place}: {}", plain(&loss.reason));
    }
    out
}

fn is_nowhere(loss: &Loss) -> bool {
    loss.span == Span::empty(0) || loss.fate == crate::convert::Fate::Added
}

fn row<'a>(done: &'a Done<'a>, args: &'a ConvertArgs, prints: bool) -> Row<'a> {
    let Done { source, converted, target, fault } = done;
    let text = Text::from(&*source.text);
    let verdict = &converted.file.verdict;
    let loss = |loss: &'a Loss| LossRow {
        fate: loss.fate.word(),
        part: loss.part.word(),
        what: &loss.what,
        range: (!is_nowhere(loss)).then(|| Range::new(&text, loss.span)),
        reason: &loss.reason,
    };
    Row {
        path: &source.path,
        dialect: &source.dialect.id,
        to: &args.to.id,
        new_path: target.as_deref().map(shown),
        written: !prints && fault.is_none(),
        fault: fault.clone(),
        loads: verdict.loads,
        reason: verdict.reason.as_ref().map(|reason| reason.kind.sentence(&converted.file).to_owned()),
        losses: converted.losses.iter().map(loss).collect(),
        text: prints.then_some(&*converted.text),
    }
}
