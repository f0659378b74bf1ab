use super::Target;
use super::*;
use crate::dialect;
use crate::model::verdict::Surroundings;

fn indexed(path: &str, text: &str) -> IndexedFile {
    let dialect = dialect::of_path(path, Some("/home/ada")).unwrap();
    let file = AgentFile::new(path.into(), text.into(), dialect, Surroundings::default());
    IndexedFile::new(&file, Place::of(path, Some("/home/ada"), &dialect.id, ""))
}

fn put(index: &mut Index, path: &str, text: &str) -> Affected {
    index.replace(&path.into(), Some(indexed(path, text)))
}

fn agent(name: &str, body: &str) -> String {
    format!("---\nname: {name}\ndescription: Does {name} things.\n---\n{body}")
}

fn at(name: &str) -> String {
    format!("/p/.claude/agents/{name}.md")
}

fn called(index: &Index, from: &str, name: &str) -> String {
    match index.called(index.id(from).unwrap(), name) {
        Target::Agent(id) => index.file(id).unwrap().path.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn the_closest_agent_of_a_name_is_meant() {
    let mut index = Index::default();
    for path in ["/home/ada/.claude/agents/a.md", "/p/.claude/agents/a.md", "/p/web/.claude/agents/a.md"] {
        put(&mut index, path, &agent("a", ""));
    }
    put(&mut index, "/p/.claude/agents/z/a.md", &agent("a", ""));
    put(&mut index, "/p/.opencode/agents/b.md", &agent("b", ""));
    put(&mut index, &at("me"), &agent("me", ""));
    put(&mut index, "/q/.claude/agents/me.md", &agent("me", ""));
    assert_eq!(called(&index, &at("me"), "a"), "/p/.claude/agents/z/a.md");
    assert_eq!(called(&index, "/p/web/.claude/agents/a.md", "A Agent"), "/p/web/.claude/agents/a.md");
    assert_eq!(called(&index, "/q/.claude/agents/me.md", "a"), "/home/ada/.claude/agents/a.md");
    assert_eq!(called(&index, &at("me"), "b"), "Nobody");
    assert_eq!(called(&index, &at("me"), "general-purpose"), "BuiltIn");
}

#[test]
fn who_names_an_agent_is_known_both_ways() {
    let mut index = Index::default();
    put(&mut index, &at("a"), &agent("a", "Delegate to `b-reviewer`. Ask the `b-reviewer` agent.\n"));
    put(&mut index, &at("b"), &agent("b-reviewer", "See [a](a.md).\n"));
    let (a, b) = (index.id(&at("a")).unwrap(), index.id(&at("b")).unwrap());
    assert_eq!(index.mentions_of(b).len(), 2);
    assert_eq!((index.named_by(b), index.named_by(a)), (vec![a], vec![b]));
    assert_eq!((index.hands_over_to(a), index.hands_over_to(b)), (vec![b], vec![]));
    index.replace(&at("a").as_str().into(), None);
    assert!(!index.is_named(b) && index.id(&at("a")).is_none());
}

#[test]
fn equal_facts_concern_nobody() {
    let mut index = Index::default();
    put(&mut index, &at("a"), &agent("a", "Work.\n"));
    assert!(put(&mut index, &at("a"), &agent("a", "More work.\n\nDelegation is fun.\n")).nothing());
    put(&mut index, &at("b"), &agent("b", "Ask the `a-writer` agent.\n"));
    put(&mut index, &at("c"), &agent("c", "Work.\n"));
    let affected = put(&mut index, &at("a"), &agent("a-writer", "Work.\n"));
    let concerns = |name: &str| index.concerns(&affected, index.id(&at(name)).unwrap());
    assert!(concerns("b"));
    let affected = put(&mut index, &at("c"), &agent("c", "Use the `a-writer` agent.\n"));
    let concerns = |name: &str| index.concerns(&affected, index.id(&at(name)).unwrap());
    assert!(concerns("a") && !concerns("b"));
}

#[test]
fn an_agent_costs_little() {
    // A file of 2 KB and one of 6 KB, with a drawn matrix and many items.
    for text in [include_str!("../../tests/samples/frontend.md"), include_str!("../../tests/samples/data-engineer.md")]
    {
        let path = "/srv/shop/.claude/agents/some/folder/agent.md";
        let file =
            AgentFile::new(path.into(), text.into(), dialect::named("claude-code").unwrap(), Surroundings::default());
        let indexed = IndexedFile::with_spots(&file, Place::of(path, None, "claude-code", ""));
        assert!(indexed.facts.knows.len() > 10);
        let bytes = indexed.heap_bytes();
        assert!(bytes < 4096, "{bytes} bytes, of which {} are facts", indexed.facts.heap_bytes());
    }
}
