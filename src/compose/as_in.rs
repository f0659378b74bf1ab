//! A section as another agent has it.

use super::output_format::{Draft, front_matter_is_open, line_end, placement, section_level};
use crate::heading::SectionKind;
use crate::model::AgentFile;
use crate::text::{Edit, Span};

/// What puts the section of `kind` that `model` has into a file that has none; `None` where that can't be.
pub fn section_as_in(draft: &Draft<'_>, kind: SectionKind, model: &AgentFile) -> Option<Edit> {
    if draft.sections.first(kind).is_some() || front_matter_is_open(draft.text, draft.body) {
        return None;
    }
    let id = model.sections.first(kind)?;
    let section = model.outline.sections.get(id.0 as usize)?;
    let level = section_level(draft);
    let end = line_end(draft.text);
    let text = at_level(model, section.span, section.level, level).replace("\r\n", "\n").replace('\n', end);
    let place = match kind {
        SectionKind::OutputFormat => placement::place(draft, level, end),
        kind => placement::place_of(draft, kind, level, end),
    };
    let span = Span::empty(place.offset);
    Some(Edit { span, text: format!("{}{text}{}", place.before, place.after) })
}

/// The text of a section whose own heading is of level `from`, with that heading at level `to` and those below it as
/// much deeper or higher.
fn at_level(model: &AgentFile, span: Span, from: u8, to: u8) -> String {
    let text = span.slice(&model.text);
    let mut out = String::with_capacity(text.len());
    let mut at = span.start;
    let inside = model.outline.sections.iter().filter(|section| span.covers(section.heading));
    for section in inside {
        let marks = section.heading.slice(&model.text).bytes().take_while(|byte| *byte == b'#').count();
        let level = (i16::from(section.level) + i16::from(to) - i16::from(from)).clamp(1, 6);
        // A heading over a line of dashes has no marks: it stays as it is.
        if marks == 0 || section.heading.start < at {
            continue;
        }
        out.push_str(Span::new(at, section.heading.start).slice(&model.text));
        out.push_str(&"#".repeat(usize::from(level.unsigned_abs())));
        at = section.heading.start + Span::offset(marks);
    }
    out.push_str(Span::new(at, span.end.max(at)).slice(&model.text));
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect;
    use crate::model::verdict::Surroundings;
    use expect_test::expect;

    fn file(text: &str) -> AgentFile {
        let dialect = dialect::named("claude-code").unwrap();
        AgentFile::new("agent.md".into(), text.into(), dialect, Surroundings::default())
    }

    const MODEL: &str = "---\nname: a\ndescription: A.\n---\n\n# A\n\n## When Invoked\n\n- now\n\n## Output Format\n\nSo:\n\n```\n# REPORT\n```\n\n### Details\n\nMore.\n\n## Rules\n\nNone.\n";

    #[test]
    fn a_section_is_put_where_it_usually_stands_at_the_level_of_the_file() {
        let own = file(
            "---\nname: b\ndescription: B.\n---\r\n\r\n# B\r\n\r\n### When Invoked\r\n\r\n- later\r\n\r\n### Limits\r\n\r\nNone.\r\n",
        );
        let edit = section_as_in(&Draft::from(&own), SectionKind::OutputFormat, &file(MODEL)).unwrap();
        let text = crate::text::EditSet::new(vec![edit]).unwrap().apply(&own.text);
        // Below the front matter each line ends as the others there.
        let body = text.split_once("---\r\n").unwrap().1;
        assert_eq!(body.matches('\n').count(), body.matches("\r\n").count());
        expect![[r#"
            # B

            ### When Invoked

            - later

            ### Output Format

            So:

            ```
            # REPORT
            ```

            #### Details

            More.

            ### Limits

            None.
        "#]]
        .assert_eq(text.replace("\r\n", "\n").split("---\n\n").nth(1).unwrap());
    }

    #[test]
    fn what_is_there_or_nowhere_is_not_put_in() {
        let model = file(MODEL);
        assert_eq!(section_as_in(&Draft::from(&model), SectionKind::OutputFormat, &model), None);
        let bare = file("---\nname: b\ndescription: B.\n---\nB.\n");
        assert_eq!(section_as_in(&Draft::from(&model), SectionKind::Process, &bare), None);
        assert_eq!(section_as_in(&Draft::from(&file("---\nname: b\n")), SectionKind::OutputFormat, &model), None);
    }
}
