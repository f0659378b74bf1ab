//! `bad-value`

use super::{cost, is_agent, place, text_of, trimmed};
use crate::compose::entry_edit;
use crate::compose::quoting::quoted;
use crate::dialect::{BadValue, Field, Role, Take, ToolTexts, ValueKind};
use crate::model::AgentFile;
use crate::model::verdict::value::find_choice;
use crate::model::verdict::{DropCause, DroppedValue, tool_list};
use crate::rules::front_matter::changed_by_repair;
use crate::rules::keys::key_since;
use crate::rules::words::{both, either};
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity, did_you_mean};
use crate::syntax::{Entry, Node, NodeKind};
use crate::text::{Edit, EditSet, Span};

pub const RULE: Rule = Rule {
    code: "bad-value",
    summary: "A value that the tool throws away, or takes without effect.",
    severity: Severity::Warning,
    reads: Reads::Everything,
    page: include_str!("bad-value.md"),
    check,
};

/// Words that people write for the two values of a flag.
const YES: &[&str] = &["yes", "on", "y", "1", "true", "enabled"];
const NO: &[&str] = &["no", "off", "n", "0", "false", "disabled", "none", "never"];

fn check(file: &AgentFile, findings: &mut Findings) {
    if !is_agent(file) {
        return;
    }
    for dropped in &file.verdict.dropped_values {
        // Nothing written, keys without effect and hooks have rules of their own, and so have models that are not text.
        if matches!(dropped.cause, DropCause::Empty | DropCause::WithoutEffect) || is_hooks(file, dropped) {
            continue;
        }
        if let Some((field, entry)) = place(file, dropped)
            && (dropped.role != Role::Model || field.takes.contains(&Take::List))
            && !changed_by_repair::changes(file, entry)
            && key_since::too_new(file, field, entry).is_none()
        {
            findings.add(finding(file, field, entry, dropped));
        }
    }
}

/// Whether hooks are meant of which a rule of their own speaks.
fn is_hooks(file: &AgentFile, dropped: &DroppedValue) -> bool {
    dropped.role == Role::Hooks && file.field(Role::Hooks).is_some_and(|field| field.value == ValueKind::Hooks)
}

fn finding(file: &AgentFile, field: &Field, entry: &Entry, dropped: &DroppedValue) -> Diagnostic {
    let span = trimmed(file, dropped.span);
    let meant = meant(file, field, dropped, span);
    let advice = match &meant {
        Some(Meant { value, .. }) => format!("Did you mean {value}?"),
        None => what_it_takes(file, field, dropped),
    };
    let severity = cost(field, dropped).unwrap_or_else(|| severity(field, dropped, meant.as_ref()));
    let mut found = Diagnostic::new(severity, span, format!("{} {advice}", outcome(file, field, dropped)));
    if let Some(meant) = meant {
        let fix = format!("Replace by {}", meant.value);
        let edits = EditSet::one(span, meant.value.clone());
        return found.fix(if meant.sure { Fix::safe(fix, edits) } else { Fix::to_review(fix, edits) });
    }
    if field.value == ValueKind::Switches
        && let Some((edits, names)) = switches(file, entry)
    {
        found = found.fix(Fix::to_review(format!("Switch on {names} alone"), edits));
    }
    if field.value == ValueKind::ServerList
        && let Some(edits) = servers_as_list(file, entry)
    {
        found = found.fix(Fix::safe("Make it a list", edits));
    }
    let is_whole = file.front_matter.value(entry).is_some_and(|node| node.span == dropped.span);
    if is_whole
        && field.bad_value != BadValue::Accepted
        && let Some(edits) = entry_edit::remove(file, entry)
    {
        found = found.fix(Fix::to_review(format!("Remove the key {}", field.key), edits));
    }
    found
}

fn outcome(file: &AgentFile, field: &Field, dropped: &DroppedValue) -> String {
    let label = &file.dialect.label;
    if dropped.cause == DropCause::Item {
        return format!("{label} passes over this item.");
    }
    if dropped.cause == DropCause::UnknownSubKey {
        return format!("{label} ignores this key.");
    }
    if field.logs_bad_values && !dropped.logged {
        return format!("{label} takes this value without a word, and it has no effect.");
    }
    format!("{label} {}.", field.bad_value_note)
}

