//! A generated team with planted faults: all are found, none is invented, and a keystroke costs the
//! same however many agents there are.

use super::check;
use crate::dialect;
use crate::index::{Index, IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::rules::{Severities, Severity};
use std::collections::BTreeSet;

/// Agents of the generated team; `AGENTLS_TEAM=10000` makes it as large as a large company's.
fn size() -> usize {
    std::env::var("AGENTLS_TEAM").ok().and_then(|size| size.parse().ok()).unwrap_or(1000)
}

fn agent(path: &str, text: &str) -> AgentFile {
    AgentFile::new(path.into(), text.into(), dialect::named("claude-code").unwrap(), Surroundings::default())
}

fn put(index: &mut Index, file: &AgentFile) -> bool {
    let place = Place::of(&file.path, None, &file.dialect.id, "");
    index.replace(&file.path, Some(IndexedFile::new(file, place))).nothing()
}

/// A word of its own for each number: no two agents do the same.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "wu", "za", "che", "dri", "flo", "gru", "pla"];
    let mut number = number + 16 * 16;
    let mut word = String::new();
    while number > 0 {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    word
}

fn name(at: usize) -> String {
    format!("{}-reviewer", word(at))
}

fn path(at: usize) -> String {
    format!("/p/.claude/agents/{}/{}/a{at}.md", at % 7, at % 13)
}

fn text(at: usize, name: &str, colleague: &str, next: &str) -> String {
    let (one, two) = (word(at * 3 + 100_000), word(at * 7 + 300_000));
    format!(
        "---\nname: {name}\ndescription: Reviews {one} and {two} code. Use after each change.\n---\n\n# Reviewer of {one}\n\n\
         You review {one}.\n\n## Integration with Other Agents\n\n- **{colleague}** gets your report\n- `{next}` comes after you\n\n\
         ```\n**nobody-reviewer** `@nobody-reviewer` is code\n```\n"
    )
}

/// What was planted: path and code.
type Planted = BTreeSet<(String, &'static str)>;

fn team(size: usize) -> (Vec<AgentFile>, Index, Planted) {
    let mut planted = Planted::new();
    let every = 20;
    let mut files = Vec::new();
    for at in 0..size {
        let (mut own, mut colleague) = (name(at), name((at + 1) % size));
        let mut extra = String::new();
        match (at % every, at / every % 4) {
            // A copy of the name of the one before.
            (7, 0) => {
                own = name(at - 1);
                planted.insert((path(at), "duplicate-name"));
                planted.insert((path(at - 1), "duplicate-name"));
            }
            // The one before names the agent that this one was: a name that is gone.
            (7, 1) => {
                colleague = format!("{}x-reviewer", word(at));
                planted.insert((path(at), "dangling-agent"));
            }
            // Two that hand over to each other.
            (7, 2) => {
                extra = format!("\nDelegate to `{}`.\n", name(at + 1));
                planted.insert((path(at), "delegation-cycle"));
            }
            (8, 2) => {
                extra = format!("\nDelegate to `{}`.\n", name(at - 1));
                planted.insert((path(at), "delegation-cycle"));
            }
            _ => {}
        }
        // Nobody names the copies, so that no name is lost with them.
        if (at + 1) % every == 7 && ((at + 1) / every).is_multiple_of(4) {
            colleague = name((at + 2) % size);
        }
        let next = name((at + 2) % size);
        let next = if (at + 2) % size % every == 7 && ((at + 2) % size / every).is_multiple_of(4) {
            name((at + 3) % size)
        } else {
            next
        };
        files.push(agent(&path(at), &(text(at, &own, &colleague, &next) + &extra)));
    }
    let mut index = Index::default();
    files.iter().for_each(|file| {
        put(&mut index, file);
    });
    (files, index, planted)
}

#[test]
fn all_planted_faults_are_found_and_none_is_invented() {
    let (files, index, planted) = team(size());
    let mut found = Planted::new();
    for file in &files {
        for finding in check(file, &index, &Severities::AS_RULES_SAY) {
            // How much all descriptions cost is true of any large team.
            if finding.code != "description-budget" {
                found.insert((file.path.to_string(), finding.code));
            }
        }
    }
    let missed: Vec<_> = planted.difference(&found).take(5).collect();
    let invented: Vec<_> = found.difference(&planted).take(5).collect();
    assert!(missed.is_empty() && invented.is_empty(), "missed {missed:#?}, invented {invented:#?}");
    assert!(planted.len() >= size() / 20, "{}", planted.len());
}

#[test]
fn a_keystroke_costs_the_same_in_a_small_and_in_a_large_team() {
    let cost = |size: usize| {
        let (files, mut index, _) = team(size);
        let before = index.operations();
        // In the body: no fact changes.
        let typed = files[5].revised(format!("{}x\n", files[5].text).into(), Surroundings::default());
        assert!(put(&mut index, &typed));
        let body = index.operations() - before;
        assert_eq!(body, 1);
        // In a name that others mention.
        let renamed = files[5].revised(files[5].text.replacen("name: ", "name: x", 1).into(), Surroundings::default());
        assert!(!put(&mut index, &renamed));
        let rename = index.operations() - before - body;
        let found = check(&renamed, &index, &Severities::AS_RULES_SAY);
        assert!(found.iter().all(|found| found.severity <= Severity::Hint), "{found:#?}");
        (body, rename, index.operations() - before)
    };
    let small = cost(10);
    assert_eq!(small, cost(100));
    assert_eq!(small, cost(size()));
}
