//! Which tool reads a file, told by its path alone.

use super::{Dialect, Place, all};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::sync::LazyLock;

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
    let mut found = PLACES.set.matches(path);
    if let Some(inside) = home.and_then(|home| below(path, home)) {
        found.extend(PLACES.set.matches(format!("~/{inside}")));
    }
    found.sort_unstable();
    found.dedup();
    let mut claims: Vec<Claim> = found
        .into_iter()
        .filter_map(|at| PLACES.claims.get(at).copied())
        .filter(|claim| !claim.dialect.skips(name))
        .collect();
    claims.sort_by_key(|claim| (std::cmp::Reverse(closeness(&claim.place.glob)), claim.place.gives_way));
    claims
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

/// The globs of all places, and what each stands for.
struct Places {
    set: GlobSet,
    /// By the number of the glob in `set`.
    claims: Vec<Claim>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let mut builder = GlobSetBuilder::new();
    let mut claims = Vec::new();
    for dialect in all() {
        for place in dialect.places.iter() {
            // A test holds that every glob can be read.
            if let Ok(glob) = GlobBuilder::new(&place.glob).literal_separator(true).build() {
                builder.add(glob);
                claims.push(Claim { dialect, place });
            }
        }
    }
    Places { set: builder.build().unwrap_or_else(|_| GlobSet::empty()), claims }
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
        let places: usize = all().iter().map(|dialect| dialect.places.len()).sum();
        assert_eq!(PLACES.claims.len(), places);
        assert_eq!(PLACES.set.len(), places);
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
        let tools = claims("/srv/shop/.github/agents/backend.md", None);
        assert!(tools.iter().any(|claim| claim.dialect.id == "copilot-cli"));
        assert!(tools.iter().skip_while(|claim| !claim.place.gives_way).all(|claim| claim.place.gives_way));
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
            claims("/home/ada/.claude/agents/backend.md", home).iter().map(|claim| claim.place.scope).collect()
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
