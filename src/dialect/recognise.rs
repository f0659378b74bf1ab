//! Which tool reads a file: told by its path, by a plugin's manifest beside it, and last by its keys.

use super::{Dialect, Evidence, Place, all, named};
use globset::{GlobBuilder, GlobMatcher};
use std::sync::{LazyLock, OnceLock};

/// The dialect whose tool reads the file at `path`; the closest claim where there are more.
///
/// `path` is best absolute, with `/` separators: of a relative one only the folders that it names
/// are seen. `home` is the user's home folder, likewise, for places that begin with `~/`.
pub fn of_path(path: &str, home: Option<&str>) -> Option<&'static Dialect> {
    claims(path, home).first().map(|claim| claim.dialect)
}

/// A tool that reads a file, and the place by which it does.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    pub dialect: &'static Dialect,
    pub place: &'static Place,
}

/// All tools that read the file at `path`, the closest first: a place under the home folder before
/// any other, then the place that names more of the path, then those that do not give way, then the order of
/// the dialects.
pub fn claims(path: &str, home: Option<&str>) -> Vec<Claim> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let in_home = home.and_then(|home| below(path, home)).map(|inside| format!("~/{inside}"));
    let covers = |place: &&PlaceGlob| place.covers(path) || in_home.as_deref().is_some_and(|path| place.covers(path));
    let mut claims: Vec<Claim> = PLACES
        .iter()
        .filter(covers)
        .map(|place| place.claim)
        .filter(|claim| claim.place.beside.is_none() && !claim.dialect.skips(name))
        .collect();
    claims.sort_by_key(|claim| (std::cmp::Reverse(closeness(&claim.place.glob)), claim.place.gives_way));
    claims
}

/// The dialect of an agent that a plugin brings along, told by the plugin's manifest. `is_there` says
/// whether there is a file at a path; the folder closest to the agent is asked about first.
pub fn of_manifest(path: &str, is_there: impl Fn(&str) -> bool) -> Option<&'static Dialect> {
    let name = path.rsplit('/').next().unwrap_or(path);
    PLACES.iter().filter(|place| place.covers(path)).map(|place| place.claim).find_map(|claim| {
        let manifest = claim.place.beside.as_deref().filter(|_| !claim.dialect.skips(name))?;
        let folder = agents_folder(&claim.place.glob)?;
        let mut plugins = path.rmatch_indices('/').filter_map(|(at, _)| {
            let (above, below) = path.split_at_checked(at)?;
            below.strip_prefix('/')?.strip_prefix(folder)?.starts_with('/').then_some(above)
        });
        plugins.any(|plugin| is_there(&format!("{plugin}/{manifest}"))).then_some(claim.dialect)
    })
}

const USUAL: &str = "claude-code";

/// The dialect that is meant where nothing tells.
pub fn usual() -> Option<&'static Dialect> {
    named(USUAL)
}

/// The dialect of a file that lies in no known place: of those whose required keys it has, the one that
/// knows most of its keys; of equals the usual one, unless another knows all its tools and that one
/// none. A file's name may have an ending that only some tools give (`.agent.md`): then it is one of those.
///
/// `None` where it is no agent: a name and a description make one, and so does a description with a
/// key that the usual dialect does not have.
pub fn of_content(name: &str, keys: &[&str], tools: &[&str]) -> Option<&'static Dialect> {
    let ends = |dialect: &Dialect| {
        dialect
            .name
            .file_endings
            .iter()
            .any(|ending| *ending != ".md" && ending.starts_with('.') && name.ends_with(&**ending))
    };
    let known = |dialect: &Dialect| {
        let knows = |key: &&&str| dialect.fields.iter().any(|f| f.key == ***key && f.without_effect.is_none());
        keys.iter().filter(knows).count()
    };
    let has_required = |dialect: &Dialect| {
        dialect.fields.iter().filter(|field| field.required).all(|field| keys.contains(&&*field.key))
    };
    let sure = |dialect: &&Dialect| dialect.evidence != Evidence::Unverified && dialect.extends.is_none();
    let named_so: Vec<&'static Dialect> = all().iter().filter(|dialect| sure(dialect) && ends(dialect)).collect();
    let is_named_so = !named_so.is_empty();
    let candidates = match is_named_so {
        true => named_so,
        false => all().iter().filter(|dialect| sure(dialect) && has_required(dialect)).collect(),
    };
    let most = candidates.iter().map(|dialect| known(dialect)).max()?;
    let mut best: Vec<&'static Dialect> = candidates.into_iter().filter(|dialect| known(dialect) == most).collect();
    best.sort_by_key(|dialect| (dialect.id != USUAL, dialect.places.iter().any(|place| place.gives_way)));
    let names = |dialect: &Dialect, tool: &str| {
        let aliases = |of: &super::Tool| of.aliases.iter().any(|alias| alias.name == tool);
        dialect.tools.iter().any(|known| known.name == tool || aliases(known))
    };
    let first = best.first()?;
    let meant = match tools.iter().any(|tool| names(first, tool)) {
        true => first,
        false => best
            .iter()
            .find(|dialect| !tools.is_empty() && tools.iter().all(|tool| names(dialect, tool)))
            .unwrap_or(first),
    };
    let has = |key| keys.contains(&key);
    let usual = usual().map_or(0, known);
    let is_agent = is_named_so || has("description") && (has("name") || most > usual);
    is_agent.then_some(meant)
}

