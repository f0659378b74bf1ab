//! Where the front matter begins and ends, as the tools cut it.

use crate::text::Span;

/// The parts of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The three dashes of the opening fence.
    pub opening: Span,
    /// Between the fences, from the first line after the opening one.
    pub content: Span,
    /// The three dashes that end the front matter.
    pub closing: Span,
    /// Where the body begins.
    pub body: u32,
}

/// How far a file is from having front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fences {
    Closed(Cut),
    /// The opening fence stands where it must, but nothing closes it.
    Unclosed {
        opening: Span,
        content_start: u32,
    },
    None,
}

pub const FENCE: &str = "---";

/// Cuts as Claude Code does: three dashes and blanks on line 1 (one byte-order mark may stand before
/// them), then everything up to the next three dashes **anywhere**, in the middle of a value too.
/// Observed with 2.1.330.
pub fn cut_at_first_dashes(text: &str) -> Fences {
    let start = start_of_text(text);
    let Some(after_dashes) = text.get(start..).and_then(|rest| rest.strip_prefix(FENCE)) else { return Fences::None };
    let blanks = after_dashes.len() - after_dashes.trim_start_matches(is_blank).len();
    let Some(line_end) = after_dashes.get(..blanks).and_then(|run| run.rfind('\n')) else { return Fences::None };
    let opening = Span::of(start..start + FENCE.len());
    let content_start = start + FENCE.len() + line_end + 1;
    let rest = text.get(content_start..).unwrap_or("");
    let Some(at) = memchr::memmem::find(rest.as_bytes(), FENCE.as_bytes()) else {
        return Fences::Unclosed { opening, content_start: Span::offset(content_start) };
    };
    let closing = content_start + at;
    Fences::Closed(Cut {
        opening,
        content: Span::of(content_start..closing),
        closing: Span::of(closing..closing + FENCE.len()),
        body: Span::offset(body_start(text, closing + FENCE.len())),
    })
}

/// Which lines a tool takes for fences that has them on lines of their own.
#[derive(Clone, Copy, Debug)]
pub struct FenceLines {
    /// Whether one byte-order mark may stand before the opening fence.
    pub byte_order_mark: bool,
    /// Whether a carriage return alone ends a line.
    pub lone_returns: bool,
    /// Whether the closing fence has to be three dashes and a line end, and nothing else. Else any line
    /// that begins with three dashes closes.
    pub closing_alone: bool,
}

impl FenceLines {
    /// Cuts at the line of three dashes at the very start, and at the next one. No blank may stand
    /// behind the dashes that open, and the line that closes is not the next after them.
    pub fn cut(self, text: &str) -> Fences {
        let start = if self.byte_order_mark { start_of_text(text) } else { 0 };
        let opened = text.get(start..).and_then(|rest| rest.strip_prefix(FENCE));
        let Some(line_end) = opened.and_then(|rest| self.line_end(rest)) else { return Fences::None };
        let opening = Span::of(start..start + FENCE.len());
        let content_start = start + FENCE.len() + line_end;
        let unclosed = Fences::Unclosed { opening, content_start: Span::offset(content_start) };
        let mut at = content_start;
        loop {
            let Some(length) = self.line_length(text.get(at..).unwrap_or("")) else { return unclosed };
            at += length;
            let Some(behind) = text.get(at..).and_then(|rest| rest.strip_prefix(FENCE)) else { continue };
            let line_end = self.line_end(behind);
            if self.closing_alone && line_end.is_none() {
                continue;
            }
            return Fences::Closed(Cut {
                opening,
                content: Span::of(content_start..at),
                closing: Span::of(at..at + FENCE.len()),
                body: Span::offset(at + FENCE.len() + line_end.unwrap_or(0)),
            });
        }
    }

