//! What a body leads to: files by link or by `@path`, and headings of its own.

use crate::syntax::Outline;
use crate::text::Span;
use rustc_hash::FxHashSet;

/// Tells which files are there.
pub trait Files: std::fmt::Debug + Sync {
    /// Whether a relative path that a file names, with `/` separators, leads to something: from the
    /// file's own folder or from one above it, up to the root of the workspace. `None` where that is
    /// not known.
    fn exists(&self, path: &str) -> Option<bool>;
}

/// A place of the body that names a file, a heading, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub kind: ReferenceKind,
    /// The path, without what marks it.
    pub span: Span,
    /// Relative and decoded; empty for a heading of the file itself.
    pub path: Box<str>,
    /// What stands behind `#`.
    pub anchor: Option<Box<str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReferenceKind {
    /// A Markdown link or image.
    Link,
    /// `@path`
    Import,
}

impl Reference {
    /// Visits the spans, so that a body can be moved as a whole.
    pub fn for_each_span(&mut self, visit: &mut impl FnMut(&mut Span)) {
        visit(&mut self.span);
    }
}

/// The references of a body, in the order of the file. Addresses, absolute paths and what only stands
/// for a path are none.
pub fn references(text: &str, body: u32, outline: &Outline) -> Vec<Reference> {
    let mut found: Vec<Reference> = outline.links.iter().filter_map(|link| of_link(text, link)).collect();
    imports(text, body, outline, &mut found);
    found.sort_by_key(|reference| (reference.span.start, reference.span.end));
    found
}

fn of_link(text: &str, link: &crate::syntax::Link) -> Option<Reference> {
    let destination = &*link.destination;
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor)?)),
        None => (destination, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    if path.is_empty() && anchor.is_none() || !path.is_empty() && !is_path(path) {
        return None;
    }
    let path = decoded(path)?;
    let raw = link.span.slice(text);
    // Behind the text of the link; a link by a label has its destination elsewhere.
    let behind = raw.rfind("](").map_or(0, |at| at + 2);
    let span = match raw.get(behind..).and_then(|rest| rest.find(destination)) {
        Some(at) => {
            let start = link.span.start + Span::offset(behind + at);
            Span::new(start, start + Span::offset(destination.len()))
        }
        None => link.span,
    };
    Some(Reference { kind: ReferenceKind::Link, span, path, anchor })
}

/// Whether a destination is a relative path, and one that is meant as it stands.
fn is_path(path: &str) -> bool {
    let has_scheme = path.split_once(':').is_some_and(|(scheme, _)| !scheme.contains('/'));
    let is_address = path.contains('@') && !path.contains('/');
    let is_word = !path.contains(['/', '.']);
    !has_scheme && !is_address && !is_word && !path.starts_with(['/', '~', '\\']) && !is_placeholder(path)
}

/// Signs that stand in a path for something else.
const STAND_IN_SIGNS: &[char] = &['<', '>', '{', '}', '[', ']', '(', ')', '*', '$', '|', '…', '"', ' ', '\\', '='];

/// Parts of paths that only show where a path belongs: the rest of them is made up, too.
const STAND_IN_PARTS: &[&str] = &[
    "path",
    "to",
    "relative",
    "example",
    "your",
    "some",
    "foo",
    "bar",
    "baz",
    "link",
    "url",
    "file",
    "filename",
    "xxx",
    "xx",
    "x",
    "y",
    "z",
    "a",
    "b",
    "name",
    "slug",
    "todo",
    "placeholder",
    "nnnn",
    "yyyy",
];

/// Whether a path stands for any path: `path/to/file.md`, `docs/<name>.md`, `ADR-NNN.md`.
fn is_placeholder(path: &str) -> bool {
    if path.contains(STAND_IN_SIGNS) || path.contains("...") || path.contains("%7B") || path.contains("%3C") {
        return true;
    }
    let steps = path.split('/').filter(|step| !matches!(*step, "." | ".." | ""));
    let bare = |step: &str| step.split('.').find(|part| !part.is_empty()).unwrap_or("").to_ascii_lowercase();
    let is_stand_in = |step: &str| {
        let step = bare(step);
        STAND_IN_PARTS.contains(&&*step)
            || step.starts_with("your-")
            || step.starts_with("my-")
            || step.starts_with("example-")
    };
    // A date or a number that is to be put in: NNN, YYYY-MM-DD, the letter X over and over.
    let runs = path.split(|c: char| !c.is_ascii_uppercase());
    let has_run = runs.into_iter().any(|run| {
        let first = run.bytes().next();
        run.len() > 1
            && matches!(first, Some(b'X' | b'N' | b'Y' | b'M' | b'D'))
            && run.bytes().all(|b| Some(b) == first)
    });
    has_run || steps.clone().any(is_stand_in) || steps.count() == 0
}

