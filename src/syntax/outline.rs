//! The structure of the body: sections, lists, fences, tables, inline code, links. Made by
//! [`super::markdown::outline`].

use crate::text::Span;

/// The body as blocks and inlines with their spans, in the order of the file. All offsets are
/// bytes of the whole file.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    pub sections: Vec<Section>,
    pub items: Vec<ListItem>,
    pub fences: Vec<Fence>,
    pub tables: Vec<Table>,
    pub strongs: Vec<Strong>,
    pub codes: Vec<InlineCode>,
    pub links: Vec<Link>,
    pub paragraphs: Vec<Paragraph>,
    pub html: Vec<HtmlBlock>,
}

/// Index of a section in [`Outline::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// A heading with all that stands under it.
#[derive(Clone, Debug)]
pub struct Section {
    /// 1 to 6.
    pub level: u8,
    /// The heading's line or lines, markers included, without the line end.
    pub heading: Span,
    /// The heading's text alone.
    pub title_span: Span,
    /// The heading's text without emphasis, code or link marks.
    pub title: Box<str>,
    /// From the heading to the next heading of its own or a higher level, sub-sections included.
    pub span: Span,
    /// What stands between the heading and the next heading of any level.
    pub content: Span,
    pub parent: Option<SectionId>,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub struct ListItem {
    /// The whole item with its nested lists.
    pub span: Span,
    /// `-`, `*`, `+`, `1.`
    pub marker: Span,
    /// The item's own first paragraph, without a task box and nested lists.
    pub text: Span,
    /// 0 for an item of an outer list.
    pub depth: u32,
    /// Index of the item that this one is nested in.
    pub parent: Option<u32>,
    pub ordered: bool,
    /// `Some(done)` for a task list item.
    pub task: Option<bool>,
    pub section: Option<SectionId>,
}

/// A fenced or indented code block.
#[derive(Clone, Debug)]
pub struct Fence {
    pub span: Span,
    /// The opening marker without indentation and info string; empty for an indented block.
    pub open: Span,
    /// The closing marker; `None` where the block runs to the end of its container.
    pub close: Option<Span>,
    pub info: Span,
    pub content: Span,
    pub section: Option<SectionId>,
}

/// A table of GitHub-flavoured Markdown.
#[derive(Clone, Debug)]
pub struct Table {
    pub span: Span,
    /// The trimmed cells of the header.
    pub header: Vec<Span>,
    /// The trimmed cells of each row.
    pub rows: Vec<Vec<Span>>,
    pub section: Option<SectionId>,
}

/// `**bold**` text.
#[derive(Clone, Debug)]
pub struct Strong {
    pub span: Span,
    /// Without the marks.
    pub text: Span,
    pub section: Option<SectionId>,
}

/// `` `code` `` in a line.
#[derive(Clone, Debug)]
pub struct InlineCode {
    pub span: Span,
    /// Without the marks.
    pub text: Span,
    pub section: Option<SectionId>,
}

/// A link or an image.
#[derive(Clone, Debug)]
pub struct Link {
    pub span: Span,
    pub destination: Box<str>,
    pub is_image: bool,
    pub section: Option<SectionId>,
}

/// A paragraph outside of lists.
#[derive(Clone, Debug)]
pub struct Paragraph {
    pub span: Span,
    pub section: Option<SectionId>,
}

/// A block of HTML, such as a comment or `<example>` tags with what stands between them.
#[derive(Clone, Debug)]
pub struct HtmlBlock {
    pub span: Span,
    pub section: Option<SectionId>,
}

impl Outline {
    /// Visits every span, so that the outline can be moved as a whole.
    pub fn for_each_span(&mut self, visit: &mut impl FnMut(&mut Span)) {
        for section in &mut self.sections {
            [&mut section.heading, &mut section.title_span, &mut section.span, &mut section.content]
                .into_iter()
                .for_each(&mut *visit);
        }
        for item in &mut self.items {
            [&mut item.span, &mut item.marker, &mut item.text].into_iter().for_each(&mut *visit);
        }
        for fence in &mut self.fences {
            [&mut fence.span, &mut fence.open, &mut fence.info, &mut fence.content].into_iter().for_each(&mut *visit);
            fence.close.iter_mut().for_each(&mut *visit);
        }
        for table in &mut self.tables {
            visit(&mut table.span);
            table.header.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(&mut *visit);
        }
        for strong in &mut self.strongs {
            [&mut strong.span, &mut strong.text].into_iter().for_each(&mut *visit);
        }
        for code in &mut self.codes {
            [&mut code.span, &mut code.text].into_iter().for_each(&mut *visit);
        }
        self.links.iter_mut().for_each(|link| visit(&mut link.span));
        self.paragraphs.iter_mut().for_each(|paragraph| visit(&mut paragraph.span));
        self.html.iter_mut().for_each(|html| visit(&mut html.span));
    }

    /// The section called `id`.
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.get(id.0 as usize)
    }

    /// The innermost section that `at` lies in.
    pub fn section_at(&self, at: u32) -> Option<SectionId> {
        let after = self.sections.partition_point(|section| section.span.start <= at);
        let index = after.checked_sub(1)?;
        u32::try_from(index).ok().map(SectionId)
    }
}
