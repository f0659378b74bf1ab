//! Where words go: answers to standard output, trouble to standard error.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};

/// Writes an answer. A reader that has gone away (`agentls check | head`) has seen enough: that is
/// no failure.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// `answer` as one line of JSON.
pub fn json_line(answer: &impl serde::Serialize) -> String {
    // Fails only for maps whose keys are no texts; the answers have none.
    let mut line = serde_json::to_string(answer).unwrap_or_default();
    line.push('\n');
    line
}

/// Says on standard error what went wrong and what to do.
pub fn complain(message: &str) {
    // Where standard error is closed, nobody is left to tell.
    let _ = writeln!(io::stderr(), "agentls: {}", plain(message));
}

/// Whether standard output takes colours: on a terminal, unless `NO_COLOR` is set.
pub fn colours() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !set("NO_COLOR") && !dumb
}

/// Columns of the terminal, or what `COLUMNS` says; a wide one where there is none.
pub fn width() -> usize {
    const WITHOUT_TERMINAL: usize = 140;
    let said = || std::env::var("COLUMNS").ok()?.parse().ok();
    let measured = || terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| usize::from(columns.0));
    said().or_else(measured).map_or(WITHOUT_TERMINAL, |columns| columns.clamp(40, 1000))
}

/// `text` on one line and without characters that drive a terminal: files come from anywhere.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(drives_a_terminal) {
        Cow::Owned(annotate_snippets::normalize_untrusted_str(text).replace(drives_a_terminal, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Control characters, and those that change the direction of the text around them.
pub fn drives_a_terminal(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_of_a_file_do_not_drive_the_terminal() {
        assert_eq!(plain("\u{1b}[31mred"), "␛[31mred");
        assert_eq!(plain("a\u{202e}b\u{9b}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(plain("niño 😀"), "niño 😀");
        assert!(!plain("two\nlines").contains('\n'));
    }
}
