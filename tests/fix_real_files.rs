//! Mends all Markdown files below the folder that `AGENTLS_CORPUS` names, and does nothing without it. Each file is
//! taken for an agent of the tool that `AGENTLS_DIALECT` names, Claude Code without it. What loaded before
//! loads as before, and what is mended is not mended again. With `--nocapture` it prints the figures, and what
//! the tool reads otherwise than before.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod corpus;

use agentls::dialect;
use agentls::model::AgentFile;
use agentls::model::verdict::{EffectiveModel, Surroundings};
use agentls::rules::{Severities, all, fix_all};
use agentls::syntax::FrontMatterState;
use corpus::files_below;
use std::path::Path;

fn model(file: &AgentFile) -> &str {
    match &file.verdict.model.effective {
        EffectiveModel::Inherit => "inherit",
        EffectiveModel::Id(id) => id,
    }
}

#[test]
fn real_files_are_mended_and_none_is_harmed() {
    let Some(folder) = std::env::var_os("AGENTLS_CORPUS") else { return };
    let id = std::env::var("AGENTLS_DIALECT").unwrap_or_else(|_| "claude-code".to_owned());
    let dialect = dialect::named(&id).expect("a dialect");
    let files = files_below(Path::new(&folder));
    assert!(!files.is_empty(), "no files below {}", Path::new(&folder).display());
    let (mut loaded, mut broken, mut mended_broken, mut touched, mut fixes) = (0, 0, 0, 0, 0);
    let (mut lost, mut lost_mended) = (0, 0);
    let (mut harmed, mut otherwise, mut left) = (Vec::new(), Vec::new(), Vec::new());
    for path in &files {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let name: std::sync::Arc<str> = format!("/srv/{}", path.file_name().unwrap().to_string_lossy()).into();
        let read = |text: &str| AgentFile::new(name.clone(), text.into(), dialect, Surroundings::default());
        let mend = |file: &AgentFile| fix_all(file, all(), &Severities::AS_RULES_SAY, Surroundings::default());
        let before = read(&text);
        let fixed = mend(&before);
        let after = fixed.as_ref().map_or_else(|| before.clone(), |fixed| read(&fixed.text));
        let (was, is) = (&before.verdict, &after.verdict);
        let is_lost = before.front_matter.state == FrontMatterState::Lost;
        touched += usize::from(fixed.is_some());
        fixes += fixed.as_ref().map_or(0, |fixed| fixed.count);
        lost += usize::from(is_lost);
        lost_mended += usize::from(is_lost && is.loads);
        if is_lost && !is.loads {
            left.push(format!("{}: {:?}", path.display(), is.reason.as_ref().map(|reason| reason.kind)));
        }
        let shown = path.display();
        if fixed.is_some() && mend(&after).is_some() {
            harmed.push(format!("{shown}: there is more to mend the second time"));
        }
        if was.loads {
            loaded += 1;
            if !is.loads || was.launches && !is.launches || was.name.is_some() && was.name != is.name {
                harmed.push(format!("{shown}: loads otherwise"));
            }
            if model(&before) != model(&after) {
                otherwise.push(format!("{shown}: model {} → {}", model(&before), model(&after)));
            }
            if was.description != is.description {
                otherwise.push(format!("{shown}: description {:?} → {:?}", was.description, is.description));
            }
            if was.tools.effective != is.tools.effective || was.tools.denied != is.tools.denied {
                otherwise.push(format!("{shown}: tools {:?} → {:?}", was.tools.effective, is.tools.effective));
            }
        } else {
            broken += 1;
            mended_broken += usize::from(is.loads);
        }
    }
    otherwise.iter().for_each(|line| println!("{}", line.chars().take(600).collect::<String>()));
    left.iter().for_each(|line| println!("still not read: {line}"));
    println!("{} files as {id}: {touched} mended, {fixes} fixes", files.len());
    println!("{loaded} loaded before and load after, {} of them read otherwise as a fix means it", otherwise.len());
    println!("{broken} did not load, {mended_broken} of them do after; of {lost} with lost front matter {lost_mended}");
    assert!(harmed.is_empty(), "{}", harmed.join("\n"));
}
