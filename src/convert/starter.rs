//! A new agent for a tool, complete as it stands: front matter, role, expertise, when it is called, process,
//! escalation, output format.

use super::{tools, yaml};
use crate::dialect::{Concept, Dialect, Role};
use crate::template::{Area, Library, Starter, Subject, escape, fill};
use std::fmt::Write;

/// What a new agent is to be.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// A name that the target takes.
    pub name: &'a str,
    pub target: &'static Dialect,
    /// The kind of work, as in the output formats.
    pub kind: &'a str,
    /// A BCP 47 tag without region; English where there is no such text.
    pub language: &'a str,
    pub line_end: &'static str,
}

/// A whole new file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgent {
    pub plain: String,
    /// The same in LSP snippet syntax, with stops where an author writes first.
    pub snippet: String,
}

/// The agent for a kind of work; `None` for a kind that nobody knows.
pub fn new_agent(library: &Library<'_>, wish: Wish<'_>) -> Option<NewAgent> {
    let (starter, headings) = library.starter(wish.kind, wish.language)?;
    let template = library.template(wish.kind, &starter.language)?;
    let wording = library.wording(&starter.language)?;
    let end = wish.line_end;
    let mut writer = Writer { end, ..Writer::default() };
    front_matter(starter, wish, &mut writer);
    writer.line(&format!("# {}", title(wish.name)));
    writer.blank();
    writer.stops(&starter.role);
    writer.section(&headings.expertise);
    for area in starter.expertise.iter() {
        writer.stops(&format!("- **{}**: {}", area.name, area.items));
    }
    writer.section(&headings.when);
    starter.when.iter().for_each(|line| writer.line(&format!("- {line}.")));
    writer.section(&headings.process);
    starter.process.iter().enumerate().for_each(|(at, line)| writer.line(&format!("{}. {line}.", at + 1)));
    writer.section(&headings.escalation);
    starter.escalation.iter().for_each(|line| writer.line(&format!("- {line}.")));
    writer.section(&wording.heading);
    let plain_items: Vec<String> = starter.expertise.iter().map(|area| without_brackets(&area.items)).collect();
    let areas = starter.expertise.iter().zip(&plain_items);
    let areas = areas.map(|(area, items)| Area { name: &area.name, items: items.split(", ").collect() });
    let filled = fill(template, library, &Subject { name: wish.name, areas: areas.collect() });
    let fence = filled.fence();
    writer.line(&fence);
    let behind = writer.stops;
    writer.plain.push_str(&filled.plain(end));
    writer.snippet.push_str(&moved(&filled.snippet(end), behind));
    writer.line(&fence);
    writer.snippet.push_str("$0");
    Some(NewAgent { plain: writer.plain, snippet: writer.snippet })
}

fn front_matter(starter: &Starter, wish: Wish<'_>, writer: &mut Writer) {
    let concepts: Vec<Concept> = starter.tools.iter().filter_map(|id| Concept::named(id)).collect();
    let tools = tools::of_concepts(wish.target, &concepts, wish.line_end);
    writer.line("---");
    for field in wish.target.fields.iter() {
        match field.role {
            Role::Name => {
                writer.line(&format!("{}: {}", field.key, yaml::text(wish.name)));
            }
            // Quoted, so that whatever is written over it stays one text.
            Role::Description => writer.stops(&format!("{}: \"{}\"", field.key, starter.description)),
            _ => {
                if let Some((_, value)) = tools.as_ref().filter(|(key, _)| *key == field.key) {
                    writer.line(&format!("{}:{value}", field.key));
                } else if let Some(usual) = &field.usual {
                    writer.line(&format!("{}: {}", field.key, yaml::text(usual)));
                }
            }
        }
    }
    writer.line("---");
    writer.blank();
}

/// A name as a title: "api-reviewer" as "Api Reviewer".
fn title(name: &str) -> String {
    let words = name.split(['-', '_', ' ', '/']).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    words.map(capital).collect::<Vec<String>>().join(" ")
}

fn without_brackets(text: &str) -> String {
    text.replace(['[', ']'], "")
}

/// Both forms of the text as they grow.
#[derive(Default)]
struct Writer {
    plain: String,
    snippet: String,
    stops: usize,
    end: &'static str,
}

impl Writer {
    fn line(&mut self, text: &str) {
        self.plain.push_str(text);
        self.plain.push_str(self.end);
        self.snippet.push_str(&escape(text));
        self.snippet.push_str(self.end);
    }

    fn blank(&mut self) {
        self.line("");
    }

    fn section(&mut self, heading: &str) {
        self.blank();
        self.line(&format!("## {heading}"));
        self.blank();
    }

