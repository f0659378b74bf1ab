//! Where a file stands among the folders of agents.

use crate::dialect::{Claim, Scope, claims};
use std::sync::Arc;

/// How folders of agents are called, in places of no tool.
const AGENTS: &str = "agents";

/// The folder of agents that a file lies in, and what it counts for there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// `None` for a file in no known place.
    pub scope: Option<Scope>,
    /// 1 wins over 2.
    pub precedence: u32,
    /// The folder of agents: `/srv/shop/.claude/agents`.
    pub root: Arc<str>,
    /// The folder that it belongs to: `/srv/shop`.
    pub base: Arc<str>,
    /// The file's path below the root.
    pub below: Arc<str>,
}

impl Place {
    /// The place of the file at `path`, which is absolute and has `/` separators, for the dialect
    /// called `dialect`. A file in no known place belongs to `otherwise`, the folder that was searched.
    pub fn of(path: &str, home: Option<&str>, dialect: &str, otherwise: &str) -> Place {
        let claim = claims(path, home).into_iter().find(|claim| claim.dialect.id == dialect);
        claim.and_then(|claim| Place::claimed(path, claim)).unwrap_or_else(|| {
            let base = otherwise.trim_end_matches('/');
            let below = path.strip_prefix(base).map_or(path, |below| below.trim_start_matches('/'));
            // A folder that is called so is one, whatever tool it is for.
            let inside = below.rfind(&format!("/{AGENTS}/")).map(|at| at + 1 + AGENTS.len());
            let inside = inside.or_else(|| below.strip_prefix(AGENTS)?.starts_with('/').then_some(AGENTS.len()));
            let root = path.len() - below.len() + inside.unwrap_or(0);
            let (root, below) = path.split_at_checked(root).unwrap_or((base, below));
            Place {
                scope: None,
                precedence: u32::MAX,
                root: root.trim_end_matches('/').into(),
                base: base.into(),
                below: below.trim_start_matches('/').into(),
            }
        })
    }

    fn claimed(path: &str, claim: Claim) -> Option<Place> {
        let glob = &claim.place.glob;
        // What all paths of the place have in common: `.claude/agents`.
        let names: Vec<&str> = glob.split('/').collect();
        let fixed: Vec<&str> = names
            .iter()
            .copied()
            .skip_while(|part| matches!(*part, "**" | "~" | ""))
            .take_while(|part| !part.contains(['*', '[', '?', '{']))
            .filter(|part| !part.ends_with(".md"))
            .collect();
        let folder = format!("/{}/", fixed.join("/"));
        // A relative path may begin with the folder itself.
        let lead = usize::from(!path.starts_with('/'));
        let slashed = format!("{}{path}", if lead == 0 { "" } else { "/" });
        let at = slashed.rfind(&folder)?;
        let root_end = (at + folder.len() - 1).checked_sub(lead)?;
        Some(Place {
            scope: Some(claim.place.scope),
            precedence: claim.place.precedence,
            root: path.get(..root_end)?.into(),
            base: path.get(..at.saturating_sub(lead))?.into(),
            below: path.get(root_end + 1..)?.into(),
        })
    }

    /// Whether agents of `other` can be called from here: those of the same folder, of the project
    /// and the projects around it, and those that count everywhere.
    pub fn sees(&self, other: &Place) -> bool {
        if self.root == other.root {
            return true;
        }
        match other.scope {
            Some(Scope::Project) => {
                self.scope.is_some_and(|scope| scope != Scope::Project) || is_within(&self.base, &other.base)
            }
            Some(_) => self.scope.is_some(),
            None => self.scope.is_none() && self.base == other.base,
        }
    }

    /// Whether an agent here wins over one of the same name there: the narrower scope, then the
    /// closer folder.
    pub fn wins_over(&self, other: &Place) -> bool {
        (self.precedence, std::cmp::Reverse(self.base.len())) < (other.precedence, std::cmp::Reverse(other.base.len()))
    }
}

fn is_within(folder: &str, around: &str) -> bool {
    folder.strip_prefix(around).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || around.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Place {
        let dialect = crate::dialect::of_path(path, Some("/home/ada")).map_or("claude-code", |dialect| &dialect.id);
        Place::of(path, Some("/home/ada"), dialect, "/srv")
    }

    #[test]
    fn a_place_is_a_folder_of_agents_and_what_it_belongs_to() {
        let of = |path| {
            let place = place(path);
            format!("{:?} {} {} {}", place.scope, place.root, place.base, place.below)
        };
        assert_eq!(of("/srv/shop/.claude/agents/a/b.md"), "Some(Project) /srv/shop/.claude/agents /srv/shop a/b.md");
        assert_eq!(of("/home/ada/.claude/agents/b.md"), "Some(User) /home/ada/.claude/agents /home/ada b.md");
        assert_eq!(of("/srv/.opencode/agent/t/b.md"), "Some(Project) /srv/.opencode/agent /srv t/b.md");
        assert_eq!(of("/srv/x/b.md"), "None /srv /srv x/b.md");
        assert_eq!(of("/srv/x/agents/y/b.md"), "None /srv/x/agents /srv y/b.md");
        assert_eq!(of(".claude/agents/b.md"), "Some(Project) .claude/agents  b.md");
        assert_eq!(of("C:/shop/.claude/agents/b.md"), "Some(Project) C:/shop/.claude/agents C:/shop b.md");
        assert_eq!(of("//host/x/.claude/agents/b.md"), "Some(Project) //host/x/.claude/agents //host/x b.md");
    }

    #[test]
    fn the_projects_around_and_the_users_own_agents_are_seen() {
        let inner = place("/srv/shop/web/.claude/agents/a.md");
        let outer = place("/srv/shop/.claude/agents/a.md");
        let user = place("/home/ada/.claude/agents/a.md");
        let other = place("/srv/shopping/.claude/agents/a.md");
        assert!(inner.sees(&outer) && !outer.sees(&inner) && inner.sees(&user) && user.sees(&inner));
        assert!(!other.sees(&outer) && !outer.sees(&other));
        assert!(inner.wins_over(&outer) && outer.wins_over(&user) && !user.wins_over(&outer));
    }
}
