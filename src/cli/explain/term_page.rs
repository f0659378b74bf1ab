//! The pages of the glossary's terms.

use super::{Kind, Page};
use crate::glossary::{self, Concept, Context, Glossary, How};
use std::fmt::Write;

/// The terms with a name for which `is` holds.
pub fn find(is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    let named = |concept: &&Concept| is(&concept.id) || concept.phrases().any(is);
    Glossary::built_in().concepts().filter(named).map(page).collect()
}

/// The terms that a phrase means, spelt as files spell it: `JWT token`, `RBAC/ABAC`.
pub fn meant_by(phrase: &str) -> Vec<Page> {
    let found = glossary::explain(Glossary::built_in(), phrase, &Context::default());
    found.into_iter().filter(|found| found.how != How::Part).map(|found| page(found.concept)).collect()
}

/// All names that terms have.
pub fn names() -> impl Iterator<Item = &'static str> {
    Glossary::built_in().concepts().flat_map(Concept::phrases)
}

fn page(concept: &Concept) -> Page {
    let glossary = Glossary::built_in();
    let field = glossary.field(&concept.field).map_or("", |field| &*field.label);
    let mut text =
        format!("# {} · {} · {field}\n\n{}\n", concept.name, concept.kind.label(), concept.definition.trim());
    list(&mut text, "An agent with this expertise", &concept.expected);
    list(&mut text, "Watch out", &concept.watch_out);
    let names = |ids: &[crate::fact::Str]| -> String {
        let names = ids.iter().filter_map(|id| Some(glossary.concept(id)?.short_name()));
        names.collect::<Vec<_>>().join(", ")
    };
    // Writing to a string does not fail.
    if !concept.covers.is_empty() {
        let _ = write!(text, "\nOften covers: {}\n", names(&concept.covers));
    }
    if !concept.related.is_empty() {
        let _ = write!(text, "\nRelated: {}\n", names(&concept.related));
    }
    if let Some(home) = &concept.home {
        let _ = write!(text, "\n<{home}>\n");
    }
    Page { kind: Kind::Term, name: concept.name.to_string(), dialect: None, text }
}

fn list(text: &mut String, title: &str, lines: &[crate::fact::Str]) {
    for (at, line) in lines.iter().enumerate() {
        if at == 0 {
            let _ = write!(text, "\n{title}:\n\n");
        }
        let _ = writeln!(text, "- {line}");
    }
}
