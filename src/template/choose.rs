//! Which kind of work an agent does, by the words of its name, description and headings.

use super::library::Library;
use super::schema::Template;
use super::words::{fits, hold, words};

/// What is known of an agent.
#[derive(Clone, Debug, Default)]
pub struct Evidence<'a> {
    pub name: &'a str,
    pub description: &'a str,
    /// The titles of its sections.
    pub headings: Vec<&'a str>,
}

/// The kind of work that an agent is taken to do where nothing tells.
const USUAL_KIND: &str = "implement";

/// A name is chosen to say what the agent does, a description says it among other things, a
/// heading may speak of the work of others.
const NAME_COUNTS: u32 = 4;
const DESCRIPTION_COUNTS: u32 = 2;
const HEADING_COUNTS: u32 = 1;

/// One template for each kind of work, in `language` where there is one: a project's own before the others, then the
/// kind that fits best first. Kinds that fit equally well stay in the order of the library, implementation first.
pub fn rank<'a>(library: &Library<'a>, evidence: &Evidence<'_>, language: &str) -> Vec<&'a Template> {
    let name = InOrder::of(words(evidence.name));
    let description = InOrder::of(words(evidence.description));
    let headings = InOrder::of(words(&first_different(&evidence.headings).join(" / ")));
    let places = [(&name, NAME_COUNTS), (&description, DESCRIPTION_COUNTS), (&headings, HEADING_COUNTS)];

    let mut ranked: Vec<(u32, &'a Template)> = library
        .kinds()
        .into_iter()
        .filter_map(|kind| {
            let template = library.template(kind, language)?;
            Some((places.iter().map(|(words, counts)| counts * fit(library, kind, words)).sum(), template))
        })
        .collect();
    ranked.sort_by_key(|(score, template)| {
        (!library.is_own(template), std::cmp::Reverse(*score), template.kind != USUAL_KIND)
    });
    ranked.into_iter().map(|(_, template)| template).collect()
}

/// Headings beyond this number tell nothing new.
const MOST_HEADINGS: usize = 64;

/// The first headings, each once.
fn first_different<'a>(headings: &[&'a str]) -> Vec<&'a str> {
    let mut different: Vec<&str> = Vec::new();
    for heading in headings.iter().take(MOST_HEADINGS * 4) {
        if different.len() < MOST_HEADINGS && !different.contains(heading) {
            different.push(heading);
        }
    }
    different
}

/// Words, and the same in the order of the alphabet: hundreds of patterns are asked for, and most begin with a word that is
/// not there.
struct InOrder {
    words: Vec<String>,
    sorted: Vec<String>,
}

impl InOrder {
    fn of(words: Vec<String>) -> InOrder {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        sorted.dedup();
        InOrder { words, sorted }
    }

    /// Whether the first word of `pattern` is there.
    fn may_hold(&self, pattern: &str) -> bool {
        let first = pattern.split(' ').next().unwrap_or(pattern);
        let begin = first.strip_suffix('*').unwrap_or(first);
        let at = self.sorted.partition_point(|word| &**word < begin);
        self.sorted.get(at).is_some_and(|word| fits(word, first))
    }
}

