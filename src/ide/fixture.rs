//! Fixtures of the tests: a file with a cursor.

use crate::dialect;
use crate::model::AgentFile;
use crate::model::verdict::Surroundings;
use crate::text::Span;

/// The file of a fixture and the offset of its `$0`.
pub fn with_cursor(fixture: &str) -> (AgentFile, u32) {
    let at = fixture.find("$0").expect("a cursor");
    (file(&fixture.replacen("$0", "", 1)), Span::offset(at))
}

/// The same for a file of another tool.
pub fn with_cursor_in(dialect: &str, fixture: &str) -> (AgentFile, u32) {
    let at = fixture.find("$0").expect("a cursor");
    let dialect = dialect::named(dialect).expect("a dialect");
    let text = fixture.replacen("$0", "", 1);
    (AgentFile::new("agents/agent.md".into(), text.into(), dialect, Surroundings::default()), Span::offset(at))
}

/// `text` as `.claude/agents/agent.md`.
pub fn file(text: &str) -> AgentFile {
    let dialect = dialect::named("claude-code").expect("a dialect");
    AgentFile::new(".claude/agents/agent.md".into(), text.into(), dialect, Surroundings::default())
}
