//! How much findings count where a project says otherwise than the rules.

use super::Severity;

/// How much the findings of one rule count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all: the rule does not run.
    Off,
    /// All of them as this, whatever the rule says.
    At(Severity),
}

impl Level {
    /// All levels, the least first.
    pub const ALL: [Level; 5] = [
        Level::Off,
        Level::At(Severity::Hint),
        Level::At(Severity::Information),
        Level::At(Severity::Warning),
        Level::At(Severity::Error),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::At(severity) => severity.name(),
        }
    }

    /// The level of a name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// The rules whose findings count otherwise than they say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities {
    changed: Vec<(&'static str, Level)>,
}

impl Severities {
    /// Each rule as it says.
    pub const AS_RULES_SAY: Severities = Severities { changed: Vec::new() };

    /// What is said of a rule; `None` where nothing is.
    pub fn of(&self, code: &str) -> Option<Level> {
        self.changed.iter().find(|(changed, _)| *changed == code).map(|(_, level)| *level)
    }
}

impl FromIterator<(&'static str, Level)> for Severities {
    /// Of several levels for one rule the last one counts.
    fn from_iter<I: IntoIterator<Item = (&'static str, Level)>>(levels: I) -> Severities {
        let mut severities = Severities::default();
        for (code, level) in levels {
            severities.changed.retain(|(changed, _)| *changed != code);
            severities.changed.push((code, level));
        }
        severities
    }
}
