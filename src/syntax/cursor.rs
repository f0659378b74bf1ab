//! What is being typed at an offset of the front matter. Read from the line and the lines above it,
//! not from the tree, so that it holds in every half-typed state.

use super::front_matter::FrontMatter;
use crate::text::Span;

/// What stands under the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// A key at the left margin.
    Key {
        /// What is there of it.
        word: Span,
        /// Whether a colon follows.
        has_colon: bool,
    },
    /// A value, or one entry of a list.
    Value {
        /// The top-level key that it belongs to.
        key: String,
        /// What is there of it; empty where it is only about to be typed.
        word: Span,
        /// Where all of the key's value stands.
        value: Span,
        form: ValueForm,
        /// Whether a blank has to come before what is inserted.
        needs_blank: bool,
        /// Where a comma is missing before what is inserted.
        needs_comma: Option<u32>,
    },
    /// A key inside the map that is the value of a top-level key.
    SubKey { key: String, word: Span, has_colon: bool },
    /// The value of a key inside a map.
    SubValue { key: String, sub_key: String, word: Span, needs_blank: bool },
}

/// How the value under the cursor is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueForm {
    /// On the key's line: one value, or entries with commas or blanks between them.
    Line,
    /// Between brackets.
    Flow,
    /// An item behind a dash.
    Item,
}

/// Where the content of a line begins: behind blanks and the dashes of list items.
pub fn content_column(line: &str) -> usize {
    let mut column = 0;
    loop {
        let rest = line.get(column..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        column += blanks;
        match rest.get(blanks..) {
            Some(item) if item.starts_with("- ") || item.trim_end() == "-" => column += 1,
            _ => return column,
        }
    }
}

/// The keys that a line belongs under whose content begins at `column`, the outermost first; `above` is
/// what stands over it.
pub fn owners(text: &str, above: Span, column: usize) -> Vec<&str> {
    let mut owners = Vec::new();
    let mut limit = column;
    for line in above.slice(text).lines().rev() {
        if limit == 0 {
            break;
        }
        let own = content_column(line);
        let content = line.get(own..).unwrap_or("");
        let Some(colon) = colon_of(content).filter(|_| own < limit && !content.starts_with('#')) else { continue };
        owners.push(content.get(..colon).unwrap_or("").trim().trim_matches(['"', '\'']));
        limit = own;
    }
    owners.reverse();
    owners
}

/// What is being typed at `offset`; `None` in the body, in a comment, and inside the parentheses of a tool.
pub fn at(text: &str, front_matter: &FrontMatter, offset: u32) -> Option<Cursor> {
    let content = front_matter.content;
    let opening = front_matter.opening?;
    // Blank lines below the opening fence count for the fence itself in some tools.
    let above = Span::new(opening.end, offset.max(opening.end)).slice(text);
    if offset < content.start && above.contains('\n') && above.trim().is_empty() {
        return Some(Cursor::Key { word: Span::empty(offset), has_colon: false });
    }
    if !content.touches(offset) {
        return None;
    }
    let before = Span::new(content.start, offset).slice(text);
    let line_start = content.start + before.rfind('\n').map_or(0, |at| Span::offset(at + 1));
    let rest = Span::new(offset, content.end.max(offset)).slice(text);
    let line_end = offset + Span::offset(rest.find(['\n', '\r']).unwrap_or(rest.len()));
    let line = Line { text, start: line_start, end: line_end, offset };
    if line.is_comment() {
        return None;
    }
    if line.slice().starts_with([' ', '\t', '-']) && !line.slice().starts_with("---") {
        return line.below(Span::new(content.start, line_start));
    }
    line.at_margin(Span::new(content.start, line_start))
}

struct Line<'a> {
    text: &'a str,
    start: u32,
    end: u32,
    offset: u32,
}