    /// The bytes of the line end that `rest` begins with.
    fn line_end(self, rest: &str) -> Option<usize> {
        let bytes = rest.as_bytes();
        match (bytes.first()?, bytes.get(1)) {
            (b'\n', _) => Some(1),
            (b'\r', Some(b'\n')) => Some(2),
            (b'\r', _) if self.lone_returns => Some(1),
            _ => None,
        }
    }

    /// The bytes of the first line with its line end; `None` where nothing ends it.
    fn line_length(self, rest: &str) -> Option<usize> {
        let at = if self.lone_returns { rest.find(['\n', '\r'])? } else { rest.find('\n')? };
        Some(at + rest.get(at..).and_then(|end| self.line_end(end)).unwrap_or(1))
    }
}

/// The first line behind `from` that begins with three dashes, without its line end.
pub fn line_of_dashes(text: &str, from: u32) -> Option<Span> {
    let mut at = from as usize;
    for line in text.get(at..)?.split_inclusive(['\n', '\r']) {
        if line.starts_with(FENCE) {
            return Some(Span::of(at..at + line.trim_end_matches(['\n', '\r']).len()));
        }
        at += line.len();
    }
    None
}

/// Cuts at two lines that hold three dashes and blanks behind them, the first of them line 1 (one
/// byte-order mark may stand before it). Observed with GitHub Copilot CLI 1.0.102.
pub fn cut_at_fence_lines(text: &str) -> Fences {
    let start = start_of_text(text);
    let mut opening: Option<(Span, usize)> = None;
    let mut at = start;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        let dashes = Span::of(at..at + FENCE.len().min(line.len()));
        at += line.len();
        let is_fence = line.trim_end_matches([' ', '\t', '\r', '\n']) == FENCE;
        match opening {
            None if is_fence && line.ends_with('\n') => opening = Some((dashes, at)),
            None => return Fences::None,
            Some((opening, content)) if is_fence => {
                return Fences::Closed(Cut {
                    opening,
                    content: Span::new(Span::offset(content), dashes.start),
                    closing: dashes,
                    body: Span::offset(at),
                });
            }
            Some(_) => {}
        }
    }
    match opening {
        Some((opening, content_start)) => Fences::Unclosed { opening, content_start: Span::offset(content_start) },
        None => Fences::None,
    }
}

/// Cuts as gray-matter does: three dashes at the start (a fourth one makes them something else), the
/// name of a language or nothing up to the end of the line, then everything up to the next line that
/// begins with three dashes. Observed with OpenCode 1.18.33.
pub fn cut_at_dashed_line(text: &str) -> Fences {
    let start = start_of_text(text);
    let Some(rest) = text.get(start..).and_then(|rest| rest.strip_prefix(FENCE)) else { return Fences::None };
    let Some(line_end) = rest.find('\n').filter(|_| !rest.starts_with('-')) else { return Fences::None };
    let language = rest.get(..line_end).unwrap_or("").trim();
    if !matches!(language, "" | "yaml" | "yml" | "json") {
        return Fences::None;
    }
    let opening = Span::of(start..start + FENCE.len());
    let line_end = start + FENCE.len() + line_end;
    let Some(at) = text.get(line_end..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"\n---")) else {
        return Fences::Unclosed { opening, content_start: Span::offset(line_end + 1) };
    };
    let closing = Span::of(line_end + at + 1..line_end + at + 1 + FENCE.len());
    let behind = text.get(closing.end as usize..).unwrap_or("");
    let kept = behind.strip_prefix('\r').unwrap_or(behind);
    let kept = kept.strip_prefix('\n').unwrap_or(kept);
    Fences::Closed(Cut {
        opening,
        content: Span::new(Span::offset(line_end + 1).min(closing.start), closing.start),
        closing,
        body: closing.end + Span::offset(behind.len() - kept.len()),
    })
}

