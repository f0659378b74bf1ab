//! How files are called.

use crate::folder::{Folder, GOOD};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

/// Names that break a line, end a command, or move the cursor.
const NASTY: [&str; 6] = [
    "two\nlines.md",
    "x\n::error file=a::b.md",
    "\u{1b}[2Jclear.md",
    "bell\u{7}\r.md",
    "\u{202e}right-to-left.md",
    "a'b\"c;$(touch made)&`d`.md",
];

#[test]
fn names_can_not_break_out_of_a_line() {
    let folder = Folder::new();
    for name in NASTY {
        folder.write(&format!("shop/.claude/agents/{name}"), GOOD.as_bytes());
    }
    let (paths, codes) = folder.check();
    assert_eq!(paths.len(), NASTY.len() + 1);
    let found = codes.len();
    for format in ["human", "concise", "github"] {
        let ran = folder.run(&["check", "--format", format, "--min-severity", "warning", "."]);
        for sign in ['\u{1b}', '\u{7}', '\r', '\u{202e}'] {
            assert!(!ran.out.contains(sign), "{format}: {sign:?} in {:?}", ran.out);
        }
        if format == "github" {
            let lines: Vec<&str> = ran.out.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(lines.iter().filter(|line| line.starts_with("::")).count(), found, "{:?}", ran.out);
        }
    }
    for format in ["sarif", "gitlab", "junit"] {
        folder.run(&["check", "--format", format, "."]);
    }
    assert!(!folder.path("shop/made").exists());
}

#[test]
fn names_that_are_no_text_are_read_all_the_same() {
    let folder = Folder::new();
    let path = folder.path("shop/.claude/agents").join(OsStr::from_bytes(b"caf\xe9.md"));
    // Some file systems take no such name.
    if std::fs::write(path, GOOD).is_err() {
        return;
    }
    let (paths, _) = folder.check();
    assert!(paths.contains(&".claude/agents/good.md".to_owned()), "{paths:?}");
    let mut server = folder.serve(|_| {});
    assert!(server.agents().contains(&"good".to_owned()));
    server.shut_down();
}

/// As on a file system that folds case or normal forms: the editor's name of a file is another one than the folder's.
#[test]
fn names_that_differ_in_case_or_normal_form_are_different_files_or_one() {
    let folder = Folder::new();
    let [composed, decomposed] = ["caf\u{e9}", "cafe\u{301}"];
    for name in [composed, decomposed, "Reviewer", "reviewer"] {
        folder.write(&format!("shop/.claude/agents/{name}.md"), GOOD.replace("good", name).as_bytes());
    }
    let there = std::fs::read_dir(folder.path("shop/.claude/agents")).unwrap().count();
    assert_eq!(folder.check().0.len(), there);
    let mut server = folder.serve(|_| {});
    assert_eq!(server.agents().len(), there);
    // A document under a name that only a folding file system knows: it counts while it is open, and is gone after.
    let uri = folder.uri("shop/.claude/agents/GOOD.md");
    server.open(&uri, GOOD);
    assert!(server.codes(&uri).contains(&"unknown-tool".to_owned()));
    server.notify("textDocument/didClose", serde_json::json!({"textDocument": {"uri": uri}}));
    for _ in 0..1_000 {
        if server.agents().len() == there {
            return server.shut_down();
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("{:?}", server.agents());
}
