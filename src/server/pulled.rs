//! What a client that asks for diagnostics was told of files that are not open: who asks again and again, as editors
//! do, costs a look at each file's date.

use crate::surroundings::stamp::Stamp;
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What may change the findings of a file beside its own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    /// Of the index.
    revision: u64,
    /// Counts the changes of what stands around files: settings, glossaries, servers, files that are led to.
    around: u64,
}

/// The answers so far.
#[derive(Debug, Default)]
pub struct Pulled {
    known: Mutex<FxHashMap<Arc<str>, Told>>,
    around: AtomicU64,
    was_asked: AtomicBool,
}

#[derive(Debug)]
struct Told {
    stamp: Stamp,
    world: World,
    result_id: Box<str>,
}

impl Pulled {
    /// Something around the files may have changed.
    pub fn around_changed(&self) {
        self.around.fetch_add(1, Ordering::Relaxed);
    }

    /// The world as it is, with the index at `revision`.
    pub fn world(&self, revision: u64) -> World {
        World { revision, around: self.around.load(Ordering::Relaxed) }
    }

    /// The client has asked for the diagnostics of all files.
    pub fn ask(&self) {
        self.was_asked.store(true, Ordering::Relaxed);
    }

    /// Whether a client shows diagnostics of files that are not open.
    pub fn was_asked(&self) -> bool {
        self.was_asked.load(Ordering::Relaxed)
    }

    /// The result id of a file that is as it was.
    pub fn result_id(&self, path: &str, stamp: Stamp, world: World) -> Option<Box<str>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let told = known.get(path).filter(|told| told.stamp == stamp && told.world == world)?;
        Some(told.result_id.clone())
    }

    /// Keeps what was told of a file.
    pub fn told(&self, path: &Arc<str>, stamp: Stamp, world: World, result_id: &str) {
        let told = Told { stamp, world, result_id: result_id.into() };
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(Arc::clone(path), told);
    }

    /// Forgets a file that is gone.
    pub fn forget(&self, path: &str) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}
