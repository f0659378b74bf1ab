use super::*;
use crate::syntax::tree::show;

fn read(source: &str) -> String {
    let mut tree = Tree::default();
    let reading = parse(source, 0, &mut tree);
    let mut out = reading.root.map_or("nothing".to_owned(), |root| show(&tree, root));
    let rest = |at: u32| source.get(at as usize..).unwrap().to_owned();
    if let Some(at) = reading.stopped {
        out.push_str(&format!(" | stops at {:?}", rest(at)));
    }
    if let Some(at) = reading.open_quote.or(reading.open_bracket) {
        out.push_str(&format!(" | open {:?}", rest(at)));
    }
    out
}

#[test]
fn plain_yaml_is_read_as_yaml() {
    let sources = [
        "name: a\ntools: [read, 'edit', \"x, y\"]\nsend: true\nn: 5\n",
        "tools:\n  - read\n  - edit # all\n\nmodel: GPT-5 (copilot)\n",
        "tools:\n- read\n- edit\nname: a",
        "handoffs:\n  - label: Go\n    agent: coder\n    send: false\n  - {label: Stop, agent: x}\n",
        "hooks:\n  PreToolUse:\n    - type: command\n      env:\n        A: b\n",
        "a: |\n  one\n   two\n\n  three\nb: >-\n  one\n  two\n\n  three\n",
        "a: one\n  two\n\n  three\nb:\nc: ''\n",
        "a: \"one\n  two\"\nb: 'it''s'\nc: \"\\x41\\d\"\n",
        "[]",
        "",
        "# nothing\n",
        "a: [\n  b,\n  c\n]\nd: e\r\nf: g",
    ];
    expect_test::expect![[r#"
        {"name": "a", "tools": ["read", "edit", "x, y"], "send": true, "n": 5}
        {"tools": ["read", "edit"], "model": "GPT-5 (copilot)"}
        {"tools": ["read", "edit"], "name": "a"}
        {"handoffs": [{"label": "Go", "agent": "coder", "send": false}, {"label": "Stop", "agent": "x"}]}
        {"hooks": {"PreToolUse": [{"type": "command", "env": {"A": "b"}}]}}
        {"a": "one\n two\n\nthree\n", "b": "one two\nthree"}
        {"a": "one two\nthree", "b": null, "c": ""}
        {"a": "one two", "b": "it's", "c": "A\\d"}
        []
        nothing
        nothing
        {"a": ["b", "c"], "d": "e", "f": "g"}
    "#]]
    .assert_eq(&sources.map(|source| read(source) + "\n").concat());
}

#[test]
fn what_is_no_yaml_is_taken_or_ends_the_map() {
    let sources = [
        "a: *b* c\nd: @e\nf: &g h\ni: %j",
        "a: Use when: asked\ntools: [read]",
        "a: \"b\" c\ntools: [read]",
        "a: b\nstray text\ntools: [read]",
        "a: b\n  c: d\ntools: [read]",
        "tools: 'read', 'edit'\nmodel: x",
        "tools: [read, edit\nmodel: x\n",
        "a: \"b\nmodel: x\n",
        "a: b\na: c\n",
        "a:\n\t- b\n\t- c\n",
        "a: http://x.y/z#q # c\n",
        "- a\n- b\n",
    ];
    expect_test::expect![[r#"
        {"a": "*b* c", "d": "@e", "f": "&g h", "i": "%j"}
        {"a": "Use when"} | stops at ": asked\ntools: [read]"
        {"a": "b"} | stops at "c\ntools: [read]"
        {"a": "b"} | stops at "stray text\ntools: [read]"
        {"a": "b", "c": "d", "tools": ["read"]}
        {"tools": "read"} | stops at ", 'edit'\nmodel: x"
        {"tools": ["read", "edit model", "x"]} | open "[read, edit\nmodel: x\n"
        {"a": "b model: x "} | open "\"b\nmodel: x\n"
        {"a": "b", "a": "c"}
        {"a": ["b", "c"]}
        {"a": "http://x.y/z#q"}
        ["a", "b"]
    "#]]
    .assert_eq(&sources.map(|source| read(source) + "\n").concat());
}

#[test]
fn hostile_nesting_is_bounded() {
    for source in ["[".repeat(50_000), "{a: ".repeat(50_000), "- ".repeat(50_000), "a:\n ".repeat(20_000)] {
        read(&source);
    }
    let deep: String = (0..2_000).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
    read(&deep);
}

#[test]
fn spans_are_those_of_the_values() {
    let mut tree = Tree::default();
    let source = "a: 'x y'\nb:\n  - c\n  - d: [e]\n\n";
    parse(source, 0, &mut tree);
    let spans: Vec<&str> = (0..tree.len() as u32).map(|at| tree.get(NodeId(at)).unwrap().span.slice(source)).collect();
    expect_test::expect![[r#"
        [
            "a: 'x y'\nb:\n  - c\n  - d: [e]",
            "a",
            "'x y'",
            "b",
            "- c\n  - d: [e]",
            "c",
            "d: [e]",
            "d",
            "[e]",
            "e",
        ]
    "#]]
    .assert_debug_eq(&spans);
}