impl<'a> Line<'a> {
    fn slice(&self) -> &'a str {
        Span::new(self.start, self.end).slice(self.text)
    }

    fn is_comment(&self) -> bool {
        let before = Span::new(self.start, self.offset).slice(self.text);
        before.trim_start().starts_with('#')
            || before.find(" #").is_some_and(|at| {
                let quotes = before.get(..at).unwrap_or("").matches(['"', '\'']).count();
                quotes % 2 == 0
            })
    }

    /// A line that begins at the left margin: a key, or the value behind it. A line inside brackets
    /// that were opened above belongs to the value above.
    fn at_margin(&self, above: Span) -> Option<Cursor> {
        if let Some(owner) = open_flow_above(self.text, above) {
            return self.value(owner.key, owner.value_start, ValueForm::Flow);
        }
        let colon = colon_of(self.slice()).map(|at| self.start + Span::offset(at));
        match colon {
            Some(colon) if self.offset > colon => {
                let key = Span::new(self.start, colon).slice(self.text).trim().trim_matches(['"', '\'']).to_owned();
                let value = Span::new(colon + 1, self.end).slice(self.text).trim_start();
                let form = if value.starts_with('[') { ValueForm::Flow } else { ValueForm::Line };
                self.value(key, colon + 1, form)
            }
            colon => {
                let end = colon.unwrap_or(self.end);
                let word = trimmed(self.text, Span::new(self.start, end));
                Some(Cursor::Key { word, has_colon: colon.is_some() })
            }
        }
    }

    /// An indented line, or an item.
    fn below(&self, above: Span) -> Option<Cursor> {
        if let Some(owner) = open_flow_above(self.text, above) {
            return self.value(owner.key, owner.value_start, ValueForm::Flow);
        }
        let owner = owner_above(self.text, above)?;
        let trimmed_line = self.slice().trim_start();
        let indent = self.start + Span::offset(self.slice().len() - trimmed_line.len());
        if let Some(item) = trimmed_line.strip_prefix('-') {
            let from = indent + 1;
            if self.offset < from || item.starts_with('-') {
                return None;
            }
            let key = item.trim_start();
            let begin = self.start + Span::offset(self.slice().len() - key.len());
            let behind = |at: &usize| key.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            if let Some(colon) = colon_of(key).filter(behind).filter(|at| self.offset > begin + Span::offset(*at)) {
                return self.sub_value(owner.key, begin, begin + Span::offset(colon));
            }
            return self.value(owner.key, from, ValueForm::Item);
        }
        let first = Span::new(owner.value_start, above.end).slice(self.text).lines().next().unwrap_or("").trim();
        if first.starts_with(['|', '>']) || !first.is_empty() && !first.starts_with('#') {
            // The rest of a block or of a text that began above.
            return (!first.starts_with(['|', '>'])).then(|| self.value(owner.key, self.start, ValueForm::Line))?;
        }
        let colon = colon_of(trimmed_line).map(|at| indent + Span::offset(at));
        match colon {
            Some(colon) if self.offset > colon => self.sub_value(owner.key, indent, colon),
            colon => {
                if self.offset < indent {
                    return None;
                }
                let word = trimmed(self.text, Span::new(indent, colon.unwrap_or(self.end)));
                Some(Cursor::SubKey { key: owner.key, word, has_colon: colon.is_some() })
            }
        }
    }

    /// The value behind a key inside a map, which stands from `begin` to `colon`.
    fn sub_value(&self, key: String, begin: u32, colon: u32) -> Option<Cursor> {
        let sub_key = Span::new(begin, colon).slice(self.text).trim().trim_matches(['"', '\'']).to_owned();
        let word = word_around(self.text, Span::new(colon + 1, self.end), self.offset)?;
        let needs_blank = word.start == colon + 1;
        Some(Cursor::SubValue { key, sub_key, word, needs_blank })
    }

    fn value(&self, key: String, from: u32, form: ValueForm) -> Option<Cursor> {
        let inside = Span::new(from.max(self.start), self.end);
        let word = word_around(self.text, inside, self.offset)?;
        let before = Span::new(inside.start, word.start).slice(self.text);
        let last = before.chars().next_back();
        let needs_blank = match last {
            None => inside.start == from,
            Some(c) => c == ',',
        };
        let value = Span::new(from, value_end(self.text, from, self.end));
        let needs_comma = missing_comma(before, form).map(|at| inside.start + at);
        Some(Cursor::Value { key, word, value, form, needs_blank, needs_comma })
    }
}