/// Whether a folder is called like one that some tool looks for agents in.
pub fn is_agents_folder(name: &str) -> bool {
    PLACES.iter().any(|place| agents_folder(&place.claim.place.glob) == Some(name))
}

/// The last folder that a glob names.
fn agents_folder(glob: &str) -> Option<&str> {
    glob.rsplit('/').skip(1).find(|part| !part.contains('*'))
}

/// What is left of `path` below the folder `home`.
fn below<'a>(path: &'a str, home: &str) -> Option<&'a str> {
    let home = home.trim_end_matches('/');
    if home.is_empty() {
        return None;
    }
    path.strip_prefix(home)?.strip_prefix('/')
}

/// How much of a path a glob pins down.
fn closeness(glob: &str) -> (bool, usize) {
    (glob.starts_with("~/"), glob.chars().filter(|c| !matches!(c, '*' | '?' | '/')).count())
}

/// A place with the glob that tells its files.
struct PlaceGlob {
    claim: Claim,
    /// What every path that the glob covers holds. Few paths get past that, so that hardly a glob has to be
    /// made: making all of them takes longer than the analysis of a file.
    fixed: &'static str,
    glob: OnceLock<Option<GlobMatcher>>,
}

impl PlaceGlob {
    fn new(dialect: &'static Dialect, place: &'static Place) -> PlaceGlob {
        // What stands in brackets or braces is one of several.
        let plain = place.glob.split(['[', '{']).next().unwrap_or("");
        // `**/` may stand for nothing, the slash behind it included.
        let runs = plain.split(['*', '?']).map(|run| run.trim_matches('/'));
        let fixed = runs.max_by_key(|run| run.len()).unwrap_or("");
        PlaceGlob { claim: Claim { dialect, place }, fixed, glob: OnceLock::new() }
    }

    fn covers(&self, path: &str) -> bool {
        path.contains(self.fixed) && self.matcher().is_some_and(|glob| glob.is_match(path))
    }

    /// A test holds that every glob can be read.
    fn matcher(&self) -> Option<&GlobMatcher> {
        let made = || GlobBuilder::new(&self.claim.place.glob).literal_separator(true).build().ok();
        self.glob.get_or_init(|| made().map(|glob| glob.compile_matcher())).as_ref()
    }
}

