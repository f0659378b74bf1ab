//! The thread that reads agent files from the disk, so that no request waits for it.

use super::is_below;
use crate::dialect;
use crate::disk;
use crate::index::IndexedFile;
use crate::surroundings::stamp::Stamp;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Files are read and handed on in batches of this size: to take one in is short.
const BATCH: usize = 256;

/// What the worker is asked to do.
#[derive(Debug)]
pub enum Task {
    /// Read all agent files below a folder that have changed since they were last read.
    Scan(Arc<str>),
    /// Read all agent files below a folder that has just come into the workspace: what was read of it before was not kept.
    ScanAnew(Arc<str>),
    /// Read some files, or find out that they are gone.
    Look(Vec<Arc<str>>),
}

/// What the worker has to say.
#[derive(Debug)]
pub enum Report {
    /// There are so many files to read.
    Started(usize),
    /// Files, with `None` for those that are gone.
    Batch(Vec<(Arc<str>, Option<IndexedFile>)>),
    /// All of a folder was read.
    Scanned(Arc<str>),
}

/// The way to the thread. It ends when this is dropped.
#[derive(Debug)]
pub struct Worker {
    tasks: Option<Sender<Task>>,
}

impl Worker {
    /// Starts the thread.
    pub fn start(home: Option<String>) -> (Worker, UnboundedReceiver<Report>) {
        let (tasks, inbox) = channel();
        let (outbox, reports) = unbounded_channel();
        let work = move || Reader { home, outbox, stamps: HashMap::new() }.run(&inbox);
        let started = std::thread::Builder::new().name("agents on disk".to_owned()).spawn(work);
        if let Err(fault) = &started {
            tracing::error!("no thread for reading agents: {fault}");
        }
        (Worker { tasks: started.is_ok().then_some(tasks) }, reports)
    }

    pub fn send(&self, task: Task) {
        // Nobody listens where the thread could not be started: that was said.
        let _ = self.tasks.as_ref().map(|tasks| tasks.send(task));
    }
}

struct Reader {
    home: Option<String>,
    outbox: UnboundedSender<Report>,
    /// Of the files that were read.
    stamps: HashMap<Arc<str>, Option<Stamp>>,
}

impl Reader {
    fn run(mut self, inbox: &Receiver<Task>) {
        while let Ok(task) = inbox.recv() {
            match task {
                Task::Scan(folder) => self.scan(folder, false),
                Task::ScanAnew(folder) => self.scan(folder, true),
                Task::Look(paths) => self.look(paths),
            }
            if self.outbox.is_closed() {
                return;
            }
        }
    }

    fn scan(&mut self, folder: Arc<str>, anew: bool) {
        let mut found = disk::agents_below(Path::new(&*folder), self.home.as_deref());
        let is_there = |path: &str| found.binary_search_by(|found| (*found.path).cmp(path)).is_ok();
        let gone: Vec<Arc<str>> =
            self.stamps.keys().filter(|path| is_below(path, &folder) && !is_there(path)).cloned().collect();
        found.retain(|found| self.is_new(&found.path) || anew);
        let _ = self.outbox.send(Report::Started(found.len()));
        let outbox = &self.outbox;
        let send = |batch| drop(outbox.send(Report::Batch(batch)));
        disk::index_all(&found, self.home.as_deref(), BATCH, || !outbox.is_closed(), send);
        if !gone.is_empty() {
            for path in &gone {
                self.stamps.remove(path);
            }
            let _ = self.outbox.send(Report::Batch(gone.into_iter().map(|path| (path, None)).collect()));
        }
        let _ = self.outbox.send(Report::Scanned(folder));
    }

    /// Whether a file was never read, or has changed since.
    fn is_new(&mut self, path: &Arc<str>) -> bool {
        let stamp = Stamp::of(Path::new(&**path));
        self.stamps.insert(Arc::clone(path), stamp) != Some(stamp)
    }

    fn look(&mut self, paths: Vec<Arc<str>>) {
        let home = self.home.clone();
        let read = paths.into_iter().filter_map(|path| {
            let dialect = dialect::of_path(&path, home.as_deref())?;
            let file = disk::indexed(&path, dialect, home.as_deref());
            if file.is_some() {
                self.is_new(&path);
            } else {
                self.stamps.remove(&path);
            }
            Some((path, file))
        });
        let batch: Vec<_> = read.collect();
        if !batch.is_empty() {
            let _ = self.outbox.send(Report::Batch(batch));
        }
    }
}
