//! What counts for one file: the editor's settings over `agentls.toml` over what is built in.

use super::{Config, Part, Stated};
use crate::dialect::Dialect;
use crate::fact::Version;
use crate::rules::{Described, Level, Severities};
use crate::text::Span;
use std::path::Path;

/// What counts for one file. Made once, when the file is opened or its configuration changes.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The tools that the file is to work in.
    pub targets: Setting<Vec<&'static Dialect>>,
    /// The tools whose version is pinned, with that.
    pub versions: Vec<Setting<(&'static Dialect, Version)>>,
    /// The rules of which something is said.
    pub rules: Vec<Setting<(Described, Level)>>,
    /// Whether to show the verdict above the file.
    pub lens: Setting<bool>,
    /// The same as `rules`, for those who run them.
    pub severities: Severities,
}

/// A value and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub from: Origin,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody says otherwise.
    BuiltIn,
    /// These words of `agentls.toml`.
    File(Span),
    /// The editor's settings.
    Editor,
}

/// The editor's settings and the folders of its workspace.
#[derive(Clone, Copy, Debug)]
pub struct Editor<'a> {
    pub config: &'a Config,
    /// The folder that globs count from; `None` for a file outside of the workspace.
    pub root: Option<&'a Path>,
}

impl Default for Effective {
    fn default() -> Effective {
        Effective {
            targets: Setting { value: Vec::new(), from: Origin::BuiltIn },
            versions: Vec::new(),
            rules: Vec::new(),
            lens: Setting { value: true, from: Origin::BuiltIn },
            severities: Severities::default(),
        }
    }
}

impl Effective {
    /// What counts for the file at `path`, which is absolute. `file` is the configuration for it and
    /// the folder that this lies in.
    pub fn new(path: &Path, file: Option<(&Config, &Path)>, editor: Option<Editor<'_>>) -> Effective {
        let mut effective = Effective::default();
        if let Some((config, folder)) = file {
            effective.take(config, below(path, Some(folder)).as_deref(), Origin::File);
        }
        if let Some(editor) = editor {
            effective.take(editor.config, below(path, editor.root).as_deref(), |_| Origin::Editor);
        }
        effective.severities = effective.rules.iter().map(|rule| (rule.value.0.code, rule.value.1)).collect();
        effective
    }

    /// The version of a tool that files are judged by: the pinned one, else the newest known.
    pub fn version(&self, dialect: &Dialect) -> Version {
        let pinned = self.versions.iter().find(|pinned| pinned.value.0.id == dialect.id);
        pinned.map_or(dialect.version, |pinned| pinned.value.1)
    }

    fn take(&mut self, config: &Config, path: Option<&str>, from: impl Fn(Span) -> Origin) {
        self.take_part(&config.base, &from);
        let fitting = config.overrides.iter().filter(|other| path.is_some_and(|path| other.paths.fit(path)));
        fitting.for_each(|other| self.take_part(&other.part, &from));
    }

    fn take_part(&mut self, part: &Part, from: &impl Fn(Span) -> Origin) {
        if let Some(Stated { value, span }) = &part.targets {
            self.targets = Setting { value: value.clone(), from: from(*span) };
        }
        if let Some(Stated { value, span }) = part.lens {
            self.lens = Setting { value, from: from(span) };
        }
        for Stated { value, span } in &part.versions {
            self.versions.retain(|known| known.value.0.id != value.0.id);
            self.versions.push(Setting { value: *value, from: from(*span) });
        }
        for Stated { value, span } in &part.rules {
            self.rules.retain(|known| known.value.0.code != value.0.code);
            self.rules.push(Setting { value: *value, from: from(*span) });
        }
    }
}

/// `path` as globs see it: below a folder, with `/` between its parts.
fn below(path: &Path, folder: Option<&Path>) -> Option<String> {
    let below = path.strip_prefix(folder?).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}
