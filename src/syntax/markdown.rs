//! From the body's Markdown to its [`Outline`], in one pass over pulldown-cmark's events.
//!
//! Headings inside block quotes, lists and footnotes make no sections: what follows such a heading
//! still belongs to the container and not to it. They end no section either.

use super::outline::{
    Fence, HtmlBlock, InlineCode, Link, ListItem, Outline, Paragraph, Section, SectionId, Strong, Table,
};
use crate::text::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// The outline of the body, which begins at byte `body` of `text`. All spans are bytes of the
/// whole text. Linear in the length of the body; a `body` that lies outside the text or inside a
/// character gives an empty outline.
pub fn outline(text: &str, body: u32) -> Outline {
    let mut base = body as usize;
    if base == 0 && text.starts_with('\u{feff}') {
        base = '\u{feff}'.len_utf8();
    }
    let Some(markdown) = text.get(base..) else { return Outline::default() };
    if u32::try_from(text.len()).is_err() {
        return Outline::default();
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let markdown = with_line_feeds(markdown);
    let mut builder = Builder::new(text);
    for (event, range) in Parser::new_ext(&markdown, options).into_offset_iter() {
        builder.take(event, range.start + base..range.end + base);
    }
    builder.finish()
}

/// `markdown` with a line feed for each carriage return that stands alone: the parser takes such a
/// line end only in some places. No offset changes.
fn with_line_feeds(markdown: &str) -> Cow<'_, str> {
    let bytes = markdown.as_bytes();
    let stands_alone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if !memchr::memchr_iter(b'\r', bytes).any(stands_alone) {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len());
    for piece in markdown.split_inclusive('\r') {
        match piece.strip_suffix('\r') {
            Some(line) if stands_alone(out.len() + line.len()) => {
                out.push_str(line);
                out.push('\n');
            }
            _ => out.push_str(piece),
        }
    }
    Cow::Owned(out)
}

/// What is open while the events go by.
struct Builder<'t> {
    text: &'t str,
    outline: Outline,
    /// The sections that the current place lies in, the innermost last.
    open_sections: Vec<u32>,
    /// The items that the current place lies in, the innermost last.
    open_items: Vec<OpenItem>,
    /// For each open list: whether it is numbered.
    open_lists: Vec<bool>,
    /// Block quotes and footnotes that the current place lies in.
    quotes: u32,
    heading: Option<OpenHeading>,
    fence: Option<OpenFence>,
    in_table_head: bool,
}

struct OpenItem {
    index: u32,
    /// The text so far.
    text: Option<Span>,
    /// Whether the first paragraph is over.
    done: bool,
}

struct OpenHeading {
    /// `None` for a heading inside a container.
    section: Option<u32>,
    title: String,
    span: Option<Span>,
}

