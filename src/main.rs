use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("server") => agentls::server::run(),
        _ => {
            eprintln!("usage: agentls server");
            ExitCode::from(2)
        }
    }
}
