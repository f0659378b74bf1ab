//! Which editors are on the PATH, and their versions.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Programs that speak the protocol, alone or by an extension.
const EDITORS: &[(&str, &str)] = &[
    ("nvim", "Neovim"),
    ("vim", "Vim"),
    ("hx", "Helix"),
    ("helix", "Helix"),
    ("kak", "Kakoune"),
    ("emacs", "Emacs"),
    ("code", "VS Code"),
    ("codium", "VSCodium"),
    ("cursor", "Cursor"),
    ("windsurf", "Windsurf"),
    ("zed", "Zed"),
    ("zeditor", "Zed"),
    ("subl", "Sublime Text"),
];

/// Editors that do not say their version within this time are shown without it.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub struct Editor {
    pub name: &'static str,
    pub version: String,
    pub program: PathBuf,
}

/// All known editors on the PATH, in the order of the table.
pub fn find() -> Vec<Editor> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let asked: Vec<_> = EDITORS
        .iter()
        .filter_map(|(command, name)| Some((*name, program(&folders, command)?)))
        .map(|(name, program)| thread::spawn(move || Editor { name, version: version(&program), program }))
        .collect();
    asked.into_iter().filter_map(|thread| thread.join().ok()).collect()
}

fn program(folders: &[PathBuf], command: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    let candidates =
        folders.iter().flat_map(|folder| endings.iter().map(move |end| folder.join(format!("{command}{end}"))));
    candidates.into_iter().find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The version that a program says it has, or why it says none.
fn version(program: &Path) -> String {
    let started = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else { return "does not start".to_owned() };
    let reader = child.stdout.take().map(|output| {
        thread::spawn(move || {
            let mut text = Vec::new();
            // What can't be read says no version.
            let _ = output.take(4096).read_to_end(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        })
    });
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Ok(Some(_)) => {
                let text = reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
                return number_in(&text).unwrap_or("says no version").to_owned();
            }
            Err(_) => break,
        }
    }
    // It may end by itself meanwhile: then there is nothing to kill.
    let _ = child.kill();
    let _ = child.wait();
    "does not say its version".to_owned()
}

/// The first word that looks like a version: `NVIM v0.11.4`, `helix 25.07.1 (a05c151b)`.
fn number_in(text: &str) -> Option<&str> {
    text.split_whitespace().find_map(|word| {
        let number = word.trim_start_matches('v').trim_end_matches([',', ';', ')']);
        let looks_like_it = number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.');
        looks_like_it.then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_editors_say() {
        assert_eq!(number_in("NVIM v0.11.4\nBuild type: Release"), Some("0.11.4"));
        assert_eq!(number_in("helix 25.07.1 (a05c151b)"), Some("25.07.1"));
        assert_eq!(number_in("1.106.2\n0fb2\nx64"), Some("1.106.2"));
        assert_eq!(number_in("Sublime Text Build 4200"), None);
    }

    #[cfg(unix)]
    #[test]
    fn programs_are_files_that_can_be_run() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hx");
        std::fs::write(&file, "#!/bin/sh\necho helix 25.07.1\n").unwrap();
        let folders = [folder.path().to_owned()];
        assert_eq!(program(&folders, "hx"), None);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(program(&folders, "hx").as_deref(), Some(&*file));
    }
}
