//! Sets of files. Most hold one or two: a tree of its own for each would cost more than all that is in it.

use super::FileId;
use smallvec::{SmallVec, smallvec};

/// Files, each once, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids(SmallVec<[FileId; 4]>);

impl Ids {
    pub fn insert(&mut self, id: FileId) {
        // Files mostly come in the order of their ids.
        if self.0.last().is_none_or(|last| *last < id) {
            self.0.push(id);
        } else if let Err(at) = self.0.binary_search(&id) {
            self.0.insert(at, id);
        }
    }

    pub fn remove(&mut self, id: FileId) {
        if let Ok(at) = self.0.binary_search(&id) {
            self.0.remove(at);
        }
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, FileId> {
        self.0.iter()
    }
}

impl From<FileId> for Ids {
    fn from(id: FileId) -> Ids {
        Ids(smallvec![id])
    }
}

impl<'a> IntoIterator for &'a Ids {
    type Item = &'a FileId;
    type IntoIter = std::slice::Iter<'a, FileId>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_held_once_and_in_order() {
        let mut ids = Ids::default();
        [3, 1, 7, 3, 5, 1, 9].map(FileId).into_iter().for_each(|id| ids.insert(id));
        assert_eq!(ids.iter().map(|id| id.0).collect::<Vec<_>>(), [1, 3, 5, 7, 9]);
        [5, 4, 1].map(FileId).into_iter().for_each(|id| ids.remove(id));
        assert_eq!((ids.len(), ids.iter().map(|id| id.0).collect::<Vec<_>>()), (3, vec![3, 7, 9]));
        ids.remove(FileId(3));
        assert!(!ids.is_empty());
    }
}
