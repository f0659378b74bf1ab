//! Changes to a list of names in the front matter. It stays well formed in every form that lists are
//! written in: one line with commas or blanks, quoted or not, a block of text, `[a, b]`, `- a` lines.

use crate::dialect::{Role, ToolTexts};
use crate::model::AgentFile;
use crate::model::verdict::tool_list;
use crate::syntax::{Entry, NodeKind};
use crate::text::{Edit, EditSet, Span};

/// A list of names as it is written, ready to be changed.
#[derive(Clone, Debug)]
pub struct ListEdit<'a> {
    text: &'a str,
    line_end: &'static str,
    form: Form,
    /// Whether an item can't hold more than one name.
    one_each: bool,
    items: Vec<Item>,
}

/// What to do with one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Remove,
    /// By one name, or by some with `, ` between them.
    Replace(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// One text.
    Text,
    /// `[a, b]`
    Flow,
    /// `- a`
    Block,
}

/// One text: the value itself, or an item of the list.
#[derive(Clone, Debug)]
struct Item {
    span: Span,
    names: Vec<Span>,
}

impl<'a> ListEdit<'a> {
    /// The list that counts for a role. `None` where there is none, or where a name can't be told
    /// from the text around it, as behind escapes or an alias.
    pub fn of(file: &'a AgentFile, role: Role) -> Option<ListEdit<'a>> {
        ListEdit::of_entry(file, file.entry(role)?)
    }

    /// The list of an entry.
    pub fn of_entry(file: &'a AgentFile, entry: &Entry) -> Option<ListEdit<'a>> {
        let node = file.front_matter.value(entry)?;
        let text: &str = &file.text;
        let (form, nodes) = match &node.kind {
            NodeKind::String { .. } => (Form::Text, vec![node]),
            NodeKind::List(items) => {
                let form = if node.span.slice(text).starts_with('[') { Form::Flow } else { Form::Block };
                (form, items.iter().filter_map(|id| file.front_matter.tree.get(*id)).collect())
            }
            _ => return None,
        };
        let mut items = Vec::with_capacity(nodes.len());
        for node in nodes {
            let mut tokens = Vec::new();
            let texts = match (form, file.dialect.tool_texts) {
                (_, ToolTexts::Words) => ToolTexts::Words,
                (Form::Text, texts) => texts,
                _ => ToolTexts::Items,
            };
            tool_list::split(text, node, texts, &mut tokens);
            let in_place =
                tokens.iter().all(|token| token.span.slice(text) == token.text && entry.span.covers(token.span));
            if !in_place || !entry.span.touches(node.span.start) {
                return None;
            }
            items.push(Item { span: node.span, names: tokens.iter().map(|token| token.span).collect() });
        }
        let one_each = form == Form::Block && file.dialect.tool_texts != ToolTexts::Words;
        Some(ListEdit { text, line_end: file.line_end(), form, one_each, items })
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.items.iter().map(|item| item.names.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Without the name at `at`.
    pub fn remove(&self, at: usize) -> Option<EditSet> {
        self.change(&[(at, Change::Remove)])
    }

    /// With `name` in place of the one at `at`.
    pub fn replace(&self, at: usize, name: &str) -> Option<EditSet> {
        self.change(&[(at, Change::Replace(name.to_owned()))])
    }

    /// The changes by the names' positions. `None` where no name would be left: an empty list means
    /// something else than a list without that name.
    pub fn change(&self, changes: &[(usize, Change)]) -> Option<EditSet> {
        let mut edits = Vec::new();
        let mut gone = vec![false; self.items.len()];
        let mut first = 0;
        for (item, gone) in self.items.iter().zip(&mut gone) {
            let of_name = |at: usize| changes.iter().find(|(name, _)| *name == first + at).map(|(_, change)| change);
            let removed: Vec<bool> = (0..item.names.len()).map(|at| of_name(at) == Some(&Change::Remove)).collect();
            *gone = !removed.is_empty() && removed.iter().all(|removed| *removed);
            if !*gone {
                edits.extend(runs(&removed).into_iter().filter_map(|run| cut_names(&item.names, run)));
                edits.extend(item.names.iter().enumerate().filter_map(|(at, span)| match of_name(at) {
                    Some(Change::Replace(text)) => Some(Edit { span: *span, text: self.on_lines(text, *span) }),
                    _ => None,
                }));
            }
            first += item.names.len();
        }
        if self.items.iter().zip(&gone).all(|(item, gone)| *gone || item.names.is_empty()) {
            return None;
        }
        for run in runs(&gone) {
            let span = match self.form {
                Form::Text => return None,
                Form::Flow => self.cut_flow_items(run)?,
                Form::Block => self.block_lines(run)?,
            };
            edits.push(Edit { span, text: String::new() });
        }
        EditSet::new(edits)
    }

    /// The names of `text`, each in an item of its own where that is needed.
    fn on_lines(&self, text: &str, at: Span) -> String {
        let dash = self.block_line(at).and_then(|line| self.text.get(line.start as usize..at.start as usize));
        match dash.filter(|_| self.one_each) {
            Some(dash) => text.replace(", ", &format!("{}{dash}", self.line_end)),
            None => text.to_owned(),
        }
    }

    /// With a name more at the end. `None` where there is no name yet.
    pub fn add(&self, name: &str) -> Option<EditSet> {
        let item = self.items.iter().rev().find(|item| !item.names.is_empty())?;
        let last = item.names.last()?;
        let (at, text) = match self.form {
            Form::Text => {
                let by_blanks = item.names.windows(2).any(|pair| match pair {
                    [a, b] => !Span::new(a.end, b.start).slice(self.text).contains(','),
                    _ => false,
                });
                (last.end, if by_blanks { format!(" {name}") } else { format!(", {name}") })
            }
            Form::Flow => (item.span.end, format!(", {name}")),
            Form::Block => {
                let line = self.block_line(item.span)?;
                let dash = self.text.get(line.start as usize..item.span.start as usize)?;
                (item.span.end, format!("{}{dash}{name}", self.line_end))
            }
        };
        Some(EditSet::one(Span::empty(at), text))
    }

    /// Items `from..to` of `[a, b]` with their commas; whole lines where they stand on lines of their own.
    fn cut_flow_items(&self, (from, to): (usize, usize)) -> Option<Span> {
        let (first, last) = (self.items.get(from)?, self.items.get(to - 1)?);
        if let Some(lines) = self.flow_lines(first.span.to(last.span)) {
            return Some(lines);
        }
        if let Some(next) = self.items.get(to) {
            return Some(Span::new(first.span.start, next.span.start));
        }
        let previous = self.items.get(from.checked_sub(1)?)?;
        Some(Span::new(previous.span.end, last.span.end))
    }

    /// The lines of `span` where only blanks stand before it, and a comma or a comment behind it.
    fn flow_lines(&self, span: Span) -> Option<Span> {
        let start = self.line_start(span.start);
        let before = self.text.get(start as usize..span.start as usize)?;
        let end = self.line_stop(span.end);
        let after = self.text.get(span.end as usize..end as usize)?.trim_start();
        let after = after.strip_prefix(',').unwrap_or(after).trim_start().trim_end_matches(['\r', '\n']);
        let alone = before.trim().is_empty() && (after.trim().is_empty() || after.starts_with('#'));
        alone.then_some(Span::new(start, end))
    }

    /// The lines of the items `from..to` of a block list.
    fn block_lines(&self, (from, to): (usize, usize)) -> Option<Span> {
        let lines = self.items.get(from..to)?.iter().map(|item| self.block_line(item.span));
        lines.reduce(|all, line| Some(all?.to(line?))).flatten()
    }

    fn block_line(&self, item: Span) -> Option<Span> {
        let start = self.line_start(item.start);
        let dash = self.text.get(start as usize..item.start as usize)?.trim();
        (dash == "-").then(|| Span::new(start, self.line_stop(item.end)))
    }

    fn line_start(&self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or("");
        Span::offset(before.rfind(['\n', '\r']).map_or(0, |end| end + 1))
    }

    /// The start of the next line.
    fn line_stop(&self, at: u32) -> u32 {
        let rest = self.text.get(at as usize..).unwrap_or("");
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = rest.get(line..).unwrap_or("");
        at + Span::offset(line + if end.starts_with("\r\n") { 2 } else { usize::from(!end.is_empty()) })
    }
}

/// The runs of `true`, each as its first position and the one behind its last.
fn runs(marks: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

/// Names `from..to` of one text with their separators.
fn cut_names(names: &[Span], (from, to): (usize, usize)) -> Option<Edit> {
    let span = match names.get(to) {
        Some(next) => Span::new(names.get(from)?.start, next.start),
        None => Span::new(names.get(from.checked_sub(1)?)?.end, names.get(to - 1)?.end),
    };
    Some(Edit { span, text: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;

    fn file(tools: &str) -> AgentFile {
        let text = format!("---\nname: x\ndescription: Does it.\n{tools}\nmodel: opus # kept\n---\nBody\n");
        AgentFile::new(
            "x.md".into(),
            text.as_str().into(),
            dialect::named("claude-code").unwrap(),
            Surroundings::default(),
        )
    }

    fn names(file: &AgentFile) -> Vec<String> {
        file.verdict.tools.declared.iter().map(|entry| entry.text.clone()).collect()
    }

    /// The list after a change; the rest of the file has to stay as it was.
    fn changed(tools: &str, changes: &[(usize, Change)]) -> Option<String> {
        let before = file(tools);
        let edits = ListEdit::of(&before, Role::Tools)?.change(changes)?;
        let text = edits.apply(&before.text);
        let (head, tail) = ("---\nname: x\ndescription: Does it.\n", "\nmodel: opus # kept\n---\nBody\n");
        let list = text.strip_prefix(head).unwrap().strip_suffix(tail).unwrap().to_owned();
        let mut wanted = Vec::new();
        for (at, name) in names(&before).into_iter().enumerate() {
            match changes.iter().find(|(changed, _)| *changed == at) {
                Some((_, Change::Remove)) => {}
                Some((_, Change::Replace(text))) => wanted.extend(text.split(", ").map(str::to_owned)),
                None => wanted.push(name),
            }
        }
        assert_eq!(names(&file(&list)), wanted, "{tools:?} became {list:?}");
        Some(list)
    }

    /// The same list of three in every form.
    const FORMS: &[&str] = &[
        "tools: Read, Grep, Bash",
        "tools: Read Grep Bash",
        "tools: \"Read,Grep,Bash\"",
        "tools: 'Read, Grep, Bash'",
        "tools: Read,\n  Grep,\n  Bash",
        "tools: |\n  Read\n  Grep\n  Bash",
        "tools: >-\n  Read, Grep,\n  Bash",
        "tools: [Read, Grep, Bash]",
        "tools: [\"Read\", 'Grep', Bash,]",
        "tools: [Read, \"Grep, Bash\"]",
        "tools: [\n  Read,\n  Grep, # searches\n  Bash\n ]",
        "tools: [\n  Read, Grep,\n  Bash, # runs\n ]",
        "tools:\n  - Read\n  - Grep\n  - Bash",
        "tools:\n- Read # reads\n- Grep\n\n# runs\n- Bash",
        "tools:\n  - Read, Grep\n  - \"Bash\"",
        "tools:\r\n  - Read\r\n  - Grep\r\n  - Bash",
    ];

    #[test]
    fn any_names_can_go_from_any_form_of_list() {
        for tools in FORMS {
            assert_eq!(names(&file(tools)), ["Read", "Grep", "Bash"], "{tools:?}");
            for mask in 0..7_usize {
                let changes: Vec<_> = (0..3).filter(|at| mask >> at & 1 == 1).map(|at| (at, Change::Remove)).collect();
                assert!(changed(tools, &changes).is_some(), "{tools:?} without {changes:?}");
            }
            let all: Vec<_> = (0..3).map(|at| (at, Change::Remove)).collect();
            assert_eq!(changed(tools, &all), None);
        }
    }

    #[test]
    fn names_are_replaced_and_removed_at_once_in_any_form() {
        for tools in FORMS {
            for at in 0..3 {
                let one = Change::Replace("Edit".into());
                let two = Change::Replace("Edit, Write".into());
                assert!(changed(tools, &[(at, one.clone())]).is_some());
                assert!(changed(tools, &[(at, two)]).is_some());
                assert!(changed(tools, &[(at, one), ((at + 1) % 3, Change::Remove)]).is_some(), "{tools:?}");
            }
        }
    }

    #[test]
    fn a_name_is_added_in_the_list_s_own_style() {
        for tools in FORMS {
            let before = file(tools);
            let text = ListEdit::of(&before, Role::Tools).unwrap().add("Edit").unwrap().apply(&before.text);
            let list = text.split("Does it.\n").nth(1).unwrap().split("\nmodel").next().unwrap();
            assert_eq!(names(&file(list)), ["Read", "Grep", "Bash", "Edit"], "{list:?}");
        }
    }

    #[test]
    fn separators_and_lines_go_with_the_name() {
        let without = |tools, at| changed(tools, &[(at, Change::Remove)]).unwrap();
        assert_eq!(without("tools: Read, Grep, Bash", 1), "tools: Read, Bash");
        assert_eq!(without("tools: Read, Grep, Bash", 2), "tools: Read, Grep");
        assert_eq!(without("tools: [Read, Grep]", 1), "tools: [Read]");
        assert_eq!(without("tools: [\n  Read, # a\n  Grep, # b\n ]", 1), "tools: [\n  Read, # a\n ]");
        assert_eq!(without("tools:\n  - Read # a\n  - Grep # b\n  - Bash", 1), "tools:\n  - Read # a\n  - Bash");
    }

    #[test]
    fn what_stands_elsewhere_is_left_alone() {
        assert!(ListEdit::of(&file("tools: \"Re\\u0061d, Grep\""), Role::Tools).is_none());
        assert!(ListEdit::of(&file("base: &b [Read]\ntools: *b"), Role::Tools).is_none());
        assert!(ListEdit::of(&file("color: red"), Role::Tools).is_none());
    }
}
