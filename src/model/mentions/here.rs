//! Mentions of a file with the places where they stand by now.

use super::Mention;
use crate::model::moved::Moved;
use crate::text::Span;
use std::ops::Deref;

/// All mentions of a file, in its order. While the front matter is typed those of the body stand elsewhere with
/// each letter: only the places that are asked for are worked out.
#[derive(Clone, Copy, Debug)]
pub struct Mentions<'a> {
    front: &'a [Mention],
    body: Option<&'a Moved<Vec<Mention>>>,
}

/// A mention where it stands.
#[derive(Clone, Copy, Debug)]
pub struct MentionHere<'a> {
    /// The name alone, without marks: what renaming replaces.
    pub span: Span,
    mention: &'a Mention,
}

impl Deref for MentionHere<'_> {
    type Target = Mention;

    fn deref(&self) -> &Mention {
        self.mention
    }
}

impl<'a> MentionHere<'a> {
    /// The mention by itself, with its place as it is now.
    pub fn to_mention(self) -> Mention {
        Mention { span: self.span, ..self.mention.clone() }
    }

    /// As it is written; of a link, the path that it leads to.
    pub fn name(self) -> &'a str {
        &self.mention.name
    }
}

impl<'a> Mentions<'a> {
    pub(in crate::model) fn new(front: &'a [Mention], body: &'a Moved<Vec<Mention>>) -> Mentions<'a> {
        Mentions { front, body: Some(body) }
    }

    /// Mentions that stand where they were read.
    pub fn all_read(all: &'a [Mention]) -> Mentions<'a> {
        Mentions { front: all, body: None }
    }

    pub fn iter(self) -> impl Iterator<Item = MentionHere<'a>> {
        let here = self.front.iter().map(|mention| MentionHere { span: mention.span, mention });
        let body = self.body.into_iter().flat_map(|body| {
            body.as_read().iter().map(|mention| MentionHere { span: body.here(mention.span), mention })
        });
        here.chain(body)
    }

    /// The mention with an index.
    pub fn get(self, at: usize) -> Option<MentionHere<'a>> {
        if let Some(mention) = self.front.get(at) {
            return Some(MentionHere { span: mention.span, mention });
        }
        let body = self.body?;
        let mention = body.as_read().get(at.checked_sub(self.front.len())?)?;
        Some(MentionHere { span: body.here(mention.span), mention })
    }

    /// How many of them stand in the front matter: those with the lowest indices.
    pub fn in_front_matter(self) -> usize {
        self.front.len()
    }

    /// Whether others are the same, one by one, wherever they stand.
    pub fn say_the_same(self, others: Mentions<'_>) -> bool {
        let is_same_body = match (self.body, others.body) {
            (Some(one), Some(other)) => one.same_reading(other),
            _ => false,
        };
        let says = |mention: &Mention| (mention.form, mention.sure, mention.delegates);
        let same = |one: &Mention, other: &Mention| says(one) == says(other) && one.name == other.name;
        let all_same = |these: &[Mention], those: &[Mention]| {
            these.len() == those.len() && these.iter().zip(those).all(|(one, other)| same(one, other))
        };
        fn read(body: Option<&Moved<Vec<Mention>>>) -> &[Mention] {
            body.map_or(&[], |body| body.as_read())
        }
        all_same(self.front, others.front) && (is_same_body || all_same(read(self.body), read(others.body)))
    }
}
