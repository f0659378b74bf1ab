//! Which files a command works on, and their texts.
//!
//! - A path to a file is taken as given. `--dialect` says how to read it, else its place does, or a
//!   plugin's manifest beside it. A Markdown file in no known place is told by the keys of its front
//!   matter (`dialect::of_content`). Any other file is passed over with a word on standard error.
//! - A folder is searched for files in known places, and below folders that are called like those of
//!   agents (`agents`, `droids` …) for files with the keys of an agent. Hidden folders are looked into, links are
//!   followed (the tools do), and what Git ignores, `.git` and `node_modules` are left out. With
//!   `--dialect`, also each Markdown file that begins with `---`, wherever it lies.

use super::args::FileArgs;
use super::output::complain;
use crate::config;
use crate::dialect::{self, Dialect, Role};
use crate::disk;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::model::verdict::tool_list::{self, Token, ToolList};
use crate::rules::front_matter::missing_front_matter;
use crate::rules::{self, Diagnostic, Severities, Severity};
use crate::surroundings::read::MOST_BYTES;
use crate::syntax::{FrontMatter, reader};
use rayon::prelude::*;
use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Skills have the keys of an agent and are none.
const SKILL: &str = "SKILL.md";

/// One file to work on.
#[derive(Clone, Debug)]
pub struct Source {
    /// As it was given.
    pub path: String,
    /// The same without `.` and `..`.
    pub absolute: PathBuf,
    pub text: Arc<str>,
    pub dialect: &'static Dialect,
    /// Whether bytes that are not UTF-8 were replaced by U+FFFD, as the tools do.
    pub invalid_utf8: bool,
    /// Whether the text came from standard input.
    pub is_input: bool,
}

/// All files to work on, ordered by path.
#[derive(Debug, Default)]
pub struct Collected {
    pub sources: Vec<Source>,
    /// Whether something could not be read; it has been said on standard error.
    pub failed: bool,
}

/// Why a path yields no file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trouble {
    /// Nothing is wrong, but a person should know.
    Note(String),
    /// Exit status 2.
    Failed(String),
}

/// A path that may be worked on.
#[derive(Debug)]
struct Candidate {
    path: PathBuf,
    found: Found,
}

#[derive(Clone, Copy, Debug)]
enum Found {
    /// Named on the command line.
    Given,
    /// In a place of a dialect.
    Place(&'static Dialect),
    /// A Markdown file below a folder that is called like one of agents.
    AmongAgents,
    /// A Markdown file somewhere in a folder, for a forced dialect.
    Anywhere(&'static Dialect),
    /// The name of the text on standard input.
    Input,
}

/// Finds and reads the files that `args` ask for. Says on standard error what can't be read.
pub fn collect(args: &FileArgs) -> Collected {
    let home = disk::home();
    let finder = Finder { home, forced: args.dialect };
    let (mut candidates, mut troubles) = match finder.candidates(args) {
        Ok(found) => found,
        Err(trouble) => (Vec::new(), vec![trouble]),
    };
    let mut seen = HashSet::new();
    candidates.retain(|candidate| seen.insert(absolute(&candidate.path)));
    candidates.sort_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    let read: Vec<Result<Option<Source>, Trouble>> =
        candidates.par_iter().map(|candidate| finder.read(candidate)).collect();
    let mut sources = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(source) => sources.extend(source),
            Err(trouble) => troubles.push(trouble),
        }
    }
    let failed = troubles.iter().any(|trouble| matches!(trouble, Trouble::Failed(_)));
    if sources.is_empty() && troubles.is_empty() {
        troubles.push(Trouble::Note(nothing_found(args)));
    }
    troubles.sort();
    for Trouble::Note(message) | Trouble::Failed(message) in &troubles {
        complain(message);
    }
    Collected { sources, failed }
}

