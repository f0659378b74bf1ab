//! What lies in a folder: links, pipes, devices, files that come and go, and far too many of them.

use crate::folder::{Folder, GOOD, is_full};
use std::os::unix::fs::PermissionsExt;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn links_in_circles_are_walked_once() {
    let folder = Folder::new();
    folder.link("shop/self", "self");
    folder.link("shop/up", "..");
    folder.link("shop/.claude/agents/again", "../../.claude");
    folder.link("shop/.claude/agents/gone.md", "nowhere.md");
    // Each of these leads to all others: more paths than anybody can walk.
    for from in 0..14 {
        for to in (0..14).filter(|to| *to != from) {
            folder.link(&format!("shop/web/d{from}/l{to}"), format!("../d{to}"));
        }
    }
    folder.write("shop/web/d3/.claude/agents/web.md", GOOD.replace("good", "web").as_bytes());
    let (paths, codes) = folder.check();
    assert!(paths.iter().any(|path| path.ends_with(".claude/agents/good.md")), "{paths:?}");
    assert!(paths.iter().any(|path| path == "web/d3/.claude/agents/web.md"), "{paths:?}");
    assert!(paths.len() < 1_000 && codes.iter().all(|code| code == "unknown-tool"), "{codes:?}");
    let mut server = folder.serve(|_| {});
    assert!(server.agents().contains(&"web".to_owned()));
    server.shut_down();
}

#[test]
fn links_lead_out_only_where_tools_look_for_agents() {
    let folder = Folder::new();
    folder.write("shared/agents/shared.md", GOOD.replace("good", "shared").as_bytes());
    folder.write("other/.claude/agents/other.md", GOOD.replace("good", "other").as_bytes());
    folder.link("shop/.claude/agents/team", folder.path("shared/agents"));
    folder.link("shop/vendor", folder.path("other"));
    folder.link("shop/.claude/agents/everything", "/");
    folder.link("shop/.claude/agents/system", "/proc");
    folder.link("shop/.claude/agents/devices", "/dev");
    let mut server = folder.serve(|_| {});
    let mut names = server.agents();
    names.sort();
    assert_eq!(names, ["good", "shared"]);
    server.shut_down();
    let (mut paths, _) = folder.check();
    paths.sort();
    assert_eq!(paths, [".claude/agents/good.md", ".claude/agents/team/shared.md"]);
}

#[test]
fn pipes_and_devices_are_never_opened() {
    let folder = Folder::new();
    let pipes = [
        ".claude/agents/pipe.md",
        ".claude/skills/pdf/SKILL.md",
        ".agentls/glossary.yaml",
        ".agentls/templates/report.yaml",
        ".mcp.json",
        ".gitignore",
        "agentls.toml",
    ];
    for path in pipes {
        folder.pipe(&format!("shop/{path}"));
    }
    folder.link("shop/.claude/agents/zero.md", "/dev/zero");
    folder.link("shop/.claude/agents/terminal.md", "/dev/tty");
    let uri = folder.uri("shop/.claude/agents/good.md");
    let mut server = folder.serve(|_| {});
    server.open(&uri, GOOD);
    assert_eq!(server.codes(&uri).first().map(String::as_str), Some("unknown-tool"));
    // Nor where the editor tells of them.
    let changes: Vec<_> = ["agentls.toml", ".claude/agents/pipe.md", ".claude/agents/zero.md"]
        .map(|path| serde_json::json!({"uri": folder.uri(&format!("shop/{path}")), "type": 2}))
        .into();
    server.notify("workspace/didChangeWatchedFiles", serde_json::json!({"changes": changes}));
    assert_eq!(server.agents(), ["good"]);
    assert_eq!(server.codes(&uri).first().map(String::as_str), Some("unknown-tool"));
    server.shut_down();
    // The command line says so, and goes on.
    let ran = folder.run(&["check", "--format", "concise", "."]);
    assert!(ran.out.contains("unknown-tool"), "{} {}", ran.out, ran.err);
}

#[test]
fn folders_that_can_not_be_read_are_passed_over() {
    let folder = Folder::new();
    folder.write("shop/locked/.claude/agents/locked.md", GOOD.as_bytes());
    let locked = folder.path("shop/locked");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    let (paths, _) = folder.check();
    let mut server = folder.serve(|_| {});
    let names = server.agents();
    server.shut_down();
    // Otherwise the folder can't be cleared away.
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o700)).unwrap();
    assert!(paths.contains(&".claude/agents/good.md".to_owned()), "{paths:?}");
    assert!(names.contains(&"good".to_owned()), "{names:?}");
}

#[test]
fn long_files_are_not_taken_into_memory() {
    let folder = Folder::new();
    for path in [".claude/agents/long.md", ".mcp.json", "agentls.toml", ".agentls/glossary.yaml"] {
        folder.sparse(&format!("shop/{path}"), 1 << 30);
    }
    let uri = folder.uri("shop/.claude/agents/good.md");
    let mut server = folder.serve(|_| {});
    server.open(&uri, GOOD);
    assert_eq!(server.codes(&uri).first().map(String::as_str), Some("unknown-tool"));
    assert_eq!(server.agents(), ["good"]);
    if let Some(most) = server.most_memory() {
        assert!(most < 200, "{most} MiB");
    }
    server.shut_down();
    let ran = folder.run(&["check", "--no-config", "."]);
    assert!(ran.err.contains("too large to be an agent"), "{}", ran.err);
}

/// `AGENTLS_HOSTILE=full` makes 100,000 of them.
#[test]
fn a_great_many_files_are_all_read() {
    let folder = Folder::new();
    let count = if is_full() { 100_000 } else { 600 };
    for number in 0..count {
        let text = GOOD.replace("good", &format!("agent-{number}"));
        folder.write(&format!("shop/.claude/agents/{}/agent-{number}.md", number / 500), text.as_bytes());
    }
    let start = std::time::Instant::now();
    let mut server = folder.serve(|_| {});
    assert_eq!(server.agents().len(), count + 1);
    println!("{count} files: {:?}, {:?} MiB", start.elapsed(), server.most_memory());
    server.shut_down();
    assert_eq!(folder.check().0.len(), count + 1);
}

#[test]
fn files_vanish_between_listing_and_reading() {
    let folder = Folder::new();
    let is_over = AtomicBool::new(false);
    let path = |number: usize| format!("shop/.claude/agents/f{number}/agent.md");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !is_over.load(Ordering::Relaxed) {
                number = (number + 7) % 60;
                folder.write(&path(number), GOOD.as_bytes());
                // Files, folders, and folders where a file was.
                let _ = match number % 3 {
                    0 => std::fs::remove_file(folder.path(&path((number + 20) % 60))),
                    1 => std::fs::remove_dir_all(folder.path(&format!("shop/.claude/agents/f{}", (number + 31) % 60))),
                    _ => Ok(()),
                };
                std::thread::sleep(std::time::Duration::from_micros(200));
            }
        });
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..4 {
                let ran = folder.run(&["check", "--format", "concise", "."]);
                assert!(ran.out.contains(".claude/agents/good.md"), "{} {}", ran.out, ran.err);
                let mut server = folder.serve(|_| {});
                let changes: Vec<_> =
                    (0..60).map(|number| serde_json::json!({"uri": folder.uri(&path(number)), "type": 2})).collect();
                server.notify("workspace/didChangeWatchedFiles", serde_json::json!({"changes": changes}));
                assert!(server.agents().contains(&"good".to_owned()));
                server.shut_down();
            }
        }));
        is_over.store(true, Ordering::Relaxed);
        outcome.unwrap();
    });
}
