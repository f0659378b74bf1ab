//! Completion of what the workspace calls its agents, skills and MCP servers, where front matter names them.
//!
//! [`wanted`] says what belongs at a place; whoever knows the workspace looks it up and asks
//! [`Wanted::proposals`].

use super::{About, Completion, CompletionKind, Place, known_field, ranked, sign_before, words};
use crate::convert::yaml;
use crate::dialect::{Role, ValueKind};
use crate::model::AgentFile;
use crate::model::mentions::Form;
use crate::syntax::cursor::{self, Cursor, ValueForm};
use crate::text::{Edit, Span};

/// What is named at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Agents,
    Skills,
    Servers,
    /// Tools of MCP servers, in a list of tools or of denied ones.
    ServersTools {
        denied: bool,
    },
}

/// A place where names belong.
#[derive(Debug)]
pub struct Wanted {
    pub names: Names,
    place: Place,
    /// What is listed already.
    given: Vec<String>,
    is_quoted: bool,
}

/// Something that can be named, and a line about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub detail: String,
}

/// What belongs at `offset`; `None` where no such name does.
pub fn wanted(file: &AgentFile, offset: u32) -> Option<Wanted> {
    match cursor::at(&file.text, &file.front_matter, offset)? {
        Cursor::Value { key, word, value, form, needs_blank, needs_comma } => {
            let field = known_field(file, &key)?;
            let names = match (field.role, field.value) {
                (Role::Agents, _) => Names::Agents,
                (Role::Skills, _) => Names::Skills,
                // Where a map is asked for, its keys are new servers.
                (Role::McpServers, ValueKind::ServerList | ValueKind::NameList) => Names::Servers,
                (Role::Tools | Role::DeniedTools, ValueKind::ToolList) => {
                    Names::ServersTools { denied: field.role == Role::DeniedTools }
                }
                _ => return None,
            };
            let word = if names == Names::Agents { whole_name(file, offset, word) } else { word };
            let needs_blank_after = sign_before(&file.text, word, needs_blank);
            // A name of an agent may hold blanks: what looks like two entries is one.
            let needs_comma = needs_comma.filter(|_| names != Names::Agents);
            let place = Place { word, value, form, needs_blank_after, needs_comma };
            let given = match names {
                Names::Agents => listed(file, word),
                _ => words(&file.text, &place, file.front_matter.content.end),
            };
            Some(Wanted { names, is_quoted: is_quoted(file, word), place, given })
        }
        Cursor::SubValue { key, sub_key, word, needs_blank } => {
            let field = known_field(file, &key).filter(|field| field.role == Role::Handoffs)?;
            field.sub_keys.iter().find(|sub| sub.key == sub_key && sub.role == Some(Role::Agents))?;
            let word = whole_name(file, offset, word);
            let needs_blank_after = sign_before(&file.text, word, needs_blank);
            let place = Place { word, value: word, form: ValueForm::Line, needs_blank_after, needs_comma: None };
            Some(Wanted { names: Names::Agents, is_quoted: is_quoted(file, word), place, given: Vec::new() })
        }
        Cursor::Key { .. } | Cursor::SubKey { .. } => None,
    }
}

impl Wanted {
    /// The proposals for those of `known` that are not listed yet, in their order.
    pub fn proposals(&self, file: &AgentFile, known: impl IntoIterator<Item = Named>) -> Vec<Completion> {
        let is_new = |name: &str| !self.given.iter().any(|given| given == name);
        let mut proposals = Vec::new();
        for Named { name, detail } in known {
            match self.names {
                Names::Agents if is_new(&name) => {
                    proposals.push(self.proposal(&name, CompletionKind::Agent, &detail, About::Agent(name.clone())));
                }
                Names::Skills if is_new(&name) => {
                    proposals.push(self.proposal(&name, CompletionKind::Value, &detail, About::Skill(name.clone())));
                }
                Names::Servers if is_new(&name) => {
                    proposals.push(self.proposal(&name, CompletionKind::Value, &detail, About::Server(name.clone())));
                }
                Names::ServersTools { denied } => {
                    for pattern in file.dialect.tool_patterns.iter() {
                        let fits = pattern.form.contains("SERVER") && (denied || !pattern.only_denied);
                        let text = pattern.form.replace("SERVER", &name);
                        if fits && is_new(&text) {
                            let about = About::Server(name.clone());
                            proposals.push(self.tools_of(&text, &pattern.summary, about));
                        }
                    }
                }
                _ => {}
            }
        }
        ranked(proposals)
    }

    /// The form of an entry for a server; a tool of it is left to be typed.
    fn tools_of(&self, text: &str, summary: &str, about: About) -> Completion {
        let mut proposal = self.proposal(text, CompletionKind::Tool, summary, about);
        if let Some(start) = text.strip_suffix("TOOL") {
            proposal.snippet = Some(format!("{}${{1:TOOL}}", super::escape_snippet(start)));
        }
        proposal
    }