/// The files that may be agents for `args`, and the configurations that may count for them, whether they are there or
/// not. Says nothing of what can't be read.
pub fn watched(args: &FileArgs) -> Vec<PathBuf> {
    let home = disk::home();
    let found = Finder { home, forced: args.dialect }.candidates(args);
    let mut paths: Vec<PathBuf> =
        found.map_or_else(|_| Vec::new(), |(found, _)| found.into_iter().map(|one| absolute(&one.path)).collect());
    let mut folders: Vec<PathBuf> =
        paths.iter().flat_map(|path| path.ancestors().skip(1)).map(Path::to_owned).collect();
    folders.sort();
    folders.dedup();
    paths.extend(folders.into_iter().map(|folder| folder.join(config::FILE_NAME)));
    paths.sort();
    paths.dedup();
    paths
}

/// The folders that `args` ask to search, from the root.
pub fn searched(args: &FileArgs) -> Vec<PathBuf> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    paths.iter().filter(|path| path.is_dir()).map(|path| absolute(path)).collect()
}

fn nothing_found(args: &FileArgs) -> String {
    let folders: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let place = if folders.is_empty() { "the current folder".to_owned() } else { folders.join(", ") };
    match args.dialect {
        None => format!(
            "no agent files in {place}. Name a file, or read all Markdown files there as one tool's agents: --dialect NAME"
        ),
        Some(_) => format!("no Markdown file with front matter in {place}. Name a file, or another folder"),
    }
}

struct Finder {
    home: Option<String>,
    forced: Option<&'static Dialect>,
}

impl Finder {
    fn candidates(&self, args: &FileArgs) -> Result<(Vec<Candidate>, Vec<Trouble>), Trouble> {
        let dash = Path::new("-");
        let reads_input = args.paths.iter().any(|path| path == dash);
        if reads_input && args.stdin_filename.is_none() {
            return Err(Trouble::Failed(
                "`-` reads standard input, but nothing tells which file it is. Add --stdin-filename PATH".into(),
            ));
        }
        if !reads_input && args.stdin_filename.is_some() {
            return Err(Trouble::Failed(
                "--stdin-filename has no effect without `-`. Write `-` where the paths stand".into(),
            ));
        }
        let here = [PathBuf::from(".")];
        let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
        let (mut candidates, mut troubles) = (Vec::new(), Vec::new());
        for path in paths {
            if path == dash {
                let path = args.stdin_filename.clone().unwrap_or_default();
                candidates.push(Candidate { path, found: Found::Input });
            } else if path.is_dir() {
                self.walk(path, &mut candidates, &mut troubles);
            } else {
                candidates.push(Candidate { path: path.clone(), found: Found::Given });
            }
        }
        Ok((candidates, troubles))
    }

    /// Searches a folder, on several threads.
    fn walk(&self, root: &Path, candidates: &mut Vec<Candidate>, troubles: &mut Vec<Trouble>) {
        for entry in disk::files_below(root, Some) {
            match entry {
                Ok(path) => {
                    let path = named_from(root, &path).to_owned();
                    if let Some(found) = self.in_folder(&path) {
                        candidates.push(Candidate { path, found });
                    }
                }
                Err(fault) => troubles.extend(self.walk_trouble(root, &fault)),
            }
        }
    }

    /// What a file found in a folder is.
    fn in_folder(&self, path: &Path) -> Option<Found> {
        let claimed = dialect::of_path(&slashes(&absolute(path)), self.home.as_deref());
        match (claimed, self.forced) {
            (Some(_), Some(forced)) => Some(Found::Place(forced)),
            (Some(claimed), None) => Some(Found::Place(claimed)),
            (None, Some(forced)) if is_markdown(path) => Some(Found::Anywhere(forced)),
            (None, None) if is_markdown(path) && is_among_agents(path) => Some(Found::AmongAgents),
            (None, _) => None,
        }
    }

    /// A link that leads nowhere matters where an agent is looked for; a loop of links never does.
    fn walk_trouble(&self, root: &Path, fault: &ignore::Error) -> Option<Trouble> {
        let (path, cause) = cause_of(fault, None)?;
        let path = path.unwrap_or(root);
        let is_link = path.symlink_metadata().is_ok_and(|data| data.is_symlink());
        if is_link && cause.kind() == io::ErrorKind::NotFound {
            self.in_folder(path)?;
        }
        Some(unreadable(named_from(root, path), cause))
    }

