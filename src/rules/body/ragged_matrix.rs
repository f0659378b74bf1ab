//! `ragged-matrix`

use crate::compose::matrix::aligned;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Fix, Reads, Rule, Severity};

pub const RULE: Rule = Rule {
    code: "ragged-matrix",
    summary: "A row of a drawn matrix that does not line up with the others.",
    severity: Severity::Hint,
    reads: Reads::NoValue,
    page: include_str!("ragged-matrix.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    findings.of_body(file, |findings| ragged_rows(file, findings));
}

fn ragged_rows(file: &AgentFile, findings: &mut Findings) {
    let rows = file.matrices.iter().flat_map(|matrix| matrix.ragged.iter().map(move |row| (matrix, row)));
    for (matrix, row) in rows {
        let message = if row.cells == row.expected {
            "The borders of this row don't stand below the others, so its cells are read by their order. Pad them to the same width."
                .to_owned()
        } else {
            format!(
                "This row has {} cells where the others have {}, so some of them are read as part of a neighbour. Add or remove a border.",
                row.cells, row.expected
            )
        };
        let found = Diagnostic::new(Severity::Hint, row.span, message);
        findings.add(match aligned(&file.text, matrix) {
            Some(edits) => found.fix(Fix::safe("Align the matrix", edits)),
            None => found,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings_of;

    #[test]
    fn points_at_the_row() {
        let text = "---\nname: a\ndescription: Reads. Use for it.\n---\n```\n┌──────────┬──────────┐\n│ READING  │ WRITING  │\n│ Novels │ Letters  │\n│ Poems    │ Essays   │\n└──────────┴──────────┘\n```\n";
        expect_test::expect![[r#"
            hint ragged-matrix "│ Novels │ Letters  │": The borders of this row don't stand below the others, so its cells are read by their order. Pad them to the same width.
              fix: Align the matrix
        "#]]
        .assert_eq(&findings_of("ragged-matrix", text));
    }
}
