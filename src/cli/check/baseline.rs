//! Findings that are known and put up with: a file that lists them, so that only new ones count.

use super::Checked;
use super::fingerprint::fingerprints;
use crate::cli::files::{absolute, slashes};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// The file as it is read.
#[derive(Deserialize)]
struct Listed {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    /// From the baseline's folder on, with `/`.
    path: String,
    code: String,
    fingerprint: String,
}

/// The findings that a file lists.
pub struct Baseline {
    /// Fingerprints, and the files that they belong to.
    known: HashMap<String, String>,
    /// The folder that its paths count from.
    folder: PathBuf,
}

impl Baseline {
    /// Reads a baseline. What to tell the user where that fails.
    pub fn read(path: &Path) -> Result<Baseline, String> {
        let text = std::fs::read_to_string(path).map_err(|fault| match fault.kind() {
            std::io::ErrorKind::NotFound => {
                format!("{}: does not exist. Write it with --write-baseline", path.display())
            }
            _ => format!("{}: can't be read: {fault}", path.display()),
        })?;
        let listed: Listed = serde_json::from_str(&text)
            .ok()
            .filter(|listed: &Listed| listed.version == 1)
            .ok_or_else(|| format!("{}: is not a baseline. Write it anew with --write-baseline", path.display()))?;
        let known = listed.findings.into_iter().map(|entry| (entry.fingerprint, entry.path)).collect();
        Ok(Baseline { known, folder: folder_of(path) })
    }

    /// Takes the findings out that it lists. Returns how many it lists that are no longer there, in files that were
    /// looked at.
    pub fn leave_out(&self, checked: &mut [Checked]) -> usize {
        let mut met = 0;
        let mut paths = HashSet::new();
        for one in checked.iter_mut() {
            let prints = of(one, &self.folder);
            let mut prints = prints.iter();
            let before = one.found.len();
            one.found.retain(|_| prints.next().is_none_or(|print| !self.known.contains_key(print)));
            one.known = before - one.found.len();
            met += one.known;
            paths.insert(path_from(one, &self.folder));
        }
        self.known.values().filter(|path| paths.contains(*path)).count().saturating_sub(met)
    }
}

/// Writes all findings of now into a file. What to tell the user where that fails.
pub fn write(path: &Path, checked: &[Checked]) -> Result<usize, String> {
    let folder = folder_of(path);
    let mut entries: Vec<Entry> = Vec::new();
    for one in checked {
        let path = path_from(one, &folder);
        let codes = one.found.iter().map(|finding| finding.code.to_owned());
        entries.extend(of(one, &folder).into_iter().zip(codes).map(|(fingerprint, code)| Entry {
            path: path.clone(),
            code,
            fingerprint,
        }));
    }
    entries.sort();
    // A line for each, so that a change of the file shows what changed.
    let lines: Vec<String> = entries.iter().map(|entry| serde_json::to_string(entry).unwrap_or_default()).collect();
    let list = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
    let text = format!("{{\"version\":1,\"findings\":[{list}]}}\n");
    std::fs::write(path, text).map_err(|fault| {
        format!("{}: can't be written: {fault}. Name another file: --baseline FILE", path.display())
    })?;
    Ok(entries.len())
}

fn of(checked: &Checked, folder: &Path) -> Vec<String> {
    fingerprints(&path_from(checked, folder), &checked.text, &checked.found)
}

fn folder_of(path: &Path) -> PathBuf {
    absolute(path).parent().map(Path::to_owned).unwrap_or_default()
}

fn path_from(checked: &Checked, folder: &Path) -> String {
    slashes(checked.absolute.strip_prefix(folder).unwrap_or(&checked.absolute))
}
