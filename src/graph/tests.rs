use super::*;
use crate::dialect;
use expect_test::expect;

fn agent(name: &str, areas: &[(&str, &[&str])], hands_over_to: &[usize]) -> Agent {
    let area = |(name, items): &(&str, &[&str])| Area {
        name: (*name).into(),
        is_heading: *name == "Expertise",
        items: items.iter().map(|item| (*item).into()).collect(),
    };
    Agent {
        file: crate::index::FileId(0),
        path: format!(".claude/agents/{name}.md").into(),
        below: format!("{name}.md").into(),
        dialect: dialect::named("claude-code").unwrap(),
        scope: None,
        name: name.into(),
        description: "Does \"it\" & <more>.".into(),
        loads: name != "lost",
        areas: areas.iter().map(area).collect(),
        hands_over_to: hands_over_to.to_vec(),
        named_by: 0,
    }
}

fn team() -> Vec<Agent> {
    let mut planner = agent("plan[1]", &[], &[]);
    planner.dialect = dialect::named("opencode").unwrap();
    vec![
        agent("lead", &[("Expertise", &["Rust", "Go"])], &[1, 2]),
        agent("backend", &[("AUTHENTICATION", &["JWT tokens"]), ("Data", &[])], &[0, 2]),
        agent("lost", &[("Authentication", &[]), ("For code review -> delegate to somebody", &[])], &[]),
        planner,
    ]
}

/// Makes a diagram of agents, with a link to each.
type Show = fn(&[Agent], fn(&Agent) -> String) -> Diagram;

fn drawn(show: Show) -> Diagram {
    show(&team(), |agent| agent.path.to_string())
}

#[test]
fn mermaid_and_graphviz() {
    expect![[r#"
        flowchart LR
          subgraph t0["Claude Code"]
            n0["lead"]
            n1["backend<br><small>AUTHENTICATION · Data</small>"]
            n2["lost<br><small>Authentication</small>"]
          end
          subgraph t1["OpenCode"]
            n3["plan#91;1#93;"]
          end
          n0 --> n1
          n0 --> n2
          n1 --> n0
          n1 --> n2
          click n0 href ".claude/agents/lead.md"
          click n1 href ".claude/agents/backend.md"
          click n2 href ".claude/agents/lost.md"
          click n3 href ".claude/agents/plan#91;1#93;.md"
          classDef lost stroke:#cf222e,stroke-dasharray:4 3
          class n2 lost
    "#]]
    .assert_eq(&mermaid(&drawn(Diagram::delegation)));
    expect![[r##"
        digraph agents {
          rankdir=LR;
          node [shape=box, style=rounded, fontname="sans-serif", fontsize=11];
          edge [color="#8c959f", arrowsize=0.7];
          subgraph cluster_0 {
          label="Claude Code";
          n0 [label="lead", tooltip="Does \"it\" & <more>.", URL=".claude/agents/lead.md"];
          n1 [label="backend\nAUTHENTICATION\nData", tooltip="Does \"it\" & <more>.", URL=".claude/agents/backend.md"];
          n2 [label="lost\nAuthentication", tooltip="Does \"it\" & <more>.", URL=".claude/agents/lost.md", color="#cf222e", style="rounded,dashed"];
          }
          subgraph cluster_1 {
          label="OpenCode";
          n3 [label="plan[1]", tooltip="Does \"it\" & <more>.", URL=".claude/agents/plan[1].md"];
          }
          n4 [label="AUTHENTICATION", shape=ellipse];
          n4 -> n1 [dir=none];
          n4 -> n2 [dir=none];
        }
    "##]]
    .assert_eq(&dot(&drawn(Diagram::expertise)));
}

#[test]
fn boxes_tell_what_an_agent_knows_or_else_what_it_is_for() {
    let texts: Vec<String> = drawn(Diagram::delegation).nodes.into_iter().map(|node| node.text).collect();
    assert_eq!(texts, ["Rust, Go", "AUTHENTICATION, Data", "Authentication", "Does \"it\" & <more>."]);
}

/// Elements are closed in the order in which they were opened, and attributes stand in quotes.
fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    while let Some((_, tag)) = rest.split_once('<') {
        let end = tag.find('>').expect("a tag ends");
        let (tag, after) = (&tag[..end], &tag[end + 1..]);
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "in {tag}"),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap()),
        }
        rest = after;
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn pictures_and_pages_stand_by_themselves() {
    for diagram in [drawn(Diagram::delegation), drawn(Diagram::expertise)] {
        let picture = svg(&diagram);
        assert_well_formed(&picture);
        assert_eq!(picture.matches("data-node").count(), diagram.nodes.len());
        let page = html(&diagram);
        for text in [&picture, &page] {
            let addresses = text.replace("http://www.w3.org/2000/svg", "");
            for word in ["http:", "https:", "//", "@import", "src=", "fetch("] {
                assert!(!addresses.contains(word), "{word}");
            }
            assert!(text.contains("prefers-color-scheme: dark") && text.contains("&quot;it&quot; &amp; &lt;more&gt;"));
        }
        assert!(!picture.contains("<script") && page.contains("Content-Security-Policy"));
        let body = page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
        assert_well_formed(body);
    }
}

#[test]
fn words_of_a_file_stay_words() {
    let hostile = "</script><script>alert(1)</script>\u{2028}\"]}--><!--\u{0}&#x22;`click n0";
    let agents = [agent(hostile, &[(hostile, &[hostile])], &[0])];
    let diagram = Diagram::delegation(&agents, |_| hostile.to_owned());
    let page = html(&diagram);
    assert!(!page.contains("<script>alert") && !page.contains("\u{0}") && !page.contains("<!--"));
    assert_eq!(page.matches("</script>").count(), 2);
    assert_well_formed(&svg(&diagram));
    assert!(
        mermaid(&diagram)
            .lines()
            .all(|line| line.matches('"').count() % 2 == 0 && !line.contains('<') || line.contains("<br>"))
    );
    let facts = page.split_once("id=\"facts\">").unwrap().1.split_once("</script>").unwrap().0;
    assert_eq!(serde_json::from_str::<serde_json::Value>(facts).unwrap()[0][0].as_str().unwrap().lines().count(), 3);
}
