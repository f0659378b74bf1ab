//! Converts all Markdown files below the folder that `AGENTLS_CORPUS` names to every other dialect, and
//! does nothing without it. Each file is taken for an agent of each dialect in turn: where it loads there,
//! the converted file has to load in the other tool, with the same body. There and back gives the same
//! verdict where nothing was lost. With `--nocapture` it prints the figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod corpus;

use agentls::convert::{Converted, Fate, convert};
use agentls::dialect::{self, Dialect};
use agentls::model::AgentFile;
use agentls::model::verdict::Surroundings;
use corpus::files_below;
use std::collections::BTreeMap;
use std::path::Path;

fn body(file: &AgentFile) -> &str {
    // Some tools take the blank lines before the text for a part of it, some do not.
    file.text[file.front_matter.body as usize..].trim_start_matches(['\n', '\r'])
}

#[derive(Default)]
struct Count {
    load: usize,
    load_there: usize,
    without_loss: usize,
    back_the_same: usize,
}

fn same_verdict(a: &AgentFile, b: &AgentFile) -> bool {
    let tools = |file: &AgentFile| {
        let mut names = file.verdict.tools.effective.clone();
        names.iter_mut().for_each(|names| names.sort());
        (names, file.verdict.tools.denied.clone())
    };
    (a.verdict.loads, a.verdict.launches, &a.verdict.name, &a.verdict.description, &a.verdict.model.effective)
        == (b.verdict.loads, b.verdict.launches, &b.verdict.name, &b.verdict.description, &b.verdict.model.effective)
        && tools(a) == tools(b)
}

#[test]
fn real_files_load_wherever_they_are_taken() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let every = std::env::var("AGENTLS_EVERY").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut counts: BTreeMap<(&str, &str), Count> = BTreeMap::new();
    let mut wrong = Vec::new();
    let files = files_below(Path::new(&folder));
    assert!(!files.is_empty(), "no files below {}", Path::new(&folder).display());
    for path in files.iter().step_by(every) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        for source in dialect::all() {
            let place = format!("/srv/{}", path.file_name().unwrap().to_string_lossy());
            let file = AgentFile::new(place.into(), text.as_str().into(), source, Surroundings::default());
            for target in dialect::all().iter().filter(|target| target.id != source.id) {
                let count = counts.entry((&source.id, &target.id)).or_default();
                one(&file, target, count, |fault| {
                    wrong.push(format!("{} {} → {}: {fault}", path.display(), source.id, target.id))
                });
            }
        }
    }
    println!("{} differ", wrong.len());
    let (mut load, mut there) = (0, 0);
    for ((source, target), count) in &counts {
        println!(
            "{source} → {target}: {} load, {} there; {} without loss, {} of them the same when back",
            count.load, count.load_there, count.without_loss, count.back_the_same
        );
        load += count.load;
        there += count.load_there;
    }
    println!("{there} of {load} load in the target");
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn one(file: &AgentFile, target: &'static Dialect, count: &mut Count, mut fault: impl FnMut(String)) {
    let Converted { file: there, losses, .. } = convert(file, target);
    if !file.verdict.loads {
        return;
    }
    count.load += 1;
    if there.verdict.loads {
        count.load_there += 1;
    } else {
        fault(format!("{:?} {:?}", there.verdict.reason, there.text.lines().take(12).collect::<Vec<_>>()));
    }
    let added = losses.iter().any(|loss| loss.fate == Fate::Added && loss.part == agentls::convert::Part::Body);
    let own = body(file);
    let same = if added { body(&there).starts_with(own) } else { body(&there) == own };
    if !same && file.front_matter.body > 0 {
        fault(format!("another body: {:?}", body(&there).chars().take(80).collect::<String>()));
    }
    if losses.is_empty() {
        count.without_loss += 1;
        let back = convert(&there, file.dialect);
        if !back.losses.is_empty() {
            return;
        }
        let back = back.file;
        if same_verdict(file, &back) {
            count.back_the_same += 1;
        } else {
            let show = |f: &AgentFile| {
                format!("{:?} {:?} {:?}", f.verdict.name, f.verdict.model.effective, f.verdict.tools.effective)
            };
            fault(format!("another verdict when back: {} and {}", show(file), show(&back)));
        }
    }
}
