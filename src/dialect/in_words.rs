//! What the facts' kinds are in words, for pages and explanations.

use super::{
    Alphabet, Dialect, DuplicateWins, Evidence, FactKind, Field, Identity, Reach, Scope, Take, ToolTexts, UnknownKeys,
    UnknownTools, Unreadable, ValueKind,
};

impl Evidence {
    /// Goes on after "known from".
    pub fn in_words(self) -> &'static str {
        match self {
            Evidence::Observed => "asking the tool itself",
            Evidence::Documented => "its documentation and source",
            Evidence::Unverified => "second hand: not verified with the tool",
        }
    }
}

impl FactKind {
    /// One fact of the kind, and several.
    pub fn in_words(self) -> (&'static str, &'static str) {
        match self {
            FactKind::Reading => ("how files are read", "how files are read"),
            FactKind::Place => ("place", "places"),
            FactKind::Names => ("how agents are named", "how agents are named"),
            FactKind::Key => ("key", "keys"),
            FactKind::Tool => ("tool", "tools"),
            FactKind::ToolForm => ("form of tool entry", "forms of tool entries"),
            FactKind::Model => ("model", "models"),
        }
    }
}

impl Scope {
    /// Goes on after "agents of".
    pub fn in_words(self) -> &'static str {
        match self {
            Scope::Managed => "the organisation",
            Scope::Project => "the project",
            Scope::User => "the user",
            Scope::Plugin => "a plugin or extension",
        }
    }
}

impl Dialect {
    /// What a value of a key is.
    pub fn value_in_words(&self, field: &Field) -> &'static str {
        match field.value {
            ValueKind::ToolList if self.tool_texts == ToolTexts::Items => "a list of names of tools",
            value => value.in_words(),
        }
    }
}

impl ValueKind {
    fn in_words(self) -> &'static str {
        match self {
            ValueKind::Text => "text",
            ValueKind::Choice => "one of the values below",
            ValueKind::Count => "a whole number above 0",
            ValueKind::Number => "a number",
            ValueKind::Flag => "`true` or `false`",
            ValueKind::ToolList => "names of tools, with commas or as a list",
            ValueKind::Model => "a model's alias or id",
            ValueKind::NameList => "names, with commas or as a list",
            ValueKind::TextList => "a list of names",
            ValueKind::TextMap => "a map of names to texts",
            ValueKind::MapList => "a list of maps",
            ValueKind::ServerList => "a list of server names and one-key maps",
            ValueKind::ServerMap => "a map of server names to their configurations",
            ValueKind::Url => "an address",
            ValueKind::Json => "a text that holds JSON",
            ValueKind::Hooks => "a map of events",
            ValueKind::Switches => "a map of names to `true` or `false`",
            ValueKind::Permissions => "an action, or a map of names to actions or to maps of patterns",
            ValueKind::Map => "a map",
        }
    }
}

impl Take {
    /// What is taken beside the usual.
    pub fn in_words(self) -> &'static str {
        match self {
            Take::Empty => "nothing at all, as if the key were not there",
            Take::OneItemList => "a list of one value",
            Take::AnyNumber => "any number, without effect",
            Take::QuotedFlag => "`\"true\"` and `\"false\"` in quotes",
            Take::LeadingDigits => "a text that begins with digits, as that number",
            Take::QuotedNumber => "a number in quotes",
            Take::List => "a list, of which the first that works is taken",
            Take::EmptyList => "`[]`, for none",
            Take::HexColor => "a colour as `#RRGGBB`",
        }
    }
}

impl Reach {
    /// Whether and when an agent gets a tool; a note may go on after it.
    pub fn in_words(self) -> &'static str {
        match self {
            Reach::Always => "An agent gets it by default and when listed",
            Reach::Foreground => "An agent gets it by default, not when it is kept in the background",
            Reach::WhenInherited => "An agent gets it by default; listing it does not bring it in",
            Reach::WhenListed => "An agent gets it only when listed",
            Reach::UnlessShell => "An agent gets it only when listed, and not beside the shell tool",
            Reach::InPlanMode => "An agent gets it only in plan mode",
            Reach::InSomeSessions => "An agent gets it in some sessions",
            Reach::Split => "An old name for all of the tools below; it still works",
            Reach::Never => "An agent never gets it",
            Reach::Gone => "Nothing answers to this name any more",
        }
    }
}

impl Unreadable {
    /// Goes on after "Front matter that is missing or can't be read:".
    pub fn in_words(self) -> &'static str {
        match self {
            Unreadable::DropsFile => "the file is not loaded",
            Unreadable::LosesKeys => "the agent runs under the file's name, without any of its keys",
            Unreadable::NotDocumented => "nobody says what becomes of the file",
        }
    }
}

impl UnknownKeys {
    /// Goes on after "Unknown keys:".
    pub fn in_words(self) -> &'static str {
        match self {
            UnknownKeys::Ignored => "the agent is loaded without them",
            UnknownKeys::DropFile => "the file is not loaded",
            UnknownKeys::SentToProvider => "they go to the model's provider as options",
            UnknownKeys::NotDocumented => "nobody says what becomes of them",
        }
    }
}

impl UnknownTools {
    /// Goes on after "Unknown names in lists of tools:".
    pub fn in_words(self) -> &'static str {
        match self {
            UnknownTools::Ignored => "the agent is loaded without them",
            UnknownTools::MayBeAdded => {
                "the agent is loaded without them, unless an extension adds a tool of this name"
            }
            UnknownTools::DropFile => "the file is not loaded",
        }
    }
}

impl ToolTexts {
    /// Goes on after "Lists of tools:".
    pub fn in_words(self) -> &'static str {
        match self {
            ToolTexts::Words => "a text is cut at commas and blanks outside parentheses, in the items of a list too",
            ToolTexts::Commas => "a text is cut at commas; an item of a list is one name",
            ToolTexts::Items => "only a list is taken; each item is one name",
        }
    }
}

impl Identity {
    /// Goes on after "An agent is called by".
    pub fn in_words(self) -> &'static str {
        match self {
            Identity::Name => "the key `name`; the file's name does not count",
            Identity::NameElseFile => "the key `name`, and without it by the file's name",
            Identity::NameElsePath => "the key `name`, and without it by the file's path below the folder of agents",
            Identity::File => "the file's name; no key changes that",
        }
    }
}

impl Alphabet {
    /// Goes on after "A name holds".
    pub fn in_words(self) -> &'static str {
        match self {
            Alphabet::Slug => "`a` to `z`, digits, `-` and `_`",
            Alphabet::Word => "letters and digits of any script, `-` and `_`",
        }
    }
}

impl DuplicateWins {
    /// Goes on after "Of several agents of one name in one folder,".
    pub fn in_words(self) -> &'static str {
        match self {
            DuplicateWins::LastPath => "the one whose path is last in byte order counts",
        }
    }
}