/// Nothing is lost where the value says no and the tool takes it for no without complaint, or where any
/// value is taken.
fn severity(field: &Field, dropped: &DroppedValue, meant: Option<&Meant>) -> Severity {
    let off_anyway = field.value == ValueKind::Flag
        && !dropped.logged
        && meant.is_some_and(|meant| meant.value == "false")
        && field.default.as_ref().is_some_and(|default| default.starts_with("`false`"));
    if off_anyway || field.bad_value == BadValue::Accepted || dropped.role == Role::Color {
        Severity::Hint
    } else {
        Severity::Warning
    }
}

/// The value that was probably meant.
struct Meant {
    value: String,
    sure: bool,
}

fn meant(file: &AgentFile, field: &Field, dropped: &DroppedValue, span: Span) -> Option<Meant> {
    let node = file.front_matter.entries.get(dropped.entry).and_then(|entry| file.front_matter.value(entry))?;
    let only_item = match &node.kind {
        NodeKind::List(items) => match items.as_slice() {
            [item] => file.front_matter.tree.get(*item),
            _ => None,
        },
        _ => None,
    };
    let is_whole = node.span == dropped.span;
    let written = if is_whole {
        only_item.unwrap_or(node).as_str().unwrap_or_else(|| span.slice(&file.text))
    } else {
        span.slice(&file.text).trim_matches(['"', '\''])
    };
    let sure = |value: &str| Some(Meant { value: value.to_owned(), sure: true });
    match field.value {
        ValueKind::Choice if is_whole => {
            let fits = |text: &str| find_choice(&field.values, text, true).map(|choice| &*choice.value);
            if let Some(value) = fits(written.trim()) {
                return sure(value);
            }
            if field.takes.contains(&Take::HexColor)
                && let Some(color) = six_digits(written.trim())
            {
                return sure(&quoted(&color));
            }
            sure(did_you_mean(written, offered(&field.values))?)
        }
        ValueKind::Flag if is_whole => sure(as_flag(written)?),
        ValueKind::Map if dropped.cause == DropCause::UnknownSubKey => {
            let keys = field.sub_keys.iter().filter(|key| key.same_as.is_none()).map(|key| &*key.key);
            sure(did_you_mean(written, keys)?)
        }
        ValueKind::Map if dropped.cause == DropCause::NotAChoice => {
            let values = field.sub_keys.iter().flat_map(|key| offered(&key.values));
            let value = did_you_mean(written, values)?;
            Some(Meant { value: value.to_owned(), sure: false })
        }
        ValueKind::ToolList if is_whole => {
            // One line with commas in place of the list.
            let line = text_of(file, file.front_matter.entries.get(dropped.entry)?)?;
            let names: Vec<&str> = line.split([',', ' ']).map(str::trim).filter(|name| !name.is_empty()).collect();
            let known = |name: &&str| tool_list::find_tool(file.dialect, name).is_some();
            sure(&format!("[{}]", names.join(", "))).filter(|_| !names.is_empty() && names.iter().all(known))
        }
        ValueKind::Text if is_whole && is_word(node) => {
            let raw = span.slice(&file.text);
            (!raw.contains('\n')).then(|| Meant { value: quoted(raw), sure: true })
        }
        ValueKind::Number | ValueKind::Count if is_whole && dropped.cause == DropCause::WrongType => {
            let number = written.trim().parse::<f64>().ok().filter(|_| node.as_str().is_some())?;
            let fits = field.value == ValueKind::Number || number.fract() == 0.0 && number >= 1.0;
            sure(written.trim()).filter(|_| fits && number.is_finite())
        }
        ValueKind::Switches if !is_whole => sure(as_flag(written)?),
        ValueKind::Permissions => {
            let action = match as_flag(written) {
                Some("true") => "allow",
                Some(_) => "deny",
                None => did_you_mean(written, offered(&field.values))?,
            };
            Some(Meant { value: action.to_owned(), sure: false })
        }
        ValueKind::ServerList | ValueKind::NameList if is_whole => {
            // A single name in place of the list.
            let name = text_of(file, file.front_matter.entries.get(dropped.entry)?)?;
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
            sure(&format!("[{name}]")).filter(|_| plain && !name.is_empty())
        }
        _ => None,
    }
}

