//! The pages of rules, and of findings in a configuration.

use super::{Kind, Page};
use crate::{config, rules};

pub fn find(is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    all()
        .filter(|(code, _)| is(code))
        .map(|(code, page)| Page {
            kind: Kind::Rule,
            name: code.to_owned(),
            dialect: None,
            text: page.trim_end().to_owned() + "\n",
        })
        .collect()
}

/// Codes and pages.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_configs = config::CODES.into_iter().map(|code| (code.name, code.page));
    rules::pages().map(|rule| (rule.code, rule.page)).chain(of_configs)
}
