//! Messages cut out of a stream of bytes. Knows headers and lengths, nothing of JSON.
//!
//! A fault in the stream costs the message that it is in, never the session: the next header line
//! that makes sense is where reading goes on.

use super::input::Input;
use std::io::Read;
use std::time::Duration;
use thiserror::Error;

/// A longer body is skipped.
pub const LONGEST_BODY: u64 = 64 << 20;
/// A length beyond this is not believed, so nothing is skipped by it.
const LONGEST_SKIP: u64 = 1 << 30;
/// No header line is as long as this, in bytes.
const LONGEST_LINE: usize = 8 << 10;
/// What is kept of an overlong line: a header may start at its end.
const KEPT_OF_LINE: usize = 64;
const READ_SIZE: usize = 16 << 10;

const LENGTH_HEADER: &[u8] = b"content-length";

/// What a stream of bytes holds next.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// The body of a message. Shorter than announced where the stream has ended inside it.
    Body(Vec<u8>),
    /// Bytes that are no message. A run of such bytes is one fault.
    Fault(Fault),
}

/// Why bytes are no message.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("expected a header such as `Content-Length: 42`, got something else")]
    Garbage,
    #[error("a header ended without `Content-Length`")]
    NoLength,
    #[error("`Content-Length` is not a number of bytes")]
    BadLength,
    #[error("a message of {0} bytes is longer than {LONGEST_BODY}, the most that is read")]
    TooLong(u64),
}

/// Cuts `input` into frames; ends where it ends.
pub struct Frames<R> {
    input: R,
    buffer: Vec<u8>,
    /// Up to here the buffer has been used.
    used: usize,
    /// The header that is being read.
    header: Header,
    /// Whether a fault has been reported since the last body.
    lost: bool,
}

#[derive(Default)]
struct Header {
    length: Option<u64>,
    lines: u32,
}

enum Line {
    Whole(Vec<u8>),
    Overlong,
}

impl<R: Read> Iterator for Frames<R> {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        loop {
            let fault = match self.read_line()? {
                Line::Overlong => Some(Fault::Garbage),
                Line::Whole(line) if line.is_empty() => match std::mem::take(&mut self.header) {
                    Header { length: Some(length), .. } if length > LONGEST_BODY => {
                        self.skip(length);
                        self.lost = false;
                        return Some(Frame::Fault(Fault::TooLong(length)));
                    }
                    Header { length: Some(length), .. } => {
                        self.lost = false;
                        return Some(Frame::Body(self.read_body(length)));
                    }
                    Header { lines: 0, .. } => None,
                    Header { .. } => Some(Fault::NoLength),
                },
                Line::Whole(line) => self.header.take(&line).err(),
            };
            if let Some(fault) = fault
                && !self.lost
            {
                self.lost = true;
                return Some(Frame::Fault(fault));
            }
        }
    }
}

impl<R: Input> Frames<R> {
    /// Whether something is there to go on with or comes `within` that time, as far as that can be told. It may be
    /// less than a frame.
    pub fn has_more(&self, within: Duration) -> bool {
        !self.unused().is_empty() || self.input.has_more(within)
    }
}

impl<R> Frames<R> {
    fn unused(&self) -> &[u8] {
        self.buffer.get(self.used..).unwrap_or_default()
    }
}

impl<R: Read> Frames<R> {
    pub fn new(input: R) -> Frames<R> {
        Frames { input, buffer: Vec::new(), used: 0, header: Header::default(), lost: false }
    }

    /// Looks again at a body that turned out to be no message. Where its length was wrong, it may
    /// have swallowed the header of the next: reading goes on there.
    pub fn reconsider(&mut self, body: &[u8]) {
        let Some(start) = swallowed_header(body) else { return };
        let mut buffer = body.get(start..).unwrap_or_default().to_vec();
        buffer.extend_from_slice(self.unused());
        (self.buffer, self.used) = (buffer, 0);
    }

    /// The next line without its end; `None` at the end of the input.
    fn read_line(&mut self) -> Option<Line> {
        let mut searched = 0;
        loop {
            let unused = self.unused();
            if let Some(at) = memchr::memchr(b'\n', unused.get(searched..).unwrap_or_default()) {
                let line = unused.get(..searched + at).unwrap_or_default();
                let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
                self.used += searched + at + 1;
                return Some(Line::Whole(line));
            }
            searched = unused.len();
            if searched > LONGEST_LINE {
                self.used = self.buffer.len() - KEPT_OF_LINE;
                return Some(Line::Overlong);
            }
            if !self.fill() {
                return None;
            }
        }
    }

    /// Reads some more; `false` at the end of the input.
    fn fill(&mut self) -> bool {
        self.buffer.drain(..self.used);
        self.used = 0;
        let length = self.buffer.len();
        self.buffer.resize(length + READ_SIZE, 0);
        let read = loop {
            match self.input.read(self.buffer.get_mut(length..).unwrap_or_default()) {
                Err(fault) if fault.kind() == std::io::ErrorKind::Interrupted => {}
                read => break read.unwrap_or(0),
            }
        };
        self.buffer.truncate(length + read);
        read > 0
    }