/// A colour of three digits with six of them.
fn six_digits(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 3)?;
    let fits = digits.chars().all(|digit| digit.is_ascii_hexdigit());
    fits.then(|| format!("#{}", digits.chars().flat_map(|digit| [digit, digit]).collect::<String>()))
}

/// The boolean that a word stands for.
fn as_flag(text: &str) -> Option<&'static str> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    if is(YES) { Some("true") } else { is(NO).then_some("false") }
}

/// Whether a value is one word that quotes would make a text.
fn is_word(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Number(_) | NodeKind::Bool(_) | NodeKind::String { .. })
}

fn offered(values: &[crate::dialect::Choice]) -> impl Iterator<Item = &str> {
    values.iter().filter(|value| !value.hidden).map(|value| &*value.value)
}

/// Of more keys than these, some examples are named.
const MOST_KEYS_TO_NAME: usize = 8;

fn what_it_takes(file: &AgentFile, field: &Field, dropped: &DroppedValue) -> String {
    let key = &field.key;
    match dropped.cause {
        DropCause::Excluded => return "Another key says the same already: keep one of the two.".to_owned(),
        DropCause::MissingSubKey if field.value == ValueKind::ServerMap => {
            return "A server that is started needs the key args with a list, which may be empty.".to_owned();
        }
        DropCause::MissingSubKey => {
            let needed = field.sub_keys.iter().filter(|sub| sub.required).map(|sub| &*sub.key);
            return format!("{key} takes a map with {}.", both(needed));
        }
        _ => {}
    }
    match field.value {
        ValueKind::Choice => {
            let verb = if field.bad_value == BadValue::Accepted { "Documented are" } else { "It takes" };
            let color =
                if field.takes.contains(&Take::HexColor) { ", or a colour as \"#RRGGBB\" in quotes" } else { "" };
            format!("{verb} {}{color}.", either(offered(&field.values)))
        }
        ValueKind::Flag => "It takes true or false.".to_owned(),
        ValueKind::Count => "It takes a whole number above 0.".to_owned(),
        ValueKind::NameList => "It takes names, as a list or in one line with commas.".to_owned(),
        ValueKind::ServerList => {
            "It takes a list: each item is a server's name, or a name with its configuration (a command or a url)."
                .to_owned()
        }
        ValueKind::Number => "It takes a number, without quotes.".to_owned(),
        ValueKind::Switches => "It takes a map of names to true or false.".to_owned(),
        ValueKind::Permissions => {
            let actions = either(offered(&field.values));
            format!("It takes {actions}, or a map of names to {actions} or to a map of patterns.")
        }
        ValueKind::ServerMap => format!("{key} takes a map of names, each with a map."),
        ValueKind::Url => "It takes an address with its scheme, such as https://example.com.".to_owned(),
        ValueKind::Json => "It takes JSON, as a text.".to_owned(),
        ValueKind::Map if field.sub_keys.len() > MOST_KEYS_TO_NAME => {
            let some = field.sub_keys.iter().take(3).map(|sub| &*sub.key);
            format!("{key} takes a map with keys such as {}.", both(some))
        }
        ValueKind::Map if field.sub_keys.is_empty() => "It takes a map of keys and values.".to_owned(),
        ValueKind::ToolList if file.dialect.tool_texts == ToolTexts::Items => {
            "It takes a list of names: [a, b], or \"- a\" on lines of their own.".to_owned()
        }
        ValueKind::ToolList => "It takes a list of names, or names in one line with commas.".to_owned(),
        ValueKind::Model if field.takes.contains(&Take::List) => "It takes a name or a list of names.".to_owned(),
        ValueKind::Map if dropped.cause == DropCause::NotAChoice => {
            let known = field.sub_keys.iter().filter(|sub| sub.same_as.is_none()).flat_map(|sub| offered(&sub.values));
            format!("It takes {}.", either(known))
        }
        ValueKind::Map if dropped.logged && field.sub_keys.iter().any(|sub| sub.number) => {
            "It takes a number above 0.".to_owned()
        }
        ValueKind::Map => {
            let known = field.sub_keys.iter().filter(|sub| sub.same_as.is_none()).map(|sub| &*sub.key);
            format!("{key} takes a map with the key {}.", either(known))
        }
        ValueKind::TextList => "It takes a list of names: [a, b], or \"- a\" on lines of their own.".to_owned(),
        ValueKind::TextMap => "It takes a map of names to texts.".to_owned(),
        ValueKind::MapList => {
            let needed = field.sub_keys.iter().filter(|sub| sub.required).map(|sub| &*sub.key);
            format!("It takes a list: items that begin with \"- \", each with {}.", both(needed))
        }
        ValueKind::Text | ValueKind::Model | ValueKind::Hooks => "It takes a text.".to_owned(),
    }
}

