//! Unified diffs, as `patch` and `git apply` take them.

use crate::cli::Status;
use crate::cli::files::slashes;
use crate::cli::output;
use similar::TextDiff;
use std::io::IsTerminal;
use std::path::Path;

/// What turns `before` into `after`.
pub fn unified(path: &str, before: &str, after: &str) -> String {
    let path = slashes(Path::new(path));
    let path = path.strip_prefix("./").unwrap_or(&path);
    let (old, new) = match path.starts_with('/') {
        true => (path.to_owned(), path.to_owned()),
        false => (format!("a/{path}"), format!("b/{path}")),
    };
    TextDiff::from_lines(before, after).unified_diff().context_radius(3).header(&old, &new).to_string()
}

/// Prints diffs: as they are for a program, coloured and without what drives a terminal for a person.
pub fn print(diffs: &[String]) -> Result<Status, String> {
    let text = match std::io::stdout().is_terminal() {
        true => diffs.iter().flat_map(|diff| diff.lines()).map(|line| shown(line, output::colours())).collect(),
        false => diffs.concat(),
    };
    output::print(&text).map_err(|fault| format!("the answer can't be written: {fault}"))?;
    Ok(if diffs.is_empty() { Status::Fine } else { Status::Findings })
}

fn shown(line: &str, colours: bool) -> String {
    let colour = match line.as_bytes().first() {
        Some(b'+') => "32",
        Some(b'-') => "31",
        Some(b'@') => "36",
        _ => "",
    };
    let line = line.replace('\t', "    ");
    match colours && !colour.is_empty() {
        true => format!("\u{1b}[{colour}m{}\u{1b}[0m\n", output::plain(&line)),
        false => format!("{}\n", output::plain(&line)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_diff_shows_the_lines_around_a_change() {
        expect![[r#"
            --- a/x.md
            +++ b/x.md
            @@ -1,3 +1,3 @@
             a
            -b
            +B
             c
        "#]]
        .assert_eq(&unified("./x.md", "a\nb\nc\n", "a\nB\nc\n"));
        assert!(unified("x.md", "a", "b").contains("\\ No newline at end of file"));
    }

    #[test]
    fn words_of_a_file_do_not_drive_the_terminal() {
        assert_eq!(shown("+a\u{1b}[2J", true), "\u{1b}[32m+a␛[2J\u{1b}[0m\n");
        assert_eq!(shown(" a", true), " a\n");
    }
}
