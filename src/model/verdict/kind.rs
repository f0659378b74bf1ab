//! Which kind of agent a file defines, where a dialect has more than one.

use super::tool_list::field;
use crate::dialect::{Dialect, Field, Role};
use crate::syntax::FrontMatter;

/// The kind that the file names; `None` where it names none that there is.
pub fn of(dialect: &'static Dialect, front_matter: &FrontMatter) -> Option<&'static str> {
    let field = field(dialect, Role::Kind)?;
    let written = front_matter.value(front_matter.entry(&field.key)?)?.as_str()?.trim();
    field.values.iter().find(|choice| choice.value == written).map(|choice| &*choice.value)
}

/// The kind that is meant first where a file names none.
pub fn usual(dialect: &'static Dialect) -> Option<&'static str> {
    field(dialect, Role::Kind)?.values.first().map(|choice| &*choice.value)
}

/// Whether agents of the kind know the key. Where no kind is named, all keys count.
pub fn knows(field: &Field, kind: Option<&str>) -> bool {
    field.kinds.is_empty() || kind.is_none_or(|kind| field.kinds.iter().any(|known| known == kind))
}
