//! `agentls schema`

mod answers;
mod front_matter;

use super::Status;
use super::args::SchemaArgs;
use super::output::{self, complain};
use crate::{config, dialect};
use serde_json::Value;

/// The name of the schema of `agentls.toml`.
const CONFIG: &str = "config";

/// The names of all schemas.
pub fn names() -> Vec<&'static str> {
    let tools = dialect::all().iter().map(|dialect| &*dialect.id);
    tools.chain([CONFIG]).chain(answers::COMMANDS.iter().map(|(name, _)| *name)).collect()
}

pub(crate) fn run(args: &SchemaArgs) -> Status {
    let answer = match args.name.as_deref().and_then(named) {
        Some(schema) => serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n",
        None => list(),
    };
    match output::print(&answer) {
        Ok(()) => Status::Fine,
        Err(fault) => {
            complain(&format!("the answer can't be written: {fault}"));
            Status::Failed
        }
    }
}

fn named(name: &str) -> Option<Value> {
    match dialect::named(name) {
        Some(dialect) => Some(front_matter::schema(dialect)),
        None if name == CONFIG => Some(config::schema()),
        None => answers::schema(name),
    }
}

/// A line for each schema.
fn list() -> String {
    let tools = dialect::all().iter().map(|dialect| (&*dialect.id, format!("front matter: {}", dialect.label)));
    let config = [(CONFIG, config::FILE_NAME.to_owned())];
    let answers = answers::COMMANDS.iter().map(|(name, what)| (*name, (*what).to_owned()));
    tools.chain(config).chain(answers).map(|(name, what)| format!("{name:<18}{what}\n")).collect()
}