    fn read(&self, candidate: &Candidate) -> Result<Option<Source>, Trouble> {
        let path = &candidate.path;
        let bytes = match candidate.found {
            Found::Input => limited(io::stdin().lock()),
            _ => std::fs::File::open(path).and_then(limited),
        }
        .map_err(|fault| unreadable(path, &fault))?;
        let (text, invalid_utf8) = match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(fault) => (String::from_utf8_lossy(fault.as_bytes()).into_owned(), true),
        };
        let Some(dialect) = self.dialect(candidate, &text) else {
            return match candidate.found {
                Found::Given | Found::Input => Err(Trouble::Note(format!(
                    "{}: passed over: no tool looks for agents there. To judge it as one, name the tool: --dialect NAME",
                    path.display()
                ))),
                _ => Ok(None),
            };
        };
        Ok(Some(Source {
            path: path.to_string_lossy().into_owned(),
            absolute: absolute(path),
            text: text.into(),
            dialect,
            invalid_utf8,
            is_input: matches!(candidate.found, Found::Input),
        }))
    }

    fn dialect(&self, candidate: &Candidate, text: &str) -> Option<&'static Dialect> {
        let path = &candidate.path;
        match candidate.found {
            Found::Place(dialect) => Some(dialect),
            Found::Anywhere(dialect) => (begins_with_fence(text) && !is_skill(path)).then_some(dialect),
            Found::AmongAgents => by_manifest(path).or_else(|| by_content(path, text)),
            Found::Given | Found::Input => {
                let home = self.home.as_deref();
                let by_place = |path: &Path| dialect::of_path(&slashes(path), home);
                self.forced
                    .or_else(|| by_place(&absolute(path)))
                    .or_else(|| by_place(&path.canonicalize().ok()?))
                    .or_else(|| by_manifest(path))
                    .or_else(|| by_content(path, text))
            }
        }
    }
}

fn by_manifest(path: &Path) -> Option<&'static Dialect> {
    dialect::of_manifest(&slashes(&absolute(path)), |file| Path::new(file).is_file())
}

/// The dialect of a Markdown file, told by its name and its front matter, as it stands or as it was meant.
fn by_content(path: &Path, text: &str) -> Option<&'static Dialect> {
    if !is_markdown(path) || is_skill(path) {
        return None;
    }
    by_keys(path, text).or_else(|| by_keys(path, &as_meant(path, text)?))
}

/// `text` with its front matter put right, where no tool sees any: it is indented, or no fences stand around it.
fn as_meant(path: &Path, text: &str) -> Option<String> {
    let file = AgentFile::new(slashes(path).into(), text.into(), dialect::usual()?, Surroundings::default());
    let found = rules::check(&file, &Severities::default());
    let is_lost =
        |found: &&Diagnostic| found.code == missing_front_matter::RULE.code && found.severity == Severity::Error;
    Some(found.iter().find(is_lost)?.fixes.first()?.edits.apply(text))
}

fn by_keys(path: &Path, text: &str) -> Option<&'static Dialect> {
    let front_matter = reader::claude_code(text);
    let keys: Vec<&str> = front_matter.entries.iter().map(|entry| &*entry.key).collect();
    let tools = tool_names(text, &front_matter);
    let tools: Vec<&str> = tools.iter().map(|token| &*token.text).collect();
    dialect::of_content(path.file_name()?.to_str()?, &keys, &tools)
}

/// The names in a list of tools, whatever its key is called.
fn tool_names(text: &str, front_matter: &FrontMatter) -> Vec<Token> {
    let is_list = |key: &str| {
        dialect::all().iter().any(|dialect| dialect.fields.iter().any(|f| f.role == Role::Tools && f.key == key))
    };
    let entry = front_matter.entries.iter().find(|entry| is_list(&entry.key));
    match tool_list::read_list(text, front_matter, entry) {
        ToolList::Tokens(tokens) => tokens,
        ToolList::Absent | ToolList::Nothing => Vec::new(),
    }
}

