//! The formats of `check` that other programs read.

use crate::schemas::assert_valid;
use crate::workspace::{FINE, Workspace, with_tools};
use serde_json::Value;
use snapbox::{IntoData, str};

const BACKEND: &str = ".claude/agents/backend.md";

fn faulty() -> Workspace {
    Workspace::new(&[
        (BACKEND, &with_tools("Read, Grpe")),
        (".claude/agents/fine.md", &FINE.replace("name: backend", "name: fine")),
        (".claude/agents/with space.md", &FINE.replace("name: backend\n", "")),
        ("agentls.toml", "lense = true\n"),
    ])
}

#[test]
fn sarif_is_what_its_schema_allows() {
    let schema: Value = serde_json::from_str(include_str!("data/sarif-2.1.0.schema.json")).unwrap();
    for arguments in ["", "--min-severity hint", "--select missing-name"] {
        let answer: Value =
            serde_json::from_str(&faulty().stdout(&format!("check --format sarif {arguments}"))).unwrap();
        assert_valid(&schema, &answer);
    }
    let answer: Value = serde_json::from_str(&faulty().stdout("check --format sarif")).unwrap();
    let run = &answer["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let found = results.iter().find(|result| result["ruleId"] == "unknown-tool").unwrap();
    let place = &found["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], BACKEND);
    assert_eq!(place["region"].to_string(), r#"{"endColumn":18,"endLine":4,"startColumn":14,"startLine":4}"#);
    let change = &found["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "Grep");
    let other = results.iter().find(|result| result["ruleId"] == "missing-name").unwrap();
    assert_eq!(other["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], ".claude/agents/with%20space.md");
}

#[test]
fn a_finding_keeps_its_fingerprint_when_lines_move() {
    let workspace = faulty();
    let prints = || {
        let answer: Value = serde_json::from_str(&workspace.stdout("check --format sarif")).unwrap();
        let results = answer["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"]["words/v1"].to_string()).collect::<Vec<_>>()
    };
    let before = prints();
    workspace.write(BACKEND, with_tools("Read, Grpe").replace("model:", "color: red\nmodel:").as_bytes());
    assert_eq!(prints(), before);
    workspace.write(BACKEND, with_tools("Read, Grepp").as_bytes());
    assert_ne!(prints(), before);
}

#[test]
fn github_annotations_name_file_and_place() {
    faulty().agentls("check --format github").assert().code(1).stdout_eq(str![[r#"
::warning file=.claude/agents/backend.md,line=4,endLine=4,col=14,endColumn=18,title=agentls unknown-tool::Claude Code has no tool "Grpe" and drops it without a word. Did you mean Grep?
::error file=.claude/agents/with space.md,line=1,endLine=1,col=1,endColumn=4,title=agentls missing-name::[..]
::warning file=agentls.toml,line=1,endLine=1,col=1,endColumn=6,title=agentls bad-config::[..]

"#]]);
}

#[test]
fn gitlab_gets_a_list_with_fingerprints() {
    let answer: Value = serde_json::from_str(&faulty().stdout("check ./.claude --format gitlab")).unwrap();
    let entries = answer.as_array().unwrap();
    let of = |key: &str| entries.iter().map(|entry| entry[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("check_name"), ["unknown-tool", "missing-name", "bad-config"]);
    assert_eq!(of("severity"), ["major", "critical", "major"]);
    assert_eq!(
        entries[0]["location"].to_string(),
        r#"{"lines":{"begin":4,"end":4},"path":".claude/agents/backend.md"}"#
    );
    let mut prints = of("fingerprint");
    prints.dedup();
    assert_eq!(prints.len(), 3);
    assert_eq!(Workspace::new(&[(BACKEND, FINE)]).stdout("check --format gitlab"), "[]\n");
}

#[test]
fn junit_has_a_suite_for_each_file() {
    let fine = FINE.replace("name: backend", "name: fine");
    let workspace = Workspace::new(&[(BACKEND, &with_tools("Read, Grpe")), (".claude/agents/fine.md", &fine)]);
    workspace.agentls("check --format junit").assert().code(1).stdout_eq(str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="agentls" tests="2" failures="1" errors="0">
  <testsuite name=".claude/agents/backend.md" tests="1" failures="1" errors="0">
    <testcase name="unknown-tool" classname=".claude/agents/backend.md" line="4">
      <failure type="warning" message="Claude Code has no tool &quot;Grpe&quot; and drops it without a word. Did you mean Grep?">.claude/agents/backend.md:4:14: warning[unknown-tool]: Claude Code has no tool &quot;Grpe&quot; and drops it without a word. Did you mean Grep?</failure>
    </testcase>
  </testsuite>
  <testsuite name=".claude/agents/fine.md" tests="1" failures="0" errors="0">
    <testcase name="agentls" classname=".claude/agents/fine.md"/>
  </testsuite>
</testsuites>

"#]].raw());
}

#[test]
fn statistics_count_by_rule() {
    let workspace = Workspace::new(&[
        (BACKEND, &with_tools("Read, Grpe, Raed")),
        (".claude/agents/b.md", &with_tools("Read, Grpe").replace("name: backend\n", "")),
    ]);
    workspace.agentls("check --statistics").assert().code(1).stdout_eq(str![[r#"
3  warning      unknown-tool  in 2 files  3 with a safe fix
1  error        missing-name  in 1 file  1 with a safe fix

"#]]);
    let answer: Value = serde_json::from_str(&workspace.stdout("check --statistics --format json")).unwrap();
    assert_eq!(
        answer["statistics"][0].to_string(),
        r#"{"code":"unknown-tool","count":3,"files":2,"safe_fixes":3,"severity":"warning"}"#
    );
    workspace.agentls("check --statistics --format sarif").assert().code(2).stdout_eq("").stderr_eq(str![[r#"
agentls: --statistics goes with the formats human, concise and json. Choose one of them: --format json

"#]]);
}
