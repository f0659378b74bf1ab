//! Whether an agent is told what its answer looks like without a section of its own for it: by a label
//! ("Output format:"), a tag (`<output_format>`), or a sentence that leads to it ("Respond with:").

use crate::heading::{self, SectionKind};
use crate::syntax::Outline;
use crate::wording;

/// Whether a line of the prose leads to what the answer looks like. Code blocks are no prose.
pub fn is_described(text: &str, outline: &Outline) -> bool {
    let paragraphs = outline.paragraphs.iter().map(|paragraph| paragraph.span);
    let items = outline.items.iter().map(|item| item.text);
    let html = outline.html.iter().map(|block| block.span);
    paragraphs.chain(items).chain(html).any(|span| span.slice(text).lines().any(leads_to_answer))
}

fn leads_to_answer(line: &str) -> bool {
    let line = line.trim();
    if let Some(tag) = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return names_answer(tag);
    }
    let Some(label) = label(line) else { return false };
    let leads_on = line.trim_end_matches(['*', '_', ' ']).ends_with([':', '：']);
    names_answer(label) || begins_answer(label) || leads_on && wording::says_answer(line)
}

/// What stands before the first colon of a line, or in bold letters at its beginning.
fn label(line: &str) -> Option<&str> {
    let bold = line.strip_prefix("**").and_then(|rest| rest.split_once("**")).map(|(bold, _)| bold);
    bold.or_else(|| line.split_once([':', '：']).map(|(label, _)| label))
}

/// The most words of a label; more of them are a sentence.
const MOST_WORDS: usize = 6;

fn names_answer(label: &str) -> bool {
    is_short(label) && heading::classify(label).is_some_and(|(kind, _)| kind == SectionKind::OutputFormat)
}

/// "Return to the caller", "Summarise the change"
fn begins_answer(label: &str) -> bool {
    let first = label.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty()).unwrap_or("").to_lowercase();
    is_short(label) && wording::begins_answer(&first)
}

fn is_short(label: &str) -> bool {
    label.split_whitespace().count() <= MOST_WORDS
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::outline;

    fn is_described(text: &str) -> bool {
        super::is_described(text, &outline(text, 0))
    }

    #[test]
    fn labels_tags_and_sentences_lead_to_an_answer() {
        for text in [
            "Output format:\n- A summary\n",
            "**Output Format**\n\nText.\n\n**Report Sections:** summary, findings\n",
            "1. Look\n2. **Deliverables**:\n   - A table\n",
            "<Agent_Prompt>\n  <Output_Format>\n    A table\n  </Output_Format>\n",
            "<output-format>\nA table\n</output-format>\n",
            "5. **Report** — respond with:\n   ```\n   Goal:\n   ```\n",
            "When you are done, you return structured findings:\n\n```\n## Done\n```\n",
            "Vous retournez des informations structurées :\n\n- Fichiers\n",
            "**Formato de salida:** una tabla\n",
            "请严格按照以下格式：\n",
            "- Return to the caller: the number of files, and what is left.\n",
            "6. **Summarise the change.** What was added, and what to look at.\n",
        ] {
            assert!(is_described(text), "{text}");
        }
    }

    #[test]
    fn other_labels_sentences_and_code_do_not() {
        for text in [
            "Responsibilities:\n- Reads\n",
            "Return early where nothing is left to do.\n",
            "Run these commands:\n\n```sh\nOutput format: json\n```\n",
            "<example>\nuser: Look at it\n</example>\n",
            "Your response is read by others.\n",
            "",
        ] {
            assert!(!is_described(text), "{text}");
        }
    }
}
