use super::*;
use crate::dialect;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use expect_test::{Expect, expect};
use std::fmt::Write;

fn check_file(text: &str, expected: Expect) {
    let dialect = dialect::named("claude-code").unwrap();
    let file = AgentFile::new(".claude/agents/a.md".into(), text.into(), dialect, Surroundings::default());
    let mut out = String::new();
    for mention in file.mentions().iter() {
        let sure = if mention.sure { "sure" } else { "perhaps" };
        let delegates = if mention.delegates { ", hands over" } else { "" };
        writeln!(out, "{} {:?} {sure}{delegates}", mention.span.slice(text), mention.form).unwrap();
    }
    expected.assert_eq(&out);
}

/// The mentions in a body.
fn check(body: &str, expected: Expect) {
    check_file(&format!("---\nname: a\ndescription: b\n---\n{body}"), expected);
}

#[test]
fn lists_of_colleagues() {
    check(
        "## Integration with Other Agents\n\n\
         - **frontend** consumes your APIs\n\
         - **With api-designer**: contracts\n\
         - **database-architect**: schemas\n\
         - Deployment → **devops-engineer**\n\
         - `qa-expert` for tests, see `src/x.rs` and the `create-api` skill\n\
         - Collaborate with backend-developer on end-to-end tests\n\
         - **Tech Lead** splits the work\n\n\
         ## When to Escalate to Stuck Agent\n\n- Scale unknown\n",
        expect![[r#"
            frontend Strong sure
            api-designer Strong sure
            database-architect Strong sure
            devops-engineer Strong sure, hands over
            qa-expert Code sure
            backend-developer Phrase sure
            end-to-end Phrase perhaps
            Tech Lead Strong perhaps
            Stuck Phrase sure, hands over
        "#]],
    );
}

#[test]
fn a_label_counts_as_a_heading() {
    check(
        "Integration with other agents:\n- Support qa-expert with tests\n- Guide frontend-developer on APIs\n\nDelivery:\n- Collaborate with qa-expert on tests\n",
        expect![[r#"
            qa-expert Phrase sure
            frontend-developer Phrase sure
        "#]],
    );
}

#[test]
fn calls_and_phrases() {
    check(
        "Use the `code-reviewer` agent, then the test-runner agent. Delegate to `api-architect`; never to `npm-run-all`.\n\
         Use the code-writer agent. A rule-based agent is no agent. Ask @qa-expert, not @scope/package or a@b.example.\n\
         `Task(bug-hunter)` and Agent(\"api-designer\"). See [the reviewer](../agents/reviewer.md#top) and [docs](https://x.example/a.md).\n\n\
         ```\nTask(subagent_type=\"plugin:code-auditor\", prompt)\n**frontend** `x-agent` @qa-expert\n```\n",
        expect![[r#"
            code-reviewer Code sure, hands over
            test-runner Phrase perhaps
            api-architect Code sure, hands over
            npm-run-all Code perhaps
            code-writer Phrase sure, hands over
            rule-based Phrase perhaps
            qa-expert At perhaps
            bug-hunter Call sure, hands over
            api-designer Call sure, hands over
            reviewer Link perhaps
            code-auditor Call sure, hands over
        "#]],
    );
}

#[test]
fn front_matter() {
    check_file(
        "---\nname: lead\ndescription: \"Plans. <example>\\nUse the code-reviewer agent</example>\"\ntools: Read, Agent(api-designer, qa-expert)\nagents: ['SWE', QA]\nhandoffs:\n  - label: Next\n    agent: implementer\n    prompt: Go\n---\nPlan.\n",
        expect![[r#"
            code-reviewer Phrase sure, hands over
            api-designer Listed sure, hands over
            qa-expert Listed sure, hands over
            SWE Listed sure, hands over
            QA Listed sure, hands over
            implementer Listed sure, hands over
        "#]],
    );
}

#[test]
fn other_languages() {
    check(
        "## Integración con otros agentes\n\n- **frontend** consume tus APIs\n- **Con base-de-datos**: consultas\n\n## Cuándo escalar\n\n- Delegar a `arquitecto-datos`\n\n## 与其他代理的协作\n\n- **backend-developer**：接口\n",
        expect![[r#"
            frontend Strong sure
            base-de-datos Strong sure
            arquitecto-datos Code sure, hands over
            backend-developer Strong sure
        "#]],
    );
}

#[test]
fn spellings_of_one_name() {
    for name in ["Stuck Agent", "stuck", "stuck-agent", "team:stuck", "STUCK_agent"] {
        assert_eq!(key(name), "stuck", "{name}");
    }
    assert_eq!(key("agent"), "agent");
    assert_eq!(key("Code Reviewer"), "code-reviewer");
    assert_eq!(key("a--b_c"), "a-b-c");
}
