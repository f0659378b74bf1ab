//! Where a converted or new file belongs.

use crate::dialect::{Dialect, Place, Scope, claims};

/// The path of a file called `file_name` among the agents of `target`: next to the source's own folder of
/// agents, in the user's home where the source is there. `None` where the target has no such place.
///
/// Paths have `/` separators; `home` is the user's home folder.
pub fn target_path(source: &str, home: Option<&str>, target: &Dialect, file_name: &str) -> Option<String> {
    let home = home.map(|home| home.trim_end_matches('/')).filter(|home| !home.is_empty());
    let of_user = claims(source, home).first().is_some_and(|claim| claim.place.scope == Scope::User);
    if let (true, Some(home)) = (of_user, home) {
        return path_in(target, Scope::User, home, file_name);
    }
    path_in(target, Scope::Project, root_of(source, home), file_name)
}

/// The path of a file among the agents of a project or of a user, below `root`.
pub fn path_in(target: &Dialect, scope: Scope, root: &str, file_name: &str) -> Option<String> {
    let places = target.places.iter().filter(|place| place.scope == scope);
    let fitting = places.min_by_key(|place| (place.gives_way, folder_of(place).is_none()))?;
    let folder = folder_of(fitting)?;
    let between = if root.is_empty() || root.ends_with('/') { "" } else { "/" };
    Some(format!("{root}{between}{folder}/{file_name}"))
}

/// The folder of the project that a file of agents belongs to; its own folder for a file elsewhere.
/// Empty for the current one.
pub fn root_of<'a>(source: &'a str, home: Option<&str>) -> &'a str {
    let own = source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = claims(source, home).first().and_then(|claim| folder_of(claim.place));
    let Some(folder) = folder else { return own };
    if source.starts_with(&format!("{folder}/")) {
        return "";
    }
    source.find(&format!("/{folder}/")).and_then(|at| source.get(..at)).unwrap_or(own)
}

/// The folder that a place's glob names, from the root of the project or the home folder.
fn folder_of(place: &Place) -> Option<String> {
    let rest = place.glob.strip_prefix("**/").or_else(|| place.glob.strip_prefix("~/"))?;
    let parts: Vec<&str> = rest.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The name of the file of an agent: what a file's name can't hold becomes a dash.
pub fn file_name(target: &Dialect, name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' };
    format!("{}{}", name.chars().map(plain).collect::<String>(), ending(target))
}

/// What a file name has to end with to be found in the target's place for projects.
pub fn ending(target: &Dialect) -> &str {
    let fits = |ending: &&str| {
        let Some(path) = path_in(target, Scope::Project, "/x", &format!("a{ending}")) else { return false };
        claims(&path, None).iter().any(|claim| claim.dialect.id == target.id)
    };
    let known = target.name.file_endings.iter().map(|ending| &**ending);
    known.chain([".md", ".agent.md"]).find(fits).unwrap_or(".md")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{all, named, of_path};

    #[test]
    fn a_file_goes_next_to_where_it_came_from() {
        let to = |source: &str, target: &str, name: &str| {
            target_path(source, Some("/home/ada"), named(target).unwrap(), name).unwrap()
        };
        assert_eq!(to("/srv/shop/.claude/agents/team/a.md", "gemini-cli", "a.md"), "/srv/shop/.gemini/agents/a.md");
        assert_eq!(to(".claude/agents/a.md", "opencode", "a.md"), ".opencode/agent/a.md");
        assert_eq!(to("/home/ada/.claude/agents/a.md", "qwen-code", "a.md"), "/home/ada/.qwen/agents/a.md");
        assert_eq!(to("/srv/shop/agents/a.md", "claude-code", "a.md"), "/srv/shop/agents/.claude/agents/a.md");
        assert_eq!(to("a.md", "claude-code", "a.md"), ".claude/agents/a.md");
    }

    #[test]
    fn each_tool_finds_what_is_put_in_its_place() {
        for target in all() {
            let Some(path) = target_path("/srv/x.md", None, target, &format!("x{}", ending(target))) else { continue };
            assert!(claims(&path, None).iter().any(|claim| claim.dialect.id == target.id), "{path}");
            assert!(of_path(&path, None).is_some());
        }
    }
}
