//! All agents as a picture: who hands work over to whom, and who knows what. Plain functions from an index to text.
//!
//! | file | what it makes |
//! |---|---|
//! | `facts.rs` | what is known of each agent: the command line and the server tell the same |
//! | `diagram.rs` | which boxes and lines there are |
//! | `layout/` | where they stand |
//! | `svg.rs`, `html.rs`, `mermaid.rs`, `dot.rs` | the text of a picture |

mod diagram;
mod dot;
mod facts;
mod html;
pub mod layout;
mod measure;
mod mermaid;
mod svg;
#[cfg(test)]
mod tests;

pub use diagram::{Diagram, Link, Node, NodeKind};
pub use dot::dot;
pub use facts::{Agent, Area, agents, scope_name};
pub use html::html;
pub use mermaid::mermaid;
pub use svg::svg;
