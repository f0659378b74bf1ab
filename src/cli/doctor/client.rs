//! A small client of the protocol: one server, one message after the other, a limit on each wait.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A longer message is taken for a mistake in its length.
const MOST_BYTES: u64 = 64 << 20;

/// How much of what the server writes to standard error is kept, in lines.
const MOST_LINES: usize = 20;

/// What went wrong with a server.
#[derive(Debug)]
pub enum Fault {
    /// It could not be started.
    NotStarted(io::Error),
    /// It did not answer in time.
    NoAnswer { to: String, after: Duration },
    /// It ended, or closed its output, while an answer was due.
    Gone { to: String, words: String },
    /// It answered with an error.
    Refused { to: String, message: String },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NotStarted(why) => write!(f, "the server can't be started: {why}"),
            Fault::NoAnswer { to, after } => write!(f, "no answer to {to} within {} s", after.as_secs_f32()),
            Fault::Gone { to, words } if words.is_empty() => write!(f, "the server ended before it answered {to}"),
            Fault::Gone { to, words } => write!(f, "the server ended before it answered {to}; it said: {words}"),
            Fault::Refused { to, message } => write!(f, "the server answered {to} with an error: {message}"),
        }
    }
}

/// A running server and the conversation with it.
pub struct Client {
    /// `None` where the streams are not those of a program of ours.
    server: Option<Child>,
    /// `None` once the conversation is over.
    input: Option<Box<dyn Write + Send>>,
    messages: Receiver<Value>,
    /// Notifications that nobody has asked for yet.
    waiting: VecDeque<Value>,
    last_id: i64,
    patience: Duration,
    words: Arc<Mutex<VecDeque<String>>>,
}

