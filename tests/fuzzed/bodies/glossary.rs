//! What a phrase means: found within it, and the same each time.

use agentls::glossary::{Context, Glossary, ProjectGlossary, explain};

pub fn glossary(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(4, '\n');
    let mut part = || parts.next().unwrap_or_default();
    let (phrase, area, agent, description) = (part(), part(), part(), part());
    let context = Context { area, agent, description };
    let found = explain(Glossary::built_in(), phrase, &context);
    assert!(found.len() <= 8);
    for (at, one) in found.iter().enumerate() {
        assert!(phrase.get(one.span.range()).is_some_and(|words| !words.is_empty()), "{:?} in {phrase:?}", one.span);
        assert!(found[..at].iter().all(|other| other.concept.id != one.concept.id), "{} twice", one.concept.id);
    }
    let again = explain(Glossary::built_in(), phrase, &context);
    assert!(
        found.iter().map(|one| (&one.concept.id, one.span)).eq(again.iter().map(|one| (&one.concept.id, one.span)))
    );
    // The same bytes as a project's own glossary.
    let own = ProjectGlossary::read(&text);
    explain(&own.glossary, phrase, &context);
}