/// Without percent signs; `None` where that gives no text.
fn decoded(text: &str) -> Option<Box<str>> {
    if !text.contains('%') {
        return Some(text.into());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        match tail {
            [high, low, after @ ..] if *first == b'%' && digit(high).is_some() && digit(low).is_some() => {
                let value = digit(high)? * 16 + digit(low)?;
                bytes.push(u8::try_from(value).ok()?);
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok().map(String::into_boxed_str)
}

/// Endings of files that are put in as text. Those of code are left out: `@scope/name.js` is a package.
const TEXT_ENDINGS: &[&str] = &["md", "mdc", "mdx", "txt", "json", "yaml", "yml", "toml"];

/// Finds `@path` outside of code. A path has a folder and an ending.
fn imports(text: &str, body: u32, outline: &Outline, found: &mut Vec<Reference>) {
    let Some(rest) = text.get(body as usize..) else { return };
    let mut packages: Option<FxHashSet<&str>> = None;
    for at in memchr::memchr_iter(b'@', rest.as_bytes()) {
        let before = rest.get(..at).and_then(|before| before.chars().next_back());
        if before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '"' | '\'' | '*' | '_' | ':')) {
            continue;
        }
        let Some(tail) = rest.get(at + 1..) else { continue };
        let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '~');
        let end = tail.find(|c| !is_sign(c)).unwrap_or(tail.len());
        let Some(path) = tail.get(..end).map(|path| path.trim_end_matches(['.', '/', '-'])) else { continue };
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        if !path.contains('/') || !TEXT_ENDINGS.contains(&ending) || !is_path(path) {
            continue;
        }
        let start = body + Span::offset(at + 1);
        let span = Span::new(start, start + Span::offset(path.len()));
        if !is_in_code(outline, start) && !packages.get_or_insert_with(|| packages_of(rest)).contains(path) {
            found.push(Reference { kind: ReferenceKind::Import, span, path: path.into(), anchor: None });
        }
    }
}

/// Commands in front of the name of a package, where a text runs or installs it.
const PACKAGE_COMMANDS: &[&str] = &["npx ", "bunx ", "dlx ", "install ", "add ", "npm i "];

/// What the text itself takes for packages: `npx @google/design.md`.
fn packages_of(text: &str) -> FxHashSet<&str> {
    let mut packages = FxHashSet::default();
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let (Some(before), Some(behind)) = (text.get(..at), text.get(at + 1..)) else { continue };
        if PACKAGE_COMMANDS.iter().any(|command| before.ends_with(command)) {
            let name = behind.split(|c: char| c.is_whitespace() || c == '`').next().unwrap_or("");
            packages.insert(name);
        }
    }
    packages
}

/// Whether a place lies in a code block, in inline code, or in a link.
fn is_in_code(outline: &Outline, at: u32) -> bool {
    fn covers<T>(all: &[T], at: u32, span: impl Fn(&T) -> Span) -> bool {
        // Ordered by their starts; what nests lies behind what it is nested in.
        let after = all.partition_point(|one| span(one).start <= at);
        after.checked_sub(1).and_then(|last| all.get(last)).is_some_and(|last| at < span(last).end)
    }
    covers(&outline.fences, at, |fence| fence.span)
        || covers(&outline.codes, at, |code| code.span)
        || covers(&outline.links, at, |link| link.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::markdown;

    fn read(body: &str) -> String {
        let found = references(body, 0, &markdown::outline(body, 0));
        let show = |reference: &Reference| {
            let anchor = reference.anchor.as_ref().map_or(String::new(), |anchor| format!(" #{anchor}"));
            format!("{:?} {}{anchor} at {:?}\n", reference.kind, reference.path, reference.span.slice(body))
        };
        found.iter().map(show).collect()
    }

    #[test]
    fn links_and_imports_are_found_on_their_paths() {
        expect_test::expect![[r##"
            Link docs/style.md at "docs/style.md"
            Link  #rules at "#rules"
            Link ../a b.md #c d at "../a%20b.md#c%20d"
            Link img/logo.png at "img/logo.png"
            Link guide.md at "[guide]"
            Import docs/review.md at "docs/review.md"
            Import .taskmaster/notes.txt at ".taskmaster/notes.txt"
        "##]]
        .assert_eq(&read(
            "See [style](docs/style.md) and [below](#rules), [x](../a%20b.md#c%20d \"t\").\n\
             ![logo](img/logo.png) [guide]\n\nRead @docs/review.md. And (@.taskmaster/notes.txt)\n\n[guide]: guide.md\n",
        ));
    }

    #[test]
    fn these_lead_to_no_file() {
        for body in [
            "[a](https://example.com/x.md) <https://example.com/x.md> [b](mailto:me@example.com) <me@example.com>",
            "[a](path/to/file.md) [b](docs/<name>.md) [c](docs/{name}.md) [d](docs/*.md) [e](./link) [f](url)",
            "[a](/etc/hosts) [b](~/notes.md) [c](docs/ADR-NNN.md) [d](YYYY-MM-DD-notes.md) [e](...) [f](x.md)",
            "`@docs/a.md` and `[a](docs/a.md)`",
            "```\n@docs/a.md [a](docs/a.md)\n```",
            "@testing-library/react @scope/name.js me@docs/a.md @team @path/to/file.md @docs/",
            "- @google/design.md, called with `npx @google/design.md lint`",
            "[a](C:/x.md) [b](vscode://x/y.md) [c]() [d](<>)",
        ] {
            assert_eq!(read(body), "", "{body}");
        }
    }
}
