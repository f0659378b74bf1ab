//! The language server: the only layer that knows the protocol, tokio and a clock.
//!
//! ```text
//! bytes ─ transport ─ backend ─ handlers ─ session ─ documents
//!                                  │          └ analysis, workspace, publish
//!                                  └ convert ─ ide
//! ```
//!
//! Rules for handlers:
//!
//! 1. State changes in plain functions of [`session::Session`]. The method in `backend.rs` calls
//!    its handler as its first statement, with no `.await` before it: that is what keeps the
//!    changes in the order of the wire.
//! 2. No handler waits for an answer of the client: it spawns a task that does.
//! 3. No lock is held across an `.await`, and no guard leaves the file that owns the lock.
//! 4. What may take longer than a millisecond runs on a thread of its own, over an `Arc` of what
//!    it needs.
//! 5. A request answers from the newest version of its document.

pub mod analysis;
pub mod backend;
pub mod capabilities;
pub mod convert;
pub mod documents;
pub mod handlers;
pub mod publish;
pub mod pulled;
pub mod session;
pub mod settings;
pub mod transport;
pub mod workspace;

use analysis::Analyse;
use backend::Backend;
use session::Session;
use std::fs::File;
use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use tower_lsp::{Client, ClientSocket, LspService};
use tracing_subscriber::EnvFilter;
use transport::{Ended, Input, Output, own_answers};

/// `agentls server`: a session over standard input and output. Logs go to standard error; the
/// variable `AGENTLS_LOG` sets their level.
pub fn run() -> ExitCode {
    let filter =
        EnvFilter::try_from_env("AGENTLS_LOG").unwrap_or_else(|_| EnvFilter::new("warn,tower_lsp_server=error"));
    // Fails only where the program has set up a log already: then that one is used.
    let _ = tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).with_env_filter(filter).try_init();

    let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
        Ok(runtime) => runtime,
        Err(fault) => {
            tracing::error!("the server can't start: {fault}");
            return ExitCode::FAILURE;
        }
    };
    let (input, output) = match unbuffered() {
        Ok(streams) => streams,
        Err(fault) => {
            tracing::error!("standard input and output can't be used: {fault}");
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(serve(analysis::analyse, input, output)).into()
}

/// Standard input and output without the buffers of `std::io`: one would hide what is there to be read, the other would
/// cut each message in two.
fn unbuffered() -> io::Result<(File, File)> {
    #[cfg(unix)]
    use std::os::fd::AsFd;
    #[cfg(unix)]
    let own = (io::stdin().as_fd().try_clone_to_owned()?, io::stdout().as_fd().try_clone_to_owned()?);
    #[cfg(windows)]
    use std::os::windows::io::AsHandle;
    #[cfg(windows)]
    let own = (io::stdin().as_handle().try_clone_to_owned()?, io::stdout().as_handle().try_clone_to_owned()?);
    Ok((own.0.into(), own.1.into()))
}

/// A session over any pair of streams and with any analysis. Needs a tokio runtime.
pub async fn serve(analyse: Analyse, input: impl Input, output: impl Output) -> Ended {
    let session = Arc::new(Session::new(analyse));
    let (service, socket) = service(Arc::clone(&session));
    transport::serve(service, socket, session, input, output).await
}

/// The service of a session, with the methods that answer in types of our own.
fn service(session: Arc<Session>) -> (LspService<Backend>, ClientSocket) {
    let backend = |client: Client| {
        tokio::spawn(workspace::background::take_in(Arc::clone(&session), client.clone()));
        tokio::spawn(workspace::background::tell_of_changes(Arc::clone(&session), client.clone()));
        Backend { session, client }
    };
    LspService::build(backend)
        .custom_method(own_answers::CODE_ACTION, Backend::code_actions)
        .custom_method(own_answers::CODE_ACTION_RESOLVE, Backend::resolve_code_action)
        .custom_method("agentls/agents", Backend::agents)
        .custom_method("agentls/preview", Backend::preview)
        .custom_method("agentls/choices", Backend::choices)
        .custom_method("agentls/newAgent", Backend::new_agent)
        .finish()
}
