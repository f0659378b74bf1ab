//! YAML as VS Code reads it: a reader of its own that takes almost anything and stops where a line is no
//! entry of the map that it is in. Read in its source (`src/vs/base/common/yaml.ts`), 2026-11-26.
//!
//! It knows no anchors, no tags and no merges: `*x`, `@x` and `&x` are texts. A value without quotes ends
//! at the first `: `, and then so does the map: what follows is not read.

mod scanner;
#[cfg(test)]
mod tests;

use super::tree::{Node, NodeId, NodeKind, ScalarStyle, Tree};
use crate::text::Span;
use scanner::{Kind, Token, scan};

/// Values nested deeper than this are not read: nothing in an agent file is.
const DEPTH_LIMIT: u32 = 64;

/// What was read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    /// `None` where there is no value at all.
    pub root: Option<NodeId>,
    /// Where the reader stopped before the end; what stands there and below is not read.
    pub stopped: Option<u32>,
    /// A quote that nothing closes: all that follows belongs to the text.
    pub open_quote: Option<u32>,
    /// A bracket that nothing closes: all that follows belongs to the list or map.
    pub open_bracket: Option<u32>,
}

/// Parses `source`, which stands at `base` of the file, into `tree`.
pub fn parse(source: &str, base: u32, tree: &mut Tree) -> Reading {
    let tokens = scan(source);
    let open_quote = tokens.iter().find(|token| token.is_open).map(|token| base + token.start);
    let mut parser = Parser { source, tokens: &tokens, at: 0, base, depth: 0, open_bracket: None, tree };
    parser.skip_lines();
    if parser.kind() == Kind::DocumentStart {
        parser.at += 1;
        parser.skip_lines();
    }
    let root = match parser.kind() {
        Kind::End | Kind::DocumentEnd => None,
        _ => parser.value(-1),
    };
    parser.skip_lines();
    let stopped = (parser.kind() != Kind::End).then(|| parser.stop());
    let open_bracket = parser.open_bracket;
    Reading { root, stopped, open_quote, open_bracket }
}

struct Parser<'a> {
    source: &'a str,
    tokens: &'a [Token],
    at: usize,
    base: u32,
    depth: u32,
    open_bracket: Option<u32>,
    tree: &'a mut Tree,
}

