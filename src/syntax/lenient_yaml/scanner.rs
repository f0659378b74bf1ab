//! Text cut into tokens, line by line.

use super::super::tree::ScalarStyle;
use crate::text::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Scalar,
    Colon,
    Dash,
    Comma,
    /// `[` or `{`.
    Open(char),
    /// `]` or `}`.
    Close(char),
    Newline,
    /// The blanks at the start of a line; tabs count like spaces.
    Indent,
    Comment,
    DocumentStart,
    DocumentEnd,
    End,
}

/// Offsets are bytes of the scanned text.
#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
    /// Of a scalar: its text.
    pub value: Box<str>,
    pub style: ScalarStyle,
    /// A quoted text that nothing closes.
    pub is_open: bool,
    /// Where its first line starts.
    line: u32,
}

impl Token {
    /// The bytes before it on its line.
    pub fn column(&self) -> i64 {
        i64::from(self.start.saturating_sub(self.line))
    }
}

pub fn scan(source: &str) -> Vec<Token> {
    let mut scanner = Scanner { source, at: 0, tokens: Vec::new(), depth: 0, line: 0 };
    while scanner.at < source.len() {
        scanner.line();
    }
    scanner.push(Kind::End, source.len());
    scanner.tokens
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// How many brackets are open.
    depth: u32,
    /// Where the current line starts.
    line: usize,
}

