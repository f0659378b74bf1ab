//! The analysis of one file.

use super::mentions::{self, Mention, Mentions};
use super::moved::Moved;
use super::verdict::{self, Asked, ReasonKind, Surroundings};
use super::{Body, Expertise, Matrix, Reference, Sections, Verdict};
use crate::dialect::{Capability, Dialect, Field, Reader, Role, Unreadable};
use crate::fact::Version;
use crate::glossary::Glossary;
use crate::syntax::{Entry, FrontMatter, Node, Outline, Retyped, reader, retyped};
use crate::template::TemplateSet;
use crate::text::Span;
use std::sync::Arc;

/// One agent file with everything that can be known from it alone. Immutable: an edit makes a new one.
#[derive(Clone, Debug)]
pub struct AgentFile {
    /// As the caller gave it, with `/` separators.
    pub path: Arc<str>,
    pub text: Arc<str>,
    pub dialect: &'static Dialect,
    /// The version of the tool that the file is judged by.
    pub tool_version: Version,
    /// The tools that the project wants the agent to work in; none where it does not say.
    pub targets: Arc<[&'static Dialect]>,
    pub front_matter: FrontMatter,
    pub outline: Moved<Outline>,
    pub sections: Arc<Sections>,
    /// The box-drawn matrices of the body.
    pub matrices: Moved<Vec<Matrix>>,
    pub expertise: Moved<Expertise>,
    /// What the words of the file are looked up in.
    pub glossary: Arc<Glossary>,
    /// The project's own output formats.
    pub templates: Option<Arc<TemplateSet>>,
    /// The files and headings that the body leads to.
    pub references: Moved<Vec<Reference>>,
    /// Indexes in `references` of those whose file is surely not there.
    pub missing: Vec<usize>,
    /// Where the front matter names other agents.
    front_mentions: Vec<Mention>,
    /// Where the body names other agents.
    pub(crate) body_mentions: Moved<Vec<Mention>>,
    pub verdict: Verdict,
    /// The one value that makes this version another than the one before; `None` where there is no version
    /// before, or where more than that may have changed.
    pub typed_on: Option<TypedOn>,
}

/// A value of the front matter that was typed on, and nothing else of a file: the rest of it reads as it did,
/// and means what it did.
#[derive(Clone, Debug)]
pub struct TypedOn {
    /// What the key means.
    pub role: Role,
    /// The text before.
    pub before: Arc<str>,
    /// Where the value ended before, in bytes.
    pub from: u32,
    /// Where it ends now.
    pub to: u32,
}

impl AgentFile {
    /// Analyses `text` as the newest known version of the dialect's tool does.
    pub fn new(path: Arc<str>, text: Arc<str>, dialect: &'static Dialect, around: Surroundings<'_>) -> AgentFile {
        AgentFile::for_version(path, text, dialect, dialect.version, around)
    }

    /// Analyses `text` as `version` of the dialect's tool does.
    pub fn for_version(
        path: Arc<str>,
        text: Arc<str>,
        dialect: &'static Dialect,
        tool_version: Version,
        around: Surroundings<'_>,
    ) -> AgentFile {
        AgentFile::build(path, text, dialect, tool_version, around, None)
    }

    /// Analyses the next version of a file: the same as a fresh analysis of `text`, but a body that
    /// has not changed is taken over.
    #[must_use]
    pub fn revised(&self, text: Arc<str>, around: Surroundings<'_>) -> AgentFile {
        AgentFile::build(Arc::clone(&self.path), text, self.dialect, self.tool_version, around, Some(self))
    }

    fn build(
        path: Arc<str>,
        text: Arc<str>,
        dialect: &'static Dialect,
        tool_version: Version,
        around: Surroundings<'_>,
        before: Option<&AgentFile>,
    ) -> AgentFile {
        let retyped = before.and_then(|before| Some((before, retyped(&before.front_matter, &before.text, &text)?)));
        let (front_matter, body, typed_on) = match retyped {
            Some((before, Retyped { front_matter, entry, from, to })) => {
                let body = before.body_at(front_matter.body);
                let key = front_matter.entries.get(entry).map_or("", |entry| &entry.key);
                let role =
                    dialect.fields.iter().find(|field| field.key == *key).map_or(Role::Other, |field| field.role);
                let typed_on = TypedOn { role, before: Arc::clone(&before.text), from, to };
                (front_matter, body, Some((before, typed_on)))
            }
            None => {
                let front_matter = read(&text, dialect.reader);
                let start = front_matter.body;
                let body = before.and_then(|before| before.body_if_same(&text, start));
                (front_matter, body.unwrap_or_else(|| Body::read(&text, start, &delegating(dialect))), None)
            }
        };
        let mut verdict = verdict::judge(Asked {
            path: &path,
            text: &text,
            front_matter: &front_matter,
            dialect,
            version: tool_version,
            around,
        });
        verdict.tokens.body = body.tokens;
        let is_missing = |reference: &Reference| {
            !reference.path.is_empty() && around.files.and_then(|files| files.exists(&reference.path)) == Some(false)
        };
        let missing = (0..).zip(body.references.as_read().iter()).filter(|(_, reference)| is_missing(reference));
        let missing = missing.map(|(at, _)| at).collect::<Vec<_>>();
        if is_passed_over(&path, dialect) {
            verdict.pass_over(front_matter.opening.unwrap_or(Span::empty(0)));
        }
        let targets = targets(around, before);
        let typed_on = typed_on.filter(|(before, _)| {
            before.missing == missing && Arc::ptr_eq(&before.targets, &targets) && verdict.is_like(&before.verdict)
        });
        let front_mentions = mentions::in_front_matter(&text, &front_matter, dialect, &verdict);
        AgentFile {
            path,
            dialect,
            tool_version,
            targets,
            front_matter,
            outline: body.outline,
            sections: body.sections,
            matrices: body.matrices,
            expertise: body.expertise,
            glossary: around.glossary.map_or_else(Glossary::shared, Arc::clone),
            templates: around.templates.map(Arc::clone),
            references: body.references,
            missing,
            front_mentions,
            body_mentions: body.mentions,
            verdict,
            typed_on: typed_on.map(|(_, typed_on)| typed_on),
            text,
        }
    }

