//! Which inlay hints are shown.

/// Which hints an editor is to show between the words of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The model that a name stands for.
    pub model: bool,
    /// How many tools are in effect.
    pub tools: bool,
    /// What description and body cost.
    pub tokens: bool,
}

impl Wanted {
    pub const ALL: Wanted = Wanted { model: true, tools: true, tokens: true };
    pub const NONE: Wanted = Wanted { model: false, tools: false, tokens: false };

    /// Their names in configurations.
    pub const NAMES: [&'static str; 3] = ["model", "tools", "tokens"];

    /// Adds the hint called so; whether there is one.
    pub(super) fn add(&mut self, name: &str) -> bool {
        match name {
            "model" => self.model = true,
            "tools" => self.tools = true,
            "tokens" => self.tokens = true,
            _ => return false,
        }
        true
    }

    /// The names of those that are shown.
    pub fn names(self) -> Vec<&'static str> {
        let shown = [self.model, self.tools, self.tokens];
        Wanted::NAMES.into_iter().zip(shown).filter(|(_, shown)| *shown).map(|(name, _)| name).collect()
    }
}
