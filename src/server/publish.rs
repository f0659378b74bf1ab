//! Sends diagnostics. Of each document only the newest version is of interest: what was not sent
//! when a newer one comes is never sent, so a burst of edits costs one message.

use super::documents::{DocId, Document};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams, Uri};

/// Takes documents whose diagnostics are due, and makes messages of them when it is time to send.
#[derive(Debug, Default)]
pub struct Publisher {
    outbox: Mutex<Outbox>,
    filled: Notify,
}

impl Publisher {
    /// A document was opened: its diagnostics are sent whatever was sent before.
    pub fn opened(&self, document: &Arc<Document>) {
        self.put(document.id(), Due::Newest { document: Arc::clone(document), opened: true });
    }

    /// A document or its diagnostics have changed.
    pub fn changed(&self, document: &Arc<Document>) {
        self.put(document.id(), Due::Newest { document: Arc::clone(document), opened: false });
    }

    /// A document was closed: the client shows nothing for it any more.
    pub fn closed(&self, document: &Document) {
        self.put(document.id(), Due::Closed(document.uri.clone()));
    }

    /// A file that is not open, or not any more, has findings or has lost them.
    pub fn unopened(&self, document: Arc<Document>) {
        self.put(document.id(), Due::Unopened(document));
    }

    fn put(&self, id: DocId, due: Due) {
        let is_held = self.with_outbox(|outbox| {
            outbox.put(id, due);
            outbox.is_held
        });
        // Who holds looks when it releases: nobody has to be woken for that.
        if !is_held {
            self.filled.notify_one();
        }
    }

    /// Nothing is given out before [`Publisher::release`].
    pub fn hold(&self) {
        self.with_outbox(|outbox| outbox.is_held = true);
    }

    /// Gives out again. Whoever calls this asks for [`Publisher::next`] then.
    pub fn release(&self) {
        self.with_outbox(|outbox| outbox.is_held = false);
    }

    /// Waits until something is due while nobody holds.
    pub async fn due(&self) {
        self.filled.notified().await;
    }

    /// The next message that is to be sent now.
    pub fn next(&self, convert: impl Fn(&Document) -> Vec<Diagnostic>) -> Option<PublishDiagnosticsParams> {
        loop {
            let (id, due) = self.with_outbox(|outbox| if outbox.is_held { None } else { outbox.take() })?;
            if let Some(message) = self.with_outbox(|outbox| outbox.message(id, due, &convert)) {
                return Some(message);
            }
        }
    }