    fn read_body(&mut self, length: u64) -> Vec<u8> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let unused = self.unused();
        let mut body = unused.get(..length).unwrap_or(unused).to_vec();
        self.used += body.len();
        // A failing input has ended for us: what came is judged as a body.
        let _ = (&mut self.input).take((length - body.len()) as u64).read_to_end(&mut body);
        body
    }

    fn skip(&mut self, length: u64) {
        let buffered = self.unused().len().min(usize::try_from(length).unwrap_or(usize::MAX));
        self.used += buffered;
        let rest = &mut (&mut self.input).take(length - buffered as u64);
        let _ = std::io::copy(rest, &mut std::io::sink());
    }
}

impl Header {
    /// Takes one line of a header.
    fn take(&mut self, line: &[u8]) -> Result<(), Fault> {
        let name = header_name(line);
        let is_other = name.is_some_and(|name| ends_with_ignoring_case(name, b"-content-length"));
        // The remains of a broken body have no line end of their own: a header may follow on them.
        let Some(at) = rfind_ignoring_case(line, LENGTH_HEADER).filter(|_| !is_other) else {
            self.lines += u32::from(name.is_some());
            return if name.is_some() { Ok(()) } else { Err(Fault::Garbage) };
        };
        self.lines += 1;
        self.length = read_length(line.get(at + LENGTH_HEADER.len()..).unwrap_or_default());
        match self.length {
            None => Err(Fault::BadLength),
            Some(_) if line.get(..at).is_some_and(|before| before.trim_ascii().is_empty()) => Ok(()),
            Some(_) => Err(Fault::Garbage),
        }
    }
}

/// What stands before the colon of a header line.
fn header_name(line: &[u8]) -> Option<&[u8]> {
    let name = line.get(..memchr::memchr(b':', line)?)?.trim_ascii();
    let is_name = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    is_name.then_some(name)
}

/// Reads what follows the name: `: 42`.
fn read_length(value: &[u8]) -> Option<u64> {
    let digits = value.trim_ascii().strip_prefix(b":")?.trim_ascii();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|length| *length <= LONGEST_SKIP)
}

fn rfind_ignoring_case(line: &[u8], word: &[u8]) -> Option<usize> {
    line.windows(word.len()).rposition(|window| window.eq_ignore_ascii_case(word))
}

fn ends_with_ignoring_case(name: &[u8], end: &[u8]) -> bool {
    name.len().checked_sub(end.len()).and_then(|at| name.get(at..)).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
}

