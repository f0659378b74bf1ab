//! Figures as a table.

use std::borrow::Cow;

/// One figure.
pub struct Figure {
    pub what: Cow<'static, str>,
    unit: Unit,
    /// In seconds, bytes, times or pieces; `None` where it can't be measured here.
    pub ours: Option<f64>,
    /// The same of the other server.
    pub peer: Option<f64>,
    goal: Goal,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Time,
    Bytes,
    Ratio,
    Count,
}

/// What is to be reached.
#[derive(Clone, Copy)]
pub enum Goal {
    None,
    AtMost(f64),
    /// At most so many times what the other server takes.
    OfPeer(f64),
}

impl Figure {
    pub fn new(what: impl Into<Cow<'static, str>>, unit: Unit, ours: Option<f64>, goal: Goal) -> Figure {
        Figure { what: what.into(), unit, ours, peer: None, goal }
    }

    /// Whether the goal is reached, where that can be told.
    fn is_reached(&self) -> Option<bool> {
        match self.goal {
            Goal::None => None,
            Goal::AtMost(most) => Some(self.ours? <= most),
            Goal::OfPeer(part) => Some(self.ours? <= self.peer? * part),
        }
    }
}

/// A Markdown table.
pub fn table(figures: &[Figure], peer: Option<&str>) -> String {
    let mut table =
        format!("| figure | agentls | {} | ratio | to reach | |\n|---|--:|--:|--:|--:|---|\n", peer.unwrap_or("–"));
    for figure in figures {
        let show = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| shown(value, figure.unit));
        let ratio = figure.ours.zip(figure.peer).filter(|(_, peer)| *peer > 0.0 && figure.unit != Unit::Ratio);
        let ratio = ratio.map_or_else(|| "–".to_owned(), |(ours, peer)| format!("{:.2}", ours / peer));
        let goal = match figure.goal {
            Goal::None => String::new(),
            Goal::AtMost(most) => format!("≤ {}", shown(most, figure.unit)),
            Goal::OfPeer(part) => format!("≤ {part} ×"),
        };
        let verdict = figure.is_reached().map_or("", |is_reached| if is_reached { "reached" } else { "not reached" });
        table.push_str(&format!(
            "| {} | {} | {} | {ratio} | {goal} | {verdict} |\n",
            figure.what,
            show(figure.ours),
            show(figure.peer)
        ));
    }
    table
}

fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Time if value >= 1.0 => format!("{value:.2} s"),
        Unit::Time => format!("{:.3} ms", value * 1e3),
        Unit::Bytes => format!("{:.1} MiB", value / 1_048_576.0),
        Unit::Ratio => format!("{value:.2} ×"),
        Unit::Count => format!("{value}"),
    }
}
