//! Which keys stand inside the values of others.

use super::{Dialect, Field, SubKey};

impl Dialect {
    /// The keys of the maps that stand in the value of a field under `path`, the outermost key first.
    pub fn keys_inside<'d>(&'d self, field: &'d Field, path: &[&str]) -> Vec<&'d SubKey> {
        let mut keys = match &field.shape {
            Some(shape) => self.keys_of(shape),
            None => field.sub_keys.iter().collect(),
        };
        for name in path {
            let shape = keys.iter().find(|sub| sub.key == *name).and_then(|sub| sub.shape.as_deref());
            keys = shape.map_or_else(Vec::new, |shape| self.keys_of(shape));
        }
        keys
    }

    /// The keys of a shape, and of the other one that may stand in its place.
    fn keys_of(&self, id: &str) -> Vec<&SubKey> {
        let find = |id: &str| self.shapes.iter().find(|shape| shape.id == id);
        let Some(shape) = find(id) else { return Vec::new() };
        let other = shape.other.as_ref().and_then(|other| find(&other.shape));
        shape.keys.iter().chain(other.into_iter().flat_map(|other| other.keys.iter())).collect()
    }
}

impl Field {
    /// Whether the maps inside its value have keys that are known.
    pub fn has_parts(&self) -> bool {
        self.shape.is_some() || self.sub_keys.iter().any(|sub| sub.value.is_some())
    }
}
