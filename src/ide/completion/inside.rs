//! Completion inside lists and maps of any depth, where the dialect says what stands there.

use super::{About, Completion, CompletionKind, Place, as_key, known_field, ranked, sub_values};
use crate::dialect::{SubKey, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::{kind, part};
use crate::syntax::cursor::{self, ValueForm};
use crate::text::{Edit, Span};

/// The proposals at `offset`; `None` where what stands there is not known by its shape.
pub fn completions(file: &AgentFile, offset: u32) -> Option<Vec<Completion>> {
    let content = file.front_matter.content;
    let before = Span::new(content.start, offset.max(content.start)).slice(&file.text);
    let start = content.start + before.rfind('\n').map_or(0, |at| Span::offset(at + 1));
    let rest = file.text.get(offset as usize..content.end.max(offset) as usize)?;
    let end = offset + Span::offset(rest.find(['\n', '\r']).unwrap_or(rest.len()));
    let line = Span::new(start, end).slice(&file.text);
    let column = cursor::content_column(line);
    if column == 0 || offset < start + Span::offset(column) {
        return None;
    }
    let above = Span::new(content.start, start);
    let path = cursor::owners(&file.text, above, column);
    let (first, inner) = path.split_first()?;
    let field = known_field(file, first).filter(|field| field.has_parts())?;
    let kind = kind::of(file.dialect, &file.front_matter).or_else(|| kind::usual(file.dialect));
    let mut keys = file.dialect.keys_inside(field, inner);
    keys.retain(|sub| sub.same_as.is_none() && part::counts(sub, kind));
    if keys.is_empty() {
        return None;
    }
    let body = line.get(column..)?;
    let from = start + Span::offset(column);
    let colon =
        body.find(':').filter(|at| body.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' ')));
    match colon.map(|at| (at, from + Span::offset(at))) {
        Some((at, colon)) if offset > colon => {
            let sub = keys.into_iter().find(|sub| Some(&*sub.key) == body.get(..at).map(str::trim))?;
            let behind = body.get(at + 1..).unwrap_or("");
            let blanks = behind.len() - behind.trim_start().len();
            let word_start = (colon + 1 + Span::offset(blanks)).min(offset);
            let word = Span::new(word_start, word_start.max(colon + 1 + Span::offset(behind.trim_end().len())));
            let needs_blank = (word.start == colon + 1).then_some(':');
            Some(values(field.key.as_ref(), sub, word, needs_blank))
        }
        colon => {
            let word_end = colon.map_or(body.trim_end().len(), |(at, _)| at);
            let word = Span::new(from, (from + Span::offset(word_end)).max(offset));
            // A list begins with a dash.
            let owner = above.slice(&file.text).trim_end().rsplit('\n').next().unwrap_or("");
            let opens = cursor::content_column(owner) < column && owner.ends_with(':');
            let needs_dash = opens && !line.get(..column)?.contains('-') && takes_list(file, field, inner);
            Some(proposals(&field.key, &keys, word, colon.is_some(), needs_dash))
        }
    }
}

/// Whether a list of maps belongs under the path.
fn takes_list(file: &AgentFile, field: &crate::dialect::Field, path: &[&str]) -> bool {
    match path.split_last() {
        None => field.value == ValueKind::MapList,
        Some((last, above)) => file
            .dialect
            .keys_inside(field, above)
            .iter()
            .any(|sub| sub.key == *last && sub.value == Some(ValueKind::MapList)),
    }
}

fn values(key: &str, sub: &SubKey, word: Span, needs_blank_after: Option<char>) -> Vec<Completion> {
    if sub.value == Some(ValueKind::Flag) && sub.values.is_empty() {
        let place = Place { word, value: word, form: ValueForm::Line, needs_blank_after, needs_comma: None };
        let about = || About::SubKey(key.to_owned(), sub.key.to_string());
        let flag = |value| place.proposal(value, CompletionKind::Value, &sub.summary, about());
        return ranked(["true", "false"].map(flag).into());
    }
    sub_values(key, &sub.values, word, needs_blank_after)
}

fn proposals(key: &str, keys: &[&SubKey], word: Span, has_colon: bool, needs_dash: bool) -> Vec<Completion> {
    let dash = if needs_dash { "- " } else { "" };
    let colon = if has_colon { "" } else { ": " };
    let proposal = |sub: &&SubKey| Completion {
        label: sub.key.to_string(),
        kind: CompletionKind::Key,
        detail: sub.summary.to_string(),
        edit: Edit { span: word, text: format!("{dash}{}{colon}", as_key(&sub.key)) },
        snippet: None,
        additional: Vec::new(),
        rank: 0,
        deprecated: false,
        asks_again: !has_colon && (!sub.values.is_empty() || sub.value == Some(ValueKind::Flag)),
        about: About::SubKey(key.to_owned(), sub.key.to_string()),
    };
    ranked(keys.iter().map(proposal).collect())
}
