//! One file's meaning, with spans: what the tool makes of it, its sections and its expertise.

pub mod agent_file;
pub mod answer;
pub mod body;
pub mod expertise;
pub mod facts;
pub mod matrix;
pub mod mentions;
pub mod moved;
pub mod portability;
pub mod references;
pub mod sections;
pub mod texts;
pub mod verdict;

pub use agent_file::AgentFile;
pub use body::Body;
pub use expertise::{Area, AreaShape, Expertise, Item};
pub use facts::FileFacts;
pub use matrix::{Matrix, matrices};
pub use mentions::Mention;
pub use references::{Files, Reference, ReferenceKind};
pub use sections::Sections;
pub use verdict::Verdict;