struct OpenFence {
    fenced: bool,
    content: Option<Span>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Builder<'t> {
        Builder {
            text,
            outline: Outline::default(),
            open_sections: Vec::new(),
            open_items: Vec::new(),
            open_lists: Vec::new(),
            quotes: 0,
            heading: None,
            fence: None,
            in_table_head: false,
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = Span::of(range);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => match &mut self.fence {
                Some(fence) => fence.content = Some(fence.content.map_or(span, |content| content.to(span))),
                None => self.inline(span, &text),
            },
            Event::Code(code) => {
                let section = self.section();
                self.outline.codes.push(InlineCode { span, text: inside_code(self.text, span), section });
                self.inline(span, &code);
            }
            Event::InlineHtml(_) | Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {
                self.inline(span, "");
            }
            Event::SoftBreak | Event::HardBreak => self.inline(Span::empty(span.start), " "),
            Event::TaskListMarker(done) => {
                if let Some(item) = self.innermost_item() {
                    item.task = Some(done);
                }
            }
            Event::Html(_) | Event::Rule => self.end_item_text(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level as u8, span),
            Tag::Paragraph => {
                if self.open_items.is_empty() {
                    let section = self.section();
                    self.outline.paragraphs.push(Paragraph { span: trimmed(self.text, span), section });
                }
            }
            Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => {
                self.end_item_text();
                self.quotes += 1;
            }
            Tag::List(first) => {
                self.end_item_text();
                self.open_lists.push(first.is_some());
            }
            Tag::Item => self.start_item(span),
            Tag::CodeBlock(kind) => {
                self.end_item_text();
                self.fence = Some(OpenFence { fenced: matches!(kind, CodeBlockKind::Fenced(_)), content: None });
            }
            Tag::HtmlBlock => {
                self.end_item_text();
                let section = self.section();
                self.outline.html.push(HtmlBlock { span: trimmed(self.text, span), section });
            }
            Tag::Table(_) => {
                self.end_item_text();
                let section = self.section();
                let span = trimmed(self.text, span);
                self.outline.tables.push(Table { span, header: Vec::new(), rows: Vec::new(), section });
            }
            Tag::TableHead => self.in_table_head = true,
            Tag::TableRow => {
                if let Some(table) = self.outline.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.cell(span),
            Tag::Strong => {
                let section = self.section();
                self.outline.strongs.push(Strong { span, text: inside_strong(self.text, span), section });
                self.inline(span, "");
            }
            Tag::Link { dest_url, .. } => self.link(span, &dest_url, false),
            Tag::Image { dest_url, .. } => self.link(span, &dest_url, true),
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.inline(span, ""),
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Heading(_) => {
                self.end_heading();
                self.end_item_text();
            }
            TagEnd::Paragraph => {
                if self.open_items.last().is_some_and(|item| item.text.is_some()) {
                    self.end_item_text();
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::List(_) => {
                self.open_lists.pop();
            }
            TagEnd::Item => self.end_item(),
            TagEnd::CodeBlock => self.end_fence(span),
            TagEnd::TableHead => self.in_table_head = false,
            _ => {}
        }
    }

    /// The section that the current place belongs to.
    fn section(&self) -> Option<SectionId> {
        self.open_sections.last().copied().map(SectionId)
    }

    /// Text, or a mark around it, at `span`.
    fn inline(&mut self, span: Span, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(text);
            heading.span = Some(heading.span.map_or(span, |whole| whole.to(span)));
        }
        if let Some(item) = self.open_items.last_mut()
            && !item.done
        {
            item.text = Some(item.text.map_or(span, |whole| whole.to(span)));
        }
    }

    fn link(&mut self, span: Span, destination: &str, is_image: bool) {
        let section = self.section();
        self.outline.links.push(Link { span, destination: destination.into(), is_image, section });
        self.inline(span, "");
    }

    fn start_heading(&mut self, level: u8, span: Span) {
        let heading = trimmed(self.text, span);
        let section = (self.quotes == 0 && self.open_items.is_empty()).then(|| self.open_section(level, heading));
        self.heading = Some(OpenHeading { section, title: String::new(), span: None });
    }

    fn open_section(&mut self, level: u8, heading: Span) -> u32 {
        while let Some(open) = self.open_sections.last().copied() {
            let Some(section) = self.outline.sections.get_mut(open as usize) else { break };
            if section.level < level {
                break;
            }
            section.span.end = heading.start;
            self.open_sections.pop();
        }
        if let Some(previous) = self.outline.sections.last_mut() {
            previous.content.end = heading.start.max(previous.content.start);
        }
        let index = count(&self.outline.sections);
        self.outline.sections.push(Section {
            level,
            heading,
            title_span: Span::empty(heading.end),
            title: Box::default(),
            span: heading,
            content: Span::empty(after_line_end(self.text, heading.end)),
            parent: self.section(),
        });
        self.open_sections.push(index);
        index
    }

    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let Some(index) = heading.section else { return };
        let Some(section) = self.outline.sections.get_mut(index as usize) else { return };
        section.title = heading.title.trim().into();
        if let Some(span) = heading.span {
            section.title_span = trimmed(self.text, span);
        }
    }

    fn start_item(&mut self, span: Span) {
        let span = trimmed(self.text, span);
        let item = ListItem {
            span,
            marker: marker(self.text, span),
            text: Span::empty(span.end),
            depth: count(&self.open_items),
            parent: self.open_items.last().map(|parent| parent.index),
            ordered: self.open_lists.last().copied().unwrap_or(false),
            task: None,
            section: self.section(),
        };
        self.open_items.push(OpenItem { index: count(&self.outline.items), text: None, done: false });
        self.outline.items.push(item);
    }

    fn end_item(&mut self) {
        let Some(open) = self.open_items.pop() else { return };
        let Some(item) = self.outline.items.get_mut(open.index as usize) else { return };
        if let Some(text) = open.text {
            item.text = trimmed(self.text, text);
        }
    }

    fn innermost_item(&mut self) -> Option<&mut ListItem> {
        let index = self.open_items.last()?.index;
        self.outline.items.get_mut(index as usize)
    }

    fn end_item_text(&mut self) {
        if let Some(item) = self.open_items.last_mut() {
            item.done = true;
        }
    }

    fn cell(&mut self, span: Span) {
        let Some(table) = self.outline.tables.last_mut() else { return };
        let cell = trimmed_cell(self.text, span);
        if self.in_table_head {
            table.header.push(cell);
        } else if let Some(row) = table.rows.last_mut() {
            row.push(cell);
        }
    }

