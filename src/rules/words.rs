//! Lists in sentences.

/// `a, b or c`
pub fn either<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words, " or ")
}

/// `a, b and c`
pub fn both<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words, " and ")
}

fn join<'a>(words: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        Some((end, [])) => (*end).to_owned(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(", ")),
        None => String::new(),
    }
}