/// All places, in the order of the dialects.
static PLACES: LazyLock<Vec<PlaceGlob>> = LazyLock::new(|| {
    let places = |dialect: &'static Dialect| dialect.places.iter().map(move |place| PlaceGlob::new(dialect, place));
    all().iter().flat_map(places).collect()
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Scope;

    fn id(path: &str) -> Option<&'static str> {
        of_path(path, Some("/home/ada")).map(|dialect| &*dialect.id)
    }

    #[test]
    fn every_place_of_every_dialect_can_be_read() {
        for place in PLACES.iter() {
            assert!(place.matcher().is_some(), "{}", place.claim.place.glob);
            assert!(place.fixed.len() > 2, "{}: {:?} is in many paths", place.claim.place.glob, place.fixed);
        }
    }

    #[test]
    fn hardly_a_glob_is_made_for_a_path() {
        let made = |path: &str| {
            let places: Vec<PlaceGlob> = all()
                .iter()
                .flat_map(|dialect| dialect.places.iter().map(|place| PlaceGlob::new(dialect, place)))
                .collect();
            places.iter().filter(|place| place.covers(path) || place.glob.get().is_some()).count()
        };
        assert!(PLACES.len() > 40);
        assert!(made("/srv/shop/.claude/agents/backend.md") <= 8, "{}", made("/srv/shop/.claude/agents/backend.md"));
        assert_eq!(made("/srv/shop/src/main.rs"), 0);
    }

    #[test]
    fn agents_of_a_project_are_known_wherever_it_lies() {
        assert_eq!(id("/srv/shop/.claude/agents/backend.md"), Some("claude-code"));
        assert_eq!(id("/srv/shop/.claude/agents/team/api/backend.md"), Some("claude-code"));
        assert_eq!(id(".claude/agents/backend.md"), Some("claude-code"));
        assert_eq!(id("C:/shop/.claude/agents/backend.md"), Some("claude-code"));
    }

    #[test]
    fn each_tool_has_its_own_places() {
        assert_eq!(id("/srv/shop/.gemini/agents/backend.md"), Some("gemini-cli"));
        assert_eq!(id("/srv/shop/.gemini/agents/_draft.md"), None);
        assert_eq!(id("/srv/shop/.gemini/agents/team/backend.md"), None);
        assert_eq!(id("/srv/shop/.qwen/agents/backend.md"), Some("qwen-code"));
        assert_eq!(id("/srv/shop/.opencode/agent/team/backend.md"), Some("opencode"));
        assert_eq!(id("/home/ada/.config/opencode/agents/backend.md"), Some("opencode"));
        assert_eq!(id("/home/ada/.copilot/agents/backend.md"), Some("copilot-cli"));
        assert_eq!(id("/srv/shop/.cursor/agents/backend.md"), Some("cursor"));
        assert_eq!(id("/srv/shop/.factory/droids/backend.md"), Some("factory"));
        assert_eq!(id("/srv/shop/.kiro/agents/backend.md"), Some("kiro"));
        assert_eq!(id("/srv/shop/.devin/agents/backend/AGENT.md"), Some("devin"));
        assert_eq!(id("/srv/shop/.devin/agents/backend/notes.md"), None);
        assert_eq!(id("/home/ada/.claude/plugins/cache/a/b/agents/backend.md"), Some("claude-plugin"));
        assert_eq!(id("/srv/market/plugins/shop/agents/team/backend.md"), Some("claude-plugin"));
        assert_eq!(id("/srv/market/agents/backend.md"), None);
        assert_eq!(id("/srv/shop/.github/agents/backend.agent.md"), Some("vscode"));
        assert_eq!(id("/srv/shop/.github/agents/backend.md"), Some("vscode"));
        assert_eq!(id("/srv/shop/.github/agents/README.md"), Some("copilot-cli"));
        assert_eq!(id("/srv/shop/.github/chatmodes/plan.md"), Some("vscode"));
        assert_eq!(id("/srv/shop/docs/plan.chatmode.md"), Some("vscode"));
        assert_eq!(id("/srv/shop/.claude/agents/plan.agent.md"), Some("claude-code"));
        let tools = claims("/srv/shop/.github/agents/backend.md", None);
        assert!(tools.iter().any(|claim| claim.dialect.id == "copilot-cli"));
        assert!(tools.iter().skip_while(|claim| !claim.place.gives_way).all(|claim| claim.place.gives_way));
    }

    #[test]
    fn a_file_of_several_tools_belongs_to_the_one_whose_folder_it_is() {
        let found = claims("/srv/shop/.claude/agents/backend.md", None);
        let tools: Vec<&str> = found.iter().map(|claim| &*claim.dialect.id).collect();
        assert_eq!(tools.first(), Some(&"claude-code"));
        assert!(tools.contains(&"cursor"), "{tools:?}");
    }

    #[test]
    fn a_plugin_is_known_by_its_manifest() {
        let of = |path: &str, manifest: &str| of_manifest(path, |file| file == manifest).map(|dialect| &*dialect.id);
        let manifest = "/srv/kit/.claude-plugin/plugin.json";
        assert_eq!(of("/srv/kit/agents/a.md", manifest), Some("claude-plugin"));
        assert_eq!(of("/srv/kit/agents/team/agents/a.md", manifest), Some("claude-plugin"));
        assert_eq!(of("/srv/kit/other/agents/a.md", manifest), None);
        assert_eq!(of("/srv/kit/a.md", manifest), None);
        assert_eq!(of("/srv/kit/agents/a.txt", manifest), None);
        assert_eq!(of("agents/a.md", manifest), None);
        assert_eq!(of("/srv/kit/agents/a.md", "/srv/kit/gemini-extension.json"), Some("gemini-cli"));
    }

    #[test]
    fn the_keys_tell_where_no_place_does() {
        let of = |name: &str, keys: &[&str], tools: &[&str]| of_content(name, keys, tools).map(|dialect| &*dialect.id);
        let both = ["name", "description"];
        assert_eq!(of("a.md", &both, &[]), Some("claude-code"));
        assert_eq!(of("a.md", &["name", "description", "tools", "category"], &["Read"]), Some("claude-code"));
        assert_eq!(of("a.md", &["name", "description", "permissionMode", "memory"], &[]), Some("claude-code"));
        assert_eq!(of("a.md", &["description", "mode", "permission"], &[]), Some("opencode"));
        assert_eq!(of("a.md", &["name", "description", "kind", "max_turns"], &[]), Some("gemini-cli"));
        assert_eq!(of("a.md", &["name", "description", "tools"], &["read_file", "replace"]), Some("gemini-cli"));
        assert_eq!(of("a.md", &["name", "description", "tools"], &["read_file", "Bash"]), Some("claude-code"));
        assert_eq!(of("a.md", &["name", "description", "approvalMode"], &[]), Some("qwen-code"));
        assert_eq!(of("a.md", &["name", "description", "readonly"], &[]), Some("cursor"));
        assert_eq!(of("a.md", &["name", "description", "reasoningEffort"], &[]), Some("factory"));
        let named_so = of("a.agent.md", &["description", "tools"], &["Read"]).unwrap();
        assert!(
            named("copilot-cli").is_some_and(|d| d.id == named_so) || named("vscode").is_some_and(|d| d.id == named_so)
        );
        for keys in [&["name"][..], &["description"], &["title", "description"], &["mode"], &[]] {
            assert_eq!(of("a.md", keys, &[]), None, "{keys:?}");
        }
    }

    #[test]
    fn folders_of_agents_have_the_names_that_tools_give() {
        for name in ["agents", "agent", "droids"] {
            assert!(is_agents_folder(name), "{name}");
        }
        for name in ["docs", ".claude", "*", ""] {
            assert!(!is_agents_folder(name), "{name}");
        }
    }

    #[test]
    fn other_files_are_not() {
        assert_eq!(id("/srv/shop/README.md"), None);
        assert_eq!(id("/srv/shop/.claude/commands/deploy.md"), None);
        assert_eq!(id("/srv/shop/.claude/agents/backend.mdx"), None);
        assert_eq!(id("/srv/shop/.claude/agents/backend.MD"), None);
        assert_eq!(id("/srv/shop/agents.claude/agents/x/.md.txt"), None);
        assert_eq!(id(""), None);
    }

    #[test]
    fn a_place_under_the_home_folder_comes_first() {
        let scopes = |home| -> Vec<Scope> {
            let found = claims("/home/ada/.claude/agents/backend.md", home);
            let own = found.iter().filter(|claim| claim.dialect.id == "claude-code");
            own.map(|claim| claim.place.scope).collect()
        };
        assert_eq!(scopes(Some("/home/ada")), [Scope::User, Scope::Project]);
        assert_eq!(scopes(Some("/home/ada/")), [Scope::User, Scope::Project]);
        assert_eq!(scopes(Some("/home/ad")), [Scope::Project]);
        assert_eq!(scopes(Some("")), [Scope::Project]);
        assert_eq!(scopes(None), [Scope::Project]);
    }

    #[test]
    fn a_glob_is_not_taken_for_a_path() {
        assert_eq!(id("~/notes/x.md"), None);
        assert_eq!(id("/[/.claude/agents/{a,b}.md"), Some("claude-code"));
    }
}
