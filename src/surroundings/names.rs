//! What the disk has to offer where an agent file names skills or MCP servers. Looked up when somebody asks to be
//! shown it: no analysis depends on it.

use super::mcp::names_under;
use super::read::read_file;
use crate::dialect::Dialect;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders of skills are looked through up to this number of entries.
const MOST_ENTRIES: usize = 2000;

/// Larger files define no servers that a person could choose from.
const MOST_BYTES: u64 = 1 << 20;

/// The skills that an agent at `file` can be given, by name, with what each says of itself.
pub fn skills(file: &Path, dialect: &Dialect) -> Vec<(String, String)> {
    let home = std::env::home_dir();
    let mut found = BTreeMap::new();
    for folder in dialect.skill_folders.iter() {
        let roots: Vec<PathBuf> = match folder.strip_prefix("~/") {
            Some(below) => home.iter().map(|home| home.join(below)).collect(),
            None => projects(file).map(|root| root.join(&**folder)).collect(),
        };
        for entry in roots.iter().filter_map(|root| root.read_dir().ok()).flatten().take(MOST_ENTRIES).flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Some(text) = text_of(&entry.path().join("SKILL.md")) else { continue };
            found.entry(name).or_insert_with(|| description(&text));
        }
    }
    found.into_iter().collect()
}

/// The MCP servers that a project defines for an agent at `file`, by name, with the file that does.
pub fn servers(file: &Path, dialect: &Dialect) -> Vec<(String, String)> {
    let mut found = BTreeMap::new();
    for defined in dialect.server_files.iter() {
        let texts = projects(file).filter_map(|root| text_of(&root.join(&*defined.path)));
        // The closest file counts.
        let names = texts.filter_map(|text| names_under(&defined.key, &text)).next().unwrap_or_default();
        for name in names {
            found.entry(name).or_insert_with(|| defined.path.to_string());
        }
    }
    found.into_iter().collect()
}

/// The folders that may be the project of a file: from its own up to the root of its repository; without one, those
/// around the folder whose name begins with a dot.
fn projects(file: &Path) -> impl Iterator<Item = &Path> {
    let folder = file.parent().filter(|_| file.is_absolute());
    let within = |folder: &&Path| folder.join(".git").exists();
    let top = folder.and_then(|folder| folder.ancestors().find(within)).or_else(|| {
        let hidden = |folder: &&Path| folder.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        folder?.ancestors().find(hidden)?.parent()
    });
    let top = top.or(folder);
    let all = folder.map(Path::ancestors).into_iter().flatten();
    all.take_while(move |folder| top.is_some_and(|top| folder.starts_with(top)))
}

fn text_of(path: &Path) -> Option<String> {
    String::from_utf8(read_file(path, MOST_BYTES).ok()?).ok()
}

/// The value of `description:` in the front matter of a skill, as far as it stands on the key's line.
fn description(text: &str) -> String {
    let lines = text.lines().skip(1).take_while(|line| line.trim_end() != "---");
    let value = lines.filter_map(|line| line.strip_prefix("description:")).map(str::trim).next().unwrap_or("");
    let value = value.trim_matches(['"', '\'']);
    if matches!(value, ">" | "|" | ">-" | "|-") { String::new() } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;

    #[test]
    fn skills_and_servers_of_the_project_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(".claude/skills/pdf/SKILL.md", "---\nname: pdf\ndescription: \"Reads PDF.\"\n---\n");
        write(".claude/skills/empty/notes.md", "");
        write(".mcp.json", r#"{"mcpServers": {"tickets": {}, "github": {}}}"#);
        write(".vscode/mcp.json", r#"{"servers": {"browser": {}}}"#);
        let names = |found: Vec<(String, String)>| found.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let agent = folder.path().join(".claude/agents/deep/a.md");
        std::fs::create_dir_all(agent.parent().unwrap()).unwrap();
        let claude = dialect::named("claude-code").unwrap();
        let found = skills(&agent, claude);
        assert!(found.contains(&("pdf".to_owned(), "Reads PDF.".to_owned())), "{found:?}");
        assert!(!names(found).contains(&"empty".to_owned()));
        assert_eq!(names(servers(&agent, claude)), ["github", "tickets"]);
        let agent = folder.path().join(".github/agents/a.agent.md");
        std::fs::create_dir_all(agent.parent().unwrap()).unwrap();
        assert_eq!(names(servers(&agent, dialect::named("vscode").unwrap())), ["browser"]);
        assert!(servers(Path::new("Untitled-1"), claude).is_empty());
    }
}
