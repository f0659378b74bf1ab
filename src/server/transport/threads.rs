//! The two threads that read and write. Blocking calls on threads of their own are twice to three
//! times as fast per round trip as an asynchronous standard input, which hops through a pool.

use super::frames::{Frame, Frames};
use super::message::{Incoming, decode};
use std::io::{self, BufWriter, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;

/// How long the last messages may take to be written once the session has ended.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Starts to read messages, in the order of the wire, until the input ends or asks to exit.
pub fn start_reading(input: impl Read + Send + 'static, to: UnboundedSender<Incoming>) -> io::Result<()> {
    std::thread::Builder::new().name("reader".into()).spawn(move || read(input, &to))?;
    Ok(())
}

fn read(input: impl Read, to: &UnboundedSender<Incoming>) {
    let mut frames = Frames::new(input);
    while let Some(frame) = frames.next() {
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
        let exits = matches!(&incoming, Incoming::Request(request) if request.method() == "exit");
        if to.send(incoming).is_err() || exits {
            return;
        }
    }
}

/// The thread that writes messages.
pub struct Writer {
    bodies: Sender<Vec<u8>>,
    /// Closed once the thread has ended.
    done: Receiver<()>,
}

impl Writer {
    pub fn start(output: impl Write + Send + 'static) -> io::Result<Writer> {
        let (bodies, to_write) = channel();
        let (ended, done) = channel::<()>();
        std::thread::Builder::new().name("writer".into()).spawn(move || {
            let result = write(output, &to_write);
            if let Err(fault) = result {
                tracing::error!("the client can't be reached any more: {fault}");
            }
            drop(ended);
        })?;
        Ok(Writer { bodies, done })
    }

    /// Queues a message; `false` where nothing can be written any more.
    pub fn send(&self, body: Vec<u8>) -> bool {
        self.bodies.send(body).is_ok()
    }

    /// Waits until all is written, but not for ever: a client may have stopped reading.
    pub fn finish(self) {
        drop(self.bodies);
        if self.done.recv_timeout(LAST_WORDS) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the client does not read; the last messages are lost");
        }
    }
}

/// Writes messages as they come, and flushes where none is waiting.
fn write(output: impl Write, bodies: &Receiver<Vec<u8>>) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(64 << 10, output);
    while let Ok(body) = bodies.recv() {
        write_frame(&mut output, &body)?;
        while let Ok(body) = bodies.try_recv() {
            write_frame(&mut output, &body)?;
        }
        output.flush()?;
    }
    Ok(())
}

fn write_frame(output: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n", body.len())?;
    output.write_all(body)
}