    /// The reading of this file's body for a text whose body, from `start` on, is the same.
    fn body_if_same(&self, text: &str, start: u32) -> Option<Body> {
        let own = self.front_matter.body;
        let same = self.text.get(own as usize..)? == text.get(start as usize..)?;
        // What stands right before a body tells whether it begins on a line of its own.
        let sign = |text: &str, at: u32| text.get(..at as usize).and_then(|before| before.chars().next_back());
        if !same || sign(&self.text, own) != sign(text, start) {
            return None;
        }
        Some(self.body_at(start))
    }

    /// The reading of this file's body where it begins at byte `start`.
    fn body_at(&self, start: u32) -> Body {
        let body = Body {
            outline: self.outline.clone(),
            sections: Arc::clone(&self.sections),
            matrices: self.matrices.clone(),
            expertise: self.expertise.clone(),
            references: self.references.clone(),
            mentions: self.body_mentions.clone(),
            tokens: self.verdict.tokens.body,
        };
        body.moved(start)
    }

    /// The tool and its version, as messages say it; without a version where none is known.
    pub fn tool(&self) -> String {
        match self.tool_version == Version::default() {
            true => self.dialect.label.to_string(),
            false => format!("{} {}", self.dialect.label, self.tool_version),
        }
    }

    /// Whether the file may load after all: nobody says what the tool does with front matter that it can't read.
    pub fn may_load(&self) -> bool {
        let unread = [ReasonKind::NoFrontMatter, ReasonKind::LostFrontMatter, ReasonKind::NotAMap];
        self.dialect.unreadable == Unreadable::NotDocumented
            && self.verdict.reason.as_ref().is_some_and(|reason| unread.contains(&reason.kind))
    }

    /// Where other agents are named, in the order of the file.
    pub fn mentions(&self) -> Mentions<'_> {
        Mentions::new(&self.front_mentions, &self.body_mentions)
    }

    /// The name of the file, without its folder.
    pub fn file_name(&self) -> &str {
        file_name(&self.path)
    }

    /// The field of the dialect that plays a role.
    pub fn field(&self, role: Role) -> Option<&'static Field> {
        self.dialect.fields.iter().find(|field| field.role == role)
    }

    /// The entry that counts for a role; none where the tool never heeds its key.
    pub fn entry(&self, role: Role) -> Option<&Entry> {
        let field = self.field(role).filter(|field| field.without_effect.is_none())?;
        self.front_matter.entry(&field.key)
    }

    /// The value that counts for a role.
    pub fn value(&self, role: Role) -> Option<&Node> {
        self.entry(role).and_then(|entry| self.front_matter.value(entry))
    }

    /// The line end that the file uses: that of its first line.
    pub fn line_end(&self) -> &'static str {
        match self.text.find(['\n', '\r']).and_then(|at| self.text.get(at..)) {
            Some(rest) if rest.starts_with("\r\n") => "\r\n",
            Some(rest) if rest.starts_with('\r') => "\r",
            _ => "\n",
        }
    }

    /// A name for the agent from the file's own: without folder and extensions.
    pub fn name_from_path(&self) -> &str {
        let file = self.path.rsplit('/').next().unwrap_or(&self.path);
        let name = file.split('.').find(|part| !part.is_empty()).unwrap_or("");
        if name.is_empty() { "agent" } else { name }
    }
}

/// The front matter as a tool reads it.
fn read(text: &str, reader: Reader) -> FrontMatter {
    match reader {
        Reader::ClaudeCode => reader::claude_code(text),
        Reader::CopilotCli => reader::copilot_cli(text),
        Reader::GeminiCli => reader::gemini_cli(text),
        Reader::Opencode => reader::opencode(text),
        Reader::Plain => reader::plain(text),
        Reader::QwenCode => reader::qwen_code(text),
        Reader::Vscode => reader::vscode(text),
    }
}

/// The targets of the surroundings; those of the version before, where they are the same.
fn targets(around: Surroundings<'_>, before: Option<&AgentFile>) -> Arc<[&'static Dialect]> {
    let same = |before: &AgentFile| {
        before.targets.iter().map(|dialect| &dialect.id).eq(around.targets.iter().map(|dialect| &dialect.id))
    };
    match before {
        Some(before) if same(before) => Arc::clone(&before.targets),
        _ => around.targets.into(),
    }
}

/// The names of the tools that start an agent, old ones too.
fn delegating(dialect: &Dialect) -> Vec<&str> {
    let tools = dialect.tools.iter().filter(|tool| tool.does.contains(&Capability::Delegate));
    tools.flat_map(|tool| std::iter::once(&*tool.name).chain(tool.aliases.iter().map(|alias| &*alias.name))).collect()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether the tool does not look at a file for its name: every tool wants `.md` in small letters.
fn is_passed_over(path: &str, dialect: &Dialect) -> bool {
    let name = file_name(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") && extension != "md" || dialect.skips(name)
}
