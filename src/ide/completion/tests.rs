use super::*;
use crate::ide::fixture::with_cursor;
use crate::text::EditSet;
use expect_test::{Expect, expect};

fn labels(fixture: &str) -> Vec<String> {
    let (file, offset) = with_cursor(fixture);
    completions(&file, offset).into_iter().map(|proposal| proposal.label).collect()
}

fn has(fixture: &str, wanted: &[&str], unwanted: &[&str]) {
    let labels = labels(fixture);
    for label in wanted {
        assert!(labels.iter().any(|known| known == label), "{fixture:?} lacks {label}: {labels:?}");
    }
    for label in unwanted {
        assert!(!labels.iter().any(|known| known == label), "{fixture:?} offers {label}");
    }
}

/// The line of the cursor once the proposal is taken.
fn taken(fixture: &str, label: &str, expected: Expect) {
    let (file, offset) = with_cursor(fixture);
    let found = completions(&file, offset).into_iter().find(|proposal| proposal.label == label);
    let proposal = found.unwrap_or_else(|| panic!("no {label}"));
    let edits = proposal.additional.iter().chain([&proposal.edit]).cloned().collect();
    let after = EditSet::new(edits).expect("edits apart").apply(&file.text);
    assert!(proposal.edit.span.touches(offset), "the edit is at the cursor");
    expected.assert_eq(&after);
}

#[test]
fn keys_that_are_there_are_left_out() {
    has("---\nname: x\n$0\n---\n", &["description", "tools", "model"], &["name"]);
    has("---\nna$0: x\n---\n", &["name", "description"], &[]);
    taken(
        "---\nname: x\nmo$0\n---\n",
        "model",
        expect![[r#"
        ---
        name: x
        model: 
        ---
    "#]],
    );
}

#[test]
fn keys_work_before_the_front_matter_is_closed() {
    has("---\nname: x\nto$0", &["tools", "disallowedTools"], &["name"]);
    has("---\n$0", &["name"], &[]);
}

#[test]
fn tools_that_are_listed_are_left_out_in_each_form() {
    for fixture in [
        "---\ntools: Read, $0\n---\n",
        "---\ntools: Read,$0\n---\n",
        "---\ntools: [Read, $0\n---\n",
        "---\ntools: [Read, $0]\n---\n",
        "---\ntools:\n  - Read\n  - $0\n---\n",
        "---\ntools:\n  - $0\n  - Read\n---\n",
        "---\ntools: Read, $0",
        "---\nname: x\ntools: Read, $0\nmodel: opus\n---\n",
    ] {
        has(fixture, &["Grep", "Bash", "Agent"], &["Read", "MultiEdit", "AskUserQuestion", "Task"]);
    }
    has("---\ntools: Task, $0\n---\n", &["Read"], &["Agent"]);
    has("---\ndisallowedTools: $0\n---\n", &["Bash", "ToolSearch"], &[]);
}

#[test]
fn what_is_inserted_fits_the_form() {
    taken(
        "---\ntools: Read, Gr$0\n---\n",
        "Grep",
        expect![[r#"
        ---
        tools: Read, Grep
        ---
    "#]],
    );
    taken(
        "---\ntools: Read,$0\n---\n",
        "Grep",
        expect![[r#"
        ---
        tools: Read, Grep
        ---
    "#]],
    );
    taken(
        "---\ntools: Read $0\n---\n",
        "Grep",
        expect![[r#"
        ---
        tools: Read, Grep
        ---
    "#]],
    );
    taken(
        "---\ntools:$0\n---\n",
        "Grep",
        expect![[r#"
        ---
        tools: Grep
        ---
    "#]],
    );
    taken(
        "---\ntools:\n  -$0\n---\n",
        "Grep",
        expect![[r#"
        ---
        tools:
          - Grep
        ---
    "#]],
    );
    taken(
        "---\ntools: Re$0ad, Bash\n---\n",
        "Grep",
        expect![[r#"
        ---
        tools: Grep, Bash
        ---
    "#]],
    );
}

#[test]
fn models_and_values() {
    has("---\nmodel: $0\n---\n", &["sonnet", "opus", "inherit"], &["default"]);
    has("---\npermissionMode: $0\n---\n", &["plan", "acceptEdits"], &[]);
    has("---\nexperimental:\n  $0\n---\n", &["cacheTtl"], &["cacheTTL"]);
    has("---\nexperimental:\n  cacheTtl: $0\n---\n", &["5m", "1h"], &[]);
    has("---\nhooks:\n  $0\n---\n", &["PreToolUse", "Stop"], &[]);
}

#[test]
fn nothing_outside_the_front_matter() {
    assert!(labels("---\nname: x\n---\n```\ntools: $0\n```\n").is_empty());
    assert!(labels("---\nname: x # $0\n---\n").is_empty());
    assert!(labels("---\nname: $0\n---\n").is_empty());
}

#[test]
fn an_empty_file_gets_its_front_matter() {
    taken(
        "$0",
        "---",
        expect![[r#"
        ---
        name: agent
        description: 
        ---"#]],
    );
    taken(
        "--$0\nBody\n",
        "---",
        expect![[r#"
        ---
        name: agent
        description: 
        ---
        Body
    "#]],
    );
}

#[test]
fn each_proposal_is_explained() {
    for fixture in ["---\n$0\n---\n", "---\ntools: $0\n---\n", "---\nmodel: $0\n---\n", "---\neffort: $0\n---\n"] {
        let (file, offset) = with_cursor(fixture);
        for proposal in completions(&file, offset) {
            assert!(documentation(&file, &proposal.about).is_some_and(|text| !text.is_empty()), "{proposal:?}");
        }
    }
}

#[test]
fn permissions_and_switches_of_opencode() {
    let first = |fixture: &str| {
        let (file, offset) = crate::ide::fixture::with_cursor_in("opencode", fixture);
        let labels: Vec<String> = completions(&file, offset).into_iter().map(|p| p.edit.text).take(2).collect();
        labels.join("|")
    };
    assert_eq!(first("---\npermission:\n  $0\n---\n"), "\"*\": |read: ");
    assert_eq!(first("---\npermission:\n  bash: $0\n---\n"), "allow|ask");
    assert_eq!(first("---\ntools:\n  $0\n---\n"), "read: |edit: ");
    assert_eq!(first("---\ntools:\n  bash: $0\n---\n"), "false|true");
}
