use agentls::{cli, dialect, model, rules};
fn main() -> std::process::ExitCode {
    // Stand-in until the command line is there.
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|a| a == "server") {
        return agentls::server::run();
    }
    let files = args.iter().skip_while(|a| *a != "--").skip(1);
    let dialect = dialect::named("claude-code").unwrap();
    let _ = rules::all();
    let rows: Vec<_> = files
        .map(|p| {
            let bytes = std::fs::read(p).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let file = model::AgentFile::new(p.as_str().into(), text.as_ref().into(), dialect, Default::default());
            cli::inspect_json::agent(&file, p)
        })
        .collect();
    println!("{}", serde_json::json!({"version":1,"agents":rows}));
    std::process::ExitCode::SUCCESS
//! The program: the command line, and the server behind `agentls server`.

use agentls::cli::args::{Args, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    match Args::read().command {
        Command::Server(_) => agentls::server::run(),
        command => agentls::cli::run(command),
}