    fn with_outbox<T>(&self, work: impl FnOnce(&mut Outbox) -> T) -> T {
        work(&mut self.outbox.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What waits to be sent, and what was.
#[derive(Debug, Default)]
struct Outbox {
    /// In the order in which the documents became due.
    queue: VecDeque<DocId>,
    due: FxHashMap<DocId, Due>,
    sent: FxHashMap<DocId, Sent>,
    is_held: bool,
}

#[derive(Debug)]
enum Due {
    Newest {
        document: Arc<Document>,
        opened: bool,
    },
    /// As on the disk.
    Unopened(Arc<Document>),
    Closed(Uri),
}

/// The last message about a document.
#[derive(Debug)]
struct Sent {
    version: i32,
    diagnostics: Vec<Diagnostic>,
    /// Whether all messages so far were empty.
    always_clean: bool,
}

impl Outbox {
    fn put(&mut self, id: DocId, mut due: Due) {
        if let Due::Newest { opened, .. } = &mut due {
            let before = self.due.get(&id);
            *opened |= matches!(before, Some(Due::Closed(_) | Due::Unopened(_) | Due::Newest { opened: true, .. }));
        }
        if self.due.insert(id.clone(), due).is_none() {
            self.queue.push_back(id);
        }
    }

    fn take(&mut self) -> Option<(DocId, Due)> {
        let id = self.queue.pop_front()?;
        let due = self.due.remove(&id)?;
        Some((id, due))
    }

    /// What to tell the client; `None` where it surely shows just that.
    ///
    /// "Surely": some clients throw away a message whose version is no longer theirs. So an equal
    /// message about a newer version is no repetition, unless nothing was ever there to be shown.
    fn message(
        &mut self,
        id: DocId,
        due: Due,
        convert: impl FnOnce(&Document) -> Vec<Diagnostic>,
    ) -> Option<PublishDiagnosticsParams> {
        let (document, opened) = match due {
            Due::Newest { document, opened } => (document, opened),
            Due::Unopened(document) => return self.message_of_unopened(id, &document, convert),
            Due::Closed(uri) => {
                let sent = self.sent.remove(&id)?;
                return (!sent.always_clean).then(|| PublishDiagnosticsParams::new(uri, Vec::new(), None));
            }
        };
        let diagnostics = convert(&document);
        let before = self.sent.get(&id);
        let always_clean = diagnostics.is_empty() && before.is_none_or(|sent| sent.always_clean);
        let shown = before
            .is_some_and(|sent| always_clean || (sent.version == document.version && sent.diagnostics == diagnostics));
        if shown && !opened {
            return None;
        }
        let version = document.version;
        self.sent.insert(id, Sent { version, diagnostics: diagnostics.clone(), always_clean });
        Some(PublishDiagnosticsParams::new(document.uri.clone(), diagnostics, Some(version)))
    }

    fn message_of_unopened(
        &mut self,
        id: DocId,
        document: &Document,
        convert: impl FnOnce(&Document) -> Vec<Diagnostic>,
    ) -> Option<PublishDiagnosticsParams> {
        let diagnostics = convert(document);
        let nothing_shown = self.sent.get(&id).is_none_or(|sent| sent.always_clean);
        if diagnostics.is_empty() && nothing_shown {
            self.sent.remove(&id);
            return None;
        }
        let sent = Sent { version: document.version, diagnostics: diagnostics.clone(), always_clean: false };
        self.sent.insert(id, sent);
        Some(PublishDiagnosticsParams::new(document.uri.clone(), diagnostics, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::ls_types::Range;

    const URI: &str = "file:///agents/a.md";

    /// A version of a document. Each word of its text is a finding.
    fn document(version: i32, text: &str) -> Arc<Document> {
        Arc::new(Document {
            uri: URI.parse().unwrap(),
            path: "/agents/a.md".into(),
            language: "markdown".into(),
            version,
            text: text.into(),
            settings: Arc::default(),
            analysis: None,
            alone: Arc::new([]),
            among_others: None,
        })
    }

    fn words(document: &Document) -> Vec<Diagnostic> {
        let words = document.text.as_str().split_whitespace();
        words.map(|word| Diagnostic::new_simple(Range::default(), word.into())).collect()
    }

    fn opened(version: i32, text: &str) -> Due {
        Due::Newest { document: document(version, text), opened: true }
    }

    fn changed(version: i32, text: &str) -> Due {
        Due::Newest { document: document(version, text), opened: false }
    }

    fn closed() -> Due {
        Due::Closed(URI.parse().unwrap())
    }

    /// What is sent when all of `dues` come at once: `version: findings`.
    fn send(outbox: &mut Outbox, dues: impl IntoIterator<Item = Due>) -> Vec<String> {
        let id = DocId::of(&URI.parse().unwrap());
        for due in dues {
            outbox.put(id.clone(), due);
        }
        let mut sent = Vec::new();
        while let Some((id, due)) = outbox.take() {
            let Some(message) = outbox.message(id, due, words) else { continue };
            let words: Vec<String> = message.diagnostics.into_iter().map(|found| found.message).collect();
            sent.push(format!("{}: {}", message.version.map_or("-".into(), |v| v.to_string()), words.join(" ")));
        }
        sent
    }

    #[test]
    fn of_a_burst_only_the_newest_version_is_sent() {
        let mut outbox = Outbox::default();
        assert_eq!(send(&mut outbox, [opened(1, "a"), changed(2, "b"), changed(3, "c")]), ["3: c"]);
    }

    #[test]
    fn nothing_is_given_out_while_somebody_holds() {
        let publisher = Publisher::default();
        let next = || publisher.next(words).map(|message| message.version);
        publisher.hold();
        publisher.changed(&document(1, "a"));
        assert_eq!(next(), None);
        publisher.changed(&document(2, "b"));
        publisher.release();
        assert_eq!(next(), Some(Some(2)));
        assert_eq!(next(), None);
    }

    #[test]
    fn a_clean_document_is_reported_once() {
        let mut outbox = Outbox::default();
        assert_eq!(send(&mut outbox, [opened(1, "")]), ["1: "]);
        assert!(send(&mut outbox, [changed(2, "")]).is_empty());
        assert_eq!(send(&mut outbox, [changed(3, "a")]), ["3: a"]);
        assert_eq!(send(&mut outbox, [changed(4, "")]), ["4: "]);
    }

    #[test]
    fn the_same_findings_of_the_same_version_are_sent_once() {
        let mut outbox = Outbox::default();
        send(&mut outbox, [opened(1, "a")]);
        assert!(send(&mut outbox, [changed(1, "a")]).is_empty());
        assert_eq!(send(&mut outbox, [changed(1, "b")]), ["1: b"]);
    }

    #[test]
    fn a_newer_version_is_no_repetition_where_there_was_something_to_show() {
        let mut outbox = Outbox::default();
        send(&mut outbox, [opened(1, "a")]);
        assert_eq!(send(&mut outbox, [changed(2, "a")]), ["2: a"]);
        assert_eq!(send(&mut outbox, [changed(3, "")]), ["3: "]);
        assert_eq!(send(&mut outbox, [changed(4, "")]), ["4: "]);
    }

    #[test]
    fn closing_clears_what_was_shown() {
        let mut outbox = Outbox::default();
        send(&mut outbox, [opened(1, "a")]);
        assert_eq!(send(&mut outbox, [closed()]), ["-: "]);
        send(&mut outbox, [opened(1, "")]);
        assert!(send(&mut outbox, [closed()]).is_empty());
    }

    #[test]
    fn what_is_on_the_disk_is_shown_while_a_document_is_not_open() {
        let unopened = |text: &str| Due::Unopened(document(0, text));
        let mut outbox = Outbox::default();
        assert!(send(&mut outbox, [unopened("")]).is_empty());
        assert_eq!(send(&mut outbox, [unopened("a")]), ["-: a"]);
        assert_eq!(send(&mut outbox, [opened(1, "a b")]), ["1: a b"]);
        assert_eq!(send(&mut outbox, [closed(), unopened("a")]), ["-: a"]);
        assert_eq!(send(&mut outbox, [unopened("")]), ["-: "]);
    }

    #[test]
    fn a_document_that_is_opened_again_is_sent_again() {
        let mut outbox = Outbox::default();
        send(&mut outbox, [opened(1, "a")]);
        assert_eq!(send(&mut outbox, [closed(), opened(1, "a")]), ["1: a"]);
    }
}
