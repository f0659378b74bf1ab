//! Checks the facts under `src/*/data/` and compiles them into static tables. A wrong fact fails
//! the build; starting the program costs nothing. Reads only this package, writes only `OUT_DIR`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a build that cannot go on stops"
)]

use std::path::{Path, PathBuf};

#[path = "src/fact/mod.rs"]
#[allow(dead_code)]
mod fact;
#[path = "src/fact/literal.rs"]
mod literal;

#[path = "src/dialect/compile.rs"]
mod dialect_compile;
#[path = "src/dialect/schema/mod.rs"]
#[allow(dead_code, unused_imports)]
mod dialect_schema;

#[path = "src/glossary/compile.rs"]
mod glossary_compile;
#[path = "src/glossary/normalise.rs"]
#[allow(dead_code)]
mod glossary_normalise;
#[path = "src/glossary/schema.rs"]
#[allow(dead_code)]
mod glossary_schema;
#[path = "src/heading/compile.rs"]
mod heading_compile;
#[path = "src/heading/normal.rs"]
mod heading_normal;
#[path = "src/heading/schema.rs"]
#[allow(dead_code)]
mod heading_schema;
#[path = "src/wording/compile.rs"]
mod wording_compile;
#[path = "src/wording/schema.rs"]
mod wording_schema;
#[path = "src/template"]
#[allow(dead_code)]
mod template {
    pub mod body;
    pub mod check;
    pub mod compile;
    pub mod schema;
    pub mod words;
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    say_version();
    println!("cargo::rerun-if-changed=src/fact");
    compile("dialect", dialect_compile::compile);
    compile("heading", heading_compile::compile);
    compile("glossary", glossary_compile::compile);
    compile("wording", wording_compile::compile);
    compile("template", template::compile::compile);
}

/// Sets `AGENTLS_VERSION`: the package's version, and the commit where it is known. Builds for development name none:
/// they would be made anew after each commit.
fn say_version() {
    println!("cargo::rerun-if-env-changed=AGENTLS_COMMIT");
    let version = std::env::var("CARGO_PKG_VERSION").expect("cargo sets CARGO_PKG_VERSION");
    let is_release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let commit = std::env::var("AGENTLS_COMMIT").ok().or_else(|| is_release.then(commit_of_the_source).flatten());
    let is_commit = |commit: &String| commit.len() >= 9 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    let version = match commit.filter(is_commit) {
        Some(commit) => format!("{version} ({})", &commit[..9]),
        None => version,
    };
    println!("cargo::rustc-env=AGENTLS_VERSION={version}");
}

/// The commit that this folder holds: as `cargo package` has written it down, else as Git says. None where neither is
/// there, and in a folder that only lies inside of another repository.
fn commit_of_the_source() -> Option<String> {
    const PACKED: &str = ".cargo_vcs_info.json";
    if let Ok(text) = std::fs::read_to_string(PACKED) {
        println!("cargo::rerun-if-changed={PACKED}");
        let commit = text.split("\"sha1\"").nth(1)?.split('"').nth(1)?;
        return Some(commit.to_owned());
    }
    if !Path::new(".git").exists() {
        return None;
    }
    let git = |arguments: &[&str]| {
        let output =
            std::process::Command::new("git").args(arguments).output().ok().filter(|out| out.status.success())?;
        Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
    };
    // What Git writes with each commit, also in a second working tree.
    if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|log| Path::new(log).exists()) {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["rev-parse", "HEAD"])
}

/// Runs one data set's compiler over the files of `src/<name>/data/` and writes `<name>.rs`.
fn compile(name: &str, compiler: fn(&[DataFile]) -> Result<String, String>) {
    println!("cargo::rerun-if-changed=src/{name}");
    let files = data_files(&Path::new("src").join(name).join("data"));
    match compiler(&files) {
        Ok(code) => {
            let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
            std::fs::write(out.join(format!("{name}.rs")), code).expect("OUT_DIR can be written");
        }
        Err(faults) => {
            for fault in faults.lines() {
                println!("cargo::error={fault}");
            }
            std::process::exit(1);
        }
    }
}

/// A file of facts: its path, for messages, and its text.
pub struct DataFile {
    pub path: String,
    pub text: String,
}

impl DataFile {
    /// The file's facts as `T`; the fault with path and line otherwise.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, String> {
        serde_saphyr::from_str(&self.text).map_err(|fault| format!("{}: {fault}", self.path))
    }
}

fn data_files(folder: &Path) -> Vec<DataFile> {
    let mut files: Vec<DataFile> = std::fs::read_dir(folder)
        .unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()))
        .map(|entry| entry.expect("a data folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "yaml"))
        .map(|path| DataFile {
            path: path.display().to_string(),
            text: std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())),
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
