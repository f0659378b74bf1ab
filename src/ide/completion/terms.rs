//! Proposals while an item of expertise is typed: in a cell of a matrix, in a bullet, behind a
//! bold lead.

use super::{About, Completion, CompletionKind};
use crate::glossary::Concept;
use crate::ide::hover::{meaning, meaning_of_area};
use crate::model::AgentFile;
use crate::model::expertise::Entry;
use crate::text::{Edit, Span};

/// More are of no use in a list.
const MOST: usize = 40;
/// Items of an area that are looked up, so as not to propose them again.
const MOST_OTHERS: usize = 100;
/// Letters from which on all entries are looked at, not only those of the area.
const ENOUGH_LETTERS: usize = 3;

/// What the item at `offset` may become: first what its area usually covers, then what is near to
/// it, then any entry that begins as what is typed. What the area lists already is left out.
pub(super) fn terms(file: &AgentFile, offset: u32) -> Vec<Completion> {
    let Some(Entry::Item(index)) = file.expertise.at(offset) else { return Vec::new() };
    let Some(item) = file.expertise.item(index) else { return Vec::new() };
    let word = Span::new(item.span.start, offset.max(item.span.start));
    let typed = word.slice(&file.text).to_lowercase();
    let glossary = &*file.glossary;
    let mut known: Vec<&str> = Vec::new();
    let mut near: Vec<&Concept> = Vec::new();
    if let Some(area) = item.area.and_then(|area| file.expertise.area(area)) {
        let others = file.expertise.items.iter().filter(|other| other.area == item.area && other.span != item.span);
        known.extend(
            others.take(MOST_OTHERS).flat_map(|other| meaning(file, glossary, other).1).map(|found| &*found.concept.id),
        );
        let area = meaning_of_area(file, glossary, area).into_iter().find(|found| found.how.explains());
        if let Some(area) = area.map(|found| found.concept) {
            known.push(&area.id);
            let ids = area.covers.iter().chain(area.related.iter());
            near.extend(ids.filter_map(|id| glossary.concept(id)));
            near.extend(glossary.concepts().filter(|concept| concept.field == area.field));
        }
    }
    let anywhere = glossary.concepts().filter(|_| typed.chars().count() >= ENOUGH_LETTERS);
    let mut proposed: Vec<&Concept> = Vec::new();
    for concept in near.into_iter().chain(anywhere) {
        let is_new = !known.contains(&&*concept.id) && proposed.iter().all(|other| other.id != concept.id);
        if is_new && fits(concept, &typed) {
            proposed.push(concept);
        }
        if proposed.len() == MOST {
            break;
        }
    }
    (0u32..).zip(proposed).map(|(rank, concept)| proposal(concept, word, rank)).collect()
}

/// Whether a word of the name begins with what is typed.
fn fits(concept: &Concept, typed: &str) -> bool {
    let name = concept.short_name().to_lowercase();
    name.starts_with(typed) || name.split([' ', '-', '/']).any(|word| word.starts_with(typed))
}

fn proposal(concept: &Concept, word: Span, rank: u32) -> Completion {
    Completion {
        label: concept.short_name().to_owned(),
        kind: CompletionKind::Value,
        detail: concept.kind.label().to_owned(),
        edit: Edit { span: word, text: concept.short_name().to_owned() },
        snippet: None,
        additional: Vec::new(),
        rank,
        deprecated: false,
        asks_again: false,
        about: About::Term(concept.id.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use crate::ide::completion::{completions, documentation};
    use crate::ide::fixture::with_cursor;

    fn labels(body: &str) -> Vec<String> {
        let (file, offset) =
            with_cursor(&format!("---\nname: a\ndescription: Serves. Use for it.\n---\n\n## Expertise\n\n{body}"));
        completions(&file, offset).into_iter().map(|proposal| proposal.label).collect()
    }

    #[test]
    fn an_area_proposes_what_it_usually_covers_and_does_not_list_yet() {
        let found = labels("- **Authentication**: JWT tokens, s$0\n");
        assert!(found.iter().any(|label| label == "Sessions" || label == "Single sign-on"), "{found:?}");
        assert!(found.iter().all(|label| !label.contains("JSON Web Token")), "{found:?}");
    }

    #[test]
    fn some_letters_find_any_entry() {
        let found = labels("- graphq$0\n");
        assert!(found.contains(&"GraphQL".to_owned()), "{found:?}");
        assert!(labels("Prose is no i$0tem.\n").is_empty());
    }

    #[test]
    fn a_proposal_is_explained() {
        let (file, offset) =
            with_cursor("---\nname: a\ndescription: Serves. Use for it.\n---\n\n## Expertise\n\n- graphql$0\n");
        let first = completions(&file, offset).into_iter().find(|proposal| proposal.label == "GraphQL").unwrap();
        assert!(documentation(&file, &first.about).unwrap().starts_with("**GraphQL**"));
    }
}
