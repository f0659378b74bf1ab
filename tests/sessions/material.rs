//! What the sessions are about: files, what may stand in them, and what is typed.

use crate::dice::Dice;

/// A file that the sessions open, by its path below the playground. The last one is no file.
pub const DOCUMENTS: [&str; 14] = [
    "alpha/.claude/agents/backend.md",
    "alpha/.claude/agents/team/reviewer.md",
    "alpha/.github/agents/planner.agent.md",
    "alpha/.gemini/agents/writer.md",
    "alpha/.claude/agents/newcomer.md",
    "beta/.claude/agents/backend.md",
    "beta/.opencode/agents/tester.md",
    "beta/.qwen/agents/ops [x] é.md",
    "alpha/agentls.toml",
    "beta/agentls.toml",
    "alpha/.agentls/glossary.yaml",
    "gamma/.claude/agents/stranger.md",
    "alpha/notes.md",
    "untitled:Untitled-1",
];

/// Files that are never opened.
pub const OTHERS: [&str; 4] = [
    "alpha/.mcp.json",
    "alpha/docs/guide.md",
    "alpha/.claude/agents/team/qa-expert.md",
    "gamma/.claude/agents/twin.md",
];

/// What stands around agents without being watched: a client that has changed it saves its documents.
pub fn is_surrounding(path: &str) -> bool {
    path.ends_with(".mcp.json") || path.ends_with("docs/guide.md") || path.ends_with("notes.md")
}

/// Folders of the workspace.
pub const FOLDERS: [&str; 2] = ["alpha", "beta"];

pub const SETTINGS: [&str; 6] = [
    "{}",
    r#"{"hints": ["model"], "lens": false}"#,
    r#"{"rules": {"no-output-format": "off", "unknown-tool": "error"}}"#,
    r#"{"targets": ["claude-code", "vscode"]}"#,
    r#"{"rules": {"no-such-rule": "error"}, "lens": 3}"#,
    r#"{"versions": {"claude-code": "2.0.0"}}"#,
];

const CONFIGS: [&str; 6] = [
    "",
    "lens = false\n",
    "[rules]\nno-output-format = \"off\"\nmissing-name = \"warning\"\n",
    "targets = [\"claude-code\", \"gemini-cli\"]\n",
    "[rules\nunknown-tool = \"error\"\nfoo = 1\n",
    "[[overrides]]\npaths = [\"**/team/*.md\"]\n[overrides.rules]\nunknown-key = \"off\"\n",
];

const GLOSSARIES: [&str; 3] = [
    "concepts:\n  - {id: ledger, name: Ledger, definition: All bookings.}\n",
    "concepts:\n  - {id: ledger, name: Ledger book\n",
    "concepts:\n  - id: zylo-bridge\n    name: Zylo bridge\n    also: [zylo]\n    definition: Joins two shops.\n",
];