/// The weights of a kind's signs that the words hold, each sign counted once whatever the language.
fn fit(library: &Library<'_>, kind: &str, words: &InOrder) -> u32 {
    let signs = library.templates().filter(|template| template.kind == kind).flat_map(|template| template.signs.iter());
    let mut seen: Vec<&str> = Vec::new();
    let mut sum = 0;
    for (weight, pattern) in signs.flat_map(|group| group.words.iter().map(|pattern| (group.weight, &**pattern))) {
        if words.may_hold(pattern) && !seen.contains(&pattern) && hold(&words.words, pattern) {
            seen.push(pattern);
            sum += weight;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, description: &str, headings: &[&str]) -> &'static str {
        let evidence = Evidence { name, description, headings: headings.to_vec() };
        &rank(&Library::built_in(), &evidence, "en").first().unwrap().kind
    }

    #[test]
    fn the_kind_is_read_from_name_and_description() {
        let agents = [
            (
                "storefront-api",
                "Builds the HTTP endpoints of the shop in Go and keeps its middleware tidy.",
                "implement",
            ),
            ("react-developer", "Use for any component or page of the web app. Writes tests as well.", "implement"),
            ("python-pro", "Writes idiomatic Python with type hints, generators and tests.", "implement"),
            ("code-reviewer", "Reviews pull requests. Use after every change, before merging.", "review"),
            ("style-critic", "Reads a diff and tells what hurts readability.", "review"),
            ("sprint-planner", "Breaks down a feature into steps with owners and estimates.", "plan"),
            ("orchestrator", "Delegates tasks to the other agents and tracks dependencies.", "plan"),
            ("debugger", "Finds the root cause of errors and failing tests.", "debug"),
            ("crash-hunter", "Reproduces crashes, reads the stack trace and bisects to the bug.", "debug"),
            ("qa", "Runs the test suite and writes missing unit tests.", "test"),
            ("test-automator", "Automates end to end tests with Playwright in CI.", "test"),
            ("market-researcher", "Gathers sources on competitors and compares them.", "research"),
            ("docs-writer", "Keeps README, guides and API documentation up to date.", "write"),
            ("tutorial-author", "Writes step-by-step tutorials for newcomers.", "write"),
            ("security-reviewer", "Looks for vulnerabilities such as injection and leaked secrets.", "secure"),
            ("threat-modeler", "Threat models a new service and lists attackers.", "secure"),
            ("devops", "Deploys services to Kubernetes and maintains the pipelines.", "operate"),
            ("incident-responder", "Leads the response to outages in production.", "incident"),
            ("api-designer", "Designs REST and GraphQL contracts with versioning.", "api"),
            ("database-architect", "Schema design, indexes and migrations.", "schema"),
            ("performance-engineer", "Profiles services and removes bottlenecks.", "performance"),
            ("data-scientist", "Answers questions with SQL and statistics over BigQuery.", "analyse"),
            ("programador", "Implementa funcionalidades en el servidor.", "implement"),
            ("revisor", "Revisa los cambios y señala problemas de legibilidad.", "review"),
            ("planificador", "Divide el trabajo en tareas con hitos y dependencias.", "plan"),
            ("depurador", "Encuentra la causa raíz de los errores.", "debug"),
            ("redactora", "Escribe guías y documentación para usuarios.", "write"),
            ("auditor", "Auditoría de seguridad de la aplicación: vulnerabilidades y secretos.", "secure"),
        ];
        // Spanish descriptions under English names, as bilingual teams write them.
        let bilingual = [
            (
                "frontend",
                "Especialista en interfaces con React, componentes accesibles y estado del cliente.",
                "implement",
            ),
            ("database", "Diseño de esquemas, migraciones y consultas para PostgreSQL.", "schema"),
            ("api-designer", "Diseña contratos REST y GraphQL con versionado y documentación.", "api"),
            ("security", "Audita el código en busca de vulnerabilidades y secretos.", "secure"),
            ("performance", "Mide y elimina cuellos de botella; optimiza consultas.", "performance"),
            ("devops", "Despliegues, infraestructura y observabilidad.", "operate"),
            ("tester", "Escribe pruebas unitarias y de extremo a extremo.", "test"),
            ("docs", "Redacta guías y manuales.", "write"),
        ];
        let wrong: Vec<_> = agents
            .iter()
            .chain(&bilingual)
            .map(|(name, description, expected)| (*name, *expected, kind(name, description, &[])))
            .filter(|(_, expected, found)| expected != found)
            .collect();
        assert_eq!(wrong, []);
    }

    #[test]
    fn headings_decide_where_name_and_description_do_not() {
        assert_eq!(kind("aurora", "Helps the team.", &["Threat Modeling", "OWASP Top Ten"]), "secure");
    }

    #[test]
    fn an_agent_that_tells_nothing_is_taken_to_implement() {
        assert_eq!(kind("", "", &[]), "implement");
        assert_eq!(kind("aurora", "日本語", &["…"]), "implement");
    }

    #[test]
    fn every_kind_is_offered_once_in_the_language_asked_for() {
        let library = Library::built_in();
        let ranked = rank(&library, &Evidence::default(), "es");
        assert_eq!(ranked.len(), library.kinds().len());
        assert!(ranked.iter().all(|template| template.language == "es"));
    }
}
