//! What the rules over the workspace found, for the next version of a file: most keystrokes change nothing that
//! they look at, and move what they found.

use super::{Level, RULES, Reads, Scene, Severities, WorkspaceRule, as_severe_as_asked, as_sure_as_facts_are};
use crate::dialect::Role;
use crate::index::Index;
use crate::model::{AgentFile, FileFacts, facts};
use crate::rules::{Diagnostic, Findings};
use crate::text::Span;
use std::sync::Arc;

/// What the rules found in one version of a file, and by what.
#[derive(Clone, Debug)]
pub struct Kept {
    file: Arc<AgentFile>,
    facts: Arc<FileFacts>,
    /// Of the index.
    revision: u64,
    /// In the order of their place.
    pub found: Arc<[Diagnostic]>,
    /// How many rules had to look.
    pub rules_run: u32,
}

/// Words that findings stand on, and that the next version of a file has, too.
#[derive(Clone, Copy, Debug)]
enum Anchor {
    Name,
    Description,
    /// Index in the mentions.
    Mention(usize),
}

/// What the rules find in a file that the index holds. `before` is what was kept of the version before, if the
/// severities are the same.
pub fn check_again(
    file: &Arc<AgentFile>,
    index: &Index,
    severities: &Severities,
    before: Option<&Kept>,
) -> Option<Kept> {
    let scene = Scene::of(file, index)?;
    let before =
        before.filter(|kept| kept.revision == index.revision() && Arc::ptr_eq(&kept.facts, &scene.indexed.facts));
    let mut findings = Findings::new(file, None);
    let mut carried: Vec<Diagnostic> = Vec::new();
    let mut rules_run = 0;
    for rule in RULES.iter().filter(|rule| severities.of(rule.code) != Some(Level::Off)) {
        if let Some(known) = before.and_then(|kept| kept.carried(rule, file)) {
            carried.extend(known);
            continue;
        }
        rules_run += 1;
        findings.begin(rule.code);
        (rule.check)(&scene, &mut findings);
    }
    let mut found = as_severe_as_asked(as_sure_as_facts_are(file, findings.found), severities);
    if !carried.is_empty() {
        found.extend(carried);
        found = crate::rules::in_order(found);
    }
    Some(Kept {
        file: Arc::clone(file),
        facts: Arc::clone(&scene.indexed.facts),
        revision: index.revision(),
        found: found.into(),
        rules_run,
    })
}

impl Kept {
    /// What a rule found, with its places in the next version; `None` where it has to look again.
    fn carried(&self, rule: &WorkspaceRule, next: &AgentFile) -> Option<Vec<Diagnostic>> {
        if rule.reads == Reads::Text {
            return None;
        }
        let found = self.found.iter().filter(|found| found.code == rule.code);
        found.map(|found| self.moved(found, next)).collect()
    }

    fn moved(&self, found: &Diagnostic, next: &AgentFile) -> Option<Diagnostic> {
        let mut moved = found.clone();
        let mut is_whole = true;
        moved.for_each_span(&mut |span| match anchor(&self.file, *span).and_then(|anchor| place(next, anchor)) {
            Some(here) => *span = here,
            None => is_whole = false,
        });
        is_whole.then_some(moved)
    }
}

fn anchor(file: &AgentFile, span: Span) -> Option<Anchor> {
    let mention = || file.mentions().iter().position(|mention| mention.span == span).map(Anchor::Mention);
    if span == facts::name_span(file) {
        return Some(Anchor::Name);
    }
    if place(file, Anchor::Description) == Some(span) {
        return Some(Anchor::Description);
    }
    mention()
}

fn place(file: &AgentFile, anchor: Anchor) -> Option<Span> {
    match anchor {
        Anchor::Name => Some(facts::name_span(file)),
        Anchor::Description => file.entry(Role::Description).map(|entry| entry.key_span),
        Anchor::Mention(at) => file.mentions().get(at).map(|mention| mention.span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::index::{IndexedFile, Place};
    use crate::model::verdict::Surroundings;
    use crate::rules::workspace::check;

    const TEXT: &str = "---\nname: a-reviewer\ndescription: Reviews payment code for faulty currency rounding. Use after changes.\n---\n# A\n\n\
        ## Integration with Other Agents\n\n- **b-reviewer** gets your report\n- **nobody-reviewer** gets none\n";

    fn put(index: &mut Index, file: &Arc<AgentFile>) {
        if !index.keep_up(file) {
            let place = Place::of(&file.path, None, &file.dialect.id, "");
            let before = index.id(&file.path).and_then(|id| index.file(id));
            let next = IndexedFile::open(file, place, before);
            index.replace(&file.path, Some(next));
        }
    }

    fn new(path: &str, text: &str) -> Arc<AgentFile> {
        let dialect = dialect::named("claude-code").unwrap();
        Arc::new(AgentFile::new(path.into(), text.into(), dialect, Surroundings::default()))
    }

    #[test]
    fn findings_that_are_carried_on_are_those_of_a_fresh_look() {
        let severities = Severities::AS_RULES_SAY;
        let mut index = Index::default();
        let mut file = new("/p/.claude/agents/a.md", TEXT);
        put(&mut index, &new("/p/.claude/agents/b.md", &TEXT.replace("a-reviewer", "b-reviewer")));
        put(&mut index, &new("/p/.claude/agents/c.md", TEXT));
        put(&mut index, &file);
        let mut kept = check_again(&file, &index, &severities, None).unwrap();
        let codes: Vec<_> = kept.found.iter().map(|found| found.code).collect();
        assert_eq!(codes, ["duplicate-name", "overlapping-descriptions", "dangling-agent"]);
        // (what is replaced, by what, how many rules have to look)
        let all = u32::try_from(RULES.len()).unwrap();
        let steps = [
            ("# A", "# A longer title", 1),
            ("description:", "color: red\ndescription:", 1),
            ("description: ", "description:     ", 1),
            ("name: ", "name:   ", 1),
            ("- **nobody", "- **b-reviewer** again\n- **nobody", all),
            ("Use after", "Use it after", all),
            ("name:   a-", "name: xa-", all),
            ("nobody-", "somebody-", all),
        ];
        for (old, new, rules) in steps {
            assert!(file.text.contains(old), "{old}");
            file = Arc::new(file.revised(file.text.replacen(old, new, 1).into(), Surroundings::default()));
            put(&mut index, &file);
            kept = check_again(&file, &index, &severities, Some(&kept)).unwrap();
            assert_eq!(*kept.found, *check(&file, &index, &severities), "{new}");
            assert_eq!(kept.rules_run, rules, "{new}");
        }
    }

    #[test]
    fn a_change_elsewhere_lets_all_rules_look_again() {
        let mut index = Index::default();
        let file = new("/p/.claude/agents/a.md", TEXT);
        put(&mut index, &file);
        let kept = check_again(&file, &index, &Severities::AS_RULES_SAY, None).unwrap();
        put(&mut index, &new("/p/.claude/agents/n.md", &TEXT.replace("name: a-", "name: nobody-")));
        let again = check_again(&file, &index, &Severities::AS_RULES_SAY, Some(&kept)).unwrap();
        assert_ne!(again.found, kept.found);
        assert_eq!(*again.found, *check(&file, &index, &Severities::AS_RULES_SAY));
    }
}
