//! An output format that an agent has, as a file of the project's own: others can be given the same.

use super::output_format::{Draft, language, section_of};
use super::quoting;
use crate::template::{Library, body};
use std::fmt::Write;

/// A file for `.agentls/templates/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFile {
    /// The kind of work, which is the file's name without its ending.
    pub kind: String,
    pub text: String,
}

/// The output format of a file; `None` where it has none, or an empty one.
pub fn extracted(draft: &Draft<'_>, library: &Library<'_>) -> Option<TemplateFile> {
    let section = section_of(draft)?;
    let mut fences = draft.outline.fences.iter().filter(|fence| section.covers(fence.span));
    let inside = match (fences.next(), fences.next()) {
        (Some(fence), None) => fence.content,
        _ => {
            let heading = draft.outline.sections.iter().find(|other| other.span == section)?.heading;
            crate::text::Span::new(heading.end, section.end.max(heading.end))
        }
    };
    let lines: Vec<String> = inside.slice(draft.text).lines().map(as_template).collect();
    let first = lines.iter().position(|line| !line.is_empty())?;
    let last = lines.iter().rposition(|line| !line.is_empty())?;
    let body = lines.get(first..=last)?.join("\n") + "\n";
    let kind = kind_of(draft.name);
    let language = language(draft, library);
    let mut text = String::new();
    let label = draft.name.replace(['-', '_'], " ");
    let label = if label.trim().is_empty() { kind.clone() } else { label.trim().to_owned() };
    let _ = write!(
        text,
        "templates:\n  - id: {kind}-{language}\n    kind: {kind}\n    label: {}\n    language: {language}\n    summary: {}\n    body: ",
        quoting::quoted(&label),
        quoting::quoted(&format!("The output format of {label}.")),
    );
    text.push_str(&quoting::block(&body, "      ", "\n").unwrap_or_else(|| quoting::quoted(&body)));
    text.push('\n');
    Some(TemplateFile { kind, text })
}

/// A line that is filled as it stands: only what reads as a placeholder is one.
fn as_template(line: &str) -> String {
    let line = line.trim_end().replace('{', "\\{");
    let (_, faults) = body::parts(&line);
    if faults.is_empty() { line } else { line.replace('[', "\\[") }
}

fn kind_of(name: &str) -> String {
    let mut kind = String::new();
    for c in name.to_lowercase().chars() {
        if c.is_alphanumeric() {
            kind.push(c);
        } else if !kind.ends_with('-') && !kind.is_empty() {
            kind.push('-');
        }
    }
    let kind = kind.trim_end_matches('-');
    if kind.is_empty() { "own".to_owned() } else { kind.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::output_format::insertion;
    use crate::dialect;
    use crate::model::AgentFile;
    use crate::model::verdict::Surroundings;
    use crate::template::project;

    fn file(text: &str) -> AgentFile {
        let dialect = dialect::named("claude-code").unwrap();
        AgentFile::new("agent.md".into(), text.into(), dialect, Surroundings::default())
    }

    const HEAD: &str =
        "---\nname: booking-clerk\ndescription: Books. Use for it.\n---\n\n# Clerk\n\n## Output Format\n\n";

    #[test]
    fn what_is_extracted_can_be_inserted_elsewhere() {
        let format = "## BOOKING [Done/Open]\n\n  - total: {amount} [x] `a[0` # no comment\n\n---\n\ttab";
        let own = file(&format!("{HEAD}Answer so:\n\n```\n{format}\n```\n"));
        let library = Library::built_in();
        let extracted = extracted(&Draft::from(&own), &library).unwrap();
        assert_eq!(extracted.kind, "booking-clerk");
        let set = project::read(&extracted.text).unwrap_or_else(|faults| panic!("{faults:?}: {}", extracted.text));
        let other = file("---\nname: other\ndescription: Books. Use for it.\n---\n\n# Other\n\nBook.\n");
        let inserted = insertion(&Draft::from(&other), &Library::with_own(&[&set]), "booking-clerk").unwrap();
        assert!(inserted.plain.contains(format), "{}", inserted.plain);
        assert!(inserted.title.contains("booking clerk"));
    }

    #[test]
    fn a_section_without_one_fence_is_taken_whole() {
        let library = Library::built_in();
        let own = file(&format!("{HEAD}- first\n- second\n\n## Rules\n\nNone.\n"));
        let text = extracted(&Draft::from(&own), &library).unwrap().text;
        assert!(text.contains("- first\n      - second\n") && !text.contains("Rules"), "{text}");
        assert_eq!(extracted(&Draft::from(&file(HEAD)), &library), None);
        assert_eq!(extracted(&Draft::from(&file("---\nname: a\n---\nB.\n")), &library), None);
    }
}