/// Whether one of the folders that a path names is called like one of agents.
fn is_among_agents(path: &Path) -> bool {
    let folders = path.parent().into_iter().flat_map(Path::components);
    folders.into_iter().any(|folder| folder.as_os_str().to_str().is_some_and(dialect::is_agents_folder))
}

fn begins_with_fence(text: &str) -> bool {
    text.strip_prefix('\u{feff}').unwrap_or(text).starts_with("---")
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

fn is_skill(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == SKILL)
}

fn limited(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

fn unreadable(path: &Path, fault: &io::Error) -> Trouble {
    let is_link = path.symlink_metadata().is_ok_and(|data| data.is_symlink());
    let (why, what) = match fault.kind() {
        io::ErrorKind::NotFound if is_link => ("is a link to nothing", "Mend the link or delete it"),
        io::ErrorKind::NotFound => ("does not exist", "Check the path"),
        io::ErrorKind::PermissionDenied => ("can't be read: permission denied", "Allow reading it, or leave it out"),
        io::ErrorKind::FileTooLarge => ("is over 8 MiB, too large to be an agent", "Leave it out"),
        _ => return Trouble::Failed(format!("{}: can't be read: {fault}", path.display())),
    };
    Trouble::Failed(format!("{}: {why}. {what}", path.display()))
}

/// The path and the IO error inside a fault of the walk; `None` for other kinds of faults.
fn cause_of<'a>(mut fault: &'a ignore::Error, mut path: Option<&'a Path>) -> Option<(Option<&'a Path>, &'a io::Error)> {
    loop {
        fault = match fault {
            ignore::Error::WithPath { path: at, err } => {
                path = Some(at);
                err
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => err,
            ignore::Error::Io(cause) => return Some((path, cause)),
            _ => return None,
        };
    }
}

/// A path below `root` as it is printed: without the `./` that stands for the current folder.
fn named_from<'a>(root: &Path, path: &'a Path) -> &'a Path {
    if root.as_os_str() == "." { path.strip_prefix(".").unwrap_or(path) } else { path }
}

/// `path` from the root, without `.` and `..`; links stay.
pub fn absolute(path: &Path) -> PathBuf {
    let full = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in full.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}

pub use crate::disk::slashes;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_absolute_without_looking_at_the_disk() {
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(absolute(Path::new("/../a")), Path::new("/a"));
        assert!(absolute(Path::new("a")).is_absolute());
    }

    #[test]
    fn an_agent_is_known_by_its_front_matter() {
        let of = |name: &str, text: &str| by_content(Path::new(name), text).map(|dialect| &*dialect.id);
        assert_eq!(of("a.md", "---\nname: a\ndescription: b\n---\n"), Some("claude-code"));
        assert_eq!(of("a.md", "---\nname: a\ndescription: b\ntools: [read_file, replace]\n---\n"), Some("gemini-cli"));
        assert_eq!(of("a.md", "---\ndescription: b\nmode: subagent\n---\n"), Some("opencode"));
        assert_eq!(of("a.md", "---\nname: a\n---\n"), None);
        assert_eq!(of("a.md", "name: a\n"), None);
        // What no tool sees counts as well: the rules say what is wrong with it.
        assert_eq!(of("a.md", "name: a\ndescription: b\n"), Some("claude-code"));
        assert_eq!(of("a.md", "\n  ---\n  name: a\n  description: b\n  ---\n"), Some("claude-code"));
        assert_eq!(of("SKILL.md", "---\nname: a\ndescription: b\n---\n"), None);
        assert_eq!(of("a.txt", "---\nname: a\ndescription: b\n---\n"), None);
    }

    #[test]
    fn endless_files_are_refused() {
        assert_eq!(limited(io::repeat(b'a')).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(limited(&b"abc"[..]).unwrap(), b"abc");
    }
}
