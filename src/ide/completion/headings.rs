//! Proposals while a heading is typed: the sections that the file lacks, each with lines to be filled in.

use super::{About, Completion, CompletionKind};
use crate::compose::output_format::{Draft, library};
use crate::compose::section::{self, Skeleton};
use crate::model::AgentFile;
use crate::text::{Edit, Span};

/// What the heading at `offset` may become; `None` where no heading is being typed.
pub(super) fn headings(file: &AgentFile, offset: u32) -> Option<Vec<Completion>> {
    let (line, level, typed) = heading_at(file, offset)?;
    let all = section::in_place(&Draft::from(file), &library(file), line, level).into_iter();
    let fitting = all.filter(|skeleton| fits(&skeleton.heading, &typed));
    Some((0u32..).zip(fitting).map(|(rank, skeleton)| proposal(skeleton, line, rank)).collect())
}

/// The section with this heading as it would stand at the end of the file.
pub(super) fn preview(file: &AgentFile, heading: &str) -> Option<String> {
    let mut all = section::skeletons(&Draft::from(file), &library(file)).into_iter();
    all.find(|skeleton| skeleton.heading == heading).map(|skeleton| skeleton.plain.trim().to_owned())
}

/// The line of the heading at `offset`, its level, and the words before `offset`.
fn heading_at(file: &AgentFile, offset: u32) -> Option<(Span, u8, String)> {
    if offset < file.front_matter.body || file.outline.fences.iter().any(|fence| fence.span.touches(offset)) {
        return None;
    }
    let before = file.text.get(file.front_matter.body as usize..offset as usize)?;
    let line = before.rsplit(['\n', '\r']).next()?;
    let marks = line.len() - line.trim_start_matches('#').len();
    let typed = line.get(marks..)?;
    let is_heading = (1..=6).contains(&marks) && (typed.is_empty() || typed.starts_with(' '));
    let start = offset - Span::offset(line.len());
    let rest = file.text.get(offset as usize..)?.split(['\n', '\r']).next()?;
    let level = u8::try_from(marks).ok().filter(|_| is_heading)?;
    Some((Span::new(start, offset + Span::offset(rest.len())), level, typed.trim().to_lowercase()))
}

/// Whether a word of the heading begins with what is typed, or the heading does.
fn fits(heading: &str, typed: &str) -> bool {
    let heading = heading.to_lowercase();
    heading.starts_with(typed) || heading.split(' ').any(|word| word.starts_with(typed))
}

fn proposal(skeleton: Skeleton, line: Span, rank: u32) -> Completion {
    Completion {
        label: skeleton.heading.clone(),
        kind: CompletionKind::Snippet,
        detail: "section".to_owned(),
        edit: Edit { span: line, text: skeleton.plain },
        snippet: Some(skeleton.snippet),
        additional: Vec::new(),
        rank,
        deprecated: false,
        asks_again: false,
        about: About::Section(skeleton.heading),
    }
}

#[cfg(test)]
mod tests {
    use crate::ide::completion::{completions, documentation};
    use crate::ide::fixture::with_cursor;

    const HEAD: &str =
        "---\nname: a\ndescription: Serves. Use for it.\n---\n\n# A\n\n## Your Expertise\n\n- Testing\n\n";

    fn labels(body: &str) -> Vec<String> {
        let (file, offset) = with_cursor(&format!("{HEAD}{body}"));
        completions(&file, offset).into_iter().map(|proposal| proposal.label).collect()
    }

    #[test]
    fn sections_that_are_missing_are_proposed_as_the_file_speaks() {
        assert_eq!(labels("## Wh$0\n"), ["When You're Invoked", "When to Escalate"]);
        assert_eq!(labels("## $0\n").len(), 5);
        assert_eq!(labels("## Your Process\n\n1. Read.\n\n## Pro$0\n"), Vec::<String>::new());
        assert!(labels("```\n## Wh$0\n```\n").is_empty());
    }

    #[test]
    fn a_proposal_takes_the_place_of_the_line_and_is_shown_before() {
        let (file, offset) = with_cursor(&format!("{HEAD}### esc$0\n\nBelow.\n"));
        let found = completions(&file, offset);
        let one = found.first().unwrap();
        let (start, end) = (one.edit.span.start as usize, one.edit.span.end as usize);
        assert_eq!(&file.text[start..end], "### esc");
        assert!(one.edit.text.starts_with("### When to Escalate\n\n- [A decision"), "{}", one.edit.text);
        assert!(documentation(&file, &one.about).unwrap().contains("When to Escalate"));
    }
}
