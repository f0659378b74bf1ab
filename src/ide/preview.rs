//! An agent as its caller sees it, and what it is told itself: a page to read.

use super::code_lens;
use crate::model::AgentFile;
use crate::model::verdict::EffectiveModel;
use crate::syntax::FrontMatterState;
use crate::text::Span;
use std::fmt::Write;

/// What becomes of an agent, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The line that stands above the file too.
    pub verdict: String,
    pub loads: bool,
    /// Whether the tool starts the agent that it has loaded.
    pub launches: bool,
    pub name: Option<String>,
    /// A page in Markdown: what its caller sees, what it runs with, and the words that it is told.
    pub page: String,
}

/// Of a file that does not load, the page says why, and no more.
pub fn preview(file: &AgentFile) -> Preview {
    let judged = &file.verdict;
    let verdict = code_lens::verdict(file);
    let name = judged.name.as_deref().unwrap_or_else(|| file.name_from_path());
    let mut page = format!("# {}\n\n{verdict}\n", one_line(name));
    if judged.loads {
        section(&mut page, "What its caller sees", &roster_line(file, name));
        section(&mut page, "What it runs with", &equipment(file));
        let _ = write!(page, "\n---\n\n{}\n", prompt(file).trim());
    }
    Preview { verdict, loads: judged.loads, launches: judged.launches, name: judged.name.clone(), page }
}

/// The name with the description, which tools put on one line or several as they stand.
fn roster_line(file: &AgentFile, name: &str) -> String {
    let description = file.verdict.description.as_deref().unwrap_or("").trim();
    match description.is_empty() {
        true => format!("**{}**, without a description", one_line(name)),
        false => format!("**{}**: {description}", one_line(name)),
    }
}

fn equipment(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    let model = match &verdict.model.effective {
        EffectiveModel::Inherit => "the session's".to_owned(),
        EffectiveModel::Id(id) => format!("`{id}`"),
    };
    let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let tools = match &verdict.tools.effective {
        None if verdict.tools.denied.is_empty() => "all of the session".to_owned(),
        None => format!("all of the session but {}", quoted(&verdict.tools.denied)),
        Some(tools) if tools.is_empty() => "none".to_owned(),
        Some(tools) => quoted(tools),
    };
    format!("- Model: {model}\n- Tools: {tools}")
}

/// The words behind the front matter. Of a file that loads without its front matter, all of it.
fn prompt(file: &AgentFile) -> &str {
    let start = match file.front_matter.state {
        FrontMatterState::Lost => 0,
        _ => file.front_matter.body,
    };
    Span::new(start, u32::try_from(file.text.len()).unwrap_or(u32::MAX)).slice(&file.text)
}

fn section(page: &mut String, title: &str, text: &str) {
    let _ = write!(page, "\n## {title}\n\n{text}\n");
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;
    use expect_test::expect;

    #[test]
    fn an_agent_is_shown_as_its_caller_sees_it() {
        let text = "---\nname: guard\ndescription: Guards APIs. Use for it.\ntools: Read, Grpe, Task\nmodel: opus\n---\n\n# Guard\n\nWatch.\n";
        expect![[r#"
            # guard

            ✓ loads in Claude Code 2.1.330 · opus → claude-opus-5-5 · 2 tools in effect · about 7 tokens in every session, 4 when it runs

            ## What its caller sees

            **guard**: Guards APIs. Use for it.

            ## What it runs with

            - Model: `claude-opus-5-5`
            - Tools: `Read`, `Agent`

            ---

            # Guard

            Watch.
        "#]]
        .assert_eq(&preview(&file(text)).page);
    }

    #[test]
    fn an_agent_that_does_not_load_is_not_shown() {
        let shown = preview(&file("---\ndescription: Guards.\n---\nWatch.\n"));
        assert!(!shown.loads);
        assert!(!shown.page.contains("Watch."), "{}", shown.page);
        assert!(shown.page.contains("does not load in Claude Code"), "{}", shown.page);
    }

    #[test]
    fn without_a_list_the_tools_are_those_of_the_session() {
        let shown = preview(&file("---\nname: guard\ndescription: Guards.\n---\nWatch.\n")).page;
        assert!(shown.contains("- Model: the session's\n- Tools: all of the session"), "{shown}");
        let none = preview(&file("---\nname: guard\ndescription: Guards.\ntools:\n---\nWatch.\n")).page;
        assert!(none.contains("- Tools: none"), "{none}");
    }
}
