//! New agents are clean: no finding at all, hints included, in each dialect, for each kind of work, in each language.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use agentls::convert::starter::{Wish, new_agent};
use agentls::convert::{convert, file_name, path_in};
use agentls::dialect::{self, Scope};
use agentls::format::{formatted, laid_out};
use agentls::model::AgentFile;
use agentls::model::verdict::Surroundings;
use agentls::rules;
use agentls::template::Library;

#[test]
fn new_agents_are_clean_everywhere() {
    let library = Library::built_in();
    let mut wrong = Vec::new();
    for target in dialect::all() {
        for kind in library.kinds() {
            for language in ["en", "es"] {
                let name = "sample-agent";
                let wish = Wish { name, target, kind, language, line_end: "\n" };
                let agent = new_agent(&library, wish).unwrap();
                let file_name = file_name(target, name);
                let path = path_in(target, Scope::Project, "/srv", &file_name).unwrap_or(file_name);
                let around = Surroundings::default();
                let file = AgentFile::new(path.into(), agent.plain.as_str().into(), target, around);
                let file = laid_out(file, around);
                let of = format!("{} {kind} {language}", target.id);
                if !file.verdict.loads || !file.verdict.launches || file.verdict.name.as_deref() != Some(name) {
                    wrong.push(format!("{of}: {:?}", file.verdict.reason));
                }
                if formatted(&file, around).is_some() {
                    wrong.push(format!("{of}: is laid out again"));
                }
                let is_one_of_all = language == "en" && (kind == "implement" || target.id == "claude-code");
                for other in dialect::all().iter().filter(|_| is_one_of_all) {
                    let converted = laid_out(convert(&file, other).file, around);
                    if converted.verdict.loads != convert(&file, other).file.verdict.loads
                        || formatted(&converted, around).is_some()
                    {
                        wrong.push(format!("{of} for {}: is laid out again", other.id));
                    }
                }
                wrong.extend(
                    rules::check(&file, &rules::Severities::AS_RULES_SAY)
                        .iter()
                        .map(|found| format!("{of}: {} {}", found.code, found.message)),
                );
            }
        }
    }
    wrong.truncate(30);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
