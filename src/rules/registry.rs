//! All rules, by area.

use super::{Reads, Rule, Severity, body, front_matter, identity, keys, portability, text, tools, values, workspace};
use crate::dialect::Role;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static RULES: &[Rule] = &[
    body::broken_import::RULE,
    body::broken_link::RULE,
    body::empty_section::RULE,
    body::nested_fence::RULE,
    body::no_output_format::RULE,
    body::output_placeholder::RULE,
    body::ragged_matrix::RULE,
    body::tool_reference::RULE,
    body::unclosed_fence::RULE,
    body::short_body::RULE,
    front_matter::bad_encoding::RULE,
    front_matter::changed_by_repair::RULE,
    front_matter::duplicate_key::RULE,
    front_matter::file_too_big::RULE,
    front_matter::front_matter_cut::RULE,
    front_matter::front_matter_not_a_map::RULE,
    front_matter::keys_not_read::RULE,
    front_matter::late_front_matter::RULE,
    front_matter::lost_body::RULE,
    front_matter::lost_front_matter::RULE,
    front_matter::missing_front_matter::RULE,
    front_matter::repaired_front_matter::RULE,
    front_matter::unclosed_front_matter::RULE,
    identity::bad_description::RULE,
    identity::bad_name::RULE,
    identity::cut_text::RULE,
    identity::description_language::RULE,
    identity::description_without_cue::RULE,
    identity::long_description::RULE,
    identity::missing_description::RULE,
    identity::missing_name::RULE,
    identity::passed_over_file::RULE,
    identity::renamed_file::RULE,
    identity::shadows_built_in::RULE,
    keys::deprecated_key::RULE,
    keys::key_since::RULE,
    keys::key_without_effect::RULE,
    keys::missing_key::RULE,
    keys::unknown_key::RULE,
    portability::breaks_elsewhere::RULE,
    text::invisible_characters::RULE,
    text::secrets::RULE,
    tools::denied_without_effect::RULE,
    tools::duplicate_tool::RULE,
    tools::empty_tools::RULE,
    tools::gone_tool::RULE,
    tools::ignored_specifier::RULE,
    tools::mcp_pattern::RULE,
    tools::missing_capability::RULE,
    tools::missing_tool::RULE,
    tools::no_tool_resolves::RULE,
    tools::renamed_tool::RULE,
    tools::tool_in_both_lists::RULE,
    tools::tool_without_effect::RULE,
    tools::unknown_tool::RULE,
    tools::wildcard_among_tools::RULE,
    values::bad_hooks::RULE,
    values::bad_part::RULE,
    values::bad_value::RULE,
    values::bypass_permissions::RULE,
    values::empty_value::RULE,
    values::memory_widens_tools::RULE,
    values::model_not_text::RULE,
    values::plan_mode_writes::RULE,
    values::retired_model::RULE,
    values::switched_off::RULE,
    values::unknown_model::RULE,
];

/// All rules.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The rules that may say something else once the value of a key with this role has changed.
pub fn looking_at(role: Role) -> &'static [&'static Rule] {
    static BY_ROLE: LazyLock<FxHashMap<Role, Vec<&Rule>>> = LazyLock::new(|| {
        let named = RULES.iter().filter_map(|rule| match rule.reads {
            Reads::Values(roles) => Some(roles),
            Reads::NoValue | Reads::Everything => None,
        });
        let roles = named.flatten().chain([&Role::Other]);
        roles.map(|role| (*role, RULES.iter().filter(|rule| rule.reads.looks_at(*role)).collect())).collect()
    });
    // A role that no rule names is one like any other.
    BY_ROLE.get(&role).or_else(|| BY_ROLE.get(&Role::Other)).map_or(&[], Vec::as_slice)
}

/// What can be said of a rule, whatever it looks at.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    pub code: &'static str,
    /// One line: what the rule finds.
    pub summary: &'static str,
    /// The severity of most of its findings.
    pub severity: Severity,
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// Each rule, those over the workspace too.
pub fn pages() -> impl Iterator<Item = Described> {
    let alone = RULES.iter().map(|rule| Described {
        code: rule.code,
        summary: rule.summary,
        severity: rule.severity,
        page: rule.page,
    });
    let among_others = workspace::all().iter().map(|rule| Described {
        code: rule.code,
        summary: rule.summary,
        severity: rule.severity,
        page: rule.page,
    });
    alone.chain(among_others)
}

/// The rule with a code, which may be one over the workspace.
pub fn page(code: &str) -> Option<Described> {
    pages().find(|rule| rule.code == code)
}

/// The rule with a code.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}
