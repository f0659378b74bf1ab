//! Files of `docs/` that are made of what lies elsewhere. Where one differs it is written anew, and the test fails once.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Holds the files of a folder to `wanted`, by name: no others, and each of them the same.
pub fn folder(folder: &str, wanted: &BTreeMap<String, String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::create_dir_all(&path).unwrap();
    let mut stale = Vec::new();
    for entry in fs::read_dir(&path).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !wanted.contains_key(&name) {
            fs::remove_file(path.join(&name)).unwrap();
            stale.push(name);
        }
    }
    for (name, page) in wanted {
        if !is_same(&path.join(name), page) {
            stale.push(name.clone());
        }
    }
    assert!(stale.is_empty(), "{folder} was out of date and is written anew, commit it: {}", stale.join(", "));
}

/// Holds one file to what it is to be.
#[allow(dead_code, reason = "not each of the tests has such a file")]
pub fn file(name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    assert!(is_same(&path, wanted), "{name} was out of date and is written anew, commit it");
}

/// Whether a file is what it is to be; else it is written.
fn is_same(path: &Path, wanted: &str) -> bool {
    // A checkout may have other line ends.
    let is_same = fs::read_to_string(path).is_ok_and(|text| text.replace("\r\n", "\n") == wanted);
    if !is_same {
        fs::write(path, wanted).unwrap();
    }
    is_same
}
