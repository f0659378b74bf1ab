//! A project's own output formats: the files of `.agentls/templates/`, in the shape of the built-in ones.

use super::check;
use super::schema::TemplateSet;

/// Where the files lie, from the root of the project.
pub const TEMPLATE_FOLDER: &str = ".agentls/templates";

/// Whether a path, with `/` separators, is one of a project's output formats.
pub fn is_template(path: &str) -> bool {
    let Some((folder, name)) = path.rsplit_once('/') else { return false };
    let is_there = folder.strip_suffix(TEMPLATE_FOLDER).is_some_and(|above| above.is_empty() || above.ends_with('/'));
    is_there && is_template_name(name)
}

/// Whether a file in the folder holds output formats.
pub fn is_template_name(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Something wrong in a file of output formats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateFault {
    /// From 1.
    pub line: u32,
    pub message: String,
}

/// Reads a file. One with a fault counts for nothing, so that no half of a format is ever inserted.
pub fn read(yaml: &str) -> Result<TemplateSet, Vec<TemplateFault>> {
    let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if yaml.lines().all(is_blank) {
        return Ok(TemplateSet::default());
    }
    let set: TemplateSet = serde_saphyr::from_str(yaml).map_err(|fault| {
        let line = fault.location().map_or(1, |at| u32::try_from(at.line()).unwrap_or(1));
        let message = fault.without_snippet().to_string();
        vec![TemplateFault { line, message: message.lines().next().unwrap_or("").to_owned() }]
    })?;
    let faults = check::faults(&set, &[super::built_in()]);
    if faults.is_empty() {
        return Ok(set);
    }
    Err(faults.into_iter().map(|message| TemplateFault { line: line_of(yaml, &message), message }).collect())
}

/// The line that names what a message is about, which stands in it between the first two backquotes.
fn line_of(yaml: &str, message: &str) -> u32 {
    let name = message.split('`').nth(1).unwrap_or("");
    let names_it =
        |line: &str| line.trim_start_matches([' ', '-']).split_once(": ").map(|(_, value)| value.trim()) == Some(name);
    let at = yaml.lines().position(names_it).map_or(1, |at| at + 1);
    u32::try_from(at).unwrap_or(1)
}

/// All formats of several files as one set, those of the first file first.
pub fn joined(sets: impl IntoIterator<Item = TemplateSet>) -> TemplateSet {
    let mut all = TemplateSet::default();
    for set in sets {
        all.templates.to_mut().extend(set.templates.into_owned());
        all.topics.to_mut().extend(set.topics.into_owned());
        all.languages.to_mut().extend(set.languages.into_owned());
        all.stacks.to_mut().extend(set.stacks.into_owned());
        all.starters.to_mut().extend(set.starters.into_owned());
        all.starter_headings.to_mut().extend(set.starter_headings.into_owned());
        all.sections.to_mut().extend(set.sections.into_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "templates:\n  - id: booking-en\n    kind: booking\n    label: booking\n    language: en\n    summary: What was booked.\n    body: |\n      ## BOOKING [Done/Open]\n";

    #[test]
    fn files_of_the_folder_count() {
        assert!(is_template("/srv/shop/.agentls/templates/review.yaml") && is_template(".agentls/templates/a.yml"));
        assert!(!is_template("/srv/x.agentls/templates/a.yaml") && !is_template("/srv/.agentls/templates/a.md"));
        assert!(!is_template("/srv/.agentls/templates/deep/a.yaml"));
    }

    #[test]
    fn a_fault_stands_on_its_line() {
        assert_eq!(read(GOOD).unwrap().templates.len(), 1);
        assert!(read("# nothing yet\n").unwrap().templates.is_empty());
        let open = read(&GOOD.replace("Open]", "Open")).unwrap_err();
        assert_eq!(open.first().map(|fault| fault.line), Some(2), "{open:?}");
        let typo = read(&GOOD.replace("    label:", "    lable:")).unwrap_err();
        assert!(typo.len() == 1 && typo[0].message.contains("lable"), "{typo:?}");
        let all = joined([read(GOOD).unwrap(), read(&GOOD.replace("booking", "posting")).unwrap()]);
        assert_eq!(all.templates.iter().map(|one| &*one.kind).collect::<Vec<_>>(), ["booking", "posting"]);
    }
}
