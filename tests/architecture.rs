//! Holds the tree to what `docs/ARCHITECTURE.md` says of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// What the two ways in may use: everything but the words' data. The command line starts the server, too.
const OUTERMOST: &[&str] = &[
    "text",
    "syntax",
    "fact",
    "dialect",
    "heading",
    "glossary",
    "template",
    "model",
    "index",
    "compose",
    "convert",
    "format",
    "rules",
    "ide",
    "graph",
    "config",
    "surroundings",
    "disk",
    "server",
];

/// What each layer may use of the others. The order is the order of the layers.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("fact", &[]),
    ("syntax", &["text"]),
    ("dialect", &["text", "fact"]),
    ("heading", &["text", "fact"]),
    ("glossary", &["text", "fact"]),
    ("template", &["text", "fact"]),
    ("wording", &["fact"]),
    ("model", &["text", "syntax", "fact", "dialect", "heading", "glossary", "template", "wording"]),
    ("index", &["text", "dialect", "heading", "model"]),
    ("compose", &["text", "syntax", "fact", "dialect", "heading", "template", "model"]),
    ("convert", &["text", "syntax", "fact", "dialect", "heading", "template", "model", "compose"]),
    ("format", &["text", "syntax", "dialect", "model", "compose"]),
    ("rules", &["text", "syntax", "fact", "dialect", "heading", "template", "wording", "model", "index", "compose"]),
    ("config", &["text", "fact", "dialect", "glossary", "template", "rules"]),
    ("surroundings", &["text", "fact", "dialect", "glossary", "template", "model"]),
    ("disk", &["text", "dialect", "model", "index", "config", "surroundings"]),
    (
        "ide",
        &[
            "text", "syntax", "fact", "dialect", "heading", "glossary", "template", "model", "index", "compose",
            "convert", "rules",
        ],
    ),
    ("graph", &["dialect", "index"]),
    ("cli", OUTERMOST),
    ("server", OUTERMOST),
];

/// What only the outer layers may name.
const OUTSIDE: &[&str] =
    &["tower_lsp", "tokio", "clap", "std::fs", "std::net", "std::process", "std::env", "SystemTime", "Instant::now"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Run by `build.rs`, not part of the library.
fn is_build_script(path: &Path) -> bool {
    path.ends_with("compile.rs") || path.ends_with("fact/literal.rs")
}

#[test]
fn each_layer_uses_only_those_below() {
    let mut wrong = Vec::new();
    for (layer, allowed) in MAY_USE {
        let mut files = sources(&root().join(layer));
        files.retain(|path| !is_build_script(path));
        assert!(!files.is_empty(), "the layer {layer} is there");
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            for (at, line) in text.lines().enumerate() {
                for used in used_layers(line) {
                    if used != *layer && !allowed.contains(&used.as_str()) {
                        wrong.push(format!("{}:{}: {layer} uses {used}", path.display(), at + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The names behind `crate::` in a line.
fn used_layers(line: &str) -> Vec<String> {
    line.split("crate::")
        .skip(1)
        .flat_map(|rest| {
            let rest = rest.strip_prefix('{').unwrap_or(rest);
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            MAY_USE.iter().any(|(layer, _)| *layer == name).then_some(name)
        })
        .collect()
}

#[test]
fn the_core_knows_no_protocol_no_files_and_no_clock() {
    let mut wrong = Vec::new();
    let inner = |layer: &str| !matches!(layer, "cli" | "server" | "disk" | "surroundings");
    for (layer, _) in MAY_USE.iter().filter(|(layer, _)| inner(layer)) {
        for path in sources(&root().join(layer)).into_iter().filter(|path| !is_build_script(path)) {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
            let is_test = path.to_string_lossy().contains("test");
            for (at, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for outside in OUTSIDE.iter().filter(|outside| line.contains(**outside)) {
                    if !is_test {
                        wrong.push(format!("{}:{}: {outside}", path.display(), at + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn code_names_no_tool_of_a_dialect() {
    let mut names: Vec<String> = Vec::new();
    for dialect in agentls::dialect::all() {
        names.push(dialect.label.to_string());
        // A plain word, such as `edit`, means something else in code, too.
        let is_word = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase());
        names.extend(dialect.tools.iter().map(|tool| tool.name.to_string()).filter(|name| !is_word(name)));
        names.extend(dialect.models.iter().map(|model| model.name.to_string()));
    }
    // Plain words mean something else in code, too.
    names.retain(|name| !name.bytes().all(|b| b.is_ascii_lowercase()));
    let mut wrong = Vec::new();
    for path in sources(&root()).into_iter().filter(|path| !path.to_string_lossy().contains("test")) {
        if path.ends_with("main.rs") || path.components().any(|part| part.as_os_str() == "doctor") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or("");
        for (at, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for name in names.iter().filter(|name| line.contains(&format!("\"{name}\""))) {
                wrong.push(format!("{}:{}: {name}", path.display(), at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "facts belong into data:\n{}", wrong.join("\n"));
}

/// What a longer file says in one of its first lines, with the reason.
const REASON: &str = "Long: ";

#[test]
fn files_are_short_enough_to_read() {
    const MOST: usize = 600;
    let tree = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> =
        ["src", "tests", "benches", "fuzz", "editors"].map(|folder| tree.join(folder)).into();
    let mut long = Vec::new();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !matches!(name.as_str(), "node_modules" | "target" | "dist") {
                folders.push(path);
                continue;
            }
            let written = ["rs", "yaml", "ts", "mjs", "cjs", "py", "sh", "lua", "el", "vim", "kak"];
            if !path.extension().is_some_and(|extension| written.iter().any(|other| extension == *other)) {
                continue;
            }
            seen += 1;
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().count();
            let says_why = text.lines().take(5).any(|line| line.contains(REASON));
            if says_why != (lines > MOST) {
                long.push(format!("{}: {lines} lines, reason given: {says_why}", path.display()));
            }
        }
    }
    assert!(seen > 300, "{seen} files");
    assert!(
        long.is_empty(),
        "over {MOST} lines without \"{REASON}\" and a reason at the top, or the other way round:\n{}",
        long.join("\n")
    );
}

#[test]
fn no_folder_or_file_is_a_drawer_for_everything() {
    for path in sources(&root()) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(
            !matches!(name.as_str(), "util" | "utils" | "common" | "helpers" | "manager" | "misc"),
            "{}",
            path.display()
        );
    }
}
