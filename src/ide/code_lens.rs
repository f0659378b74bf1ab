//! One line above the file: what its tool makes of it.

use crate::index::Index;
use crate::model::AgentFile;
use crate::model::verdict::EffectiveModel;
use crate::text::Span;

/// A line above some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    pub span: Span,
    pub title: String,
}

/// The verdict, above the opening fence, or above the first line of a file without one.
pub fn lenses(file: &AgentFile) -> Vec<Lens> {
    vec![Lens { span: file.front_matter.opening.unwrap_or(Span::empty(0)), title: verdict(file) }]
}

/// The same for a file of a workspace: with how many agents name it.
pub fn lenses_among(file: &AgentFile, index: &Index) -> Vec<Lens> {
    let mut lenses = lenses(file);
    let named_by = index.id(&file.path).map_or(0, |id| index.named_by(id).len());
    if let Some(lens) = lenses.first_mut().filter(|_| named_by > 0) {
        lens.title += &format!(" · named by {named_by} {}", if named_by == 1 { "agent" } else { "agents" });
    }
    lenses
}

fn verdict(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    let tool = format!("{} {}", file.dialect.label, file.tool_version);
    if let Some(reason) = &verdict.reason {
        return format!("✗ does not load in {tool} · {}", reason.kind.sentence(file));
    }
    let mut parts = vec![match verdict.launches {
        true => format!("✓ loads in {tool}"),
        false => format!("✗ loads in {tool}, but is not started"),
    }];
    let declared = verdict.model.declared.as_deref().map(str::trim).filter(|text| !text.is_empty());
    parts.push(match (&verdict.model.effective, declared) {
        (EffectiveModel::Inherit, _) => "the session's model".to_owned(),
        (EffectiveModel::Id(id), Some(declared)) if declared != id => format!("{declared} → {id}"),
        (EffectiveModel::Id(id), _) => id.clone(),
    });
    parts.push(match &verdict.tools.effective {
        None if verdict.tools.denied.is_empty() => "all tools".to_owned(),
        None => format!("all tools but {}", verdict.tools.denied.len()),
        Some(tools) => match tools.len() {
            0 => "no tools".to_owned(),
            1 => "1 tool in effect".to_owned(),
            more => format!("{more} tools in effect"),
        },
    });
    parts.push(format!(
        "about {} tokens in every session, {} when it runs",
        grouped(verdict.tokens.description),
        grouped(verdict.tokens.body)
    ));
    parts.join(" · ")
}

/// With commas between thousands.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::file;

    fn shown(text: &str) -> String {
        lenses(&file(text)).into_iter().map(|lens| lens.title).collect()
    }

    #[test]
    fn a_line_says_what_becomes_of_the_file() {
        let head = "---\nname: a\ndescription: Reads. Use for it.\n";
        expect_test::expect![
            "✓ loads in Claude Code 2.1.330 · opus → claude-opus-5-5 · 2 tools in effect · about 6 tokens in every session, 2 when it runs"
        ]
        .assert_eq(&shown(&format!("{head}tools: Read, Task\nmodel: opus\n---\nRead.\n")));
        expect_test::expect![
            "✗ loads in Claude Code 2.1.330, but is not started · the session's model · no tools · about 6 tokens in every session, 2 when it runs"
        ]
        .assert_eq(&shown(&format!("{head}tools: Raed\n---\nRead.\n")));
        expect_test::expect!["✗ does not load in Claude Code 2.1.330 · no name"]
            .assert_eq(&shown("---\ndescription: Reads.\n---\n"));
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
