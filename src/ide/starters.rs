//! Whole agents for empty files.

use crate::convert::slug;
use crate::convert::starter::{NewAgent, Wish, new_agent};
use crate::model::AgentFile;
use crate::template::{Evidence, Library, rank};

/// The kinds of work that there are agents for, each with its label: the one that the file's name speaks of first.
pub fn kinds(file: &AgentFile) -> Vec<(&'static str, &'static str)> {
    let library = Library::built_in();
    let evidence = Evidence { name: file.name_from_path(), ..Evidence::default() };
    let ranked = rank(&library, &evidence, LANGUAGE).into_iter();
    ranked.map(|template| (&*template.kind, &*template.label)).collect()
}

/// The agent for a kind of work, called as the file is.
pub fn agent(file: &AgentFile, kind: &str) -> Option<NewAgent> {
    let name = slug(&file.dialect.name, file.name_from_path());
    let wish = Wish { name: &name, target: file.dialect, kind, language: LANGUAGE, line_end: "\n" };
    new_agent(&Library::built_in(), wish)
}

/// An empty file says nothing of its language.
const LANGUAGE: &str = "en";
