//! All rules, by area.

use super::{Rule, front_matter, identity, tools};

static RULES: &[Rule] = &[
    front_matter::lost_front_matter::RULE,
    front_matter::repaired_front_matter::RULE,
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
