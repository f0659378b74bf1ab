//! Edits that turn one broken entry of the front matter into YAML with the value that its author
//! meant. Each one is tried before it is offered: it has to read, and it touches no other entry.

use super::nested::{nested_lines, quote_line};
use super::region::{Region, is_prose};
use crate::compose::quoting;
use crate::dialect::ValueKind;
use crate::model::AgentFile;
use crate::rules::Fix;
use crate::syntax::{ProblemKind, Tree, read_value};
use crate::text::{EditSet, Span};

/// The first way that works.
pub fn mend(file: &AgentFile, region: &Region<'_>, kind: ProblemKind) -> Option<Fix> {
    let source = region.span.slice(&file.text);
    if !region.holds_strays && read_value(source, &mut Tree::default()).is_some() {
        return None;
    }
    let way = Ways { file, region, source }.all(kind).into_iter().flatten().find(|way| reads(file, region, way))?;
    let edits = smallest_edit(source, &way.text, region.span.start);
    Some(if way.safe { Fix::safe(way.title, edits) } else { Fix::to_review(way.title, edits) })
}

/// The edit that turns `old`, which stands at `base`, into `new`.
pub fn smallest_edit(old: &str, new: &str, base: u32) -> EditSet {
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let rest = |text: &str| text.get(same..).unwrap_or("").to_owned();
    let (old, new) = (rest(old), rest(new));
    let tail =
        old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let start = base + Span::offset(same);
    let span = Span::new(start, start + Span::offset(old.len() - tail));
    EditSet::one(span, new.get(..new.len() - tail).unwrap_or(""))
}

struct Way {
    title: &'static str,
    safe: bool,
    /// The region as it is to be.
    text: String,
    /// Where another entry begins in it.
    next_entry: Option<usize>,
}

fn reads(file: &AgentFile, region: &Region<'_>, way: &Way) -> bool {
    if way.text.contains("---") || way.text == region.span.slice(&file.text) {
        return false;
    }
    let prose = region.field.is_some_and(is_prose);
    let reads_alone = |text: &str| {
        let mut tree = Tree::default();
        let value = read_value(text, &mut tree).and_then(|id| tree.get(id));
        value.is_some_and(|value| !prose || value.as_str().is_some())
    };
    match way.next_entry.and_then(|at| way.text.split_at_checked(at)) {
        Some((own, next)) => reads_alone(own) && reads_alone(next),
        None => reads_alone(&way.text),
    }
}

struct Ways<'a> {
    file: &'a AgentFile,
    region: &'a Region<'a>,
    source: &'a str,
}

