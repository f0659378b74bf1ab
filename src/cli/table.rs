//! Tables that fit the terminal.

use super::output::plain;
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How the texts of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// Rows of the same length as `columns`, of which the texts of the columns `flexible` are cut off where the table would
/// be wider than `width`: the widest one first. A column without any text is left out, its head too.
pub fn render(columns: &[(&str, Align)], rows: &[Vec<String>], flexible: &[usize], width: usize) -> String {
    let rows: Vec<Vec<Cow<'_, str>>> = rows.iter().map(|row| row.iter().map(|text| plain(text)).collect()).collect();
    let cell = |row: &[Cow<'_, str>], at: usize| row.get(at).map_or(0, |text| text.width());
    let mut widths: Vec<usize> = (0..columns.len())
        .map(|at| rows.iter().map(|row| cell(row, at)).max().unwrap_or(0))
        .zip(columns)
        .map(|(widest, (head, _))| if widest == 0 { 0 } else { widest.max(head.width()) })
        .collect();
    const GAP: usize = 2;
    const LEAST: usize = 12;
    let used = widths.iter().filter(|width| **width > 0).count();
    let whole = widths.iter().sum::<usize>() + GAP * used.saturating_sub(1);
    for _ in width..whole {
        let widest = flexible.iter().copied().max_by_key(|at| (widths.get(*at), std::cmp::Reverse(*at)));
        let widest = widest.and_then(|at| widths.get_mut(at)).filter(|width| **width > LEAST);
        let Some(widest) = widest else { break };
        *widest -= 1;
    }
    let line = |texts: &mut dyn Iterator<Item = Cow<'_, str>>| {
        let mut line = String::new();
        let shown = texts.zip(columns).zip(&widths).filter(|(_, width)| **width > 0);
        for (at, ((text, (_, align)), width)) in shown.enumerate() {
            if at > 0 {
                line.push_str("  ");
            }
            let text = cut(&text, *width);
            let blanks = " ".repeat(width.saturating_sub(text.width()));
            match align {
                Align::Left => line.extend([&*text, &*blanks]),
                Align::Right => line.extend([&*blanks, &*text]),
            }
        }
        let end = line.trim_end().len();
        line.truncate(end);
        line + "\n"
    };
    let head = line(&mut columns.iter().map(|(head, _)| Cow::Borrowed(*head)));
    rows.iter().fold(head, |out, row| out + &line(&mut row.iter().map(|text| Cow::Borrowed(&**text))))
}

/// `text` in at most `width` columns of the screen.
pub fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut left = width.saturating_sub(1);
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if wide > left {
            break;
        }
        left -= wide;
        out.push(c);
    }
    let end = out.trim_end().len();
    out.truncate(end);
    Cow::Owned(out + "…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_table_fits_the_terminal() {
        let columns = [("name", Align::Left), ("", Align::Left), ("tools", Align::Left), ("tokens", Align::Right)];
        let row = |name: &str, tools: &str, tokens: &str| {
            vec![name.to_owned(), String::new(), tools.to_owned(), tokens.to_owned()]
        };
        let rows = [row("niño", "Read, Grep, Bash, Write", "7"), row("日本", "Read", "1,830")];
        expect![[r#"
            name  tools         tokens
            niño  Read, Grep,…       7
            日本  Read           1,830
        "#]]
        .assert_eq(&render(&columns, &rows, &[2], 25));
        assert!(render(&columns, &rows, &[2], 80).contains("Read, Grep, Bash, Write"));
        assert!(!render(&columns, &[row("\u{1b}[2J", "", "")], &[2], 80).contains('\u{1b}'));
    }
}
