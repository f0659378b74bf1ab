//! The folders that a session is about, on the disk.

use crate::dice::Dice;
use crate::material::{DOCUMENTS, OTHERS, text};
use std::fmt::Write;
use std::path::PathBuf;
use tempfile::TempDir;

pub struct Playground {
    folder: TempDir,
}

impl Playground {
    pub fn new(dice: &mut Dice) -> Playground {
        let playground = Playground { folder: tempfile::tempdir().unwrap() };
        for folder in ["alpha/.git", "beta", "gamma", "home", "logs"] {
            std::fs::create_dir_all(playground.path(folder)).unwrap();
        }
        playground.write("home/.claude/agents/mine.md", "---\nname: mine\ndescription: The user's own.\n---\nGo.\n");
        for path in DOCUMENTS.iter().chain(&OTHERS).filter(|path| !path.contains(':')) {
            if dice.percent(70) {
                playground.write(path, &text(dice, path));
            }
        }
        playground
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn uri(&self, path: &str) -> String {
        if path.contains(':') {
            return path.to_owned();
        }
        let mut uri = "file://".to_owned();
        for byte in self.path(path).to_str().unwrap().bytes() {
            match byte {
                b'/' | b'.' | b'-' | b'_' => uri.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
                _ => write!(uri, "%{byte:02X}").unwrap(),
            }
        }
        uri
    }

    pub fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.path(path)).ok()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn delete(&self, path: &str) {
        // It may be gone already.
        let _ = std::fs::remove_file(self.path(path));
    }
}
