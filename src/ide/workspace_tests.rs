//! Features over several files. A fixture holds files behind lines `==> name <==`, and `$0` is the cursor.

use super::agents::{self, Part};
use super::rename::FileToo;
use super::{agent_completion, code_lens, new_agent, rename};
use crate::dialect;
use crate::index::{FileId, Index, IndexedFile, Place};
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::text::{Edit, EditSet, Span};
use expect_test::{Expect, expect};
use std::fmt::Write;

struct Team {
    files: Vec<AgentFile>,
    index: Index,
    /// File and offset of the cursor.
    cursor: (usize, u32),
}

fn read(path: &str, text: &str) -> AgentFile {
    let dialect = dialect::of_path(path, None).unwrap();
    AgentFile::new(path.into(), text.into(), dialect, Surroundings::default())
}

fn indexed(texts: &[(String, String)]) -> (Vec<AgentFile>, Index) {
    let mut index = Index::default();
    let files: Vec<AgentFile> = texts.iter().map(|(path, text)| read(path, text)).collect();
    for file in &files {
        let place = Place::of(&file.path, None, &file.dialect.id, "");
        index.replace(&file.path, Some(IndexedFile::new(file, place)));
    }
    (files, index)
}

fn team(fixture: &str) -> Team {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut cursor = (0, 0);
    for line in fixture.split_inclusive('\n') {
        match line.strip_prefix("==> ").and_then(|rest| rest.trim_end().strip_suffix(" <==")) {
            Some(name) => texts.push((format!("/p/.claude/agents/{name}"), String::new())),
            None => {
                let at = texts.len() - 1;
                let text = &mut texts[at].1;
                if let Some(found) = line.find("$0") {
                    cursor = (at, Span::offset(text.len() + found));
                }
                text.push_str(&line.replacen("$0", "", 1));
            }
        }
    }
    let (files, index) = indexed(&texts);
    Team { files, index, cursor }
}

impl Team {
    fn file(&self) -> &AgentFile {
        &self.files[self.cursor.0]
    }

    fn id(&self, file: &AgentFile) -> FileId {
        self.index.id(&file.path).unwrap()
    }

    fn show(&self, file: FileId, part: Part) -> String {
        let indexed = self.index.file(file).unwrap();
        let text = &self.files.iter().find(|file| file.path == indexed.path).unwrap().text;
        let span = match part {
            Part::Name => indexed.name_span(),
            Part::Mention(at) => indexed.mentions().get(at).unwrap().span,
            Part::Known(at) => indexed.known_span(at).unwrap(),
        };
        let line = text[..span.start as usize].matches('\n').count() + 1;
        format!("{}:{line} {}", indexed.path.rsplit('/').next().unwrap(), span.slice(text))
    }

    /// All files after a renaming, or why it is refused.
    fn renamed(&self, new: &str) -> Result<Vec<(String, String)>, String> {
        let (_, _) = rename::prepare(self.file(), &self.index, self.cursor.1)?;
        let agent = agents::named_at(self.file(), &self.index, self.cursor.1).unwrap().agent;
        let own_path = self.index.file(agent).unwrap().path.clone();
        let own = self.files.iter().find(|file| file.path == own_path).unwrap();
        let renamed = rename::rename(&self.index, agent, own, new, FileToo::IfItFits)?;
        let after = self.files.iter().map(|file| {
            let id = self.id(file);
            if id == agent {
                let path = renamed.path.clone().unwrap_or_else(|| file.path.to_string());
                return (path, renamed.own.apply(&file.text));
            }
            let mentions = renamed.mentions.iter().filter(|(other, ..)| *other == id);
            let edits = mentions.map(|(_, at, text)| Edit {
                span: self.index.file(id).unwrap().mentions().get(*at).unwrap().span,
                text: text.clone(),
            });
            (file.path.to_string(), EditSet::new(edits.collect()).unwrap().apply(&file.text))
        });
        Ok(after.collect())
    }
}

const TEAM: &str = "\
==> backend.md <==
---
name: backend
description: Builds servers. Use for endpoints.
---

# Backend

Use the `code-reviewer` agent when done. See [it](code-reviewer.md).

## Your Expertise

- **Queues**: RabbitMQ, Kafka

## Integration with Other Agents

- **code-$0reviewer** checks your work
- **frontend** calls you
==> code-reviewer.md <==
---
name: code-reviewer
description: Reviews changes. Use after each commit.
---

# Code Reviewer

## When to Escalate to Backend Agent

- When unsure
==> frontend.md <==
---
name: frontend
description: Builds pages. Use for views.
---

Delegate to `code-reviewer` and say so.
";