/// Front matter that runs from its opening fence to the end of the text; `None` where that is longer
/// than front matter can be.
pub fn cut_at_end(text: &str, opening: Span, content_start: u32) -> Option<Cut> {
    let end = Span::offset(text.len());
    let content = Span::new(content_start.min(end), end);
    (content.len() < 65_536).then_some(Cut { opening, content, closing: Span::empty(end), body: end })
}

/// Behind one byte-order mark.
pub fn start_of_text(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Behind the blanks that follow the closing fence, up to the last line end among them.
fn body_start(text: &str, after_fence: usize) -> usize {
    let rest = text.get(after_fence..).unwrap_or("");
    let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
    after_fence + rest.get(..blanks).map_or(0, |run| run.rfind('\n').map_or(blanks, |at| at + 1))
}

/// What a JavaScript pattern takes for white space.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\u{85}' || c == '\u{feff}'
}

/// The opening fence of front matter that stands too late: behind blank lines, a comment, a heading
/// or a code fence. Only where two fence lines enclose something that looks like `key:`.
pub fn late_front_matter(text: &str) -> Option<Cut> {
    let mut fences = Vec::with_capacity(2);
    let mut at = 0;
    for line in text.split_inclusive('\n').take(200) {
        if line.trim_end() == FENCE || (fences.is_empty() && line.trim() == FENCE) {
            fences.push((at + line.len() - line.trim_start().len(), at + line.len()));
            if fences.len() == 2 {
                break;
            }
        }
        at += line.len();
    }
    let [(opening, content), (closing, body)] = *fences.as_slice() else { return None };
    let names_something = text
        .get(content..closing)?
        .lines()
        .any(|line| line.split_once(':').is_some_and(|(key, _)| matches!(key.trim(), "name" | "description")));
    names_something.then(|| Cut {
        opening: Span::of(opening..opening + FENCE.len()),
        content: Span::of(content..closing),
        closing: Span::of(closing..closing + FENCE.len()),
        body: Span::offset(body),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        match cut_at_first_dashes(text) {
            Fences::Closed(cut) => {
                format!("{:?} | {:?}", cut.content.slice(text), text.get(cut.body as usize..).unwrap())
            }
            Fences::Unclosed { .. } => "unclosed".into(),
            Fences::None => "none".into(),
        }
    }

    #[test]
    fn the_first_three_dashes_end_the_front_matter_wherever_they_stand() {
        assert_eq!(cut("---\nname: a\n---\nB\n"), r#""name: a\n" | "B\n""#);
        assert_eq!(cut("---\nname: a --- b\nmodel: c\n---\nB"), r#""name: a " | "b\nmodel: c\n---\nB""#);
        assert_eq!(cut("---\nname: a\n----\nB"), r#""name: a\n" | "-\nB""#);
        assert_eq!(cut("---\nname: a\n---B"), r#""name: a\n" | "B""#);
        assert_eq!(cut("---\nname: a\n---"), r#""name: a\n" | """#);
    }

    #[test]
    fn the_opening_fence_stands_alone_on_line_1() {
        assert_eq!(cut("\u{feff}---\t \nname: a\n---\n"), r#""name: a\n" | """#);
        assert_eq!(cut("---\r\nname: a\r\n---\r\nB"), r#""name: a\r\n" | "B""#);
        for text in
            ["\n---\na: b\n---\n", "----\na: b\n---\n", "--- # c\na: b\n---\n", " ---\na: b\n---\n", "---\ra: b\r---\r"]
        {
            assert_eq!(cut(text), "none", "{text:?}");
        }
    }

    const LOOSE: FenceLines = FenceLines { byte_order_mark: false, lone_returns: false, closing_alone: false };
    const STRICT: FenceLines = FenceLines { byte_order_mark: true, lone_returns: true, closing_alone: true };

    fn cut_lines(lines: FenceLines, text: &str) -> String {
        match lines.cut(text) {
            Fences::Closed(cut) => {
                format!("{:?} | {:?}", cut.content.slice(text), text.get(cut.body as usize..).unwrap())
            }
            Fences::Unclosed { .. } => "unclosed".into(),
            Fences::None => "none".into(),
        }
    }

    #[test]
    fn fences_on_lines_of_their_own() {
        for lines in [LOOSE, STRICT] {
            assert_eq!(cut_lines(lines, "---\na: b --- c\n---\nB\n---\n"), r#""a: b --- c\n" | "B\n---\n""#);
            assert_eq!(cut_lines(lines, "---\r\na: b\r\n---\r\nB"), r#""a: b\r\n" | "B""#);
            assert_eq!(cut_lines(lines, "---\n\n---\nB"), r#""\n" | "B""#);
            assert_eq!(cut_lines(lines, "---\n---\nB"), "unclosed");
            assert_eq!(cut_lines(lines, "---\na: b\n...\nB"), "unclosed");
            for text in ["--- \na: b\n---\n", "----\na: b\n---\n", "\n---\na: b\n---\n", "---", ""] {
                assert_eq!(cut_lines(lines, text), "none", "{text:?}");
            }
        }
    }

    #[test]
    fn a_closing_fence_alone_or_with_something_behind_it() {
        for text in ["---\na: b\n---  \nB", "---\na: b\n----\nB", "---\na: b\n--- x\nB", "---\na: b\n---"] {
            assert!(cut_lines(LOOSE, text).starts_with(r#""a: b\n" | "#), "{text:?}");
            assert_eq!(cut_lines(STRICT, text), "unclosed", "{text:?}");
        }
        let marked = "\u{feff}---\ra: b\r---\rB";
        assert_eq!(cut_lines(LOOSE, marked), "none");
        assert_eq!(cut_lines(STRICT, marked), r#""a: b\r" | "B""#);
    }

    #[test]
    fn lines_of_dashes_alone_cut_for_some() {
        let cut = |text: &str| match cut_at_fence_lines(text) {
            Fences::Closed(cut) => format!("{:?} | {:?}", cut.content.slice(text), &text[cut.body as usize..]),
            Fences::Unclosed { .. } => "unclosed".into(),
            Fences::None => "none".into(),
        };
        assert_eq!(cut("\u{feff}---  \nname: a --- b\n---\t\r\nB"), r#""name: a --- b\n" | "B""#);
        assert_eq!(cut("---\n---"), r#""" | """#);
        for text in ["---\na: b\n----\nB", "---\na: b\n--- x\nB", "---\na: b\n"] {
            assert_eq!(cut(text), "unclosed", "{text:?}");
        }
        for text in ["----\na: b\n---\n", "---yaml\na: b\n---\n", "\n---\na: b\n---\n", "---\ra: b\r---\r", "---"] {
            assert_eq!(cut(text), "none", "{text:?}");
        }
    }

    #[test]
    fn lines_that_begin_with_dashes_cut_for_others() {
        let cut = |text: &str| match cut_at_dashed_line(text) {
            Fences::Closed(cut) => format!("{:?} | {:?}", cut.content.slice(text), &text[cut.body as usize..]),
            Fences::Unclosed { .. } => "unclosed".into(),
            Fences::None => "none".into(),
        };
        assert_eq!(cut("---yaml\nname: a --- b\n----\nB"), r#""name: a --- b\n" | "-\nB""#);
        assert_eq!(cut("--- \r\nname: a\r\n---\r\nB"), r#""name: a\r\n" | "B""#);
        assert_eq!(cut("---\n---\nB"), r#""" | "B""#);
        assert_eq!(cut("---\na: b\n ---\n"), "unclosed");
        for text in ["----\na: b\n---\n", "--- # c\na: b\n---\n", "---toml\na: b\n---\n", "---", "\n---\n---\n"] {
            assert_eq!(cut(text), "none", "{text:?}");
        }
    }

    #[test]
    fn dots_close_nothing() {
        assert_eq!(cut("---\nname: a\n...\nB"), "unclosed");
    }
}
