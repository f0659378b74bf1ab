use super::*;

fn show(read: &FrontMatter, text: &str) -> String {
    let keys: Vec<&str> = read.entries.iter().map(|entry| &*entry.key).collect();
    let problems: Vec<String> =
        read.problems.iter().map(|p| format!("{:?} {:?}", p.kind, p.span.slice(text))).collect();
    let body = text.get(read.body as usize..).unwrap_or("").trim();
    format!("{:?} [{}] {} | {body}", read.state, keys.join(" "), problems.join(", "))
}

fn in_opencode(text: &str) -> String {
    show(&opencode(text), text)
}

fn in_copilot_cli(text: &str) -> String {
    show(&copilot_cli(text), text)
}

#[test]
fn opencode_repairs_a_colon_with_any_line_end() {
    assert_eq!(
        in_opencode("---\ndescription: Use when: asked\nmode: all\n---\nB"),
        r#"Repaired [description mode] ColonInValue ":" | B"#
    );
    assert_eq!(
        in_opencode("---\r\ndescription: Use when: asked\r\n---\r\nB"),
        r#"Repaired [description] ColonInValue ":" | B"#
    );
}

#[test]
fn opencode_repairs_nothing_else() {
    for (line, problem) in [
        ("description: *all* of it", r#"SpecialStart "*""#),
        ("description: \"\\d\"", r#"BadEscape "\\d""#),
        ("name: b", r#"DuplicateKey "name""#),
        ("stray words", r#"StrayLine "stray words""#),
        ("a: x\u{1}", "ControlCharacter \"a: x\\u{1}\""),
    ] {
        let text = format!("---\nname: a\n{line}\n---\nB");
        assert!(in_opencode(&text).starts_with("Lost"), "{line}");
        assert!(in_opencode(&text).contains(problem), "{}", in_opencode(&text));
    }
}

#[test]
fn opencode_takes_a_language_tabs_and_a_merge() {
    assert_eq!(in_opencode("---yaml\nname: a\n---\nB"), "Valid [name]  | B");
    assert_eq!(in_opencode("---\nlist:\n\t- a\n---\nB"), "Valid [list]  | B");
    assert_eq!(in_opencode("---\nx: &x {mode: all}\n<<: *x\n---\nB"), "Valid [mode x]  | B");
}

#[test]
fn opencode_reads_what_is_never_closed_to_the_end() {
    assert_eq!(in_opencode("---\nname: a\nmode: all\n"), "Valid [name mode]  | ");
    assert_eq!(in_opencode("---\nname: a\n\nDo it.\n"), "None [name] Unclosed \"---\" | Do it.");
}

#[test]
fn copilot_cli_repairs_nothing() {
    for line in ["description: Use when: asked", "name: b", "tools:\n\t- read", "description: [x] y", "stray words"] {
        let text = format!("---\nname: a\n{line}\n---\nB");
        assert!(in_copilot_cli(&text).starts_with("Lost"), "{line}: {}", in_copilot_cli(&text));
    }
}

#[test]
fn copilot_cli_takes_merges_for_keys_and_dates_for_texts() {
    assert_eq!(in_copilot_cli("---  \nx: &x {mode: all}\n<<: *x\n--- \nB"), "Valid [x <<]  | B");
    assert_eq!(in_copilot_cli("\u{feff}---\r\nname: 2026-11-22\r\n---"), "Valid [name]  | ");
    assert_eq!(in_copilot_cli("---\n- a\n---\nB"), "Valid [] StrayLine \"- a\", NotAMap \"- a\" | B");
}
