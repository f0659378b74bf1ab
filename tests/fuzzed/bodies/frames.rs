//! A stream of bytes as messages: the same ones however the bytes arrive, and a good one after any others.

use agentls::server::transport::frames::{Frame, Frames};
use std::io::Read;

/// Hands out so many bytes at a time.
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

fn is_message(frame: &Frame) -> bool {
    matches!(frame, Frame::Body(body) if serde_json::from_slice::<serde_json::Value>(body).is_ok())
}

/// All frames, as the server takes them: what turns out to be no message is looked at again.
fn cut(input: impl Read, most: usize) -> Vec<Frame> {
    let mut frames = Frames::new(input);
    let mut all = Vec::new();
    while let Some(frame) = frames.next() {
        if let Frame::Body(body) = &frame
            && !is_message(&frame)
        {
            frames.reconsider(body);
        }
        all.push(frame);
        assert!(all.len() <= most + 1, "frames without end");
    }
    all
}

pub fn frames(data: &[u8]) {
    let at_once = cut(data, data.len());
    for size in [1, 3, 4096] {
        assert!(cut(Trickle(data, size), data.len()) == at_once, "{size} bytes at a time give other frames");
    }
    // Whatever came, a line end and a good message on it are a message, unless a length was announced that takes them in.
    let good = b"\r\nContent-Length: 10\r\n\r\n{\"good\":1}";
    let with_good = [data, good].concat();
    let last = cut(&with_good[..], with_good.len()).pop();
    let announces = data.windows(14).any(|window| window.eq_ignore_ascii_case(b"content-length"));
    assert!(announces || last == Some(Frame::Body(b"{\"good\":1}".to_vec())), "a good message is lost: {last:?}");
}
