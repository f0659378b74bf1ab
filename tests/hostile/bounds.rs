//! What is read and what is written: nothing outside the workspace and the user's own folders of agents, and nothing that no
//! edit asks for.

use crate::folder::{Folder, GOOD};
use serde_json::json;
use std::process::{Command, Stdio};

/// Where the system keeps what each program is made of.
const OF_THE_SYSTEM: [&str; 7] = ["/etc/ld.so", "/lib", "/usr/lib", "/proc/", "/sys/", "/dev/", "/usr/share/locale"];

/// A file that is opened: its path, and whether it is to be written.
fn opened(line: &str) -> Option<(String, bool)> {
    let call = line.find("openat(").or_else(|| line.find("open(")).map(|at| &line[at..])?;
    let path = call.split('"').nth(1)?;
    let is_written = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].iter().any(|flag| call.contains(flag));
    Some((path.to_owned(), is_written))
}

/// Where `strace` is there, each file that the server opens is looked at.
#[test]
fn only_the_workspace_and_the_users_agents_are_read_and_nothing_is_written() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        println!("strace is not there: what is opened was not looked at");
        return;
    }
    let folder = Folder::new();
    for path in ["secret.md", ".claude/agents/above.md", "other/.claude/agents/other.md", "agentls.toml", ".mcp.json"] {
        folder.write(path, b"---\nname: probe\ndescription: Not to be read.\n---\n");
    }
    for path in ["home/.claude/agents/mine.md", "home/.ssh/id", "home/notes.md", "home/.claude.json"] {
        folder.write(path, b"---\nname: mine\ndescription: The user's own. Use it.\n---\n\nGo.\n");
    }
    std::fs::create_dir_all(folder.path("shop/.git")).unwrap();
    let text = format!("{GOOD}\nRead [it](../../../secret.md), @../../../secret.md, /etc/passwd and ~/.ssh/id.\n");
    folder.write("shop/.claude/agents/reader.md", text.as_bytes());
    let before = folder.snapshot();
    let trace = tempfile::NamedTempFile::new().unwrap();
    let mut server = folder.serve(|command| {
        let program = command.get_program().to_owned();
        let mut traced = Command::new("strace");
        traced.args([
            "-f",
            "-qq",
            "-s",
            "4096",
            "-e",
            "trace=open,openat,creat,unlink,unlinkat,rename,renameat2,mkdir,connect",
        ]);
        traced.arg("-o").arg(trace.path()).arg(program).arg("server");
        traced.env("HOME", folder.path("home")).current_dir(folder.path("home"));
        traced.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        *command = traced;
    });
    let uri = folder.uri("shop/.claude/agents/reader.md");
    server.open(&uri, &text);
    let at = |line: u32, character: u32| json!({"line": line, "character": character});
    let document = json!({"uri": uri});
    for method in ["hover", "completion", "definition", "references", "prepareRename"] {
        let params = json!({"textDocument": document, "position": at(1, 7), "context": {"includeDeclaration": true}});
        server.ask(&format!("textDocument/{method}"), params);
    }
    for method in ["documentLink", "formatting", "codeLens", "diagnostic"] {
        let params = json!({"textDocument": document, "options": {"tabSize": 2, "insertSpaces": true}});
        server.ask(&format!("textDocument/{method}"), params);
    }
    let renamed = json!({"textDocument": document, "position": at(1, 7), "newName": "other-name"});
    server.ask("textDocument/rename", renamed);
    let context = json!({"diagnostics": []});
    let range = json!({"start": at(0, 0), "end": at(9, 0)});
    server.ask("textDocument/codeAction", json!({"textDocument": document, "range": range, "context": context}));
    assert_eq!(server.agents().len(), 3);
    server.shut_down();

    assert_eq!(folder.snapshot(), before, "nothing is written");
    let trace = std::fs::read_to_string(trace.path()).unwrap();
    let shop = folder.path("shop").to_string_lossy().into_owned();
    let mine = folder.path("home/.claude/agents").to_string_lossy().into_owned();
    let home = folder.path("home").to_string_lossy().into_owned();
    let program = crate::program::path().to_string_lossy().into_owned();
    let mut read = 0;
    for line in trace.lines() {
        for call in ["creat(", "unlink", "rename", "mkdir", "connect("] {
            assert!(!line.contains(call), "{line}");
        }
        let Some((path, is_written)) = opened(line) else { continue };
        assert!(!is_written || path.starts_with("/dev/"), "{line}");
        // What is not there can't be read.
        let is_missing = line.contains("ENOENT") || line.contains("ENOTDIR");
        let is_own = path.starts_with(&shop) || path.starts_with(&mine);
        // What Git is told to ignore everywhere, and above the workspace.
        let is_of_git = path.contains("git") && (path.starts_with("/etc/") || path.starts_with(&home))
            || path.ends_with("/.gitignore")
            || path.ends_with("/.ignore");
        let is_of_system = OF_THE_SYSTEM.iter().any(|place| path.starts_with(place)) || path == program;
        assert!(is_own || is_of_system || is_of_git || is_missing, "{line}");
        read += usize::from(is_own);
    }
    assert!(read >= 3, "the agents are read: {trace}");
}