/// Where a list with commas lacks one before the cursor: `Read, Bash |` and `Read |`, not `Read Bash |`.
fn missing_comma(before: &str, form: ValueForm) -> Option<u32> {
    let kept = before.trim_end();
    if form == ValueForm::Item || kept.len() == before.len() || kept.is_empty() || kept.ends_with([',', '[', '"', '\''])
    {
        return None;
    }
    let blank_separated = !kept.contains(',') && kept.trim_start().contains([' ', '\t']);
    (form == ValueForm::Flow || !blank_separated).then(|| Span::offset(kept.len()))
}

/// The bytes of a value that begins behind the colon at `from`, down to the next key.
fn value_end(text: &str, from: u32, line_end: u32) -> u32 {
    let mut end = line_end;
    for line in text.get(line_end as usize..).unwrap_or("").split_inclusive('\n').skip(usize::from(from <= line_end)) {
        let belongs = line.trim().is_empty() || line.starts_with([' ', '\t', ']']) || line.starts_with("- ");
        if !belongs {
            break;
        }
        end += Span::offset(line.len());
    }
    end.min(Span::offset(text.len()))
}

/// The word at `offset` in `inside`: cut at commas, blanks, brackets and quotes. `None` inside parentheses.
fn word_around(text: &str, inside: Span, offset: u32) -> Option<Span> {
    if !inside.touches(offset) {
        return None;
    }
    let cuts = |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\'' | '`');
    let before = Span::new(inside.start, offset).slice(text);
    let start = before.char_indices().rev().find(|(_, c)| cuts(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let after = Span::new(offset, inside.end).slice(text);
    let end = after.find(cuts).unwrap_or(after.len());
    let in_parentheses = before.matches('(').count() > before.matches(')').count();
    (!in_parentheses).then(|| Span::new(inside.start + Span::offset(start), offset + Span::offset(end)))
}

fn trimmed(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + Span::offset(span.slice(text).trim_end().len()))
}

/// The colon behind a key: with a blank or the line's end behind it, or behind a lone word.
fn colon_of(line: &str) -> Option<usize> {
    let at = line.find(':')?;
    let key = line.get(..at)?;
    let plain = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"' | '\''));
    plain.then_some(at)
}

struct Owner {
    key: String,
    value_start: u32,
}

/// The last key at the left margin above.
fn owner_above(text: &str, above: Span) -> Option<Owner> {
    let mut end = above.end;
    let slice = above.slice(text);
    for line in slice.split_inclusive('\n').rev() {
        let start = end - Span::offset(line.len());
        end = start;
        if line.starts_with([' ', '\t', '-', '#', ']', '}']) || line.trim().is_empty() {
            continue;
        }
        let colon = colon_of(line)?;
        let key = line.get(..colon)?.trim().trim_matches(['"', '\'']).to_owned();
        return Some(Owner { key, value_start: start + Span::offset(colon + 1) });
    }
    None
}

