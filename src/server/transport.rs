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
//! - **The end.** The session has ended properly where `shutdown` was answered before `exit`. It
//!   ends at `exit` while the input is still open, and does not wait for what is still running.

mod frames;
mod message;
pub mod newer_capabilities;
pub mod own_answers;
mod threads;
mod tolerance;

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::sink::SinkExt;
use futures_util::stream::{FuturesUnordered, Stream, StreamExt};
use message::Incoming;
use serde::Serialize;
use std::any::Any;
use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::task::{Context, Poll, Waker};
use threads::{Writer, start_reading};
use tolerance::tolerated;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError, LanguageServer, LspService};

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

/// Runs a session until the client exits or `input` ends.
pub async fn serve<S: LanguageServer>(
    service: LspService<S>,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> Ended {
    let (to_loop, mut incoming) = tokio::sync::mpsc::unbounded_channel();
    let started = start_reading(input, to_loop).and_then(|()| Writer::start(output));
    let writer = match started {
        Ok(writer) => writer,
        Err(fault) => {
            tracing::error!("a thread can't be started: {fault}");
            return Ended::Abruptly;
        }
    };
    let (mut ours, mut answers_to_us) = socket.split();
    let mut calls = Calls { service, writer, running: FuturesUnordered::new(), shut_down: false, unheard: false };

    while !calls.unheard {
        tokio::select! {
            // What is finished and what we send come first. They can't starve the rest: only
            // incoming messages make more of them.
            biased;
            Some((call, answer)) = calls.running.next() => calls.finish(call, answer, &mut ours),
            Some(request) = ours.next() => calls.send(&request),
            message = incoming.recv() => match message {
                Some(Incoming::Request(request)) if request.method() == "exit" => {
                    let ended = if calls.shut_down { Ended::Properly } else { Ended::Abruptly };
                    calls.start(request, &mut ours);
                    calls.writer.finish();
                    return ended;
                }
                Some(Incoming::Request(request)) => calls.start(request, &mut ours),
                // Refused only after `exit`.
                Some(Incoming::Response(response)) => drop(answers_to_us.send(response).await),
                Some(Incoming::Malformed(reason)) => calls.refuse(&reason),
                None => break,
            },
        }
    }
    // The input has ended, or the output has. What is ready still goes out; nothing is waited for.
    tokio::task::yield_now().await;
    calls.send_ready(&mut ours);
    calls.writer.finish();
    Ended::Abruptly
}

/// The calls of the client: those that run, and the way out for their answers.
struct Calls<S> {
    service: LspService<S>,
    writer: Writer,
    running: FuturesUnordered<BoxFuture<'static, (Call, Answer)>>,
    /// Whether `shutdown` was answered.
    shut_down: bool,
    /// Whether the output is closed.
    unheard: bool,
}

/// A request or notification that was handed to the service.
struct Call {
    /// `None` for a notification.
    id: Option<Id>,
    method: String,
}

/// What became of a call; the outer error is a panic.
type Answer = Result<Result<Option<Response>, ExitedError>, Box<dyn Any + Send>>;

impl<S: LanguageServer> Calls<S> {
    /// Hands a request to the service and runs it up to its first wait.
    fn start(&mut self, request: Request, ours: &mut (impl Stream<Item = Request> + Unpin)) {
        let call = Call { id: request.id().cloned(), method: request.method().to_owned() };
        let future = match catch_unwind(AssertUnwindSafe(|| self.service.call(tolerated(request)))) {
            Ok(future) => future,
            Err(panic) => return self.finish(call, Err(panic), ours),
        };
        let mut future = AssertUnwindSafe(future).catch_unwind();
        // Nobody needs to be woken: a call that waits is polled again in `running`.
        match future.poll_unpin(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => self.finish(call, answer, ours),
            Poll::Pending => self.running.push(async { (call, future.await) }.boxed()),
        }
    }

    /// Sends the answer of a call, after everything that the call has sent.
    fn finish(&mut self, call: Call, answer: Answer, ours: &mut (impl Stream<Item = Request> + Unpin)) {
        self.send_ready(ours);
        let response = match answer {
            Ok(Ok(response)) => response,
            Ok(Err(ExitedError { .. })) => None,
            Err(_) => {
                tracing::error!("{} panicked", call.method);
                call.id.clone().map(|id| Response::from_error(id, panicked(&call.method)))
            }
        };
        // The service leaves unknown methods that start with `$/` without an answer. As
        // notifications they have none; as requests they do.
        let response = response.or_else(|| Some(Response::from_error(call.id?, Error::method_not_found())));
        let Some(response) = response else { return };
        if call.method == "shutdown" && response.is_ok() {
            self.shut_down = true;
        }
        self.send(&response);
    }

    /// Answers what is no message.
    fn refuse(&mut self, reason: &str) {
        tracing::warn!("a message can't be read and is left out: {reason}");
        let mut error = Error::parse_error();
        error.message = format!("This message can't be read and is left out: {reason}").into();
        self.send(&Response::from_error(Id::Null, error));
    }

    /// Sends those of our own messages that are ready.
    fn send_ready(&mut self, ours: &mut (impl Stream<Item = Request> + Unpin)) {
        while let Some(Some(request)) = ours.next().now_or_never() {
            self.send(&request);
        }
    }

    fn send(&mut self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            Ok(body) => self.unheard |= !self.writer.send(body),
            Err(fault) => tracing::error!("a message can't be written as JSON: {fault}"),
        }
    }
}

fn panicked(method: &str) -> Error {
    let mut error = Error::new(ErrorCode::InternalError);
    error.message = format!("agentls failed in {method}: this is a bug. The session goes on.").into();
    error
}
