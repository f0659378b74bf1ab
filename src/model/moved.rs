//! What was read of a body that may by now stand elsewhere in its file.

use super::{Expertise, Matrix, Mention, Reference};
use crate::syntax::Outline;
use crate::text::Span;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A reading with spans, all of them bytes of the whole file. Typing in the front matter moves the
/// body with each letter; the spans are moved along only when somebody looks at them.
#[derive(Clone)]
pub struct Moved<T> {
    /// With the spans of the body as it stood when it was read.
    read: Arc<T>,
    from: u32,
    to: u32,
    moved: OnceLock<Arc<T>>,
}

/// What has spans.
pub trait HasSpans {
    /// Visits every span, in no certain order.
    fn visit_spans(&mut self, visit: &mut dyn FnMut(&mut Span));
}

impl<T> Moved<T> {
    /// What was just read of a body that begins at byte `start`.
    pub fn read_at(read: T, start: u32) -> Moved<T> {
        Moved { read: Arc::new(read), from: start, to: start, moved: OnceLock::new() }
    }

    /// The same for a body that begins at byte `start`.
    #[must_use]
    pub fn to(&self, start: u32) -> Moved<T> {
        let moved = if start == self.to { self.moved.clone() } else { OnceLock::new() };
        Moved { read: Arc::clone(&self.read), from: self.from, to: start, moved }
    }

    /// The reading with the spans of the body as it stood when it was read: for what needs no spans.
    pub fn as_read(&self) -> &T {
        &self.read
    }

    /// Where a span of the reading as it was read stands now.
    pub fn here(&self, span: Span) -> Span {
        shifted(span, self.from, self.to)
    }

    /// Whether the spans had to be moved along: somebody has looked at them.
    pub fn is_moved(&self) -> bool {
        self.moved.get().is_some()
    }

    /// Whether both are the same reading, wherever the body stands.
    pub fn same_reading(&self, other: &Moved<T>) -> bool {
        Arc::ptr_eq(&self.read, &other.read)
    }
}

impl<T: HasSpans + Clone> Deref for Moved<T> {
    type Target = T;

    fn deref(&self) -> &T {
        if self.from == self.to {
            return &self.read;
        }
        self.moved.get_or_init(|| {
            let mut moved = T::clone(&self.read);
            moved.visit_spans(&mut |span| *span = shifted(*span, self.from, self.to));
            Arc::new(moved)
        })
    }
}

impl<T: HasSpans + Clone + fmt::Debug> fmt::Debug for Moved<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

/// A span of a body that began at byte `from`, for the same body at byte `to`.
pub fn shifted(span: Span, from: u32, to: u32) -> Span {
    let shift = |at: u32| at.saturating_sub(from).saturating_add(to);
    Span::new(shift(span.start), shift(span.end))
}

impl HasSpans for Outline {
    fn visit_spans(&mut self, mut visit: &mut dyn FnMut(&mut Span)) {
        self.for_each_span(&mut visit);
    }
}

impl HasSpans for Vec<Matrix> {
    fn visit_spans(&mut self, mut visit: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|matrix| matrix.for_each_span(&mut visit));
    }
}

impl HasSpans for Expertise {
    fn visit_spans(&mut self, mut visit: &mut dyn FnMut(&mut Span)) {
        self.for_each_span(&mut visit);
    }
}

impl HasSpans for Vec<Reference> {
    fn visit_spans(&mut self, mut visit: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|reference| reference.for_each_span(&mut visit));
    }
}

impl HasSpans for Vec<Mention> {
    fn visit_spans(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|mention| visit(&mut mention.span));
    }
}