    fn proposal(&self, name: &str, kind: CompletionKind, detail: &str, about: About) -> Completion {
        let text = match (self.is_quoted, self.place.form, &kind) {
            (true, ..) | (_, _, CompletionKind::Tool) => name.to_owned(),
            (_, ValueForm::Flow, _) => yaml::flow_text(name),
            _ => yaml::text(name),
        };
        let proposal = self.place.proposal(name, kind, detail, about);
        Completion { edit: Edit { text, ..proposal.edit }, ..proposal }
    }
}

/// The name at `offset`, which may hold blanks.
fn whole_name(file: &AgentFile, offset: u32, word: Span) -> Span {
    let text = &*file.text;
    let line_start = text.get(..offset as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let before = text.get(line_start..offset as usize).unwrap_or("");
    let behind = |mark: &str| before.rfind(mark).map(|at| at + mark.len());
    let from = [behind("["), behind(","), behind(": "), behind("- "), behind("\""), behind("'")];
    let Some(from) = from.into_iter().flatten().max() else { return word };
    let blanks = before.get(from..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let start = Span::offset(line_start + from + blanks).min(word.start);
    let rest = text.get(offset as usize..).unwrap_or("");
    let rest = rest.split([',', ']', '"', '\'', '\n', '\r']).next().unwrap_or("").trim_end();
    Span::new(start, (offset + Span::offset(rest.len())).max(word.end.min(offset)))
}

/// The agents that are listed anywhere but at `word`.
fn listed(file: &AgentFile, word: Span) -> Vec<String> {
    let mentions = file.mentions();
    let listed = mentions.iter().filter(|mention| mention.form == Form::Listed && !mention.span.touches(word.start));
    listed.map(|mention| mention.name.to_string()).collect()
}

fn is_quoted(file: &AgentFile, word: Span) -> bool {
    file.text.get(..word.start as usize).is_some_and(|before| before.ends_with(['"', '\'']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::with_cursor_in;
    use expect_test::{Expect, expect};

    fn check(dialect: &str, fixture: &str, known: &[&str], expected: Expect) {
        let (file, offset) = with_cursor_in(dialect, fixture);
        let Some(wanted) = wanted(&file, offset) else { return expected.assert_eq("nothing") };
        let known = known.iter().map(|name| Named { name: (*name).to_owned(), detail: String::new() });
        let mut out = format!("{:?}\n", wanted.names);
        for proposal in wanted.proposals(&file, known) {
            let mut edits = vec![proposal.edit];
            edits.extend(proposal.additional);
            let text = crate::text::EditSet::new(edits).unwrap().apply(&file.text);
            let line = text.lines().zip(file.text.lines()).find(|(new, old)| new != old).map_or("same", |(new, _)| new);
            out.push_str(&format!("{}: {line}\n", proposal.label));
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn agents_are_offered_in_lists_and_handovers() {
        let known = ["planner", "Code Reviewer", "no: 7"];
        check(
            "vscode",
            "---\nname: a\nagents: [planner, $0]\n---\n",
            &known,
            expect![[r#"
                Agents
                Code Reviewer: agents: [planner, Code Reviewer]
                no: 7: agents: [planner, "no: 7"]
            "#]],
        );
        check(
            "vscode",
            "---\nname: a\nagents:\n  - Code Re$0\n---\n",
            &known,
            expect![[r#"
                Agents
                planner:   - planner
                Code Reviewer:   - Code Reviewer
                no: 7:   - "no: 7"
            "#]],
        );
        check(
            "vscode",
            "---\nname: a\nhandoffs:\n  - label: Go on\n    agent: $0\n---\n",
            &known[..1],
            expect![[r#"
                Agents
                planner:     agent: planner
            "#]],
        );
        check("vscode", "---\nname: a\nhandoffs:\n  - label: $0\n---\n", &known, expect!["nothing"]);
    }

    #[test]
    fn skills_servers_and_their_tools_are_offered() {
        check(
            "claude-code",
            "---\nname: a\nskills: pdf, $0\n---\n",
            &["pdf", "release-notes"],
            expect![[r#"
                Skills
                release-notes: skills: pdf, release-notes
            "#]],
        );
        check(
            "claude-code",
            "---\nname: a\nmcpServers:\n  - $0\n---\n",
            &["github"],
            expect![[r#"
                Servers
                github:   - github
            "#]],
        );
        check(
            "claude-code",
            "---\nname: a\ntools: Read, mcp__$0\n---\n",
            &["github"],
            expect![[r#"
                ServersTools { denied: false }
                mcp__github: tools: Read, mcp__github
                mcp__github__*: tools: Read, mcp__github__*
                mcp__github__TOOL: tools: Read, mcp__github__TOOL
            "#]],
        );
        check(
            "vscode",
            "---\nname: a\ntools: ['search', $0]\n---\n",
            &["github"],
            expect![[r#"
                ServersTools { denied: false }
                github/TOOL: tools: ['search', github/TOOL]
                github/*: tools: ['search', github/*]
            "#]],
        );
        check("gemini-cli", "---\nname: a\nmcp_servers:\n  $0\n---\n", &["github"], expect!["nothing"]);
    }
}