impl Ways<'_> {
    fn all(&self, kind: ProblemKind) -> Vec<Option<Way>> {
        if self.region.holds_strays {
            return vec![self.indent_under_value(), self.fold_into_block()];
        }
        let value = self.value();
        if self.is_nested() {
            return vec![self.untab(), self.quote_lines(self.source), self.quote_lines(&self.untabbed())];
        }
        let mut ways = vec![self.move_key_to_margin()];
        ways.extend(match kind {
            ProblemKind::UnclosedQuote => vec![self.close_quote(), self.quote_all()],
            ProblemKind::BadEscape => vec![self.escape_backslashes(), self.quote_all()],
            ProblemKind::TextAfterQuote if self.is_list() => vec![self.drop_quotes()],
            ProblemKind::TextAfterQuote => vec![self.keep_outer_quotes(), self.quote_all()],
            ProblemKind::UnclosedFlow if !self.is_text() => vec![self.close_flow(), self.quote_all()],
            ProblemKind::SpecialStart if self.is_list() && value.starts_with('[') => vec![self.drop_brackets()],
            ProblemKind::SpecialStart if value.starts_with(['|', '>']) => vec![self.untab(), self.break_after_header()],
            ProblemKind::NoColon => vec![],
            _ => vec![self.untab(), self.quote_all()],
        });
        ways
    }

    /// A known key on an indented line below this entry begins an entry of its own.
    fn move_key_to_margin(&self) -> Option<Way> {
        let mut at = 0;
        for line in self.source.split_inclusive('\n') {
            let indented = line.trim_start_matches([' ', '\t']);
            let indent = line.len() - indented.len();
            let key = indented.split(':').next().unwrap_or("");
            let is_missing_key = || {
                let known = self.file.dialect.fields.iter().any(|field| field.key == key);
                known && self.file.front_matter.entry(key).is_none()
            };
            if at > 0 && indent > 0 && indented.contains(": ") && is_missing_key() {
                let text = format!("{}{}", self.source.get(..at)?, self.source.get(at + indent..)?);
                return Some(Way { title: "Move the key to the left margin", safe: true, text, next_entry: Some(at) });
            }
            at += line.len();
        }
        None
    }

    /// What stands before the value: the key, its colon and blanks.
    fn head(&self) -> &str {
        self.source.get(..self.value_at()).unwrap_or("")
    }

    fn value(&self) -> &str {
        self.source.get(self.value_at()..).unwrap_or("")
    }

    fn value_at(&self) -> usize {
        (self.region.entry.raw_value.start - self.region.span.start) as usize
    }

    /// Whether the value begins on a line below the key.
    fn is_nested(&self) -> bool {
        self.head().contains('\n')
    }

    fn is_text(&self) -> bool {
        self.region.field.is_none_or(|field| field.value == ValueKind::Text)
    }

    fn is_list(&self) -> bool {
        let lists = [ValueKind::ToolList, ValueKind::NameList];
        self.region.field.is_some_and(|field| lists.contains(&field.value))
    }

    fn way(&self, title: &'static str, value: &str) -> Option<Way> {
        Some(Way { title, safe: true, text: format!("{}{value}", self.head()), next_entry: None })
    }

    /// The whole value between quotes, or as a block where it has more lines than one.
    fn quote_all(&self) -> Option<Way> {
        let value = self.value();
        let mut lines = value.lines();
        let first = lines.next().unwrap_or("").trim_end();
        let rest: Vec<&str> = lines.collect();
        if rest.is_empty() {
            return self.way("Quote the value", &quoting::quoted(first));
        }
        if self.is_text() {
            return self.block_of(first, &rest);
        }
        let joined = value.split_whitespace().collect::<Vec<_>>().join(" ");
        self.way("Quote the value", &quoting::quoted(&joined)).map(|way| Way { safe: false, ..way })
    }

    fn block_of(&self, first: &str, rest: &[&str]) -> Option<Way> {
        let indent_of = |line: &&str| line.len() - line.trim_start().len();
        let least = rest.iter().filter(|line| !line.trim().is_empty()).map(indent_of).min().unwrap_or(0);
        let rest = rest.iter().map(|line| line.get(least..).unwrap_or("").trim_end());
        let text: Vec<&str> = Some(first).filter(|line| !line.is_empty()).into_iter().chain(rest).collect();
        let block = quoting::block(text.join("\n").trim_matches('\n'), "  ", self.file.line_end())?;
        let block = block.replacen("|-", "|", 1);
        let blank = if self.head().ends_with([' ', '\t']) { "" } else { " " };
        self.way("Write the value as a block", &format!("{blank}{block}"))
    }

    /// Lines at the left margin come under the value that they belong to, which is quoted or a block.
    fn indent_under_value(&self) -> Option<Way> {
        let (first, rest) = self.source.split_once('\n')?;
        let value = first.get(self.value_at()..).unwrap_or("");
        if !value.starts_with(['"', '\'', '|', '>']) || self.is_nested() {
            return None;
        }
        let indent = rest
            .lines()
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .find(|indent| *indent > 0)
            .unwrap_or(2);
        let mut text = format!("{first}\n");
        for line in rest.split_inclusive('\n') {
            let have = line.len() - line.trim_start_matches(' ').len();
            if have < indent && !line.trim().is_empty() {
                text.push_str(&" ".repeat(indent - have));
            }
            text.push_str(line);
        }
        Some(Way {
            title: "Indent the lines that belong to the value",
            safe: self.region.strays_are_sure,
            text,
            next_entry: None,
        })
    }

    fn fold_into_block(&self) -> Option<Way> {
        let mut lines = self.value().lines();
        let first = if self.is_nested() { "" } else { lines.next().unwrap_or("").trim_end() };
        let rest: Vec<&str> = lines.collect();
        let head = self.head().trim_end();
        let way = self.block_of(first, &rest)?;
        let block = way.text.get(self.head().len()..)?.trim_start().to_owned();
        let text = format!("{head} {block}");
        Some(Way { title: "Write the value as a block", safe: self.region.strays_are_sure, text, next_entry: None })
    }

    fn close_quote(&self) -> Option<Way> {
        let value = self.value().trim_end();
        let quote = value.chars().next()?;
        self.way("Close the quote", &format!("{value}{quote}"))
    }

    fn close_flow(&self) -> Option<Way> {
        let value = self.value().trim_end();
        let mut open = Vec::new();
        for c in value.chars() {
            match c {
                '[' => open.push(']'),
                '{' => open.push('}'),
                ']' | '}' if open.last() == Some(&c) => drop(open.pop()),
                _ => {}
            }
        }
        let closing: String = open.iter().rev().collect();
        self.way("Close the bracket", &format!("{}{closing}", value.trim_end_matches(',')))
    }

    /// Each backslash that begins no escape becomes two.
    fn escape_backslashes(&self) -> Option<Way> {
        let mut out = String::new();
        let mut chars = self.value().chars().peekable();
        while let Some(c) = chars.next() {
            out.push(c);
            if c != '\\' {
                continue;
            }
            match chars.peek().copied() {
                Some(next) if "0abtnvfre \"/\\N_LPxuU\t\n\r".contains(next) => {
                    chars.next();
                    out.push(next);
                }
                _ => out.push('\\'),
            }
        }
        self.way("Double the backslashes", &out)
    }

    /// `"He said "x" to me"`: the quotes inside are part of the text.
    fn keep_outer_quotes(&self) -> Option<Way> {
        let value = self.value().trim_end();
        let quote = value.chars().next()?;
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        let first = inner.find(quote)?;
        let opens = inner.get(..first)?.ends_with(|c: char| c.is_whitespace() || "([{<".contains(c))
            || inner.get(first + 1..)?.starts_with(char::is_alphanumeric);
        if !opens {
            return None;
        }
        let mut out = String::from(quote);
        let mut escaped = false;
        for c in inner.chars() {
            if c == quote && !escaped {
                out.push(if quote == '"' { '\\' } else { '\'' });
            }
            escaped = quote == '"' && c == '\\' && !escaped;
            out.push(c);
        }
        out.push(quote);
        self.way("Escape the quotes inside", &out)
    }

    fn drop_brackets(&self) -> Option<Way> {
        let names: String = self.value().chars().filter(|c| !matches!(c, '[' | ']')).collect();
        self.way("Write the names without brackets", names.trim()).map(|way| Way { safe: false, ..way })
    }

    /// `"Read", "Grep"`
    fn drop_quotes(&self) -> Option<Way> {
        let names: String = self.value().chars().filter(|c| !matches!(c, '"' | '\'')).collect();
        self.way("Write the names without quotes", names.trim())
    }

    /// `description: > Text` becomes a block that begins on the next line.
    fn break_after_header(&self) -> Option<Way> {
        let value = self.value();
        let length = value.len() - value.trim_start_matches(['|', '>', '-', '+']).len();
        let (header, text) = value.split_at_checked(length)?;
        let line_end = self.file.line_end();
        let lines = text.trim().lines().map(|line| format!("{line_end}  {}", line.trim()));
        self.way("Begin the text on the next line", &format!("{header}{}", lines.collect::<String>()))
    }

    fn untab(&self) -> Option<Way> {
        Some(Way { title: "Indent with spaces instead of tabs", safe: true, text: self.untabbed(), next_entry: None })
    }

    fn untabbed(&self) -> String {
        let mut text = String::with_capacity(self.source.len());
        for (at, line) in self.source.split_inclusive('\n').enumerate() {
            let indented = line.trim_start_matches([' ', '\t']);
            let indent = line.get(..line.len() - indented.len()).unwrap_or("");
            text.push_str(&if at == 0 { indent.to_owned() } else { indent.replace('\t', "  ") });
            text.push_str(indented);
        }
        text
    }

    /// Puts the text of single lines below the key into quotes until the whole reads.
    fn quote_lines(&self, source: &str) -> Option<Way> {
        let mut text = source.to_owned();
        let unreadable: Vec<_> =
            nested_lines(source).filter_map(|line| Some((line.clone(), quote_line(source, line)?))).collect();
        for (line, quoted) in unreadable.into_iter().rev() {
            text.replace_range(line, &quoted);
        }
        Some(Way { title: "Quote the value", safe: true, text, next_entry: None })
    }
}