/// The key above whose value opened a bracket that is still open.
fn open_flow_above(text: &str, above: Span) -> Option<Owner> {
    let owner = owner_above(text, above)?;
    let value = Span::new(owner.value_start, above.end).slice(text);
    let opens = value.trim_start().starts_with('[') && !value.contains(']');
    let still_open = value.lines().skip(1).all(|line| colon_of(line.trim_start()).is_none());
    (opens && still_open).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::reader;
    use expect_test::{Expect, expect};

    /// `$0` is the cursor.
    fn check(fixture: &str, expected: Expect) {
        let offset = fixture.find("$0").expect("a cursor");
        let text = fixture.replacen("$0", "", 1);
        let front_matter = reader::claude_code(&text);
        let shown = match at(&text, &front_matter, Span::offset(offset)) {
            None => "nothing".to_owned(),
            Some(Cursor::Key { word, has_colon }) => format!("key {:?} colon {has_colon}", word.slice(&text)),
            Some(Cursor::Value { key, word, value, form, needs_blank, needs_comma }) => format!(
                "{key}: {:?} in {:?}, {form:?}{}{}",
                word.slice(&text),
                value.slice(&text),
                if needs_blank { ", blank" } else { "" },
                if needs_comma.is_some() { ", comma" } else { "" },
            ),
            Some(Cursor::SubKey { key, word, has_colon }) => {
                format!("{key} > {:?} colon {has_colon}", word.slice(&text))
            }
            Some(Cursor::SubValue { key, sub_key, word, .. }) => format!("{key} > {sub_key}: {:?}", word.slice(&text)),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn keys() {
        check("---\n$0\n---\n", expect![[r#"key "" colon false"#]]);
        check("---\n\n$0\nname: x\n---\n", expect![[r#"key "" colon false"#]]);
        check("---\nname: x\nmo$0\n---\n", expect![[r#"key "mo" colon false"#]]);
        check("---\nname: x\nmo$0del: opus\n---\n", expect![[r#"key "model" colon true"#]]);
        check("---\nname: x\n$0---\n", expect![[r#"key "" colon false"#]]);
        check("---\nname: x\nto$0\n", expect![[r#"key "to" colon false"#]]);
        check("---\n$0", expect![[r#"key "" colon false"#]]);
    }

    #[test]
    fn values_on_the_line_of_their_key() {
        check("---\nmodel: $0\n---\n", expect![[r#"model: "" in " ", Line"#]]);
        check("---\nmodel:$0\n---\n", expect![[r#"model: "" in "", Line, blank"#]]);
        check("---\ntools: Read, Gr$0\n---\n", expect![[r#"tools: "Gr" in " Read, Gr", Line"#]]);
        check("---\ntools: Read,$0\n---\n", expect![[r#"tools: "" in " Read,", Line, blank"#]]);
        check("---\ntools: Re$0ad, Grep\n---\n", expect![[r#"tools: "Read" in " Read, Grep", Line"#]]);
        check("---\ntools: Read $0\n---\n", expect![[r#"tools: "" in " Read ", Line, comma"#]]);
        check("---\ntools: Read Grep $0\n---\n", expect![[r#"tools: "" in " Read Grep ", Line"#]]);
        check("---\ntools: Bash(git$0\n---\n", expect!["nothing"]);
    }

    #[test]
    fn values_in_brackets_and_behind_dashes() {
        check("---\ntools: [Read, Wr$0\nmodel: x\n---\n", expect![[r#"tools: "Wr" in " [Read, Wr", Flow"#]]);
        check("---\ntools: [\n  Read,\n  $0\n]\n---\n", expect![[r#"tools: "" in " [\n  Read,\n  \n]", Flow"#]]);
        check("---\ntools:\n  - Read\n  - $0\n---\n", expect![[r#"tools: "" in " ", Item"#]]);
        check("---\ntools:\n- Re$0\n---\n", expect![[r#"tools: "Re" in " Re", Item"#]]);
        check("---\ntools: [\"Re$0\"]\n---\n", expect![[r#"tools: "Re" in " [\"Re\"]", Flow"#]]);
    }

    #[test]
    fn inside_items_of_maps() {
        let hook = "---\nhooks:\n  Stop:\n    - hooks:\n        - type: $0\n---\n";
        check(hook, expect![[r#"hooks > type: """#]]);
        check("---\ntools:\n  - Bash(git: $0\n---\n", expect!["nothing"]);
    }

    #[test]
    fn inside_maps() {
        check("---\nexperimental:\n  ca$0\n---\n", expect![[r#"experimental > "ca" colon false"#]]);
        check("---\nexperimental:\n  cacheTtl: 1$0\n---\n", expect![[r#"experimental > cacheTtl: "1""#]]);
    }

    #[test]
    fn nothing_in_comments_blocks_and_the_body() {
        check("---\n# to$0\n---\n", expect!["nothing"]);
        check("---\nmodel: opus # be$0\n---\n", expect!["nothing"]);
        check("---\ndescription: |\n  some te$0\n---\n", expect!["nothing"]);
        check("---\nname: x\n---\nto$0\n", expect!["nothing"]);
        check("---\nname: x\n---$0\n", expect!["nothing"]);
        check("no front matter$0", expect!["nothing"]);
    }
}
