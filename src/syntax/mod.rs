//! From text to trees: the front matter as its tool reads it, and the outline of the body.
//! Nothing here fails: what can't be read becomes a [`Problem`] beside the tree.

mod block_repair;
pub mod cursor;
mod entries;
mod fence;
pub mod front_matter;
mod lenient_yaml;
mod line_repair;
pub mod markdown;
mod offset_map;
pub mod outline;
pub mod reader;
pub mod retyped;
mod stand_in;
pub mod tree;
mod yaml;

pub use entries::{read_value, reads_once_repaired};
pub use front_matter::{Entry, Flavour, FrontMatter, FrontMatterState, Problem, ProblemKind, Repair};
pub use outline::{Link, Outline};
pub use retyped::{Retyped, retyped};
pub use tree::{Node, NodeId, NodeKind, ScalarStyle, Tree};
