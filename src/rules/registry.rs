//! All rules, by area.

use super::{Rule, body, front_matter, identity, tools};

static RULES: &[Rule] = &[
    body::no_output_format::RULE,
    front_matter::unclosed_front_matter::RULE,
    identity::missing_name::RULE,
    tools::unknown_tool::RULE,
];

/// All rules.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The rule with a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}
