//! Sends messages, in the order in which they are given: at once where the client reads along,
//! else on a thread that waits for it. Handing a message to a thread that sleeps costs more time
//! than making it.

use super::output::Output;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the last messages may take to be written once the session has ended.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The way out, shared by the threads of a session.
pub struct Writer {
    /// Locked while a message is sent, so that messages go out in the order of the calls.
    sending: Mutex<Sending>,
}

struct Sending {
    line: Arc<Line>,
    /// To the thread that waits; `None` once the session has ended.
    to_wait: Option<Sender<Vec<u8>>>,
    /// Closed once that thread has ended.
    waited: Option<Receiver<()>>,
}

/// What the thread that waits and those that don't have in common.
struct Line {
    output: Mutex<Box<dyn Output>>,
    /// How many messages, or ends of messages, the thread that waits has still to write.
    waiting: AtomicUsize,
}

impl Writer {
    /// Starts the thread that waits.
    pub fn start(output: impl Output) -> io::Result<Writer> {
        let line = Arc::new(Line { output: Mutex::new(Box::new(output)), waiting: AtomicUsize::new(0) });
        let (to_wait, queue) = channel();
        let (ended, waited) = channel::<()>();
        let shared = Arc::clone(&line);
        std::thread::Builder::new().name("writer".into()).spawn(move || {
            if let Err(fault) = write(&shared, &queue) {
                tracing::error!("the client can't be reached any more: {fault}");
            }
            drop(ended);
        })?;
        Ok(Writer { sending: Mutex::new(Sending { line, to_wait: Some(to_wait), waited: Some(waited) }) })
    }

    /// Sends a message; `false` where nothing can be written any more.
    pub fn send(&self, body: &[u8]) -> bool {
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend_from_slice(body);
        lock(&self.sending).send(frame)
    }

    /// Waits until all is written, but not for ever: a client may have stopped reading.
    pub fn finish(&self) {
        let waited = {
            let mut sending = lock(&self.sending);
            sending.to_wait = None;
            sending.waited.take()
        };
        let Some(waited) = waited else { return };
        if waited.recv_timeout(LAST_WORDS) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the client does not read; the last messages are lost");
        }
    }
}

impl Sending {
    fn send(&self, mut frame: Vec<u8>) -> bool {
        let Some(to_wait) = &self.to_wait else { return false };
        if self.line.waiting.load(Ordering::Acquire) == 0 {
            match lock(&self.line.output).write_at_once(&frame) {
                Ok(written) if written == frame.len() => return true,
                Ok(written) => drop(frame.drain(..written)),
                Err(fault) => {
                    tracing::error!("the client can't be reached any more: {fault}");
                    return false;
                }
            }
        }
        self.line.waiting.fetch_add(1, Ordering::AcqRel);
        to_wait.send(frame).is_ok()
    }
}

/// Writes what could not be written at once.
fn write(line: &Line, queue: &Receiver<Vec<u8>>) -> io::Result<()> {
    while let Ok(bytes) = queue.recv() {
        let mut output = lock(&line.output);
        output.write_all(&bytes)?;
        output.flush()?;
        drop(output);
        line.waiting.fetch_sub(1, Ordering::AcqRel);
    }
    Ok(())
}

/// Whoever panicked while holding the lock has left nothing half done that others could mend.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