const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.source.as_bytes().get(self.at + ahead).copied()
    }

    /// Whether a blank, a line end or nothing stands there.
    fn is_gap(&self, ahead: usize) -> bool {
        self.byte(ahead).is_none_or(|byte| is_blank(byte) || is_break(byte))
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.push_scalar(kind, start, self.at, "", ScalarStyle::Plain, false);
    }

    fn push_scalar(&mut self, kind: Kind, start: usize, end: usize, value: &str, style: ScalarStyle, is_open: bool) {
        let line = Span::offset(self.line.min(start));
        let (start, end) = (Span::offset(start), Span::offset(end));
        self.tokens.push(Token { kind, start, end, value: value.into(), style, is_open, line });
    }

    fn line_break(&mut self) -> bool {
        match (self.byte(0), self.byte(1)) {
            (Some(b'\r'), Some(b'\n')) => self.at += 2,
            (Some(b'\r' | b'\n'), _) => self.at += 1,
            _ => return false,
        }
        true
    }

    fn newline(&mut self) {
        let start = self.at;
        if self.line_break() {
            self.push(Kind::Newline, start);
        }
    }

    fn skip_blanks(&mut self) {
        while self.byte(0).is_some_and(is_blank) {
            self.at += 1;
        }
    }

    fn skip_line(&mut self) {
        while self.byte(0).is_some_and(|byte| !is_break(byte)) {
            self.at += 1;
        }
    }

    fn line(&mut self) {
        let start = self.at;
        self.line = start;
        self.skip_blanks();
        if self.at > start {
            self.push(Kind::Indent, start);
        }
        let at_margin = self.at == start;
        for (marker, kind) in [("---", Kind::DocumentStart), ("...", Kind::DocumentEnd)] {
            if at_margin && self.rest().starts_with(marker) && self.is_gap(3) {
                self.at += 3;
                self.push(kind, start);
                break;
            }
        }
        // A directive counts for nothing.
        if self.byte(0) == Some(b'%') && self.at == start {
            self.skip_line();
        }
        self.content();
        self.newline();
    }

    fn content(&mut self) {
        loop {
            self.skip_blanks();
            let Some(byte) = self.byte(0).filter(|byte| !is_break(*byte)) else { return };
            let start = self.at;
            let in_flow = self.depth > 0;
            match byte {
                b'#' => {
                    self.skip_line();
                    return self.push(Kind::Comment, start);
                }
                b'[' | b'{' => {
                    self.depth += 1;
                    self.at += 1;
                    self.push(Kind::Open(char::from(byte)), start);
                }
                b']' | b'}' if in_flow => {
                    self.depth -= 1;
                    self.at += 1;
                    self.push(Kind::Close(char::from(byte)), start);
                }
                b',' if in_flow => {
                    self.at += 1;
                    self.push(Kind::Comma, start);
                }
                b'-' if self.is_gap(1) => {
                    self.at += 1;
                    self.push(Kind::Dash, start);
                }
                b':' if self.is_colon() || in_flow && self.is_behind_value() => {
                    self.at += 1;
                    self.push(Kind::Colon, start);
                }
                b'"' | b'\'' => self.quoted(byte),
                b'|' | b'>' if !in_flow && self.is_block_header() => return self.block(byte),
                _ => self.plain(),
            }
        }
    }

    fn is_colon(&self) -> bool {
        self.is_gap(1) || self.depth > 0 && matches!(self.byte(1), Some(b',' | b'}' | b']'))
    }

    /// Between brackets, a colon right behind quotes or brackets separates without a blank.
    fn is_behind_value(&self) -> bool {
        let before =
            self.tokens.iter().rev().find(|token| !matches!(token.kind, Kind::Newline | Kind::Indent | Kind::Comment));
        before.is_some_and(|token| {
            matches!(token.kind, Kind::Close(_)) || token.kind == Kind::Scalar && token.style != ScalarStyle::Plain
        })
    }

    fn plain(&mut self) {
        let start = self.at;
        let mut end = start;
        while let Some(byte) = self.byte(0).filter(|byte| !is_break(*byte)) {
            let after_blank = self.at > start && self.source.as_bytes().get(self.at - 1).is_some_and(|b| is_blank(*b));
            let stops = match byte {
                b',' | b'[' | b']' | b'{' | b'}' => self.depth > 0,
                b':' => self.is_colon(),
                b'#' => after_blank,
                _ => false,
            };
            if stops {
                break;
            }
            self.at += 1;
            if !is_blank(byte) {
                end = self.at;
            }
        }
        // A sign that stops at once stands for itself.
        if self.at == start {
            self.at += self.rest().chars().next().map_or(1, char::len_utf8);
            end = self.at;
        }
        let value = self.source.get(start..end).unwrap_or("").to_owned();
        self.push_scalar(Kind::Scalar, start, end, &value, ScalarStyle::Plain, false);
    }

    fn quoted(&mut self, quote: u8) {
        let start = self.at;
        let style = if quote == b'"' { ScalarStyle::DoubleQuoted } else { ScalarStyle::SingleQuoted };
        self.at += 1;
        let mut value = String::new();
        // Blanks at the end of a line that are written as such go.
        let mut blanks = 0;
        while let Some(c) = self.rest().chars().next() {
            if c == char::from(quote) {
                self.at += 1;
                if quote == b'\'' && self.byte(0) == Some(quote) {
                    self.at += 1;
                    value.push('\'');
                    blanks = 0;
                    continue;
                }
                return self.push_scalar(Kind::Scalar, start, self.at, &value, style, false);
            }
            if c == '\\' && quote == b'"' {
                self.escape(&mut value);
                blanks = 0;
            } else if matches!(c, '\n' | '\r') {
                value.truncate(value.len() - blanks);
                blanks = 0;
                self.line_break();
                self.skip_blanks();
                let mut empty = 0;
                while self.line_break() {
                    empty += 1;
                    self.skip_blanks();
                }
                match empty {
                    0 => value.push(' '),
                    lines => value.extend(std::iter::repeat_n('\n', lines)),
                }
            } else {
                blanks = if matches!(c, ' ' | '\t') { blanks + 1 } else { 0 };
                value.push(c);
                self.at += c.len_utf8();
            }
        }
        self.push_scalar(Kind::Scalar, start, self.at, &value, style, true);
    }

    /// A backslash and what belongs to it; an unknown one stays as it is.
    fn escape(&mut self, value: &mut String) {
        self.at += 1;
        if self.line_break() {
            return self.skip_blanks();
        }
        let Some(c) = self.rest().chars().next() else { return value.push('\\') };
        self.at += c.len_utf8();
        let known = match c {
            'n' => '\n',
            't' => '\t',
            '\\' | '"' | '/' | ' ' => c,
            'r' => '\r',
            '0' => '\0',
            'a' => '\u{7}',
            'b' => '\u{8}',
            'e' => '\u{1b}',
            'v' => '\u{b}',
            'f' => '\u{c}',
            '_' => '\u{a0}',
            'x' | 'u' | 'U' => {
                let length = match c {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let digits = self.rest().get(..length).filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
                match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32) {
                    Some(sign) => {
                        self.at += length;
                        sign
                    }
                    None => {
                        value.push('\\');
                        c
                    }
                }
            }
            _ => {
                value.push('\\');
                c
            }
        };
        value.push(known);
    }

    /// Whether nothing but signs of a block's header stands behind `|` or `>`.
    fn is_block_header(&self) -> bool {
        let line = self.rest().split(['\n', '\r']).next().unwrap_or("");
        let rest = line.get(1..).unwrap_or("").trim_start_matches(|c: char| matches!(c, '+' | '-' | '1'..='9'));
        rest.trim().is_empty() || rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#')
    }

    fn block(&mut self, sign: u8) {
        let start = self.at;
        let parent = self.parent_indent();
        let header = self.rest().split(['\n', '\r', ' ', '\t', '#']).next().unwrap_or("").to_owned();
        let given = header.chars().find_map(|c| c.to_digit(10)).map(|digit| digit as usize);
        self.skip_line();
        let mut end = self.at;
        self.line_break();
        let mut indent = given.map(|digit| (parent.max(0).unsigned_abs() as usize) + digit);
        let mut lines: Vec<String> = Vec::new();
        while self.at < self.source.len() {
            let line = self.rest().split(['\n', '\r']).next().unwrap_or("").to_owned();
            let own = line.len() - line.trim_start_matches(' ').len();
            if line.trim_matches([' ', '\t']).is_empty() {
                lines.push(line.get(indent.unwrap_or(line.len())..).unwrap_or("").to_owned());
            } else {
                let too_little = i64::try_from(own).unwrap_or(0) <= parent;
                let wanted = *indent.get_or_insert(own);
                if own < wanted || too_little {
                    break;
                }
                lines.push(line.get(wanted..).unwrap_or("").to_owned());
                end = self.at + line.len();
            }
            self.at += line.len();
            if !self.line_break() {
                break;
            }
        }
        // Blank lines behind the text belong to what follows.
        let kept = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |at| at + 1);
        let behind = lines.len() - kept;
        lines.truncate(kept);
        let mut value = if sign == b'|' { lines.join("\n") } else { folded(&lines) };
        match header.chars().find(|c| matches!(c, '+' | '-')) {
            Some('-') => {}
            Some(_) => value.extend(std::iter::repeat_n('\n', behind + usize::from(kept > 0))),
            None if kept > 0 => value.push('\n'),
            None => {}
        }
        let style = if sign == b'|' { ScalarStyle::Literal } else { ScalarStyle::Folded };
        self.push_scalar(Kind::Scalar, start, end, &value, style, false);
        let here = self.at;
        self.push(Kind::Newline, here);
    }

    /// The column of the key or the dash that a block of text belongs to.
    fn parent_indent(&self) -> i64 {
        let mut before = self
            .tokens
            .iter()
            .rev()
            .filter(|token| !matches!(token.kind, Kind::Newline | Kind::Indent | Kind::Comment));
        match before.next() {
            Some(token) if token.kind == Kind::Colon => before.next().map_or(0, Token::column),
            Some(token) if token.kind == Kind::Dash => token.column(),
            _ => -1,
        }
    }
}

/// Line ends become blanks, blank lines line ends; lines further right keep their own.
fn folded(lines: &[String]) -> String {
    let mut value = String::new();
    let mut last_inside = false;
    let mut blank = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        let inside = line.starts_with([' ', '\t']);
        value.extend(std::iter::repeat_n('\n', blank));
        if at > 0 && (inside || last_inside) && (blank == 0 || !value.is_empty()) {
            value.push('\n');
        } else if at > 0 && blank == 0 {
            value.push(' ');
        }
        value.push_str(line);
        (last_inside, blank) = (inside, 0);
    }
    value
}