#[test]
fn new_agents_can_not_leave_the_folder() {
    let folder = Folder::new();
    let before: Vec<_> = folder.snapshot();
    let names =
        ["../x", "../../x", "/x", "/tmp/agentls-x", "..", ".", "a/../../../x", "C:\\x", "~/x", "x\0y", "\n", "x/y"];
    for name in names.iter().filter(|name| !name.contains('\0')) {
        folder.run(&["new", "--kind", "review", "--", name]);
    }
    let below = folder.path("shop/.claude/agents");
    let known = |path: &std::path::PathBuf| before.iter().any(|(known, _)| known == path);
    for (path, _) in folder.snapshot().into_iter().filter(|(path, _)| !known(path)) {
        assert_eq!(path.parent(), Some(&*below), "{path:?}");
    }
    assert!(!std::path::Path::new("/tmp/agentls-x").exists() && !std::path::Path::new("/x").exists());

    let mut server = folder.serve(|_| {});
    for name in names {
        let params = json!({
            "name": name, "tool": "claude-code", "kind": "review", "language": "en", "place": "project",
            "folder": folder.uri("shop"),
        });
        let answer = server.ask("agentls/newAgent", params);
        let Some(uri) = answer["result"]["uri"].as_str() else { continue };
        let file =
            uri.strip_prefix(&format!("{}/", folder.uri("shop/.claude/agents"))).unwrap_or_else(|| panic!("{uri}"));
        assert!(!file.contains(['/', '\\', '%']) && !file.starts_with(".."), "{uri}");
    }
    server.shut_down();
}

#[test]
fn a_link_is_not_written_through() {
    let folder = Folder::new();
    folder.write("precious.md", b"precious");
    folder.link("shop/.claude/agents/linked.md", folder.path("precious.md"));
    folder.link("shop/.claude/agents/dangling.md", folder.path("made.md"));
    for arguments in
        [&["new", "linked"][..], &["new", "linked", "--force"], &["new", "dangling"], &["new", "dangling", "--force"]]
    {
        assert_eq!(folder.run(arguments).status, 2, "{arguments:?}");
    }
    assert_eq!(std::fs::read_to_string(folder.path("precious.md")).unwrap(), "precious");
    assert!(!folder.path("made.md").exists());
}

#[test]
fn renaming_can_not_leave_the_folder() {
    let folder = Folder::new();
    let uri = folder.uri("shop/.claude/agents/good.md");
    let mut server = folder.serve(|_| {});
    server.open(&uri, GOOD);
    let document = json!({"uri": uri});
    for name in ["../x", "/x", "..", ".", "a/b", "C:\\x", "x%2Fy", "x\u{0}", "two\nlines", " ", "~"] {
        let position = json!({"line": 1, "character": 7});
        let params = json!({"textDocument": document, "position": position, "newName": name});
        let answer = server.ask("textDocument/rename", params);
        assert!(!answer.to_string().contains("newUri"), "{name:?}: {answer}");
    }
    for new in ["file:///etc/passwd", "file:///tmp/..%2Fx.md", "no uri", "file:///x%0Ay.md"] {
        let files = json!({"files": [{"oldUri": uri, "newUri": new}]});
        let answer = server.ask("workspace/willRenameFiles", files);
        assert_eq!(answer["result"], serde_json::Value::Null, "{new}");
    }
    server.shut_down();
}
