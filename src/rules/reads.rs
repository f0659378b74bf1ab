//! What rules look at, so that those are left alone that can't say anything new.

use crate::dialect::Role;

/// What a rule looks at beside what every rule may look at: where the front matter is cut, which keys stand in
/// it and how they are written, the body, the path, which tools are granted, whether the tool loads the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// No value of the front matter.
    NoValue,
    /// The values of some keys.
    Values(&'static [Role]),
    /// Any value, or the text itself.
    Everything,
}

impl Reads {
    /// Whether the value of a key with this role may matter to the rule.
    pub fn looks_at(self, role: Role) -> bool {
        match self {
            Reads::NoValue => false,
            Reads::Values(roles) => roles.contains(&role),
            Reads::Everything => true,
        }
    }
}
