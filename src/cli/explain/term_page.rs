//! The pages of the glossary's terms.

use super::{Kind, Page};
use crate::glossary::{Concept, Glossary};
use crate::ide::hover::expertise;

/// The terms with a name for which `is` holds.
pub fn find(is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    let glossary = Glossary::built_in();
    glossary
        .concepts()
        .filter(|concept| is(&concept.id) || concept.phrases().any(is))
        .map(|concept| page(glossary, concept))
        .collect()
}

/// All names that terms have.
pub fn names() -> Vec<&'static str> {
    Glossary::built_in().concepts().map(|concept| &*concept.name).collect()
}

fn page(glossary: &Glossary, concept: &Concept) -> Page {
    Page {
        kind: Kind::Term,
        name: concept.name.to_string(),
        dialect: None,
        text: expertise::concept_page(glossary, concept),
    }
}
