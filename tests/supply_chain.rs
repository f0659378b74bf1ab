//! What the program is made of: from one registry, locked, named with its licence, and nothing that speaks to a network.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

use std::path::Path;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|_| panic!("{path} is there"))
}

/// Crates by which a program or a build script reaches a network.
const OF_A_NETWORK: [&str; 10] =
    ["reqwest", "hyper", "ureq", "curl", "curl-sys", "rustls", "openssl-sys", "native-tls", "socket2", "mio"];

#[test]
fn all_dependencies_are_locked_and_from_the_registry() {
    let lock = read("Cargo.lock");
    let packages: Vec<&str> = lock.split("[[package]]").skip(1).collect();
    assert!(packages.len() > 50);
    for package in packages {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
            line.map(|value| value.trim().trim_matches('"'))
        };
        let name = value("name").unwrap();
        assert!(!OF_A_NETWORK.contains(&name), "{name} speaks to a network");
        if name != "agentls" {
            assert_eq!(value("source"), Some("registry+https://github.com/rust-lang/crates.io-index"), "{name}");
            assert_eq!(value("checksum").map(str::len), Some(64), "{name}");
        }
    }
}

/// The names in the tables of dependencies of the manifest.
fn direct_dependencies(manifest: &str) -> Vec<&str> {
    let tables = manifest.split("\n[").filter(|table| {
        let title = table.split(']').next().unwrap_or_default();
        title.ends_with("dependencies")
    });
    let lines = tables.flat_map(|table| table.lines().skip(1));
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
}

#[test]
fn each_direct_dependency_is_named_with_its_licence() {
    let (manifest, page, deny) = (read("Cargo.toml"), read("docs/decisions/dependencies.md"), read("deny.toml"));
    let names = direct_dependencies(&manifest);
    for known in ["tokio", "rustix", "serde-saphyr", "tempfile"] {
        assert!(names.contains(&known), "{names:?}");
    }
    let allowed = deny.lines().find(|line| line.starts_with("allow = ")).unwrap();
    for name in names {
        let row = page.lines().find(|line| line.starts_with("| `") && line.contains(&format!("`{name}`")));
        let row = row.unwrap_or_else(|| panic!("docs/decisions/dependencies.md does not name {name}"));
        let licence = row.split('|').nth(2).unwrap().trim();
        let is_allowed = |one: &str| allowed.contains(&format!("\"{one}\""));
        assert!(licence.split(" OR ").any(is_allowed), "{name}: {licence:?} is not allowed by deny.toml");
    }
}

#[test]
fn our_own_build_script_reads_data_and_no_more() {
    let script = read("build.rs");
    for word in ["std::net", "TcpStream", "UdpSocket", "http"] {
        assert!(!script.contains(word), "build.rs names {word}");
    }
    // The commit that `--version` tells: asked of the work tree.
    let programs = script.split("Command::new(").skip(1).map(|rest| rest.split(')').next().unwrap());
    assert!(programs.eq(["\"git\""]), "build.rs runs another program than git");
    for word in ["fetch", "pull", "clone", "remote"] {
        assert!(!script.contains(word), "build.rs names {word}");
    }
}