    fn end_fence(&mut self, span: Span) {
        let Some(fence) = self.fence.take() else { return };
        let section = self.section();
        if !fence.fenced {
            let span = trimmed_end(self.text, from_line_start(self.text, span));
            let start = Span::empty(span.start);
            self.outline.fences.push(Fence { span, open: start, close: None, info: start, content: span, section });
            return;
        }
        let span = trimmed(self.text, span);
        let first_line = Span::new(span.start, line_end(self.text, span));
        let line = first_line.slice(self.text);
        let mark = line.chars().next().unwrap_or('`');
        let length = line.len() - line.trim_start_matches(mark).len();
        let open = Span::of(span.start as usize..span.start as usize + length);
        let info = trimmed(self.text, Span::new(open.end, first_line.end));
        let content_start = after_line_end(self.text, first_line.end).min(span.end);
        let content_end = fence.content.map_or(content_start, |content| content.end).clamp(content_start, span.end);
        let rest = Span::new(content_end, span.end).slice(self.text);
        let run = rest.len() - rest.trim_end_matches(mark).len();
        let close = (run >= length.max(1)).then(|| Span::new(span.end - count_of(run), span.end));
        let content = Span::new(content_start, content_end);
        self.outline.fences.push(Fence { span, open, close, info, content, section });
    }

    fn finish(mut self) -> Outline {
        let end = Span::of(0..self.text.len()).end;
        for index in self.open_sections {
            if let Some(section) = self.outline.sections.get_mut(index as usize) {
                section.span.end = end;
            }
        }
        if let Some(last) = self.outline.sections.last_mut() {
            last.content.end = end;
        }
        self.outline
    }
}

fn count<T>(list: &[T]) -> u32 {
    count_of(list.len())
}

fn count_of(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// `span` without white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let span = trimmed_end(text, span);
    let slice = span.slice(text);
    Span::new(span.start + count_of(slice.len() - slice.trim_start().len()), span.end)
}

fn trimmed_end(text: &str, span: Span) -> Span {
    Span::new(span.start, span.start + count_of(span.slice(text).trim_end().len()))
}

/// A cell without padding and bars. A cell that the row leaves out is empty.
fn trimmed_cell(text: &str, span: Span) -> Span {
    let span = trimmed(text, span);
    let slice = span.slice(text);
    let Some(without_bar) = slice.strip_prefix('|') else { return span };
    trimmed(text, Span::new(span.end - count_of(without_bar.len()), span.end))
}

/// `span` from the beginning of its first line, where only blanks stand before it.
fn from_line_start(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or("");
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    match before.get(..before.len() - blanks) {
        Some(line_start) if line_start.is_empty() || line_start.ends_with(['\n', '\r']) => {
            Span::new(span.start - count_of(blanks), span.end)
        }
        _ => span,
    }
}

/// Where the first line of `span` ends, or `span` itself.
fn line_end(text: &str, span: Span) -> u32 {
    let slice = span.slice(text);
    memchr::memchr2(b'\n', b'\r', slice.as_bytes()).map_or(span.end, |at| span.start + count_of(at))
}

/// Behind the line end that stands at `at`, if one does.
fn after_line_end(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or("");
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let line_end = match rest.get(blanks..) {
        Some(rest) if rest.starts_with("\r\n") => 2,
        Some(rest) if rest.starts_with(['\n', '\r']) => 1,
        _ => return at,
    };
    at + count_of(blanks + line_end)
}

/// The `-` or `1.` that `span` begins with.
fn marker(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    let digits = slice.len() - slice.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = if slice.is_empty() { 0 } else { digits + 1 };
    let marker = Span::new(span.start, span.start + count_of(length));
    if text.get(marker.range()).is_some() { marker } else { Span::empty(span.start) }
}

fn inside_strong(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    for mark in ["**", "__"] {
        if slice.len() >= 4 && slice.starts_with(mark) && slice.ends_with(mark) {
            return Span::new(span.start + 2, span.end - 2);
        }
    }
    span
}

fn inside_code(text: &str, span: Span) -> Span {
    let slice = span.slice(text);
    let ticks = slice.len() - slice.trim_start_matches('`').len();
    let Some(inside) = slice.get(ticks..slice.len().saturating_sub(ticks)) else { return span };
    let start = span.start + count_of(ticks);
    let end = start + count_of(inside.len());
    let padded = inside.len() > 2 && inside.starts_with(' ') && inside.ends_with(' ') && !inside.trim().is_empty();
    if padded { Span::new(start + 1, end - 1) } else { Span::new(start, end) }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