    /// A line in which brackets mark stops.
    fn stops(&mut self, text: &str) {
        self.plain.push_str(&without_brackets(text));
        self.plain.push_str(self.end);
        for (at, part) in text.split('[').enumerate() {
            let Some((stop, rest)) = part.split_once(']').filter(|_| at > 0) else {
                self.snippet.push_str(&escape(part));
                continue;
            };
            self.stops += 1;
            let _ = write!(self.snippet, "${{{}:{}}}{}", self.stops, escape(stop), escape(rest));
        }
        self.snippet.push_str(self.end);
    }
}

/// A snippet whose stops count from `by` on.
fn moved(snippet: &str, by: usize) -> String {
    let mut out = String::with_capacity(snippet.len() + 16);
    let mut escaped = false;
    let mut rest = snippet;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or("");
        out.push(c);
        rest = behind;
        if c == '$' && !escaped {
            if let Some(brace) = behind.strip_prefix('{') {
                out.push('{');
                rest = brace;
            }
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if let Ok(number) = digits.parse::<usize>() {
                let _ = write!(out, "{}", number + by);
                rest = rest.get(digits.len()..).unwrap_or("");
            }
        }
        escaped = c == '\\' && !escaped;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{all, named};
    use expect_test::expect;

    #[test]
    fn stops_are_counted_on() {
        assert_eq!(moved("a ${1:x} \\$2 ${2|a,b|} $3", 4), "a ${5:x} \\$2 ${6|a,b|} $7");
    }

    #[test]
    fn a_new_agent_is_complete() {
        let wish = Wish {
            name: "api-reviewer",
            target: named("claude-code").unwrap(),
            kind: "review",
            language: "en",
            line_end: "\n",
        };
        let agent = new_agent(&Library::built_in(), wish).unwrap();
        expect![[r#"
            ---
            name: api-reviewer
            description: "Reviews changes for faults, risks and readability. Use after each change and before it is merged."
            tools: Read, Grep, Glob, Bash
            ---

            # Api Reviewer

            You are a reviewer who reads a change as the person who will have to live with it: you find what breaks, say why, and show the fix.

            ## Expertise

            - **Correctness**: edge cases, error handling, race conditions, wrong assumptions
            - **Security**: input validation, authorization, secrets in code
            - **Maintainability**: naming, duplication, dead code, test coverage

            ## When Invoked

            - A change is ready and somebody else is about to depend on it.
            - A part of the code has to be judged before it is built upon.

            ## Process

            1. Read the change as a whole, then each file with what surrounds it.
            2. Run the tests and the linters that the project has.
            3. Check each finding: name the input or the situation that shows it.
            4. Order the findings by what they would cost.

            ## Escalation

            - A finding needs a decision on the product: state the choice and ask for it.
            - The change is too large to be judged: say which part you read and which you did not.

            ## Output Format

            ````
            ## API REVIEW

            ### Verdict
            - **Decision**: [Approve/Approve with comments/Request changes/Block]
            - **Risk**: [Low/Medium/High], because [What could go wrong once it is merged]
            - **Read**: [Files and commits that were read; what was left out]

            ### Findings

            #### 1. [What is wrong, in one sentence]
            - **Severity**: [Blocker/Major/Minor/Nit]
            - **Where**: [File and line]
            - **Fails when**: [Input or situation that shows it]
            - **Fix**:
              ```diff
              - [Line as it is]
              + [Line as it should be]
              ```

            ### Quality Checklist
            - [ ] naming
            - [ ] duplication
            - [ ] dead code
            - [ ] test coverage

            ### Tests
            - **Run**: [Command, and its result]
            - **Missing**: [Cases that no test covers]

            ### Done Well
            [What to keep, and why it works]

            ### Questions
            [What only the author can answer, or "none"]
            ````
        "#]].assert_eq(&agent.plain);
        assert!(agent.snippet.contains("description: \"${1:Reviews changes"), "{}", agent.snippet);
    }

    #[test]
    fn concepts_of_tools_exist() {
        let library = Library::built_in();
        for kind in library.kinds() {
            for language in ["en", "es"] {
                let (starter, _) = library.starter(kind, language).unwrap();
                assert_eq!(starter.language, language);
                assert!(starter.tools.iter().all(|id| Concept::named(id).is_some()), "{kind}");
                let texts = [&starter.description, &starter.role];
                assert!(texts.iter().all(|text| text.matches('[').count() == text.matches(']').count()));
            }
        }
    }

    #[test]
    fn every_tool_takes_every_kind() {
        for target in all() {
            for kind in Library::built_in().kinds() {
                let wish = Wish { name: "sample-agent", target, kind, language: "es", line_end: "\r\n" };
                let agent = new_agent(&Library::built_in(), wish).unwrap();
                assert!(!agent.plain.replace("\r\n", "").contains('\n'), "{} {kind}", target.id);
            }
        }
        assert!(
            new_agent(
                &Library::built_in(),
                Wish { name: "x", target: &all()[0], kind: "dance", language: "en", line_end: "\n" }
            )
            .is_none()
        );
    }
}
