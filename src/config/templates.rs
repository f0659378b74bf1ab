//! What is wrong with a project's own output formats, on their lines.

use super::BAD_TEMPLATE;
use super::glossary::lines;
use crate::rules::{Diagnostic, Severity};
use crate::template::project;

/// What is wrong with the text of a file of output formats, in the order of its lines.
pub fn template_faults(text: &str) -> Vec<Diagnostic> {
    let lines = lines(text);
    let mut faults = project::read(text).err().unwrap_or_default();
    faults.sort_by_key(|fault| fault.line);
    let diagnostic = |fault: project::TemplateFault| {
        let span = lines.get(fault.line.saturating_sub(1) as usize).copied().unwrap_or_default();
        let message = format!("In the project's output formats: {}.", fault.message.trim_end_matches('.'));
        Diagnostic { code: BAD_TEMPLATE.name, ..Diagnostic::new(Severity::Warning, span, message) }
    };
    faults.into_iter().map(diagnostic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_page_are_found() {
        let page = BAD_TEMPLATE.page;
        let examples: Vec<&str> = page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        let found: Vec<usize> = examples.into_iter().map(|example| template_faults(example).len()).collect();
        assert_eq!(found, [1, 0]);
        assert!(page.starts_with(&format!("# {}\n", BAD_TEMPLATE.name)));
    }
}