/// A list of tools, or a text that names some, as switches that leave only those on.
fn switches(file: &AgentFile, entry: &Entry) -> Option<(EditSet, String)> {
    let node = file.front_matter.value(entry)?;
    let items: Vec<&str> = match &node.kind {
        NodeKind::String { value, .. } => value.split(',').map(str::trim).collect(),
        NodeKind::List(items) => items.iter().filter_map(|id| file.front_matter.tree.get(*id)?.as_str()).collect(),
        _ => return None,
    };
    let own_name = |name: &str| {
        file.dialect.tools.iter().find(|tool| tool.name.eq_ignore_ascii_case(name)).map(|tool| &*tool.name)
    };
    let mut names: Vec<&str> = items.into_iter().filter_map(own_name).collect();
    names.dedup();
    if names.is_empty() {
        return None;
    }
    let line_end = file.line_end();
    let lines: String = names.iter().map(|name| format!("{line_end}  {name}: true")).collect();
    let value = Span::new(entry.key_span.end, entry.span.end);
    let edits = EditSet::one(value, format!(":{line_end}  \"*\": false{lines}"));
    Some((edits, both(names.iter().copied())))
}

/// A map of servers on lines of its own as a list of one-key maps.
fn servers_as_list(file: &AgentFile, entry: &Entry) -> Option<EditSet> {
    let node = file.front_matter.value(entry)?;
    let NodeKind::Map(pairs) = &node.kind else { return None };
    let text: &str = &file.text;
    let keys: Vec<Span> =
        pairs.iter().filter_map(|(key, _)| file.front_matter.tree.get(*key)).map(|key| key.span).collect();
    let configured = pairs.iter().all(|(_, value)| {
        matches!(file.front_matter.tree.get(*value).map(|node| &node.kind), Some(NodeKind::Map(inner)) if !inner.is_empty())
    });
    let first = keys.first()?;
    if !configured || node.span.slice(text).starts_with('{') || !entry.span.covers(*first) {
        return None;
    }
    let start = text.get(..first.start as usize)?.rfind('\n')? + 1;
    let mut at = Span::offset(start);
    let mut edits = Vec::new();
    for line in text.get(start..entry.span.end as usize)?.split_inclusive('\n') {
        let indent = Span::offset(line.len() - line.trim_start_matches(' ').len());
        let begins = at + indent;
        if !line.trim().is_empty() {
            let mark = if keys.iter().any(|key| key.start == begins) { "- " } else { "  " };
            edits.push(Edit { span: Span::empty(begins), text: mark.to_owned() });
        }
        at += Span::offset(line.len());
    }
    let marked = edits.iter().filter(|edit| edit.text == "- ").count();
    if marked == keys.len() { EditSet::new(edits) } else { None }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::{agent, findings, findings_and_hints, fixed};

    fn text(lines: &str) -> String {
        format!("---\nname: agent\ndescription: Does it.\n{lines}\nmodel: opus\n---\n\nDo it.\n")
    }

    #[test]
    fn says_what_becomes_of_the_value_and_what_was_meant() {
        let of = |lines: &str| findings(&text(lines));
        expect_test::expect![[r#"
            warning bad-value "Plan": Claude Code throws the value away and logs a line only in its debug log. Did you mean plan?
              fix: Replace by plan
        "#]].assert_eq(&of("permissionMode: Plan"));
        expect_test::expect![[r#"
            warning bad-value "ask": Claude Code throws the value away and logs a line only in its debug log. It takes default, manual, acceptEdits, auto, dontAsk, plan or bypassPermissions.
              fix: Remove the key permissionMode (to review)
        "#]].assert_eq(&of("permissionMode: ask"));
        expect_test::expect![[r#"
            warning bad-value "0": Claude Code throws the value away and logs a line only in its debug log. It takes a whole number above 0.
              fix: Remove the key maxTurns (to review)
            warning bad-value "no": Claude Code throws the value away and logs a line only in its debug log. Did you mean false?
              fix: Replace by false
            warning bad-value "1": Claude Code takes it for `false` and says nothing. Did you mean true?
              fix: Replace by true
            warning bad-value "50": Claude Code takes this value without a word, and it has no effect. It takes low, medium, high, xhigh or max.
              fix: Remove the key effort (to review)
            warning bad-value "[worktree]": Claude Code throws the value away and logs a line only in its debug log. Did you mean worktree?
              fix: Replace by worktree
            warning bad-value "true": Claude Code throws the value away and logs a line only in its debug log. It takes user, project or local.
              fix: Remove the key memory (to review)
        "#]].assert_eq(&of(
            "maxTurns: 0\nbackground: no\nomitClaudeMd: 1\neffort: 50\nisolation: [worktree]\nmemory: true",
        ));
        expect_test::expect![[r#"
            warning bad-value "2h": Claude Code ignores it and says nothing. It takes 5m or 1h.
            warning bad-value "foo": Claude Code ignores this key. experimental takes a map with the key cacheTtl.
            warning bad-value "5": Claude Code puts no skill in and says nothing. It takes names, as a list or in one line with commas.
              fix: Remove the key skills (to review)
            warning bad-value "github": Claude Code takes this value without a word, and it has no effect. Did you mean [github]?
              fix: Replace by [github]
        "#]]
            .assert_eq(&of("experimental: {cacheTtl: 2h, foo: 1}\nskills: 5\nmcpServers: github"));
        expect_test::expect![[r#"
            warning bad-value "5": Claude Code starts no server for it; a map, text or number in place of the list is not even logged. It takes a list: each item is a server's name, or a name with its configuration (a command or a url).
        "#]].assert_eq(&of("mcpServers:\n  - a\n  - 5"));
    }

    #[test]
    fn a_no_that_is_taken_without_complaint_and_a_colour_are_only_hints() {
        assert_eq!(findings(&text("omitClaudeMd: no\ncolor: magenta")), "");
        expect_test::expect![[r#"
            hint bad-value "no": Claude Code takes it for `false` and says nothing. Did you mean false?
              fix: Replace by false
            hint bad-value "magenta": Claude Code says nothing; what it shows then is not documented. Documented are red, blue, green, yellow, purple, orange, pink or cyan.
        "#]].assert_eq(&findings_and_hints(&text("omitClaudeMd: no\ncolor: magenta")));
    }

    #[test]
    fn a_map_of_servers_becomes_a_list() {
        let map =
            "mcpServers:\n  a:\n    command: x\n    args: [b]\n  # second\n  c:\n    url: https://example.com/mcp";
        let list = "mcpServers:\n  - a:\n      command: x\n      args: [b]\n    # second\n  - c:\n      url: https://example.com/mcp";
        let fixed = fixed(&text(map), "bad-value");
        assert_eq!(fixed, text(list));
        assert!(agent(&fixed).verdict.dropped_values.is_empty());
    }
}
