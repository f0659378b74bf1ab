//! The pages of rules.

use super::{Kind, Page};
use crate::rules;

pub fn find(is: &dyn Fn(&str) -> bool) -> Vec<Page> {
    rules::pages()
        .filter(|(code, _)| is(code))
        .map(|(code, page)| Page {
            kind: Kind::Rule,
            name: code.to_owned(),
            dialect: None,
            text: page.trim_end().to_owned() + "\n",
        })
        .collect()
}
