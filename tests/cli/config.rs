use crate::workspace::{FINE, Workspace, with_tools};
use snapbox::{IntoData, str};

const BACKEND: &str = ".claude/agents/backend.md";

const CONFIG: &str = "\
targets = [\"claude-code\", \"opencode\"]

[versions]
claude-code = \"2.1.197\"

[rules]
unknown-tool = \"off\"

[[overrides]]
paths = [\"drafts\"]
rules.unknown-tool = \"error\"
";

fn project(config: &str) -> Workspace {
    let workspace = Workspace::new(&[
        ("agentls.toml", config),
        (BACKEND, &with_tools("Read, Grpe")),
        ("drafts/.claude/agents/backend.md", &with_tools("Read, Grpe")),
    ]);
    std::fs::create_dir(workspace.path(".git")).unwrap();
    workspace
}

#[test]
fn severities_count_where_files_are_checked() {
    let workspace = project(&CONFIG.replace(", \"opencode\"", ""));
    workspace.agentls("check --format concise --min-severity warning").assert().code(1).stdout_eq(str![[r#"
drafts/.claude/agents/backend.md:4:14: error[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?

"#]]);
    workspace.agentls("check --min-severity warning .claude").assert().code(0).stdout_eq(str![[r#"
1 file: fine

"#]]);
}

#[test]
fn one_configuration_or_none_can_be_asked_for() {
    let workspace = project(CONFIG);
    workspace.write("ci/agentls.toml", b"[rules]\nunknown-tool = \"error\"\n");
    workspace
        .agentls("check --no-config --format concise --min-severity warning .claude")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
.claude/agents/backend.md:4:14: warning[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?

"#]]);
    workspace
        .agentls("check --config ci/agentls.toml --format concise --min-severity warning")
        .assert()
        .code(1)
        .stdout_eq(str![[r#"
.claude/agents/backend.md:4:14: error[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?
drafts/.claude/agents/backend.md:4:14: error[unknown-tool]: Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?

"#]]);
    workspace.agentls("check --config nowhere.toml").assert().code(2).stderr_eq(str![[r#"
agentls: nowhere.toml: does not exist. Check the path after --config

"#]]);
    workspace.agentls("check --config a --no-config").assert().code(2);
}

#[test]
fn the_pinned_version_judges() {
    let workspace = project(CONFIG);
    let answer = workspace.stdout("inspect --format json .claude");
    assert!(answer.contains(r#""tool_version":"2.1.197""#), "{answer}");
    assert!(!workspace.stdout("inspect --format json --no-config .claude").contains("2.1.197"));
}

#[test]
fn faults_are_findings_of_the_file_itself() {
    let workspace = project("lens = \"no\"\n[rules]\nunknwon-tool = \"off\"\n");
    std::fs::remove_dir_all(workspace.path("drafts")).unwrap();
    workspace.write(BACKEND, FINE.as_bytes());
    workspace.agentls("check").assert().code(1).stdout_eq(str![[r#"
warning[bad-config]: "lens" has to be true or false, not a text: this has no effect
 --> agentls.toml:1:8
  |
1 | lens = "no"
  |        ^^^^
  |
  = more: agentls explain bad-config

warning[bad-config]: No rule is called "unknwon-tool", so this has no effect
 --> agentls.toml:3:1
  |
3 | unknwon-tool = "off"
  | ^^^^^^^^^^^^ Did you mean unknown-tool?
  |
  = fix: Replace by unknown-tool · agentls explain bad-config

1 file: fine · 2 findings in the configuration

"#]]);
    workspace.agentls("check --format json --min-severity warning").assert().code(1).stdout_eq(str![[r#"
{"version":1,"files":[{"path":".claude/agents/backend.md","dialect":"claude-code","diagnostics":[]},{"path":"agentls.toml","dialect":null,"diagnostics":[{"code":"bad-config","severity":"warning","message":"\"lens\" has to be true or false, not a text: this has no effect.","range":{"start":{"line":1,"column":8,"offset":7},"end":{"line":1,"column":12,"offset":11}},"related":[],"fixes":[]},{"code":"bad-config","severity":"warning","message":"No rule is called \"unknwon-tool\", so this has no effect. Did you mean unknown-tool?","range":{"start":{"line":3,"column":1,"offset":20},"end":{"line":3,"column":13,"offset":32}},"related":[],"fixes":[{"title":"Replace by unknown-tool","safe":false,"preferred":true,"edits":[{"path":"agentls.toml","range":{"start":{"line":3,"column":1,"offset":20},"end":{"line":3,"column":13,"offset":32}},"text":"unknown-tool"}]}]}]}],"summary":{"files":2,"errors":0,"warnings":2,"informations":0,"hints":0}}

"#]].raw());
    workspace.agentls("check --format concise agentls.toml").assert().code(1).stdout_eq(str![[r#"
agentls.toml:1:8: warning[bad-config]: "lens" has to be true or false, not a text: this has no effect.
agentls.toml:3:1: warning[bad-config]: No rule is called "unknwon-tool", so this has no effect. Did you mean unknown-tool?

"#]]);
    workspace.agentls("check --fail-on error").assert().code(0);
}

/// What `agentls config` says in words, but the versions that are not pinned.
fn rows(workspace: &Workspace, arguments: &str) -> Vec<String> {
    let shown = workspace.stdout(&format!("config {arguments}"));
    let rows = shown.lines().filter(|line| !line.ends_with("newest known"));
    rows.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_configuration_far_up_does_not_count_where_no_repository_is() {
    let workspace = Workspace::new(&[("agentls.toml", CONFIG), (&format!("project/{BACKEND}"), FINE)]);
    let inside = workspace.agentls("config .claude/agents/backend.md").current_dir(workspace.path("project"));
    let said = String::from_utf8(inside.output().unwrap().stdout).unwrap();
    assert!(said.starts_with(".claude/agents/backend.md follows no agentls.toml\n"), "{said}");
    assert_eq!(rows(&workspace, "project")[0], "project follows agentls.toml");
}

#[test]
fn settings_are_shown_with_their_place() {
    let workspace = project(&format!("foo = 1\n{CONFIG}"));
    assert_eq!(
        rows(&workspace, ""),
        [
            ". follows agentls.toml",
            "targets claude-code, opencode agentls.toml:2:11",
            "lens on built in",
            "hints model, tools, tokens built in",
            "versions.claude-code 2.1.197 agentls.toml:5:15",
            "rules.unknown-tool off agentls.toml:8:16",
            "1 part has no effect: agentls check agentls.toml",
        ]
    );
    let answer = workspace.stdout("config --format json drafts/.claude/agents/backend.md");
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["file"], "agentls.toml");
    assert_eq!(answer["faults"][0]["range"]["end"]["column"], 4);
    let settings = answer["settings"].as_array().unwrap();
    let of = |key: &str| settings.iter().find(|row| row["key"] == key).unwrap().to_string();
    assert_eq!(of("lens"), r#"{"from":null,"key":"lens","value":true}"#);
    assert_eq!(
        of("rules.unknown-tool"),
        r#"{"from":{"path":"agentls.toml","range":{"end":{"column":29,"line":12,"offset":174},"start":{"column":22,"line":12,"offset":167}}},"key":"rules.unknown-tool","value":"error"}"#
    );
}

#[test]
fn findings_in_configurations_are_explained() {
    let workspace = Workspace::new(&[]);
    assert!(workspace.stdout("explain bad-config").starts_with("# bad-config"));
    assert!(workspace.stdout("explain newer-version").starts_with("# newer-version"));
}
