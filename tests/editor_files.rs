//! Keeps what the editors' files know in step with the rest. The settings of VS Code are those of `agentls.toml`.
//! What editors know of the places of agent files is what the dialects say: each file below holds a
//! list between two lines that end with `places: begin` and `places: end`; some have another one, of manifests. Where one differs it is written anew, and the
//! test fails once.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails loudly")]

use agentls::dialect;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// How an editor writes the places down.
#[derive(Clone, Copy, Debug)]
enum Form {
    /// Globs, each in quotes and with a comma behind it; and a second list, of the places beside a plugin's manifest.
    Globs { indent: &'static str, beside: fn(&str, &str) -> String },
    /// Regular expressions: what stands for a group's begin and end, for a dot, and what is around each.
    Patterns { open: &'static str, close: &'static str, dot: &'static str, end: &'static str, line: fn(&str) -> String },
}

const FILES: [(&str, Form); 5] = [
    (
        "editors/vscode/src/places.ts",
        Form::Globs {
            indent: "  ",
            beside: |manifest, below| format!("  {{ manifest: '{manifest}', below: '{below}' }},"),
        },
    ),
    (
        "editors/neovim/lsp/agentls.lua",
        Form::Globs {
            indent: "  ",
            beside: |manifest, below| format!("  {{ manifest = '{manifest}', below = '{below}' }},"),
        },
    ),
    (
        "editors/emacs/agentls.el",
        Form::Patterns {
            open: "\\\\(?:",
            close: "\\\\)",
            dot: "\\\\.",
            end: "\\\\'",
            line: |regex| format!("    \"{regex}\""),
        },
    ),
    (
        "editors/vim/agentls.vim",
        Form::Patterns {
            open: "\\%(",
            close: "\\)",
            dot: "\\.",
            end: "$",
            line: |regex| format!("      \\ '{regex}',"),
        },
    ),
    (
        "editors/kakoune/agentls.kak",
        Form::Patterns { open: "(", close: ")", dot: "\\.", end: "$", line: str::to_owned },
    ),
];

/// The places as globs over any path; what another one covers is left out.
fn globs() -> BTreeSet<String> {
    let places = dialect::all().iter().flat_map(|dialect| dialect.places.iter());
    let anywhere = |glob: &str| glob.strip_prefix("~/").map_or_else(|| glob.to_owned(), |rest| format!("**/{rest}"));
    let all: BTreeSet<String> =
        places.filter(|place| place.beside.is_none()).map(|place| anywhere(&place.glob)).collect();
    let covered = |glob: &String| {
        let deeper = glob.strip_suffix("/*.md").map(|folder| format!("{folder}/**/*.md"));
        let ending = glob.rsplit_once("/*.").map(|(_, ending)| format!("**/*.{ending}"));
        let is_other = |other: &String| other != glob && all.contains(other);
        deeper.is_some_and(|other| is_other(&other))
            || ending.is_some_and(|other| other != "**/*.md" && is_other(&other))
            || !glob.starts_with("**/") && all.iter().any(|other| glob.ends_with(other.trim_start_matches("**")))
    };
    all.iter().filter(|glob| !covered(glob)).cloned().collect()
}

fn regex(glob: &str, form: Form) -> String {
    let Form::Patterns { open, close, dot, end, .. } = form else { panic!("no pattern") };
    let mut out = String::from("/");
    let mut rest = glob.strip_prefix("**/").unwrap();
    while let Some(c) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("**/") {
            out.push_str(&format!("{open}[^/]*/{close}*"));
            rest = behind;
            continue;
        }
        if let Some(behind) = rest.strip_prefix("[!_]*") {
            out.push_str("[^/_][^/]*");
            rest = behind;
            continue;
        }
        match c {
            '*' => out.push_str("[^/]*"),
            '.' => out.push_str(dot),
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    out + end
}

fn wanted(form: Form) -> Vec<String> {
    let globs = globs();
    match form {
        Form::Globs { indent, .. } => globs.iter().map(|glob| format!("{indent}'{glob}',")).collect(),
        Form::Patterns { line, .. } => globs.iter().map(|glob| line(&regex(glob, form))).collect(),
    }
}

/// The places that only a plugin's manifest makes one: the manifest, and the glob below the plugin's folder.
fn manifests(form: Form) -> Vec<String> {
    let Form::Globs { beside, .. } = form else { return Vec::new() };
    let places = dialect::all().iter().flat_map(|dialect| dialect.places.iter());
    let lines: BTreeSet<String> = places
        .filter_map(|place| Some(beside(place.beside.as_deref()?, place.glob.strip_prefix("**/").unwrap())))
        .collect();
    lines.into_iter().collect()
}

/// The text with new lines between two marks; as it is where it has no such marks.
fn with_list(text: &str, what: &str, list: &[String]) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let line_of = |mark: &str| lines.iter().position(|line| line.ends_with(&format!("{what}: {mark}")));
    let (Some(begin), Some(end)) = (line_of("begin"), line_of("end")) else { return text.to_owned() };
    let (head, tail) = (lines[..=begin].iter().copied(), lines[end..].iter().copied());
    head.chain(list.iter().map(String::as_str)).chain(tail).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn editors_know_the_places_of_all_tools() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut stale = Vec::new();
    for (name, form) in FILES {
        let text = fs::read_to_string(project.join(name)).unwrap_or_else(|_| panic!("no {name}")).replace("\r\n", "\n");
        assert!(text.contains("places: begin\n") && text.contains("places: end\n"), "{name} has no marks");
        let new = with_list(&with_list(&text, "places", &wanted(form)), "manifests", &manifests(form));
        if new != text {
            fs::write(project.join(name), new).unwrap();
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "out of date, and written anew, commit it: {}", stale.join(", "));
}

/// The extension's manifest with each of our settings on a line of its own, from the schema of the configuration.
fn with_settings(manifest: &str) -> String {
    let schema = agentls::config::schema();
    let line = |line: &str| {
        let key = line.trim_start().strip_prefix("\"agentls.")?.split('"').next()?;
        let mut setting = schema["properties"].get(key)?.clone();
        let default = match (setting.get("default"), setting["type"].as_str()) {
            (Some(default), _) => default.clone(),
            (None, Some("array")) => serde_json::json!([]),
            (None, Some("object")) => serde_json::json!({}),
            (None, _) => serde_json::json!(true),
        };
        setting["default"] = default;
        setting["scope"] = serde_json::json!("window");
        Some(format!("        \"agentls.{key}\": {setting},"))
    };
    manifest.lines().map(|old| line(old).unwrap_or_else(|| old.to_owned()) + "\n").collect()
}

#[test]
fn the_settings_of_vs_code_are_those_of_the_configuration() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("editors/vscode/package.json");
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let new = with_settings(&text);
    let manifest: serde_json::Value = serde_json::from_str(&new).unwrap();
    let settings = &manifest["contributes"]["configuration"]["properties"];
    for key in agentls::config::schema()["properties"].as_object().unwrap().keys() {
        assert!(settings[format!("agentls.{key}")]["description"].is_string(), "{key} has no line of its own");
    }
    if new != text {
        fs::write(&path, new).unwrap();
        panic!("editors/vscode/package.json was out of date, and is written anew: commit it");
    }
}

#[test]
fn what_editors_are_told_covers_every_place() {
    let mut globs = globset::GlobSetBuilder::new();
    for glob in self::globs() {
        globs.add(globset::GlobBuilder::new(&glob).literal_separator(true).build().unwrap());
    }
    let globs = globs.build().unwrap();
    for place in dialect::all().iter().flat_map(|dialect| dialect.places.iter()).filter(|place| place.beside.is_none())
    {
        let path = place.glob.replace("~/", "/home/ada/").replace("[!_]", "");
        let path = path.replace("**/", "deep/down/").replace('*', "a");
        let path = if path.starts_with('/') || path.contains(":/") { path } else { format!("/srv/{path}") };
        assert!(globs.is_match(&path), "{path}");
    }
    for path in ["/srv/README.md", "/srv/agents/a.md", "/srv/.github/agents/team/a.md", "/srv/.claude/commands/a.md"] {
        assert!(!globs.is_match(path), "{path}");
    }
}

/// A screen has about this many lines.
const SCREEN: usize = 45;

#[test]
fn the_page_of_an_editor_fits_a_screen_and_has_its_pictures() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/editors");
    let mut shown = BTreeSet::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(lines <= SCREEN, "{}: {lines} lines", path.display());
        assert!(text.contains("!["), "{}: no picture", path.display());
        let pictures = text.split("](pictures/").skip(1).filter_map(|rest| rest.split(')').next());
        shown.extend(pictures.map(str::to_owned));
    }
    let there = fs::read_dir(folder.join("pictures")).unwrap().map(|entry| entry.unwrap().file_name());
    let there: BTreeSet<String> = there.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(shown, there, "each picture is shown, and each that is shown is there");
}
