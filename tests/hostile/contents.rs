//! What stands in files.

use crate::folder::{Folder, GOOD, is_full};
use std::time::{Duration, Instant};

/// Nine lists of nine of the one before.
fn bomb(indent: &str) -> String {
    let names = ["b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let mut text = format!("{indent}a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    let mut before = "a";
    for name in names {
        let items = vec![format!("*{before}"); 9].join(", ");
        text.push_str(&format!("{indent}{name}: &{name} [{items}]\n"));
        before = name;
    }
    text
}

/// All the ways to nest something.
fn nested(depth: usize) -> Vec<String> {
    let agent = |value: String| format!("---\nname: deep\ndescription: Deep. Use it.\nx: {value}\n---\n\nDo.\n");
    let lines: String = (0..depth.min(3_000)).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    vec![
        agent("[".repeat(depth)),
        agent("{a: ".repeat(depth)),
        agent("- ".repeat(depth)),
        agent(format!("\n{lines}")),
        format!("{GOOD}\n{}", "> ".repeat(depth)),
        format!("{GOOD}\n{}", "- ".repeat(depth)),
        format!("{GOOD}\n{}", "[".repeat(depth)),
        format!("{GOOD}\n{}", "**a ".repeat(depth)),
        format!("{GOOD}\n{}", "<div>".repeat(depth)),
    ]
}

#[test]
fn bombs_do_not_go_off() {
    let folder = Folder::new();
    folder.write("shop/.claude/agents/bomb.md", format!("---\nname: bomb\n{}---\n\nDo.\n", bomb("")).as_bytes());
    let glossary = format!("concepts:\n  - {{id: a, name: A, definition: x}}\n{}", bomb(""));
    folder.write("shop/.agentls/glossary.yaml", glossary.as_bytes());
    std::fs::create_dir_all(folder.path("shop/.git")).unwrap();
    let (paths, _) = folder.check();
    assert!(paths.contains(&".claude/agents/bomb.md".to_owned()), "{paths:?}");
    let uri = folder.uri("shop/.claude/agents/good.md");
    let mut server = folder.serve(|_| {});
    server.open(&uri, GOOD);
    assert!(server.codes(&uri).contains(&"unknown-tool".to_owned()));
    if let Some(most) = server.most_memory() {
        assert!(most < 200, "{most} MiB");
    }
    server.shut_down();
}

#[test]
fn depth_is_no_matter() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("shop/.git")).unwrap();
    let depth = 100_000;
    for (number, text) in nested(depth).iter().enumerate() {
        folder.write(&format!("shop/.claude/agents/deep{number}.md"), text.as_bytes());
    }
    folder.write("shop/.mcp.json", format!("{{\"mcpServers\": {}", "[".repeat(depth)).as_bytes());
    folder.write("shop/agentls.toml", format!("lens = {}\n", "[".repeat(depth)).as_bytes());
    folder.write("shop/.agentls/glossary.yaml", format!("concepts: {}\n", "[".repeat(depth)).as_bytes());
    let ran = folder.run(&["check", "--format", "concise", "."]);
    assert!(ran.out.contains("good.md") && ran.out.contains("unknown-tool"), "{} {}", ran.out, ran.err);

    let uri = folder.uri("shop/.claude/agents/good.md");
    let mut server = folder.serve(|_| {});
    server.open(&uri, GOOD);
    assert!(server.codes(&uri).contains(&"unknown-tool".to_owned()));
    for (number, text) in nested(depth).iter().enumerate() {
        let uri = folder.uri(&format!("shop/.claude/agents/open{number}.md"));
        server.open(&uri, text);
        server.codes(&uri);
    }
    // A message that is nested itself is no message, and costs no other.
    let body = format!("{{\"jsonrpc\": \"2.0\", \"method\": \"x\", \"params\": {}", "[".repeat(depth));
    let bytes = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    std::io::Write::write_all(server.program.input.as_mut().unwrap(), bytes.as_bytes()).unwrap();
    assert!(server.codes(&uri).contains(&"unknown-tool".to_owned()));
    server.shut_down();
}

/// `AGENTLS_HOSTILE=full`: 50 MB, where the time is measured.
#[test]
fn a_line_without_end_is_a_line() {
    let folder = Folder::new();
    let length = if is_full() { 50 << 20 } else { 1 << 20 };
    let uri = folder.uri("shop/.claude/agents/line.md");
    let mut server = folder.serve(|_| {});
    for text in [format!("{GOOD}{}", "a b, ".repeat(length / 5)), format!("---\nname: {}", "x".repeat(length))] {
        let start = Instant::now();
        server.open(&uri, &text);
        server.codes(&uri);
        println!("{} MB in one line: {:?}", text.len() >> 20, start.elapsed());
        let at = serde_json::json!({"line": 8, "character": length / 2});
        let change = serde_json::json!([{"range": {"start": at, "end": at}, "text": "é"}]);
        let document = serde_json::json!({"uri": uri, "version": 2});
        let start = Instant::now();
        server
            .notify("textDocument/didChange", serde_json::json!({"textDocument": document, "contentChanges": change}));
        server.codes(&uri);
        println!("an edit in it: {:?}", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(60));
        server.notify("textDocument/didClose", serde_json::json!({"textDocument": {"uri": uri}}));
    }
    server.shut_down();
}

#[test]
fn bytes_that_are_no_text_are_told_of() {
    let folder = Folder::new();
    folder.write(
        "shop/.claude/agents/latin.md",
        b"---\nname: latin\ndescription: caf\xe9. Use it.\n---\n\nDo \xff\xfe.\n",
    );
    folder.write("shop/.claude/agents/zero.md", &[0; 4096]);
    folder.write("shop/.claude/agents/wide.md", b"\xff\xfe-\0-\0-\0\n\0");
    folder.write("shop/agentls.toml", b"lens = \"\xff\"\n");
    folder.write("shop/.mcp.json", b"\xff");
    std::fs::create_dir_all(folder.path("shop/.git")).unwrap();
    let ran = folder.run(&["check", "--format", "concise", "."]);
    assert!(ran.out.contains("unknown-tool") && ran.out.contains("agentls.toml:1:1: error"), "{} {}", ran.out, ran.err);
    let human = folder.run(&["check", "."]).out;
    assert!(human.contains("latin.md is not UTF-8 throughout"), "{human}");
    let uri = folder.uri("shop/.claude/agents/good.md");
    let mut server = folder.serve(|_| {});
    server.open(&uri, GOOD);
    assert!(server.codes(&uri).contains(&"unknown-tool".to_owned()));
    server.shut_down();
}
