//! A whole session, as a person has it.

use crate::editor::{ENCODINGS, Editor, named};
use serde_json::json;

/// The sample as it was before its author thought of an output format.
fn unfinished() -> (String, String) {
    let whole = include_str!("../samples/data-engineer.md");
    let start = whole.find("## Your Output Format").unwrap();
    let end = start + whole[start..].find("## Best Practices").unwrap();
    let text = [&whole[..start], &whole[end..]].concat();
    (text.replace("tools: Read, Write, Edit, Bash, Task", "tools: Read, Wriet, Edit, Bash"), whole[..start].to_owned())
}

#[test]
fn from_opening_a_file_to_a_finished_agent() {
    let (start, head) = unfinished();
    for line_end in ["\n", "\r\n"] {
        for encoding in ENCODINGS {
            let literals = json!({"codeActionKind": {"valueSet": ["quickfix", "refactor"]}});
            let capabilities = json!({"textDocument": {"codeAction": {"codeActionLiteralSupport": literals}}});
            let mut editor = Editor::open(encoding, capabilities, &start.replace('\n', line_end));
            assert_eq!(editor.codes(), ["unknown-tool", "no-output-format"]);

            // A tool, typed in part.
            let at = editor.find("Bash") + "Bash".len();
            editor.insert(at, ", Ag");
            let items = editor.complete(at + ", Ag".len());
            let agent = named(&items, "Agent")["textEdit"].clone();
            editor.make(&[agent]);

            // A slip of the fingers.
            let at = editor.find("Wriet");
            let fixes = editor.actions(at, json!({"only": ["quickfix"], "triggerKind": 1}));
            editor.make_action(&named(&fixes, "Replace by Write").clone());
            assert_eq!(editor.codes(), ["no-output-format"]);

            // What is still missing.
            let at = editor.find("# Data Engineer Agent") + 2;
            let formats = editor.actions(at, json!({"triggerKind": 2}));
            editor.make_action(&named(&formats, "Insert output format: implementation").clone());
            assert!(editor.codes().is_empty());

            let text = editor.text.replace("\r\n", "\n");
            let (before, inserted) = text.split_once("## Your Output Format").unwrap();
            assert_eq!(before, head.replace("Task\n", "Agent\n"), "what was there stays");
            let (inserted, after) = inserted.split_once("## Best Practices").unwrap();
            assert!(inserted.starts_with("\n\n```") && inserted.ends_with("\n```\n\n"), "{inserted}");
            assert!(inserted.contains("## DATA IMPLEMENTATION"), "{inserted}");
            assert!(start.ends_with(after));
            assert_eq!(
                editor.text.matches(line_end).count(),
                text.matches('\n').count(),
                "line ends stay as they were"
            );
        }
    }
}
