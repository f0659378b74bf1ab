//! Many agents at a glance: a line for each.

use super::human;
use super::row::once_each;
use crate::cli::output;
use crate::cli::table::{self, Align};
use crate::ide::code_lens::grouped;
use crate::model::AgentFile;

/// The table of `agents`, each with how many others name it, and what it comes to. What has no effect stands in a
/// column of its own: tools that come to nothing, unknown keys and values that are thrown away. Tokens are those of a run.
/// Where an agent does not load or start, the reason stands where its tools would.
pub fn table(agents: &[(&AgentFile, usize)]) -> String {
    const COLUMNS: [(&str, Align); 6] = [
        ("  agent", Align::Left),
        ("model", Align::Left),
        ("tools in effect", Align::Left),
        ("no effect", Align::Left),
        ("tokens", Align::Right),
        ("named by", Align::Right),
    ];
    /// Those that are cut off where the terminal is narrow.
    const FLEXIBLE: [usize; 4] = [2, 3, 0, 1];
    let lines: Vec<Vec<String>> = agents.iter().map(|(file, named_by)| line(file, *named_by)).collect();
    table::render(&COLUMNS, &lines, &FLEXIBLE, output::width()) + &summary(agents)
}

fn line(file: &AgentFile, named_by: usize) -> Vec<String> {
    let verdict = &file.verdict;
    let is_fine = verdict.loads && verdict.launches;
    let mark = if is_fine { '✓' } else { '✗' };
    let own_file = || file.path.rsplit('/').next().unwrap_or(&file.path);
    let name = verdict.name.as_deref().unwrap_or_else(own_file);
    let why = verdict.reason.as_ref().map_or("", |reason| reason.kind.sentence(file));
    let tools = match (verdict.loads, verdict.launches) {
        (false, _) => why.to_owned(),
        (true, false) => "no tool resolves".to_owned(),
        (true, true) => human::tools(file),
    };
    let (model, lost, tokens) = match verdict.loads {
        true => (human::effective_model(file), without_effect(file), grouped(verdict.tokens.body)),
        false => Default::default(),
    };
    vec![format!("{mark} {name}"), model, tools, lost, tokens, grouped(named_by as u64)]
}

fn without_effect(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    let tools = human::without_effect(file).into_iter().flat_map(|(_, names)| names);
    let keys = once_each(verdict.ignored_keys.iter().map(|ignored| &*ignored.key));
    tools.chain(keys).chain(verdict.lost_values(file.dialect)).collect::<Vec<_>>().join(", ")
}

fn summary(agents: &[(&AgentFile, usize)]) -> String {
    let count = |holds: &dyn Fn(&AgentFile) -> bool| agents.iter().filter(|(file, _)| holds(file)).count();
    let dead = count(&|file| !file.verdict.loads || !file.verdict.launches);
    let losing = count(&|file| file.verdict.loads && file.verdict.launches && !without_effect(file).is_empty());
    let mut out = format!("\n{} agents", grouped(agents.len() as u64));
    if dead > 0 {
        out.push_str(&format!(", {dead} of them not usable"));
    }
    if losing > 0 {
        out.push_str(&format!(", {losing} with something that has no effect"));
    }
    out + "\nMore of one: agentls inspect FILE\n"
}
