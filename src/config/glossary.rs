//! What is wrong with the project's own glossary, on its lines.

use super::BAD_GLOSSARY;
use crate::glossary::ProjectGlossary;
use crate::rules::{Diagnostic, Severity};
use crate::text::Span;

/// What is wrong with the text of a glossary, in the order of its lines.
pub fn glossary_faults(text: &str) -> Vec<Diagnostic> {
    let lines: Vec<Span> = lines(text);
    let faults = ProjectGlossary::read(text).faults.into_iter();
    let diagnostic = |fault: crate::glossary::GlossaryFault| {
        let span = lines.get(fault.line.saturating_sub(1) as usize).copied().unwrap_or_default();
        let message = format!("In the project's glossary: {}.", fault.message.trim_end_matches('.'));
        Diagnostic { code: BAD_GLOSSARY.name, ..Diagnostic::new(Severity::Warning, span, message) }
    };
    faults.map(diagnostic).collect()
}

/// The words of each line.
pub(super) fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let line = |line: &str| {
        let start = at + (line.len() - line.trim_start().len());
        let span = Span::of(start..start + line.trim().len());
        at += line.len();
        span
    };
    text.split_inclusive('\n').map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_on_the_words_of_its_line() {
        let text = "concepts:\n  - id: ledger\n    name: Ledger\n    definition: \"\"\n";
        let found = glossary_faults(text);
        let shown: Vec<(&str, &str)> = found.iter().map(|fault| (fault.span.slice(text), &*fault.message)).collect();
        assert_eq!(shown, [("- id: ledger", "In the project's glossary: `definition` holds an empty text.")]);
        assert!(glossary_faults("concepts: []\n").is_empty());
    }

    #[test]
    fn the_examples_of_the_page_are_found() {
        let page = BAD_GLOSSARY.page;
        let examples: Vec<&str> = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        let found: Vec<usize> = examples.into_iter().map(|example| glossary_faults(example).len()).collect();
        assert_eq!(found, [1, 0]);
        assert!(page.starts_with(&format!("# {}\n", BAD_GLOSSARY.name)));
    }
}
