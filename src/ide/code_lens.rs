//! One line above the file: what its tool makes of it.

use crate::heading::SectionKind;
use crate::index::{FileId, Index, Target};
use crate::model::AgentFile;
use crate::model::mentions::MentionHere;
use crate::model::portability::{Elsewhere, Reading, Subject, everywhere};
use crate::model::verdict::EffectiveModel;
use crate::text::Span;

/// A line above some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    pub span: Span,
    pub title: String,
}

/// The verdict, above the opening fence, or above the first line of a file without one.
///
/// Behind it, where other tools read the file too or the project targets some: what they make of it.
pub fn lenses(file: &AgentFile) -> Vec<Lens> {
    let span = file.front_matter.opening.unwrap_or(Span::empty(0));
    let others = portability(file).map(|title| Lens { span, title });
    std::iter::once(Lens { span, title: verdict(file) }).chain(others).collect()
}

/// "also read by A ✓ · B: model ignored"
fn portability(file: &AgentFile) -> Option<String> {
    let tools = everywhere(file, None);
    let head = if tools.iter().all(|there| there.reads_this_place) { "also read by" } else { "elsewhere:" };
    let said: Vec<String> = tools.iter().map(tool).collect();
    (!said.is_empty()).then(|| format!("{head} {}", said.join(" · ")))
}

/// What one tool makes of the file, in a few words.
fn tool(there: &Elsewhere) -> String {
    const MOST: usize = 3;
    let label = &there.dialect.label;
    if !there.file.verdict.loads {
        let why = there.file.verdict.reason.as_ref().map_or("", |reason| reason.kind.sentence(&there.file));
        return format!("{label}: does not load, {why}");
    }
    let mut words: Vec<String> = Vec::new();
    for difference in &there.differences {
        let effect = match difference.reading {
            Reading::Same => continue,
            Reading::Otherwise => "read otherwise",
            Reading::Ignored => "ignored",
            Reading::Rejects => "rejected",
        };
        let subject = match &difference.subject {
            Subject::File => "front matter",
            Subject::Model(_) => "model",
            Subject::Key(name) | Subject::Tool(name) => name,
        };
        let word = format!("{subject} {effect}");
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let more = words.len().saturating_sub(MOST);
    words.truncate(MOST);
    if more > 0 {
        words.push(format!("{more} more"));
    }
    if words.is_empty() { format!("{label} ✓") } else { format!("{label}: {}", words.join(", ")) }
}

/// The same for a file of a workspace: with how many agents name it.
pub fn lenses_among(file: &AgentFile, index: &Index) -> Vec<Lens> {
    let mut lenses = lenses(file);
    let Some(own) = index.id(&file.path) else { return lenses };
    let named_by = index.named_by(own).len();
    if let Some(lens) = lenses.first_mut().filter(|_| named_by > 0) {
        lens.title += &format!(" · named by {named_by} {}", if named_by == 1 { "agent" } else { "agents" });
    }
    let others = escalates_to(file, index, own);
    if let Some(lens) = lenses.first_mut().filter(|_| !others.is_empty()) {
        lens.title += &format!(" · escalates to {}", others.join(", "));
    }
    lenses
}

/// Agents past this number are not named.
const MOST_OTHERS: usize = 3;

/// The agents that a section about escalation names.
fn escalates_to<'a>(file: &AgentFile, index: &'a Index, own: FileId) -> Vec<&'a str> {
    let outline = file.outline.as_read();
    let is_escalation = |mention: &MentionHere<'_>| {
        let section = outline.section_at(mention.as_read().span.start);
        section.is_some_and(|id| file.sections.kind_around(outline, id) == SectionKind::Escalation)
    };
    let mentions = file.mentions();
    let mut names = Vec::new();
    for mention in mentions.iter().skip(mentions.in_front_matter()).filter(is_escalation) {
        if let Target::Agent(other) = index.target(own, &mention)
            && let Some(other) = index.file(other).filter(|_| other != own)
            && !names.contains(&other.name())
            && names.len() < MOST_OTHERS
        {
            names.push(other.name());
        }
    }
    names
}

pub(super) fn verdict(file: &AgentFile) -> String {
    let verdict = &file.verdict;
    let tool = file.tool();
    if let Some(reason) = &verdict.reason {
        let does = if file.may_load() { "may not load" } else { "does not load" };
        return format!("✗ {does} in {tool} · {}", reason.kind.sentence(file));
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

/// A number with commas between thousands.
pub(crate) fn grouped(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
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
    use crate::dialect;
    use crate::ide::fixture::file;
    use crate::model::verdict::Surroundings;

    fn shown(text: &str) -> String {
        lenses(&file(text)).into_iter().take(1).map(|lens| lens.title).collect()
    }

    #[test]
    fn a_line_says_what_becomes_of_the_file() {
        let head = "---\nname: a\ndescription: Reads. Use for it.\n";
        expect_test::expect![[r#"✓ loads in Claude Code 2.1.330 · opus → claude-opus-5-5 · 2 tools in effect · about 6 tokens in every session, 2 when it runs"#]]
        .assert_eq(&shown(&format!("{head}tools: Read, Task\nmodel: opus\n---\nRead.\n")));
        expect_test::expect![[r#"✗ loads in Claude Code 2.1.330, but is not started · the session's model · no tools · about 6 tokens in every session, 2 when it runs"#]]
        .assert_eq(&shown(&format!("{head}tools: Raed\n---\nRead.\n")));
        expect_test::expect![[r#"✗ does not load in Claude Code 2.1.330 · no name"#]]
            .assert_eq(&shown("---\ndescription: Reads.\n---\n"));
        assert_eq!([0_u32, 46, 1830, 1_234_567].map(grouped), ["0", "46", "1,830", "1,234,567"]);
    }

    #[test]
    fn another_line_says_what_other_tools_make_of_it() {
        let targets = [dialect::named("copilot-cli").unwrap(), dialect::named("gemini-cli").unwrap()];
        let around = Surroundings { targets: &targets, ..Surroundings::default() };
        let shown = |text: &str| {
            let file = AgentFile::new("a.md".into(), text.into(), dialect::named("claude-code").unwrap(), around);
            lenses(&file).into_iter().nth(1).unwrap().title
        };
        let head = "---\nname: a1\ndescription: Reads. Use for it.\n";
        assert_eq!(shown(&format!("{head}---\nRead.\n")), "elsewhere: GitHub Copilot CLI ✓ · Gemini CLI ✓");
        assert_eq!(
            shown(&format!("{head}memory: user\ncolor: red\n---\nRead.\n")),
            "elsewhere: GitHub Copilot CLI: memory ignored, color ignored · Gemini CLI: does not load, a key is not known"
        );
    }
}
