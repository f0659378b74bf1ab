//! The pages of rules.

use super::{Kind, Page};
use crate::rules;

pub fn find(is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    rules::all()
        .iter()
        .filter(|rule| is(rule.code))
        .map(|rule| Page {
            kind: Kind::Rule,
            name: rule.code.to_owned(),
            dialect: None,
            text: rule.page.trim_end().to_owned() + "\n",
        })
        .collect()
}
