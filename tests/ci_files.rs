//! The GitHub Action and the pre-commit hooks: their commands are run here as those who use them run them. And the
//! release, whose parts have to name the same things.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails loudly")]

use serde_yaml::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const FAULTY: &str =
    "---\nname: backend\ndescription: Builds servers. Use for endpoints.\ntools: Read, Grpe\n---\nYou build.\n";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(root().join(name)).unwrap()).unwrap()
}

fn workspace() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join(".claude/agents")).unwrap();
    std::fs::write(folder.path().join(".claude/agents/backend.md"), FAULTY).unwrap();
    folder
}

/// Runs a script with the program of this package on the `PATH`.
fn bash(folder: &Path, script: &str, inputs: &[(&str, &str)]) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_agentls"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    Command::new("bash")
        .args(["-e", "-o", "pipefail", "-c", script])
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env("GITHUB_OUTPUT", folder.join("output"))
        .envs(inputs.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn the_action_annotates_and_fails() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let step = |id: &str| steps.iter().find(|step| step["id"] == id).unwrap();
    let install = step("install")["run"].as_str().unwrap();
    let check = step("check")["run"].as_str().unwrap();
    // Each input reaches the script, as text that no shell reads.
    let env = step("check")["env"].as_mapping().unwrap();
    for (name, _) in action["inputs"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        let wanted = format!("${{{{ inputs.{name} }}}}");
        assert_eq!(env[&*format!("INPUT_{}", name.to_uppercase())], wanted);
        assert!(!check.contains("${{"), "inputs are not pasted into the script");
    }

    let folder = workspace();
    // It is there already: nothing is installed.
    assert!(bash(folder.path(), install, &[("ACTION", "/nowhere")]).status.success());
    let inputs = [("INPUT_PATHS", "."), ("INPUT_ARGUMENTS", ""), ("INPUT_SARIF", "agentls.sarif")];
    let output = bash(folder.path(), check, &inputs);
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.starts_with("::warning file=.claude/agents/backend.md,line=4,"), "{shown}");
    assert_eq!(std::fs::read_to_string(folder.path().join("output")).unwrap(), "status=1\n");
    let sarif = std::fs::read_to_string(folder.path().join("agentls.sarif")).unwrap();
    assert!(sarif.contains("\"unknown-tool\""));

    let inputs = [("INPUT_PATHS", ".claude"), ("INPUT_ARGUMENTS", "--fail-on error"), ("INPUT_SARIF", "")];
    assert_eq!(bash(folder.path(), check, &inputs).status.code(), Some(0));
    let hostile = [("INPUT_PATHS", "$(touch made)"), ("INPUT_ARGUMENTS", ""), ("INPUT_SARIF", "")];
    assert_eq!(bash(folder.path(), check, &hostile).status.code(), Some(2));
    assert!(!folder.path().join("made").exists());
}

#[test]
fn the_hooks_check_and_mend() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let entry = |id: &str| {
        let hook = hooks.as_sequence().unwrap().iter().find(|hook| hook["id"] == id).unwrap();
        assert_eq!(hook["language"], "system");
        hook["entry"].as_str().unwrap().to_owned()
    };
    let folder = workspace();
    let run = |entry: &str| bash(folder.path(), &format!("{entry} .claude/agents/backend.md"), &[]);
    assert_eq!(run(&entry("agentls-check")).status.code(), Some(1));
    assert_eq!(run(&entry("agentls-fix")).status.code(), Some(0));
    assert_eq!(run(&entry("agentls-check")).status.code(), Some(0));
}

#[test]
fn a_release_is_built_for_each_target_that_is_packed() {
    let workflow = yaml(".github/workflows/release.yml");
    let builds = workflow["jobs"]["build"]["strategy"]["matrix"]["include"].as_sequence().unwrap();
    let mut built: Vec<&str> = builds.iter().map(|build| build["target"].as_str().unwrap()).collect();
    built.sort_unstable();
    let pack = std::fs::read_to_string(root().join(".ci/release/pack.py")).unwrap();
    // A target is released where it asks for no C library.
    let row = |line: &str| {
        let (target, rest) = line.trim().strip_prefix('"')?.split_once("\": (")?;
        rest.contains(", None, ").then(|| target.to_owned())
    };
    let mut packed: Vec<String> = pack.lines().filter_map(row).collect();
    packed.sort_unstable();
    assert_eq!(built, packed);
    assert_eq!(built.len(), 6);
    // What the launcher looks for is how the packages are called.
    let launcher = std::fs::read_to_string(root().join(".ci/release/launcher.js")).unwrap();
    assert!(launcher.contains("`agentls-${process.platform}-${process.arch}`"));
    let steps = |job: &str| workflow["jobs"][job]["steps"].as_sequence().unwrap().clone();
    let scripts: Vec<String> = ["check", "build", "draft"]
        .into_iter()
        .flat_map(steps)
        .filter_map(|step| Some(step["run"].as_str()?.to_owned()))
        .collect();
    let named = |word: &&str| word.starts_with(".ci/");
    let files: Vec<&str> = scripts.iter().flat_map(|script| script.split_whitespace()).filter(named).collect();
    assert!(files.len() >= 3);
    for file in files {
        assert!(root().join(file).exists(), "{file}");
    }
    let changes = std::fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    assert!(changes.contains(concat!("\n## ", env!("CARGO_PKG_VERSION"))));
}
