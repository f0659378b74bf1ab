//! Which files an override is for.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Globs against the path below a folder, with `/` separators. As in `.gitignore`, a glob without a
/// slash fits at any depth, and one that fits a folder fits all that lies in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Globs {
    set: GlobSet,
}

impl Globs {
    /// Reads globs; those that can't be read match nothing, and are returned by their number with the reason.
    pub fn new<'a>(globs: impl Iterator<Item = &'a str>) -> (Globs, Vec<(usize, String)>) {
        let mut builder = GlobSetBuilder::new();
        let mut faults = Vec::new();
        for (at, glob) in globs.enumerate() {
            match forms(glob) {
                Ok(forms) => {
                    for form in forms {
                        builder.add(form);
                    }
                }
                Err(reason) => faults.push((at, reason)),
            }
        }
        (Globs { set: builder.build().unwrap_or_else(|_| GlobSet::empty()) }, faults)
    }

    pub fn fit(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

/// The globs that stand for one that was written.
fn forms(glob: &str) -> Result<[globset::Glob; 2], String> {
    if glob.split('/').any(|part| part == "..") {
        return Err("it leads out of the folder of the configuration".to_owned());
    }
    let below = glob.strip_prefix("./").or_else(|| glob.strip_prefix('/')).unwrap_or(glob).trim_end_matches('/');
    if below.is_empty() {
        return Err("nothing is written. For all files, leave the override out".to_owned());
    }
    let anchored = glob.trim_end_matches('/').contains('/') || below == "**";
    let whole = if anchored { below.to_owned() } else { format!("**/{below}") };
    let read = |glob: &str| {
        let glob = GlobBuilder::new(glob).literal_separator(true).build();
        glob.map_err(|fault| fault.kind().to_string())
    };
    Ok([read(&whole)?, read(&format!("{whole}/**"))?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(glob: &str, path: &str) -> bool {
        let (globs, faults) = Globs::new([glob].into_iter());
        assert_eq!(faults, []);
        globs.fit(path)
    }

    #[test]
    fn a_glob_without_a_slash_fits_at_any_depth() {
        assert!(fits("draft-*.md", "draft-a.md"));
        assert!(fits("draft-*.md", ".claude/agents/draft-a.md"));
        assert!(!fits("/draft-*.md", ".claude/agents/draft-a.md"));
        assert!(!fits(".claude/draft-*.md", ".claude/agents/draft-a.md"));
    }

    #[test]
    fn a_folder_stands_for_all_that_lies_in_it() {
        for glob in ["examples", "examples/", "./examples", "/examples/", "examples/**", "**/agents"] {
            assert!(fits(glob, "examples/.claude/agents/a.md"), "{glob}");
        }
        assert!(!fits("example", "examples/a.md"));
        assert!(fits("**", "a.md"));
        assert!(!fits("examples/*", "other/examples/a.md"));
    }

    #[test]
    fn what_can_not_be_read_is_said() {
        let (globs, faults) = Globs::new(["a[", "../b", "", "c"].into_iter());
        let numbers: Vec<usize> = faults.iter().map(|(at, _)| *at).collect();
        assert_eq!(numbers, [0, 1, 2]);
        assert!(globs.fit("c/a.md"));
        assert!(!globs.fit("a"));
    }
}