#[test]
fn a_mention_leads_to_its_agent_and_back() {
    let team = team(TEAM);
    let named = agents::named_at(team.file(), &team.index, team.cursor.1).unwrap();
    let mut out = String::new();
    for (file, part) in agents::references(&team.index, named.agent, true) {
        writeln!(out, "{}", team.show(file, part)).unwrap();
    }
    for (span, defines) in agents::highlights(team.file(), &team.index, team.cursor.1) {
        writeln!(out, "highlight {} {defines}", span.slice(&team.file().text)).unwrap();
    }
    for call in agents::incoming(&team.index, named.agent) {
        writeln!(out, "from {}", team.show(call.agent, Part::Mention(call.mentions[0]))).unwrap();
    }
    for call in agents::outgoing(&team.index, named.agent) {
        writeln!(out, "to {}", team.show(call.agent, Part::Name)).unwrap();
    }
    for link in agents::links(team.file(), &team.index) {
        writeln!(out, "link {} {}", link.span.slice(&team.file().text), link.path).unwrap();
    }
    writeln!(out, "{}", code_lens::lenses_among(&team.files[1], &team.index)[0].title).unwrap();
    expect![[r#"
        code-reviewer.md:2 code-reviewer
        backend.md:8 code-reviewer
        backend.md:8 code-reviewer
        backend.md:16 code-reviewer
        frontend.md:6 code-reviewer
        highlight code-reviewer false
        highlight code-reviewer false
        highlight code-reviewer false
        from backend.md:8 code-reviewer
        from frontend.md:6 code-reviewer
        to backend.md:2 backend
        link code-reviewer /p/.claude/agents/code-reviewer.md
        link code-reviewer /p/.claude/agents/code-reviewer.md
        link code-reviewer /p/.claude/agents/code-reviewer.md
        link frontend /p/.claude/agents/frontend.md
        ✓ loads in Claude Code 2.1.330 · the session's model · all tools · about 8 tokens in every session, 14 when it runs · named by 2 agents
    "#]].assert_eq(&out);
}

#[test]
fn who_knows_what() {
    let team = team(TEAM);
    let found = |query: &str| -> Vec<String> {
        agents::search(&team.index, query)
            .into_iter()
            .map(|found| format!("{} in {}", found.name, found.container))
            .collect()
    };
    assert_eq!(found("rabbitmq"), ["RabbitMQ in backend"]);
    assert_eq!(found("rev")[0], "code-reviewer in /p/.claude/agents");
    assert_eq!(found("cdrvw"), ["code-reviewer in /p/.claude/agents"]);
    assert_eq!(found("").len(), 3);
    assert!(found("zylo").is_empty());
}

fn check_rename(fixture: &str, new: &str, expected: Expect) {
    let team = team(fixture);
    let before: Vec<(String, String)> =
        team.files.iter().map(|file| (file.path.to_string(), file.text.to_string())).collect();
    let out = match team.renamed(new) {
        Err(why) => why + "\n",
        Ok(after) => {
            let mut out = String::new();
            for ((old_path, old), (path, new)) in before.iter().zip(&after) {
                if old_path != path {
                    writeln!(out, "{old_path} → {path}").unwrap();
                }
                for (old, new) in old.lines().zip(new.lines()).filter(|(old, new)| old != new) {
                    writeln!(out, "{old} → {new}").unwrap();
                }
            }
            out
        }
    };
    expected.assert_eq(&out);
}

#[test]
fn renaming_changes_name_file_headings_and_mentions() {
    check_rename(
        TEAM,
        "change-critic",
        expect![[r#"
        Use the `code-reviewer` agent when done. See [it](code-reviewer.md). → Use the `change-critic` agent when done. See [it](change-critic.md).
        - **code-reviewer** checks your work → - **change-critic** checks your work
        /p/.claude/agents/code-reviewer.md → /p/.claude/agents/change-critic.md
        name: code-reviewer → name: change-critic
        # Code Reviewer → # Change Critic
        Delegate to `code-reviewer` and say so. → Delegate to `change-critic` and say so.
    "#]],
    );
    let stuck = "\
==> a.md <==
---
name: stuck-agent
description: Asks a person. Use when nothing works.
---
# Stuck Agent
==> b.md <==
---
name: b
description: Builds.
---
## When to Escalate to Stuck$0 Agent

Ask the `stuck-agent` subagent.
";
    check_rename(
        stuck,
        "blocked-agent",
        expect![[r#"
        name: stuck-agent → name: blocked-agent
        # Stuck Agent → # Blocked Agent
        ## When to Escalate to Stuck Agent → ## When to Escalate to Blocked Agent
        Ask the `stuck-agent` subagent. → Ask the `blocked-agent` subagent.
    "#]],
    );
    check_rename(
        stuck,
        "help: me",
        expect![[r#"
        Claude Code takes no agent called "help: me": it holds ":".
    "#]],
    );
    check_rename(
        stuck,
        "b",
        expect![[r#"
        There is an agent called "b" already: /p/.claude/agents/b.md. Claude Code would take only one of them.
    "#]],
    );
    check_rename(
        &stuck.replace("Stuck$0", "Stuck").replace("Builds.", "Bui$0lds."),
        "c",
        expect![[r#"
        Only agents can be renamed: put the cursor on a name of one.
    "#]],
    );
}

#[test]
fn renaming_back_gives_the_same_bytes() {
    let first = team(TEAM);
    let before: Vec<(String, String)> =
        first.files.iter().map(|file| (file.path.to_string(), file.text.to_string())).collect();
    let after = first.renamed("change-critic").unwrap();
    let (files, index) = indexed(&after);
    let cursor = (0, Span::offset(files[0].text.find("change-critic").unwrap()));
    let second = Team { files, index, cursor };
    assert_eq!(second.renamed("code-reviewer").unwrap(), before);
}

#[test]
fn names_are_offered_where_one_belongs() {
    let labels = |fixture: &str| -> Vec<String> {
        let team = team(fixture);
        let offered = agent_completion::agents(team.file(), &team.index, team.cursor.1);
        offered
            .into_iter()
            .map(|offer| format!("{} {}", offer.edit.span.slice(&team.file().text), offer.edit.text))
            .collect()
    };
    let typed = |line: &str| {
        TEAM.replace("code-$0reviewer** checks", "code-reviewer** checks").replace("- **frontend** calls you", line)
    };
    assert_eq!(labels(&typed("- **fr$0")), ["fr code-reviewer**", "fr frontend**"]);
    assert_eq!(labels(&typed("Ask @$0")), [" code-reviewer", " frontend"]);
    assert_eq!(labels(&typed("Call Task(cod$0)")), ["cod code-reviewer", "cod frontend"]);
    assert_eq!(labels(&typed("subagent_type: \"$0\"")).len(), 2);
    assert!(labels(&typed("mail a@$0")).is_empty());
    assert!(labels(&typed("A word$0")).is_empty());
    assert!(labels(&typed("```\n@$0\n```")).is_empty());
    assert_eq!(
        labels(&TEAM.replace("code-$0reviewer", "code-reviewer").replace("endpoints.", "endpoints.\ntools: Agent($0)"))
            .len(),
        2
    );
}

#[test]
fn a_missing_agent_can_be_made() {
    let team = team(&TEAM.replace("- **frontend** calls", "- **qa-ex$0pert** tests"));
    let mention = agents::mention_at(team.file(), Span::offset(team.file().text.find("qa-expert").unwrap())).unwrap();
    let made = new_agent::new_agent(team.file(), &mention).unwrap();
    assert_eq!(made.path, "/p/.claude/agents/qa-expert.md");
    let file = read(&made.path, &made.text);
    assert!(file.verdict.loads && file.verdict.name.as_deref() == Some("qa-expert"));
}

#[test]
fn renaming_a_much_used_agent_changes_exactly_what_was_planted() {
    const LEAD: &str = "release-planner";
    let size = std::env::var("AGENTLS_TEAM").ok().and_then(|size| size.parse().ok()).unwrap_or(300);
    let text = |at: usize, lead: &str| {
        let names =
            if at.is_multiple_of(3) { format!("- **{lead}** plans\n- Hand over to `{lead}`\n") } else { String::new() };
        format!(
            "---\nname: worker-{at}\ndescription: Does {at}.\n---\n\n## Integration with Other Agents\n\n{names}- **worker-{}** helps\n\n\
             ```\n**{LEAD}** is code\n```\n\nThe {LEAD}ing words and {LEAD}s are none.\n",
            at + 1
        )
    };
    let team_of = |lead: &str| -> Vec<(String, String)> {
        let own = format!("---\nname: {lead}\ndescription: Plans.\n---\n\nPlan.\n");
        let workers = (0..size).map(|at| (format!("/p/.claude/agents/{}/w{at}.md", at % 9), text(at, lead)));
        std::iter::once((format!("/p/.claude/agents/{lead}.md"), own)).chain(workers).collect()
    };
    let before = team_of(LEAD);
    let rename = |texts: &[(String, String)], new: &str| {
        let (files, index) = indexed(texts);
        let cursor = (0, Span::offset(files[0].text.find("name: ").unwrap() + "name: ".len()));
        Team { files, index, cursor }.renamed(new).unwrap()
    };
    let after = rename(&before, "ship-master");
    assert_eq!(after, team_of("ship-master"));
    assert_eq!(rename(&after, LEAD), before, "and back");
}