impl Parser<'_> {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn kind_at(&self, ahead: usize) -> Kind {
        self.token(ahead).map_or(Kind::End, |token| token.kind)
    }

    fn kind(&self) -> Kind {
        self.kind_at(0)
    }

    /// Where the token under the cursor starts, for whoever has to point at it.
    fn stop(&self) -> u32 {
        let at = if self.kind() == Kind::Indent { 1 } else { 0 };
        self.base + self.token(at).map_or_else(|| Span::offset(self.source.len()), |token| token.start)
    }

    fn skip_lines(&mut self) {
        loop {
            match self.kind() {
                Kind::Newline | Kind::Comment => self.at += 1,
                Kind::Indent if matches!(self.kind_at(1), Kind::Newline | Kind::Comment | Kind::End) => self.at += 1,
                _ => return,
            }
        }
    }

    fn indent(&self) -> i64 {
        self.token(0).filter(|token| token.kind == Kind::Indent).map_or(0, |token| i64::from(token.end - token.start))
    }

    fn push(&mut self, start: u32, end: u32, kind: NodeKind) -> NodeId {
        let span = Span::new(self.base + start, self.base + end.max(start));
        self.tree.push(Node { span, kind })
    }

    fn empty(&mut self, at: u32) -> NodeId {
        self.push(at, at, NodeKind::Null)
    }

    fn end_of(&self, id: NodeId) -> u32 {
        self.tree.get(id).map_or(0, |node| node.span.end.saturating_sub(self.base))
    }

    fn value(&mut self, parent: i64) -> Option<NodeId> {
        if self.depth >= DEPTH_LIMIT {
            return None;
        }
        self.depth += 1;
        let value = self.value_inside(parent);
        self.depth -= 1;
        value
    }

    fn value_inside(&mut self, parent: i64) -> Option<NodeId> {
        self.skip_lines();
        let ahead = usize::from(self.kind() == Kind::Indent);
        let indent = self.indent();
        match self.kind_at(ahead) {
            Kind::Open(_) => {
                self.at += ahead;
                Some(self.flow())
            }
            Kind::Dash => Some(self.sequence(indent)),
            Kind::Scalar if self.kind_at(ahead + 1) == Kind::Colon => Some(self.mapping(indent, false)),
            Kind::Scalar => {
                self.at += ahead;
                Some(self.scalar(parent))
            }
            _ => None,
        }
    }

    /// A scalar that begins here; without quotes it may go on, on lines further right than `parent`.
    fn scalar(&mut self, parent: i64) -> NodeId {
        let Some(token) = self.token(0).cloned() else { return self.empty(Span::offset(self.source.len())) };
        self.at += 1;
        if token.style != ScalarStyle::Plain {
            return self.text(&token, token.end, &token.value);
        }
        let mut value = token.value.to_string();
        let mut end = token.end;
        while let Some((next, blank_lines)) = self.continuation(parent) {
            let before = self.at;
            self.at = next;
            let mut line = String::new();
            if self.kind() == Kind::Dash {
                line.push('-');
                end = self.token(0).map_or(end, |token| token.end);
                self.at += 1;
                if self.kind() == Kind::Scalar {
                    line.push(' ');
                }
            } else if self.kind() != Kind::Scalar || self.kind_at(1) == Kind::Colon {
                self.at = before;
                break;
            }
            if let Some(rest) = self.token(0).filter(|token| token.kind == Kind::Scalar) {
                line.push_str(&rest.value);
                end = rest.end;
                self.at += 1;
            }
            match blank_lines {
                0 => value.push(' '),
                lines => value.extend(std::iter::repeat_n('\n', lines)),
            }
            value.push_str(&line);
        }
        self.text(&token, end, &value)
    }

    /// The token that goes on a text without quotes, and how many blank lines stand before it.
    fn continuation(&self, parent: i64) -> Option<(usize, usize)> {
        let mut at = self.at;
        let mut lines = 0;
        loop {
            if self.tokens.get(at)?.kind != Kind::Newline {
                return None;
            }
            at += 1;
            lines += 1;
            let token = self.tokens.get(at)?;
            match token.kind {
                Kind::Newline => {}
                Kind::Indent => match self.tokens.get(at + 1).map_or(Kind::End, |next| next.kind) {
                    Kind::Newline => at += 1,
                    Kind::Comment | Kind::End => return None,
                    _ if i64::from(token.end - token.start) > parent => return Some((at + 1, lines - 1)),
                    _ => return None,
                },
                Kind::End | Kind::DocumentStart | Kind::DocumentEnd | Kind::Comment => return None,
                _ => return (parent < 0).then_some((at, lines - 1)),
            }
        }
    }

    fn text(&mut self, first: &Token, end: u32, value: &str) -> NodeId {
        let kind = match (first.style, value) {
            (ScalarStyle::Plain, "") => NodeKind::Null,
            (ScalarStyle::Plain, "true") => NodeKind::Bool(true),
            (ScalarStyle::Plain, "false") => NodeKind::Bool(false),
            (ScalarStyle::Plain, text) => match plain_number(text) {
                Some(number) => NodeKind::Number(number),
                None => NodeKind::String { value: text.into(), style: ScalarStyle::Plain },
            },
            (style, text) => NodeKind::String { value: text.into(), style },
        };
        self.push(first.start, end, kind)
    }

    fn mapping(&mut self, base: i64, behind_dash: bool) -> NodeId {
        let start = self.token(usize::from(self.kind() == Kind::Indent)).map_or(0, |token| token.start);
        let node = self.push(start, start, NodeKind::Null);
        let mut pairs: Vec<(NodeId, NodeId)> = Vec::new();
        let mut first = behind_dash;
        loop {
            if !first {
                self.skip_lines();
                if self.kind() == Kind::End || self.indent() < base {
                    break;
                }
            }
            first = false;
            let ahead = usize::from(self.kind() == Kind::Indent);
            if self.kind_at(ahead) != Kind::Scalar || self.kind_at(ahead + 1) != Kind::Colon {
                break;
            }
            self.at += ahead;
            let Some(key) = self.token(0).cloned() else { break };
            let colon_end = self.token(1).map_or(key.end, |token| token.end);
            self.at += 2;
            let key = self.push(key.start, key.end, NodeKind::String { value: key.value.clone(), style: key.style });
            let value = self.mapped(base, colon_end);
            pairs.push((key, value));
        }
        let end = pairs.last().map_or(start, |(_, value)| self.end_of(*value));
        self.finish(node, end, NodeKind::Map(pairs))
    }

    /// The value behind a colon: on its line, or below and further right.
    fn mapped(&mut self, base: i64, colon_end: u32) -> NodeId {
        match self.kind() {
            Kind::Open(_) => return self.flow(),
            Kind::Scalar => return self.scalar(base),
            _ => {}
        }
        self.skip_lines();
        let is_list = self.kind_at(usize::from(self.kind() == Kind::Indent)) == Kind::Dash;
        let indent = self.indent();
        if self.kind() == Kind::End || !(indent > base || indent == base && is_list) {
            return self.empty(colon_end);
        }
        self.value(base).unwrap_or_else(|| self.empty(colon_end))
    }

    fn sequence(&mut self, base: i64) -> NodeId {
        let start = self.token(usize::from(self.kind() == Kind::Indent)).map_or(0, |token| token.start);
        let node = self.push(start, start, NodeKind::Null);
        let mut items: Vec<NodeId> = Vec::new();
        loop {
            self.skip_lines();
            let at_dash = self.token(0).filter(|token| token.kind == Kind::Dash && items.is_empty());
            let indent = at_dash.map_or_else(|| self.indent(), Token::column);
            let ahead = usize::from(self.kind() == Kind::Indent);
            if self.kind() == Kind::End || indent < base || self.kind_at(ahead) != Kind::Dash {
                break;
            }
            self.at += ahead;
            let dash_end = self.token(0).map_or(0, |token| token.end);
            self.at += 1;
            items.push(self.item(base, dash_end));
        }
        let end = items.last().map_or(start, |item| self.end_of(*item));
        self.finish(node, end, NodeKind::List(items))
    }

    fn item(&mut self, base: i64, dash_end: u32) -> NodeId {
        if self.depth >= DEPTH_LIMIT {
            return self.empty(dash_end);
        }
        self.depth += 1;
        let item = self.item_inside(base, dash_end);
        self.depth -= 1;
        item
    }

    fn item_inside(&mut self, base: i64, dash_end: u32) -> NodeId {
        let column = self.token(0).map_or(0, Token::column);
        match self.kind() {
            Kind::Open(_) => return self.flow(),
            Kind::Dash => return self.sequence(column),
            Kind::Scalar if self.kind_at(1) == Kind::Colon => return self.mapping(column, true),
            Kind::Scalar => return self.scalar(base),
            _ => {}
        }
        self.skip_lines();
        if self.kind() == Kind::End || self.indent() <= base {
            return self.empty(dash_end);
        }
        self.value(base).unwrap_or_else(|| self.empty(dash_end))
    }

    /// `[…]` or `{…}`: what does not belong there is passed over.
    fn flow(&mut self) -> NodeId {
        let Some(open) = self.token(0).cloned() else { return self.empty(0) };
        self.at += 1;
        let is_map = open.kind == Kind::Open('{');
        let node = self.push(open.start, open.end, NodeKind::Null);
        let mut items = Vec::new();
        let mut pairs = Vec::new();
        let mut end = open.end;
        self.depth += 1;
        let closing = loop {
            self.skip_blanks();
            match self.kind() {
                Kind::End => break None,
                Kind::Close(sign) if sign == if is_map { '}' } else { ']' } => {
                    break self.token(0).map(|token| token.end);
                }
                Kind::Scalar if is_map => {
                    let Some(key) = self.token(0).cloned() else { break None };
                    self.at += 1;
                    let key_node =
                        self.push(key.start, key.end, NodeKind::String { value: key.value.clone(), style: key.style });
                    self.skip_blanks();
                    let value = match self.kind() {
                        Kind::Colon => {
                            self.at += 1;
                            self.skip_blanks();
                            self.flow_value().unwrap_or_else(|| self.empty(key.end))
                        }
                        _ => self.empty(key.end),
                    };
                    end = end.max(self.end_of(value));
                    pairs.push((key_node, value));
                }
                // A map ends at what is no key.
                _ if is_map && self.kind() != Kind::Comma => break Some(end),
                Kind::Open(_) | Kind::Scalar => match self.flow_value() {
                    Some(item) => {
                        end = end.max(self.end_of(item));
                        items.push(item);
                    }
                    None => self.at += 1,
                },
                _ => self.at += 1,
            }
        };
        self.depth -= 1;
        match closing {
            Some(closed) => {
                end = closed;
                self.at += usize::from(matches!(self.kind(), Kind::Close(_)));
            }
            None => self.open_bracket = self.open_bracket.or(Some(self.base + open.start)),
        }
        let kind = if is_map { NodeKind::Map(pairs) } else { NodeKind::List(items) };
        self.finish(node, end, kind)
    }

    fn flow_value(&mut self) -> Option<NodeId> {
        match self.kind() {
            Kind::Open(_) if self.depth < DEPTH_LIMIT => Some(self.flow()),
            Kind::Scalar => Some(self.flow_scalar()),
            _ => None,
        }
    }

    /// Without quotes a text goes on over line ends.
    fn flow_scalar(&mut self) -> NodeId {
        let Some(token) = self.token(0).cloned() else { return self.empty(0) };
        self.at += 1;
        let mut value = token.value.to_string();
        let mut end = token.end;
        if token.style != ScalarStyle::Plain {
            return self.text(&token, end, &value);
        }
        loop {
            let mut ahead = 0;
            let mut line_end = false;
            while matches!(self.kind_at(ahead), Kind::Newline | Kind::Indent | Kind::Comment) {
                line_end |= self.kind_at(ahead) == Kind::Newline;
                ahead += 1;
            }
            let next = self.token(ahead).filter(|next| next.kind == Kind::Scalar && next.style == ScalarStyle::Plain);
            let Some(next) = next.filter(|_| line_end).cloned() else { break };
            value.push(' ');
            value.push_str(&next.value);
            end = next.end;
            self.at += ahead + 1;
        }
        self.text(&token, end, &value)
    }

    fn skip_blanks(&mut self) {
        while matches!(self.kind(), Kind::Newline | Kind::Indent | Kind::Comment) {
            self.at += 1;
        }
    }

    fn finish(&mut self, id: NodeId, end: u32, kind: NodeKind) -> NodeId {
        let end = self.base + end;
        if let Some(node) = self.tree.get_mut(id) {
            node.span = Span::new(node.span.start, end.max(node.span.start));
            node.kind = kind;
        }
        id
    }
}

fn plain_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'));
    if plain { text.parse().ok() } else { None }
}