const SERVERS: [&str; 3] =
    [r#"{"mcpServers": {"github": {}}}"#, r#"{"mcpServers": {"jira": {}, "sentry": {}}}"#, r#"{"mcpServers": "#];

/// Names that agents have and name each other by.
const NAMES: [&str; 9] =
    ["backend", "reviewer", "planner", "writer", "tester", "qa-expert", "newcomer", "frontned", "code-reviewer"];

const LINES: [&str; 22] = [
    "tools: Read, Grpe, Bash(git:*)",
    "tools:",
    "tools: [read, \"edit\", 'search/codebase']",
    "tools:\n  - Read\n  - Task\n  - mcp__github__search",
    "model: opus",
    "model: gpt-9",
    "color: blue",
    "colour: bleu",
    "description: Use when: x # and more",
    "description: >-\n  Folded 😀\n  text",
    "hooks:\n  PreToolUse:\n    - matcher: Bash\n      hooks: [{type: command, command: ./check.sh}]",
    "permissionMode: plan",
    "handoffs:\n  - label: Go\n    agent: planner\n    prompt: Do it",
    "mcp-servers: {github: {command: x}}",
    "permission:\n  edit: deny\n  bash: {\"git *\": allow}",
    "skills: [a, b, a]",
    "name: &n twin",
    "maxTurns: many",
    "temperature: 3.5",
    "x-own: [1, {a: b}, \"é\"]",
    "name: second",
    "\ttabbed: yes",
];

const PARAGRAPHS: [&str; 20] = [
    "# Backend Engineer\n\nYou build servers.\n",
    "## Your Expertise\n\n- **AUTHENTICATION**: JWT tokens, OAuth 2.0, Sessions\n- **Prüfung 😀**: Semgrep é, CodeQL\n",
    "```\n┌──────────┬─────────┐\n│ NODE.JS  │ PYTHON  │\n├──────────┼─────────┤\n│ Express  │ Django  │\n│ Zylo bridge sync │ 😀 │\n└──────────┴─────────┘\n```\n",
    "| AREA | ITEMS |\n|---|---|\n| **Caching** | Redis, Memcached, zylo |\n| Daten | Ledger, 国際化 |\n",
    "## Integration with Other Agents\n\n- **frontned** asks\n- **reviewer** checks, then `qa-expert`\n",
    "Use the `code-reviewer` agent when done. Delegate to @agents/planner.\n",
    "## Your Output Format\n\n```markdown\n## RESULT\n- [ ] done\n```\n",
    "## When You're Invoked\n\n1. Read [the guide](docs/guide.md#steps).\n2. Run the tests.\n3. See [below](#none).\n",
    "<!-- agentls-ignore unknown-tool -->\n",
    "```mermaid\ngraph LR\n a --> b\n",
    "> quoted\n>> twice\n> - list\n",
    "Überschrift\n===\n\n日本語のテキスト。 e\u{301}\u{200d}👩‍👩‍👧\n",
    "- a\n  - b\n    - c\n\n      code\n",
    "Always use the Bash tool. Never ask.\n",
    "---\n",
    "\r\n\r\n## Windows\r\n\r\n- **A**: b, c\r\n",
    "<example>\nuser: do it\n</example>\n",
    "## Ihre Aufgaben\n\nDelegieren Sie an **tester**.\n",
    "\u{0}\u{7f}\u{feff}\u{2028}x\n",
    "[^1]: note\n\n[x]: https://example.com\n",
];

const TYPED: [&str; 40] = [
    "a",
    "e",
    "-",
    "\n",
    "\r\n",
    "\r",
    " ",
    ":",
    ": ",
    "---\n",
    "--",
    "|",
    "│",
    "😀",
    "é",
    "\u{301}",
    "#",
    "## ",
    "- ",
    "- **",
    "**",
    "`",
    "```\n",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "Read, ",
    "tools: ",
    "name: x\n",
    "model: ",
    "\t",
    "reviewer",
    "@",
    "\u{0}",
    "JWT tokens",
    "👩‍👩‍👧",
];

pub fn name(dice: &mut Dice) -> String {
    match dice.below(12) {
        0 => "../outside".to_owned(),
        1 => "two words".to_owned(),
        2 => String::new(),
        3 => "ünï-😀".to_owned(),
        _ => (*dice.pick(&NAMES)).to_owned(),
    }
}

pub fn typed(dice: &mut Dice) -> String {
    match dice.below(20) {
        0 => (*dice.pick(&LINES)).to_owned() + "\n",
        1 => (*dice.pick(&PARAGRAPHS)).to_owned(),
        2 => agent(dice),
        _ => (*dice.pick(&TYPED)).to_owned(),
    }
}

/// A file's text, of the kind that belongs to its path.
pub fn text(dice: &mut Dice, path: &str) -> String {
    match path.rsplit('/').next() {
        Some("agentls.toml") => (*dice.pick(&CONFIGS)).to_owned(),
        Some("glossary.yaml") => (*dice.pick(&GLOSSARIES)).to_owned(),
        Some(".mcp.json") => (*dice.pick(&SERVERS)).to_owned(),
        _ => agent(dice),
    }
}

fn agent(dice: &mut Dice) -> String {
    let mut text = String::new();
    if dice.percent(90) {
        text.push_str("---\n");
        if dice.percent(90) {
            text.push_str(&format!("name: {}\n", name(dice)));
        }
        if dice.percent(80) {
            text.push_str("description: Does things. Use for them.\n");
        }
        for _ in 0..dice.below(4) {
            text.push_str(LINES[dice.below(LINES.len())]);
            text.push('\n');
        }
        if dice.percent(95) {
            text.push_str("---\n\n");
        }
    }
    for _ in 0..dice.below(6) {
        text.push_str(PARAGRAPHS[dice.below(PARAGRAPHS.len())]);
        if dice.percent(80) {
            text.push('\n');
        }
    }
    if dice.percent(15) { text.replace('\n', "\r\n") } else { text }
}