impl Client {
    /// Starts `program` with `arguments`; `patience` is the limit of each wait.
    pub fn start(program: &Path, arguments: &[&str], patience: Duration) -> Result<Client, Fault> {
        let mut server = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Fault::NotStarted)?;
        let missing = || Fault::NotStarted(io::ErrorKind::BrokenPipe.into());
        let input = server.stdin.take().ok_or_else(missing)?;
        let output = server.stdout.take().ok_or_else(missing)?;
        let mut client = Client::over(input, output, patience);
        if let Some(stderr) = server.stderr.take() {
            let words = Arc::clone(&client.words);
            thread::spawn(move || keep_last_lines(stderr, &words));
        }
        client.server = Some(server);
        Ok(client)
    }

    /// A client over any pair of streams.
    pub fn over(input: impl Write + Send + 'static, output: impl Read + Send + 'static, patience: Duration) -> Client {
        let (sender, messages) = channel();
        thread::spawn(move || read_messages(BufReader::new(output), &sender));
        Client {
            server: None,
            input: Some(Box::new(input)),
            messages,
            waiting: VecDeque::new(),
            last_id: 0,
            patience,
            words: Arc::default(),
        }
    }

    /// Asks, and waits for the answer; says how long it took.
    pub fn request(&mut self, method: &str, params: Value) -> Result<(Value, Duration), Fault> {
        self.last_id += 1;
        let id = self.last_id;
        let begin = Instant::now();
        self.send(method, &json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        let mut answer = self.receive(method, begin, |message| {
            message.get("method").is_none() && message.get("id").and_then(Value::as_i64) == Some(id)
        })?;
        let took = begin.elapsed();
        match answer.get("error") {
            Some(error) => {
                let message = error.get("message").and_then(Value::as_str).unwrap_or("without a message");
                Err(Fault::Refused { to: method.to_owned(), message: message.to_owned() })
            }
            None => Ok((answer.get_mut("result").map(Value::take).unwrap_or_default(), took)),
        }
    }

    pub fn notify(&mut self, method: &str, params: Value) -> Result<(), Fault> {
        self.send(method, &json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    /// Waits for a notification whose parameters are the ones looked for; says how long it took.
    pub fn notification(&mut self, method: &str, wanted: impl Fn(&Value) -> bool) -> Result<(Value, Duration), Fault> {
        let begin = Instant::now();
        let fits = |message: &Value| {
            message.get("method").and_then(Value::as_str) == Some(method) && message.get("params").is_some_and(&wanted)
        };
        let mut message = match self.waiting.iter().position(fits).and_then(|at| self.waiting.remove(at)) {
            Some(message) => message,
            None => self.receive(method, begin, fits)?,
        };
        Ok((message.get_mut("params").map(Value::take).unwrap_or_default(), begin.elapsed()))
    }

    /// Ends the conversation as the protocol asks, and waits for the end of the server.
    pub fn shut_down(mut self) -> Result<(ExitStatus, Duration), Fault> {
        let begin = Instant::now();
        self.request("shutdown", Value::Null)?;
        self.notify("exit", Value::Null)?;
        while begin.elapsed() < self.patience {
            if let Some(Ok(Some(status))) = self.server.as_mut().map(Child::try_wait) {
                return Ok((status, begin.elapsed()));
            }
            thread::sleep(Duration::from_millis(1));
        }
        Err(Fault::NoAnswer { to: "exit".to_owned(), after: self.patience })
    }

    fn send(&mut self, about: &str, message: &Value) -> Result<(), Fault> {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let sent = match &mut self.input {
            Some(input) => input.write_all(frame.as_bytes()).and_then(|()| input.flush()),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        sent.map_err(|_| self.gone(about))
    }

    /// The next message that fits. Notifications on the way are kept, questions of the server answered.
    fn receive(&mut self, about: &str, begin: Instant, fits: impl Fn(&Value) -> bool) -> Result<Value, Fault> {
        loop {
            let left = self.patience.saturating_sub(begin.elapsed());
            let message = match self.messages.recv_timeout(left) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => {
                    return Err(Fault::NoAnswer { to: about.to_owned(), after: self.patience });
                }
                Err(RecvTimeoutError::Disconnected) => return Err(self.gone(about)),
            };
            if fits(&message) {
                return Ok(message);
            }
            match (message.get("method").and_then(Value::as_str), message.get("id")) {
                (Some(method), Some(id)) => {
                    let result = answer_to(method, message.get("params"));
                    self.send(method, &json!({"jsonrpc": "2.0", "id": id, "result": result}))?;
                }
                (Some(_), None) => self.waiting.push_back(message),
                // An answer that nobody waits for any more.
                (None, _) => {}
            }
        }
    }

    /// The last lines that the server has written to standard error.
    pub fn words(&self) -> Vec<String> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn gone(&self, about: &str) -> Fault {
        Fault::Gone { to: about.to_owned(), words: self.words().join(" / ") }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.input = None;
        let Some(server) = &mut self.server else { return };
        if !matches!(server.try_wait(), Ok(Some(_))) {
            // It may end by itself meanwhile: then there is nothing to kill.
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// What a client without any settings says when it is asked.
fn answer_to(method: &str, params: Option<&Value>) -> Value {
    match method {
        "workspace/configuration" => {
            let items = params.and_then(|params| params.get("items")).and_then(Value::as_array).map_or(0, Vec::len);
            Value::Array(vec![Value::Null; items])
        }
        "workspace/applyEdit" => json!({"applied": false}),
        _ => Value::Null,
    }
}

/// Passes messages on until the output ends or can't be read as messages.
fn read_messages(mut output: impl BufRead, messages: &Sender<Value>) {
    while let Some(body) = read_frame(&mut output) {
        let Ok(message) = serde_json::from_slice(&body) else { return };
        if messages.send(message).is_err() {
            return;
        }
    }
}

/// The body of the next message; `None` at the end, and where no message can be made out.
pub fn read_frame(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length: Option<u64> = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok();
        }
    }
    let length = length.filter(|length| *length <= MOST_BYTES)?;
    let mut body = Vec::new();
    let read = input.take(length).read_to_end(&mut body).ok()?;
    (read as u64 == length).then_some(body)
}

fn keep_last_lines(stderr: ChildStderr, words: &Mutex<VecDeque<String>>) {
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        if words.len() == MOST_LINES {
            words.pop_front();
        }
        words.push_back(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(bytes: &[u8]) -> Vec<Value> {
        let (sender, receiver) = channel();
        read_messages(bytes, &sender);
        drop(sender);
        receiver.iter().collect()
    }

    #[test]
    fn frames_are_read_one_after_the_other() {
        let bytes = b"Content-Length: 2\r\n\r\n{}content-length:3\r\nContent-Type: x\r\n\r\n[1]";
        assert_eq!(messages(bytes), [json!({}), json!([1])]);
    }

    #[test]
    fn what_is_no_frame_ends_the_reading() {
        for bytes in [
            &b"hello\r\n\r\n{}"[..],
            b"Content-Length: 99\r\n\r\n{}",
            b"Content-Length: x\r\n\r\n{}",
            b"X: 1\r\n\r\n{}",
        ] {
            assert!(messages(bytes).is_empty());
        }
        assert_eq!(messages(b"Content-Length: 2\r\n\r\n{}Content-Length: 1\r\n\r\n{").len(), 1);
    }

    #[test]
    fn a_program_that_is_not_there_can_not_be_started() {
        let started = Client::start(Path::new("/no/such/program"), &[], Duration::from_secs(1));
        assert!(matches!(started.err(), Some(Fault::NotStarted(_))));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_is_silent_or_ends_is_told_apart() {
        let ask = |script: &str, patience| {
            let mut client = Client::start(Path::new("/bin/sh"), &["-c", script], patience).unwrap();
            client.request("initialize", json!({})).unwrap_err().to_string()
        };
        assert_eq!(ask("exec sleep 60", Duration::from_millis(50)), "no answer to initialize within 0.05 s");
        let ended = ask("read line; echo out of paper >&2", Duration::from_secs(20));
        assert!(ended.starts_with("the server ended before it answered initialize"), "{ended}");
    }
}
