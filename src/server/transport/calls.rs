//! The calls of the client: read, handed to the service and run up to their first wait, all on the
//! thread that reads.

use super::announce::{Announce, LONGEST_BATCH, PAUSE, TOO_SOON};
use super::frames::{Frame, Frames};
use super::message::{Incoming, decode};
use super::tolerance::tolerated;
use super::way_out::{Answer, Call, WayOut};
use super::{Ended, Input};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::sink::{Sink, SinkExt};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::UnboundedSender;
use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::{LanguageServer, LspService};

/// A call that waits for something.
pub type Waiting = BoxFuture<'static, (Call, Answer)>;

pub struct Calls<S, A, T> {
    service: LspService<S>,
    /// Takes the client's answers to our requests.
    answers_to_us: A,
    announcer: Arc<T>,
    out: Arc<WayOut>,
    to_wait: UnboundedSender<Waiting>,
}

impl<S: LanguageServer, A: Sink<Response> + Unpin, T: Announce> Calls<S, A, T> {
    pub fn new(
        service: LspService<S>,
        answers_to_us: A,
        announcer: Arc<T>,
        out: Arc<WayOut>,
        to_wait: UnboundedSender<Waiting>,
    ) -> Calls<S, A, T> {
        Calls { service, answers_to_us, announcer, out, to_wait }
    }

    /// Takes messages, in the order of the wire, until the input ends or asks to exit.
    pub fn run(&mut self, input: impl Input) -> Ended {
        let mut frames = Frames::new(input);
        let mut batch = None;
        let mut told: Option<Instant> = None;
        while let Some(frame) = frames.next() {
            let (begun, pause) = *batch.get_or_insert_with(|| {
                self.announcer.hold();
                let now = Instant::now();
                let is_burst = told.is_some_and(|told| now.duration_since(told) < TOO_SOON);
                (now, if is_burst { PAUSE } else { Duration::ZERO })
            });
            let incoming = match frame {
                Frame::Fault(fault) => Incoming::Malformed(fault.to_string()),
                Frame::Body(body) => {
                    let incoming = decode(&body);
                    if matches!(incoming, Incoming::Malformed(_)) {
                        frames.reconsider(&body);
                    }
                    incoming
                }
            };
            match incoming {
                Incoming::Request(request) if request.method() == "exit" => {
                    return if self.out.is_shut_down() { Ended::Properly } else { Ended::Abruptly };
                }
                Incoming::Request(request) => self.start(request),
                // Taken at once; refused only after `exit`.
                Incoming::Response(response) => drop(self.answers_to_us.send(response).now_or_never()),
                Incoming::Malformed(reason) => self.out.refuse(&reason),
            }
            if !frames.has_more(pause) || begun.elapsed() > LONGEST_BATCH {
                batch = None;
                self.announcer.release();
                told = self.out.announce(&*self.announcer).then(Instant::now);
            }
        }
        Ended::Abruptly
    }

    /// Hands a request to the service and runs it up to its first wait.
    fn start(&mut self, request: Request) {
        let call = Call::of(&request);
        let future = match catch_unwind(AssertUnwindSafe(|| self.service.call(tolerated(request)))) {
            Ok(future) => future,
            Err(panic) => return self.out.finish(call, Err(panic)),
        };
        let mut future = AssertUnwindSafe(future).catch_unwind();
        // Nobody needs to be woken: a call that waits is polled again where calls wait.
        match future.poll_unpin(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(answer) => self.out.finish(call, answer),
            // Refused only where the session has ended.
            Poll::Pending => drop(self.to_wait.send(async { (call, future.await) }.boxed())),
        }
    }
}
