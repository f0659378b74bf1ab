//! Drives an [`LspService`] over two byte streams, in place of the loop that comes with it.
//!
//! The guarantees, each with a test in `tests/server/transport.rs`:
//!
//! - **Wire order.** The code of each handler up to its first wait runs before the next message is
//!   looked at: a call is polled once as soon as it is made. State that is changed there changes
//!   in the order of the wire.
//! - **Nothing blocks.** No bounded queue lies between reading and answering. Any number of slow
//!   requests may be running; `$/cancelRequest` and the answers to our own requests get through.
//! - **A panic costs its request**, which is answered with -32603, and not the session.
//! - **A bad message costs itself**: it is answered with -32700 and the `id` null. Lone surrogates
//!   are no reason to refuse a message: they become U+FFFD. Nor is a URI with a bracket in it.
//! - **What a handler sends before it answers goes out before its answer.**
//! - **One thread from input to output.** The thread that reads calls the handler and writes its
//!   answer. Only calls that wait for something go to another: a hop between threads that sleep
//!   takes longer than the analysis of a file. What is told unasked for goes the same way, once all
//!   messages that have come together are handled.
//! - **The end.** The session has ended properly where `shutdown` was answered before `exit`. It
//!   ends at `exit` while the input is still open, and does not wait for what is still running.

mod announce;
mod calls;
pub mod frames;
mod input;
mod message;
pub mod newer_capabilities;
mod output;
pub mod own_answers;
mod tolerance;
mod way_out;
mod writer;

pub use announce::{Announce, Announcement};
pub use input::Input;
pub use output::Output;

use calls::Calls;
use futures_util::future::FutureExt;
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use way_out::WayOut;
use writer::Writer;

/// How a session has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// By `shutdown`, then `exit`.
    Properly,
    /// In any other way.
    Abruptly,
}

impl From<Ended> for ExitCode {
    fn from(ended: Ended) -> ExitCode {
        match ended {
            Ended::Properly => ExitCode::SUCCESS,
            Ended::Abruptly => ExitCode::FAILURE,
        }
    }
}

/// Runs a session until the client exits or `input` ends. Needs a tokio runtime, on which runs
/// what waits: slow calls, and what the server sends by itself. `announcer` tells the rest.
pub async fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    announcer: Arc<impl Announce>,
    input: impl Input,
    output: impl Output,
) -> Ended {
    let (ours, answers_to_us) = socket.split();
    let (to_wait, mut waiting) = mpsc::unbounded_channel();
    let (end, mut ended) = oneshot::channel();
    let started = Writer::start(output).and_then(|writer| {
        let out = Arc::new(WayOut::new(writer, ours));
        let mut calls = Calls::new(service, answers_to_us, Arc::clone(&announcer), Arc::clone(&out), to_wait);
        let runtime = tokio::runtime::Handle::current();
        std::thread::Builder::new().name("reader".into()).spawn(move || {
            let _entered = runtime.enter();
            let ended = calls.run(input);
            // With the service, whose end would cancel and answer what is still running. Nobody
            // listens any more where the output was closed first.
            let _ = end.send((ended, calls));
        })?;
        Ok(out)
    });
    let out = match started {
        Ok(out) => out,
        Err(fault) => {
            tracing::error!("a thread can't be started: {fault}");
            return Ended::Abruptly;
        }
    };

    let mut running = FuturesUnordered::new();
    let (ended, _calls) = loop {
        tokio::select! {
            // In this order, and nothing starves: only incoming messages make more of the rest.
            biased;
            ended = &mut ended => match ended {
                Ok((ended, calls)) => break (ended, Some(calls)),
                // The thread that reads is gone.
                Err(_) => break (Ended::Abruptly, None),
            },
            () = out.closed() => break (Ended::Abruptly, None),
            Some((call, answer)) = running.next() => out.finish(call, answer),
            () = out.send_what_comes() => {}
            () = announcer.due() => drop(out.announce(&*announcer)),
            Some(call) = waiting.recv() => running.push(call),
        }
    };
    // What is ready still goes out; nothing is waited for.
    if ended == Ended::Abruptly {
        tokio::task::yield_now().await;
        while let Ok(call) = waiting.try_recv() {
            running.push(call);
        }
        while let Some(Some((call, answer))) = running.next().now_or_never() {
            out.finish(call, answer);
        }
        out.send_ready();
    }
    out.close();
    ended
}
