//! What the server tells of its own accord.
//!
//! Messages that lie in the input together are one batch. While it lasts nothing is told: what comes of the first message
//! is often out of date after the last. At its end the thread that has read them also writes, as it does with answers.

use serde::Serialize;
use std::time::Duration;

/// A batch is cut here, so that a client that never pauses is told something too.
pub const LONGEST_BATCH: Duration = Duration::from_millis(100);
/// Nobody types on so soon after an announcement: the client is in the midst of many changes.
pub const TOO_SOON: Duration = Duration::from_millis(10);
/// How long such a client may pause within a batch.
pub const PAUSE: Duration = Duration::from_millis(3);

/// Has something to tell now and then.
pub trait Announce: Send + Sync + 'static {
    type Params: Serialize;

    /// A batch begins: nothing more is due before it ends.
    fn hold(&self);

    /// The batch has ended.
    fn release(&self);

    /// Waits until something is due outside of a batch. May end too early, never too late.
    fn due(&self) -> impl Future<Output = ()>;

    /// The next that is to be told now.
    fn next(&self) -> Option<Announcement<Self::Params>>;
}

/// One notification.
#[derive(Debug, Serialize)]
pub struct Announcement<P> {
    jsonrpc: &'static str,
    method: &'static str,
    params: P,
}

impl<P> Announcement<P> {
    pub fn new(method: &'static str, params: P) -> Announcement<P> {
        Announcement { jsonrpc: "2.0", method, params }
    }
}
