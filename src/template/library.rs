//! Several sets of output formats as one: a project's own before those of agentls.

use super::schema::{SectionForm, Starter, StarterHeadings, Template, TemplateSet, Topic, Wording};
use super::words::{fold, hold, words};

/// Sets of output formats, the first of which has precedence.
#[derive(Clone, Debug)]
pub struct Library<'a> {
    sets: Vec<&'a TemplateSet>,
}

impl Library<'static> {
    /// The formats that agentls brings along.
    pub fn built_in() -> Library<'static> {
        Library { sets: vec![super::built_in()] }
    }
}

impl<'a> Library<'a> {
    /// `own` sets before the ones of agentls: a template of the same kind and language, and a
    /// topic or wording of the same name and language, stand in for the built-in one.
    pub fn with_own(own: &[&'a TemplateSet]) -> Library<'a> {
        Library { sets: own.iter().copied().chain([super::built_in()]).collect() }
    }

    /// Whether a project's own set has a template.
    pub(super) fn is_own(&self, template: &Template) -> bool {
        let own = self.sets.len().saturating_sub(1);
        self.sets.iter().take(own).flat_map(|set| set.templates.iter()).any(|other| std::ptr::eq(other, template))
    }

    /// All templates, those of the first set first.
    pub fn templates(&self) -> impl Iterator<Item = &'a Template> {
        self.sets.iter().flat_map(|set| set.templates.iter())
    }

    /// The kinds of work in the order of the sets, each once.
    pub fn kinds(&self) -> Vec<&'a str> {
        let mut kinds: Vec<&str> = Vec::new();
        for template in self.templates() {
            if !kinds.contains(&&*template.kind) {
                kinds.push(&template.kind);
            }
        }
        kinds
    }

    /// The template of a kind in `language`, else in English, else in any.
    pub fn template(&self, kind: &str, language: &str) -> Option<&'a Template> {
        let of_kind = |wanted: Option<&str>| {
            self.templates().find(|t| t.kind == kind && wanted.is_none_or(|language| t.language == language))
        };
        of_kind(Some(language)).or_else(|| of_kind(Some("en"))).or_else(|| of_kind(None))
    }

    /// The starter of a kind in `language`, else in English, with its headings.
    pub fn starter(&self, kind: &str, language: &str) -> Option<(&'a Starter, &'a StarterHeadings)> {
        let of = |language: &str| {
            let starter = self.sets.iter().flat_map(|set| set.starters.iter());
            let headings = self.sets.iter().flat_map(|set| set.starter_headings.iter());
            Some((
                starter.into_iter().find(|starter| starter.kind == kind && starter.language == language)?,
                headings.into_iter().find(|headings| headings.language == language)?,
            ))
        };
        of(language).or_else(|| of("en"))
    }

    /// The forms of sections in `language`, else in English.
    pub fn sections(&self, language: &str) -> Vec<&'a SectionForm> {
        let of = |language: &str| -> Vec<&'a SectionForm> {
            let forms = self.sets.iter().flat_map(|set| set.sections.iter());
            forms.filter(|form| form.language == language).collect()
        };
        let found = of(language);
        if found.is_empty() { of("en") } else { found }
    }

    pub fn topic(&self, id: &str, language: &str) -> Option<&'a Topic> {
        let mut topics = self.sets.iter().flat_map(|set| set.topics.iter());
        topics.find(|topic| topic.id == id && topic.language == language)
    }

    /// All languages that have a wording.
    pub fn wordings(&self) -> impl Iterator<Item = &'a Wording> {
        self.sets.iter().flat_map(|set| set.languages.iter())
    }

    /// The wording of `language`, else the English one.
    pub fn wording(&self, language: &str) -> Option<&'a Wording> {
        let of = |language: &str| self.wordings().find(|wording| wording.language == language);
        of(language).or_else(|| of("en"))
    }

    /// The language that most of the frequent small words of `text` belong to; `None` where no
    /// language leads.
    pub fn language_of(&self, text: &str) -> Option<&'a str> {
        let words = words(text);
        let count =
            |wording: &&Wording| words.iter().filter(|w| wording.common_words.contains(&w.as_str().into())).count();
        let best = self.wordings().max_by_key(count)?;
        let most = count(&best);
        let leads = most > 0 && self.wordings().filter(|w| w.language != best.language).all(|w| count(&w) < most);
        leads.then_some(&*best.language)
    }

    /// The language, runtime or framework that `text` names, as its makers write it.
    pub(super) fn stack_name(&self, text: &str) -> Option<&'a str> {
        let wanted = stack_key(text);
        let mut names = self.sets.iter().flat_map(|set| set.stacks.iter()).flat_map(|stack| stack.names.iter());
        names.find(|name| name.strip_suffix(".js").unwrap_or(name).eq_ignore_ascii_case(&wanted)).map(|name| &**name)
    }

    /// Whether an area whose name has these words holds languages or frameworks.
    pub(super) fn is_stack_area(&self, words: &[String]) -> bool {
        let mut stacks = self.sets.iter().flat_map(|set| set.stacks.iter());
        stacks.any(|stack| stack.areas.iter().any(|pattern| hold(words, pattern)))
    }
}

/// What is compared of a name: "Vue.js 3" and "Vue" are the same, "C#" and "C" are not.
fn stack_key(text: &str) -> String {
    let folded = fold(text);
    let mut parts: Vec<&str> = folded.split_whitespace().collect();
    while let [_, .., last] = parts.as_slice() {
        let version = last.trim_start_matches('v');
        if !version.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        parts.pop();
    }
    let key = parts.join(" ");
    match key.strip_suffix(".js") {
        Some(short) => short.to_owned(),
        None => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_projects_own_template_stands_in_for_the_built_in_one() {
        let mut own = TemplateSet::default();
        let mut review = Library::built_in().template("review", "en").unwrap().clone();
        review.body = "## VERDICT\n".into();
        own.templates.to_mut().push(review);
        let library = Library::with_own(&[&own]);
        assert_eq!(library.template("review", "en").unwrap().body, "## VERDICT\n");
        assert!(library.template("review", "es").unwrap().body.starts_with("## REVISIÓN"));
        assert_eq!(library.kinds().len(), Library::built_in().kinds().len());
    }

    #[test]
    fn a_language_without_the_kind_falls_back_to_english() {
        assert_eq!(Library::built_in().template("plan", "ja").unwrap().id, "plan-en");
        assert!(Library::built_in().template("dance", "en").is_none());
    }

    #[test]
    fn the_language_shows_in_the_small_words() {
        let library = Library::built_in();
        assert_eq!(library.language_of("Revisa los cambios de la rama y dice qué falta"), Some("es"));
        assert_eq!(library.language_of("Reviews the changes of a branch"), Some("en"));
        assert_eq!(library.language_of("JWT OAuth"), None);
    }

    #[test]
    fn names_of_the_stack_carry_no_version() {
        let names = super::super::built_in().stacks.iter().flat_map(|stack| stack.names.iter());
        let unreachable: Vec<_> = names.filter(|name| Library::built_in().stack_name(name).is_none()).collect();
        assert!(unreachable.is_empty(), "{unreachable:?}");
    }

    #[test]
    fn frameworks_are_known_by_name_with_or_without_version() {
        let library = Library::built_in();
        assert_eq!(library.stack_name("NODE.JS"), Some("Node.js"));
        assert_eq!(library.stack_name("Vue 3"), Some("Vue"));
        assert_eq!(library.stack_name("C#"), Some("C#"));
        assert_eq!(library.stack_name("REST principles"), None);
        assert!(library.is_stack_area(&words("Web Frameworks")));
    }
}
