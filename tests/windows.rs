//! Windows, as far as it shows on any machine: how its paths are written, and that its line ends stay.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use agentls::convert::convert;
use agentls::dialect::{self, Scope};
use agentls::disk::slashes_of_windows;
use agentls::format::formatted;
use agentls::index::Place;
use agentls::model::AgentFile;
use agentls::model::verdict::Surroundings;
use agentls::rules::{self, Fixes, Severities};

#[test]
fn paths_are_written_in_one_way() {
    for (path, written) in [
        (r"C:\shop\.claude\agents\x.md", "C:/shop/.claude/agents/x.md"),
        (r"c:\shop/x.md", "C:/shop/x.md"),
        (r"\\?\C:\shop\x.md", "C:/shop/x.md"),
        (r"\\host\share\x.md", "//host/share/x.md"),
        (r"\\?\UNC\host\share\x.md", "//host/share/x.md"),
        (r".claude\agents\x.md", ".claude/agents/x.md"),
        (r"é\x.md", "é/x.md"),
        ("", ""),
    ] {
        assert_eq!(slashes_of_windows(path), written, "{path}");
    }
}

#[test]
fn the_places_of_the_tools_are_known() {
    let home = slashes_of_windows(r"c:\Users\Ada Lovelace");
    let scope = |path: &str| {
        let path = slashes_of_windows(path);
        let dialect = dialect::of_path(&path, Some(&home))?;
        let place = Place::of(&path, Some(&home), &dialect.id, "C:/");
        Some((&*dialect.id, place.scope.unwrap(), place.base.to_string()))
    };
    assert_eq!(
        scope(r"C:\Users\Ada Lovelace\.claude\agents\x.md"),
        Some(("claude-code", Scope::User, "C:/Users/Ada Lovelace".to_owned()))
    );
    assert_eq!(scope(r"D:\shop\.gemini\agents\x.md"), Some(("gemini-cli", Scope::Project, "D:/shop".to_owned())));
    assert_eq!(
        scope(r"C:\Program Files\ClaudeCode\.claude\agents\x.md").map(|(id, scope, _)| (id, scope)),
        Some(("claude-code", Scope::Managed))
    );
    assert_eq!(
        scope(r"\\host\share\.github\agents\x.agent.md"),
        Some(("vscode", Scope::Project, "//host/share".to_owned()))
    );
    assert_eq!(scope(r"D:\shop\README.md"), None);
}

/// Whether each line ends as on Windows.
fn has_windows_ends(text: &str) -> bool {
    text.split_inclusive('\n').all(|line| !line.ends_with('\n') || line.ends_with("\r\n")) && !text.contains("\r\r")
}

/// The examples of the rules' pages for Claude Code, and the samples, with the line ends of Windows.
fn texts() -> Vec<String> {
    let mut found = vec![
        include_str!("samples/frontend.md").replace('\n', "\r\n"),
        include_str!("samples/data-engineer.md").replace('\n', "\r\n"),
    ];
    for rule in rules::pages() {
        let mut fence = "";
        for line in rule.page.lines() {
            let ticks = &line[..line.bytes().take_while(|b| *b == b'`').count()];
            if fence.is_empty() && ticks.len() >= 3 {
                fence = ticks;
                let is_example = line[ticks.len()..].starts_with("markdown ") && !line.contains("dialect=");
                found.extend(is_example.then(String::new));
            } else if line == fence {
                fence = "";
            } else if let (false, Some(text)) = (fence.is_empty(), found.last_mut()) {
                text.push_str(line);
                text.push_str("\r\n");
            }
        }
    }
    found.retain(|text| has_windows_ends(text));
    found
}

#[test]
fn line_ends_stay_whatever_is_written() {
    let claude_code = dialect::named("claude-code").unwrap();
    let around = Surroundings::default;
    let (mut mended, mut laid_out, mut converted) = (0, 0, 0);
    for text in texts() {
        let file = AgentFile::new("a.md".into(), text.as_str().into(), claude_code, around());
        if let Some(fixed) = rules::fix(&file, rules::all(), &Severities::AS_RULES_SAY, around(), Fixes::All, None) {
            mended += 1;
            assert!(has_windows_ends(&fixed.text), "mended: {:?}", fixed.text);
        }
        for finding in rules::check(&file, &Severities::AS_RULES_SAY) {
            for fix in finding.fixes {
                let after = fix.edits.apply(&text);
                assert!(has_windows_ends(&after), "{}: {}: {after:?}", finding.code, fix.title);
            }
        }
        if let Some(text) = formatted(&file, around()) {
            laid_out += 1;
            assert!(has_windows_ends(&text), "laid out: {text:?}");
        }
        for target in dialect::all().iter().filter(|target| target.id != claude_code.id) {
            converted += 1;
            let new = convert(&file, target);
            assert!(has_windows_ends(&new.text), "for {}: {:?}", target.id, new.text);
        }
    }
    assert!(mended > 40 && laid_out > 10 && converted > 500, "{mended} {laid_out} {converted}");
}
