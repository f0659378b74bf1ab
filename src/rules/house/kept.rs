//! What the house rules found, for the next version of a file: a rule looks again only where something has changed that
//! it reads.

use super::{Asked, HouseRule, broken_rules};
use crate::dialect::Role;
use crate::model::AgentFile;
use crate::model::moved::{Moved, shifted};
use crate::rules::{Diagnostic, Reads, Severities};
use crate::syntax::{Outline, retyped};
use crate::text::Span;
use std::sync::Arc;

/// What the house rules found in one version of a file.
#[derive(Clone, Debug)]
pub struct Kept {
    text: Arc<str>,
    /// Where the body began.
    start: u32,
    body: Moved<Outline>,
    /// What each rule found, as severe as it says.
    by_rule: Vec<Arc<[Diagnostic]>>,
    /// How many rules had to look.
    pub rules_run: u32,
}

impl Asked {
    /// What a rule of this kind looks at in the front matter.
    fn reads(&self) -> Reads {
        match self {
            Asked::Section(_) => Reads::NoValue,
            Asked::Name(_) => Reads::Values(&[Role::Name]),
            Asked::Tools(_) => Reads::Values(&[Role::Tools, Role::DeniedTools]),
            Asked::Models(_) => Reads::Values(&[Role::Model]),
            Asked::NoWords(_) => Reads::Values(&[Role::Description]),
        }
    }

    /// Whether a rule of this kind looks at the body.
    fn reads_body(&self) -> bool {
        matches!(self, Asked::Section(_) | Asked::NoWords(_))
    }

    /// Whether it looks at the body alone, once there is a heading to point at.
    fn reads_body_alone(&self, body: &Outline) -> bool {
        matches!(self, Asked::Section(_)) && !body.sections.is_empty()
    }
}

/// What a file does not keep to, as severe as asked for, in the order of the text; and what is kept of it for the next
/// version. `before` was kept by the same rules and severities.
pub fn check_again<'r>(
    file: &AgentFile,
    rules: impl IntoIterator<Item = &'r HouseRule>,
    severities: &Severities,
    before: Option<&Kept>,
) -> (Vec<Diagnostic>, Kept) {
    let mut kept = Kept {
        text: Arc::clone(&file.text),
        start: file.front_matter.body,
        body: file.outline.clone(),
        by_rule: Vec::new(),
        rules_run: 0,
    };
    if !super::applies(file, severities) {
        return (Vec::new(), kept);
    }
    let mut found = Vec::new();
    let step = before.map(|before| Step::from(before, file));
    for (at, rule) in rules.into_iter().enumerate() {
        let known = step.as_ref().and_then(|step| step.repeated(at, rule));
        let of_rule = known.unwrap_or_else(|| {
            kept.rules_run += 1;
            broken_rules(file, rule).into()
        });
        found.extend(of_rule.iter().cloned());
        kept.by_rule.push(of_rule);
    }
    (super::in_order_as_asked(found, severities), kept)
}

/// From one version of a file to the next.
struct Step<'a> {
    before: &'a Kept,
    file: &'a AgentFile,
    same_body: bool,
    same_front: bool,
}

impl<'a> Step<'a> {
    fn from(before: &'a Kept, file: &'a AgentFile) -> Step<'a> {
        let front = |text: &'a str, end: u32| text.get(..end as usize);
        Step {
            before,
            file,
            same_body: before.body.same_reading(&file.outline),
            same_front: front(&before.text, before.start) == front(&file.text, file.front_matter.body),
        }
    }

    /// What a rule found before, where it stands now; `None` where the rule has to look again.
    fn repeated(&self, at: usize, rule: &HouseRule) -> Option<Arc<[Diagnostic]>> {
        let found = self.before.by_rule.get(at)?;
        let asked = &rule.asked;
        if self.same_front && (self.same_body || !asked.reads_body()) {
            return Some(Arc::clone(found));
        }
        if let Some(typed_on) = &self.file.typed_on
            && Arc::ptr_eq(&self.before.text, &typed_on.before)
            && typed_on.role != Role::Kind
        {
            let moved = |span: Span| retyped::moved(span, typed_on.from, typed_on.to);
            return (!asked.reads().looks_at(typed_on.role)).then(|| with_spans(found, moved));
        }
        let (from, to) = (self.before.start, self.file.front_matter.body);
        (self.same_body && asked.reads_body_alone(self.file.outline.as_read()))
            .then(|| with_spans(found, |span| shifted(span, from, to)))
    }
}

fn with_spans(found: &Arc<[Diagnostic]>, place: impl Fn(Span) -> Span) -> Arc<[Diagnostic]> {
    if found.is_empty() {
        return Arc::clone(found);
    }
    let moved = |finding: &Diagnostic| {
        let mut finding = finding.clone();
        finding.for_each_span(&mut |span| *span = place(*span));
        finding
    };
    found.iter().map(moved).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::verdict::Surroundings;
    use crate::rules::page_tests::agent;
    use crate::rules::{Severity, house};

    const TEXT: &str = "---\nname: backend-api\ndescription: Simply builds APIs. Use for it.\ntools: Read, Task\nmodel: opus\n---\n\n# API\n\nYou simply build.\n";

    #[test]
    fn what_is_repeated_is_what_a_fresh_look_finds() {
        let some = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let asked = [
            Asked::Section("Limits".into()),
            Asked::Name(some(&["frontend-*"])),
            Asked::Tools(some(&["Read"])),
            Asked::Models(some(&["haiku"])),
            Asked::NoWords(some(&["simply"])),
        ];
        let rules = asked.map(|asked| HouseRule { asked, message: None, severity: Severity::Warning });
        let severities = Severities::AS_RULES_SAY;
        let mut file = agent(TEXT);
        let (found, mut kept) = check_again(&file, &rules, &severities, None);
        assert_eq!((found.len(), kept.rules_run), (6, 5));
        // What is replaced, by what, and how many rules have to look.
        let steps = [
            ("You simply build.", "You simply build it.", 2),
            ("You simply", "You", 2),
            ("Use for it", "Use it", 1),
            ("name: backend", "name: the-backend", 1),
            ("model: opus", "model: opus-x", 4),
            ("tools: Read, Task", "color: red\ntools: Read, Task", 4),
            ("# API\n\n", "", 2),
            ("description: Use", "description: Simply use", 5),
        ];
        for (old, new, run) in steps {
            let text = file.text.replacen(old, new, 1);
            let next = file.revised(text.into(), Surroundings::default());
            let (found, again) = check_again(&next, &rules, &severities, Some(&kept));
            assert_eq!(found, house::check(&next, &rules, &severities), "{new}");
            assert!(again.rules_run <= run, "{new}: {}", again.rules_run);
            (file, kept) = (next, again);
        }
    }
}
