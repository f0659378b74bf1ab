//! Which headings mean which section: data, in several languages.

/// What a section of an agent's body is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// Who the agent is.
    Identity,
    /// What it answers for.
    Domain,
    /// What it knows: areas and items.
    Expertise,
    /// When it is called.
    WhenInvoked,
    /// How it goes about the work.
    Process,
    /// What its answer looks like.
    OutputFormat,
    /// What it checks before it is done.
    Quality,
    /// Rules and practices that it holds to.
    Practices,
    /// Patterns and samples.
    Examples,
    /// Other agents that it works with.
    Integration,
    /// When and to whom it hands over.
    Escalation,
    /// What it must not do.
    Constraints,
    #[default]
    Other,
}

/// A language of headings and templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    Spanish,
}