/// Where a header line starts inside `body`. A message can't hold one: inside its strings a line
/// end is written `\n`, outside of them it has no such words.
fn swallowed_header(body: &[u8]) -> Option<usize> {
    memchr::memchr2_iter(b'C', b'c', body).find(|start| {
        let Some(rest) = body.get(*start..) else { return false };
        let Some((name, value)) = rest.split_at_checked(LENGTH_HEADER.len()) else { return false };
        if !name.eq_ignore_ascii_case(LENGTH_HEADER) {
            return false;
        }
        let line = value.get(..LONGEST_LINE).unwrap_or(value);
        memchr::memchr(b'\n', line).and_then(|end| read_length(line.get(..end)?)).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hands out a few bytes at a time, as a pipe may.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(to.len()).min(self.0.len());
            let (now, later) = self.0.split_at(count);
            to[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    /// The frames of `bytes`: bodies in quotes, faults by name. The same however the bytes arrive.
    fn cut(bytes: &[u8]) -> Vec<String> {
        let shown = |frame| match frame {
            Frame::Body(body) => format!("{:?}", String::from_utf8_lossy(&body)),
            Frame::Fault(fault) => format!("{fault:?}"),
        };
        let at_once: Vec<String> = Frames::new(bytes).map(shown).collect();
        for size in [1, 7, 4096] {
            let trickled: Vec<String> = Frames::new(Trickle(bytes, size)).map(shown).collect();
            assert_eq!(trickled, at_once, "{size} bytes at a time");
        }
        at_once
    }

    #[test]
    fn a_body_is_as_long_as_its_header_says() {
        assert_eq!(cut(b"Content-Length: 2\r\n\r\n{}Content-Length: 3\r\n\r\n[1]"), [r#""{}""#, r#""[1]""#]);
    }

    #[test]
    fn headers_come_in_any_case_number_and_order() {
        let bytes =
            b"content-type: x\r\nX-Trace: a:b\r\nX-Content-Length: 9\r\nCONTENT-LENGTH : 2 \r\nDate: today\n\n{}";
        assert_eq!(cut(bytes), [r#""{}""#]);
    }

    #[test]
    fn blank_lines_between_messages_are_no_fault() {
        assert_eq!(cut(b"\r\n\nContent-Length: 2\r\n\r\n{}\r\n"), [r#""{}""#]);
    }

    #[test]
    fn garbage_is_one_fault_and_the_next_message_is_read() {
        let bytes = b"hello\r\nwhat now?\r\n\r\nContent-Length: 2\r\n\r\n{}oops\nContent-Length: 1\r\n\r\n1";
        assert_eq!(cut(bytes), ["Garbage", r#""{}""#, "Garbage", r#""1""#]);
    }

    #[test]
    fn a_header_is_found_behind_the_remains_of_a_body() {
        assert_eq!(
            cut(b"Content-Length: 2\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}"),
            [r#""{\"""#, "Garbage", r#""{}""#]
        );
    }

    #[test]
    fn a_length_that_is_no_length_is_one_fault() {
        for length in ["-5", "five", "", "99999999999999999999", "5 5", "8000000000"] {
            let bytes = format!("Content-Length: {length}\r\n\r\n{{\"a\": 1}}Content-Length: 2\r\n\r\n{{}}");
            assert_eq!(cut(bytes.as_bytes()), ["BadLength", r#""{}""#], "{length:?}");
        }
    }

    #[test]
    fn a_header_without_length_is_a_fault() {
        assert_eq!(cut(b"X-Other: 1\r\n\r\nContent-Length: 2\r\n\r\n{}"), ["NoLength", r#""{}""#]);
    }

    #[test]
    fn a_body_that_is_too_long_is_skipped() {
        let length = LONGEST_BODY + 1;
        let mut bytes = format!("Content-Length: {length}\r\n\r\n").into_bytes();
        bytes.resize(bytes.len() + length as usize, b'x');
        bytes.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        let frames: Vec<Frame> = Frames::new(&*bytes).collect();
        assert_eq!(frames, [Frame::Fault(Fault::TooLong(length)), Frame::Body(b"{}".to_vec())]);
    }

    #[test]
    fn a_line_without_end_does_not_fill_the_memory() {
        let mut bytes = vec![b'x'; 1 << 20];
        bytes.extend_from_slice(b"Content-Length: 2\r\n\r\n{}");
        let mut frames = Frames::new(&*bytes);
        assert_eq!(frames.next(), Some(Frame::Fault(Fault::Garbage)));
        assert_eq!(frames.next(), Some(Frame::Body(b"{}".to_vec())));
        assert!(frames.buffer.capacity() < 1 << 18);
    }

    #[test]
    fn a_body_that_swallowed_the_next_message_gives_it_back() {
        let mut frames =
            Frames::new(&b"Content-Length: 40\r\n\r\n{\"a\":content-length: 2\r\n\r\n{}Content-Length: 1\r\n\r\n1"[..]);
        let Some(Frame::Body(body)) = frames.next() else { panic!("expected a body") };
        frames.reconsider(&body);
        assert_eq!(frames.next(), Some(Frame::Body(b"{}".to_vec())));
        assert_eq!(frames.next(), Some(Frame::Body(b"1".to_vec())));
        assert_eq!(frames.next(), None);
    }

    #[test]
    fn words_about_headers_inside_a_message_are_no_header() {
        assert_eq!(swallowed_header(br#"{"text":"Content-Length: 5\r\n"}"#), None);
        assert_eq!(swallowed_header(b"{\"text\":Content-Length: 5\r\n"), Some(8));
    }

    #[test]
    fn an_input_that_ends_inside_a_body_gives_what_came() {
        assert_eq!(cut(b"Content-Length: 20\r\n\r\n{\"a\""), [r#""{\"a\"""#]);
    }

    /// Pieces of a stream: messages, parts of messages and noise.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            (0..60_u32).prop_map(|length| format!("Content-Length: {length}\r\n\r\n").into_bytes()),
            prop::sample::select(vec!["{}", "\r\n", "\n", "Content-Le", "content-length:", "-1", "X: y\r\n"])
                .prop_map(|text| text.as_bytes().to_vec()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_can_be_read(pieces in prop::collection::vec(piece(), 0..40)) {
            cut(&pieces.concat());
        }

        #[test]
        fn noise_costs_no_message(noise in "[a-z{}\":,\r\n ]{0,300}") {
            prop_assume!(!noise.to_ascii_lowercase().contains("content"));
            let frames = cut(format!("{noise}Content-Length: 2\r\n\r\n{{}}").as_bytes());
            prop_assert_eq!(frames.last().map(String::as_str), Some(r#""{}""#));
            prop_assert!(frames.len() <= 2);
        }

        #[test]
        fn reconsidering_ends(pieces in prop::collection::vec(piece(), 0..40)) {
            let bytes = pieces.concat();
            let mut frames = Frames::new(&*bytes);
            let mut count = 0;
            while let Some(frame) = frames.next() {
                if let Frame::Body(body) = frame {
                    frames.reconsider(&body);
                }
                count += 1;
                prop_assert!(count <= 2 * bytes.len());
            }
        }
    }
}
