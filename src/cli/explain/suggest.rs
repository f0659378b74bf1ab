//! What may have been meant.

use super::{dialects, rule_page, term_page};
use crate::dialect::Dialect;
use crate::rules::did_you_mean;

const MOST: usize = 3;

/// The keys that `asked` is a known mistake for, else the names closest to it, the closest first.
pub fn names_like(asked: &str, dialect: Option<&'static Dialect>) -> Vec<String> {
    let mut close: Vec<&str> = dialects(dialect)
        .into_iter()
        .flat_map(|dialect| dialect.fields.iter())
        .filter(|field| field.mistaken_keys.iter().any(|key| key.eq_ignore_ascii_case(asked)))
        .map(|field| &*field.key)
        .collect();
    close.sort_unstable();
    close.dedup();
    if !close.is_empty() {
        return close.into_iter().take(MOST).map(str::to_owned).collect();
    }
    let mut names = all_names(dialect);
    while close.len() < MOST {
        names.retain(|name| !close.contains(name));
        let Some(name) = did_you_mean(asked, names.iter().copied()) else { break };
        close.push(name);
    }
    close.into_iter().map(str::to_owned).collect()
}

/// All names that have a page.
pub fn all_names(dialect: Option<&'static Dialect>) -> Vec<&'static str> {
    let mut names: Vec<&str> = rule_page::all().map(|(code, _)| code).collect();
    for dialect in dialects(dialect) {
        names.push(&dialect.id);
        for tool in dialect.tools.iter() {
            names.push(&tool.name);
            names.extend(tool.aliases.iter().map(|alias| &*alias.name));
        }
        names.extend(dialect.fields.iter().map(|field| &*field.key));
        names.extend(dialect.models.iter().map(|model| &*model.name));
    }
    names.extend(term_page::names());
    names
}
