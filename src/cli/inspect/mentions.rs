//! Where an agent names others, for `inspect --mentions`.

use crate::cli::position::Range;
use crate::model::AgentFile;
use crate::model::mentions::{Form, MentionHere};
use crate::text::{Encoding, Text};
use serde::Serialize;

/// A mention, as a row of the answer.
#[derive(Serialize)]
pub struct Row<'a> {
    /// As it is written; of a link, the path that it leads to.
    name: &'a str,
    form: &'static str,
    /// Whether the words name an agent even if none is called so.
    sure: bool,
    /// Whether work is handed over.
    delegates: bool,
    range: Range,
}

/// All mentions of a file, in the order of the text.
pub fn rows(file: &AgentFile) -> Vec<Row<'_>> {
    let text = Text::from(&*file.text);
    let row = |mention| row(mention, &text);
    file.mentions().iter().map(row).collect()
}

fn row<'a>(mention: MentionHere<'a>, text: &Text) -> Row<'a> {
    Row {
        name: mention.name(),
        form: form(mention.form),
        sure: mention.sure,
        delegates: mention.delegates,
        range: Range::new(text, mention.span),
    }
}

/// One line for each mention. What may be no agent is marked with `?`.
pub fn lines(file: &AgentFile) -> Vec<String> {
    let text = Text::from(&*file.text);
    let line = |mention: MentionHere<'_>| {
        let at = text.position_of(mention.span.start, Encoding::Utf32);
        let mark = if mention.sure { "" } else { " ?" };
        let hands = if mention.delegates { ", hands over" } else { "" };
        format!("{}{mark} (line {}, {}{hands})", mention.name, at.line + 1, form(mention.form))
    };
    file.mentions().iter().map(line).collect()
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Strong => "bold",
        Form::Code => "code",
        Form::At => "at",
        Form::Call => "call",
        Form::Listed => "list",
        Form::Link => "link",
        Form::Phrase => "phrase",
    }
}
