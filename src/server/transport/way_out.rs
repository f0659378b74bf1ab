//! What goes to the client: answers, and our own notifications and requests. Two threads send, the
//! one that reads and the one where calls wait.

use super::announce::Announce;
use super::writer::Writer;
use futures_util::stream::{Stream, StreamExt};
use serde::Serialize;
use serde_json::Value;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use tokio::sync::Notify;
use tower_lsp::ExitedError;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// A request or notification that was handed to the service.
pub struct Call {
    /// `None` for a notification.
    id: Option<Id>,
    method: String,
}

impl Call {
    pub fn of(request: &Request) -> Call {
        Call { id: request.id().cloned(), method: request.method().to_owned() }
    }
}

/// What became of a call; the outer error is a panic.
pub type Answer = Result<Result<Option<Response>, ExitedError>, Box<dyn Any + Send>>;

pub struct WayOut {
    writer: Writer,
    ours: Mutex<Ours>,
    /// Locked while something is announced, so that an older state is never told after a newer one.
    announcing: Mutex<()>,
    /// Whether `shutdown` was answered.
    shut_down: AtomicBool,
    /// Told once nothing can be written any more.
    closed: Notify,
}

/// Our own messages. Locked until those that were taken are sent, so that none overtakes another.
struct Ours {
    messages: Pin<Box<dyn Stream<Item = Request> + Send>>,
    /// Wakes the thread where calls wait, whichever thread has looked last.
    waker: Waker,
}

impl WayOut {
    pub fn new(writer: Writer, ours: impl Stream<Item = Request> + Send + 'static) -> WayOut {
        WayOut {
            writer,
            ours: Mutex::new(Ours { messages: Box::pin(ours), waker: Waker::noop().clone() }),
            announcing: Mutex::default(),
            shut_down: AtomicBool::new(false),
            closed: Notify::new(),
        }
    }

    pub fn is_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::Acquire)
    }

    /// Waits until nothing can be written any more.
    pub async fn closed(&self) {
        self.closed.notified().await;
    }

    /// Sends our own messages as they come, for ever.
    pub async fn send_what_comes(&self) {
        std::future::poll_fn(|context| {
            self.send_ours(Some(context.waker()));
            Poll::Pending
        })
        .await
    }

    /// Sends those of our own messages that are ready.
    pub fn send_ready(&self) {
        self.send_ours(None);
    }

    fn send_ours(&self, waker: Option<&Waker>) {
        let mut ours = self.ours.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waker) = waker {
            ours.waker.clone_from(waker);
        }
        let waker = ours.waker.clone();
        while let Poll::Ready(Some(request)) = ours.messages.poll_next_unpin(&mut Context::from_waker(&waker)) {
            self.send(&without_null(request));
        }
    }

    /// Tells all that is due, after our own messages that are ready. Returns whether there was something.
    pub fn announce(&self, announcer: &impl Announce) -> bool {
        self.send_ready();
        let _one_at_a_time = self.announcing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut told = false;
        loop {
            match catch_unwind(AssertUnwindSafe(|| announcer.next())) {
                Ok(Some(announcement)) => {
                    self.send(&announcement);
                    told = true;
                }
                Ok(None) => return told,
                Err(_) => tracing::error!("something that was to be told is lost: making it panicked"),
            }
        }
    }

    /// Sends the answer of a call, after everything that the call has sent.
    pub fn finish(&self, call: Call, answer: Answer) {
        self.send_ready();
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
            self.shut_down.store(true, Ordering::Release);
        }
        self.send(&response);
    }

    /// Answers what is no message.
    pub fn refuse(&self, reason: &str) {
        tracing::warn!("a message can't be read and is left out: {reason}");
        let mut error = Error::parse_error();
        error.message = format!("This message can't be read and is left out: {reason}").into();
        self.send(&Response::from_error(Id::Null, error));
    }

    /// Writes what is left, and nothing after that.
    pub fn close(&self) {
        self.writer.finish();
    }

    fn send(&self, message: &impl Serialize) {
        match serde_json::to_vec(message) {
            Ok(body) => {
                if !self.writer.send(&body) {
                    self.closed.notify_one();
                }
            }
            Err(fault) => tracing::error!("a message can't be written as JSON: {fault}"),
        }
    }
}

fn panicked(method: &str) -> Error {
    let mut error = Error::new(ErrorCode::InternalError);
    error.message = format!("agentls failed in {method}: this is a bug. The session goes on.").into();
    error
}

/// What has no parameters says none: the protocol has no `null` there.
fn without_null(request: Request) -> Request {
    if request.params() != Some(&Value::Null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let request = Request::build(method);
    match id {
        Some(id) => request.id(id).finish(),
        None => request.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_request_without_parameters_has_none() {
        let written = |request: Request| serde_json::to_value(without_null(request)).unwrap();
        let refresh = Request::build("workspace/codeLens/refresh").id(7).params(Value::Null).finish();
        assert_eq!(written(refresh), json!({"jsonrpc": "2.0", "id": 7, "method": "workspace/codeLens/refresh"}));
        let other = Request::build("window/logMessage").params(json!({"type": 1})).finish();
        assert_eq!(written(other)["params"], json!({"type": 1}));
    }
}
