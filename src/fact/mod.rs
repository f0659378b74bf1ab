//! What compiled-in facts are made of. `build.rs` reads the YAML under `src/*/data/` into these
//! types and writes them out as static tables; a user's own additions are read at run time into
//! the same types.

pub mod letters;

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Text that is either compiled in or read at run time.
pub type Str = Cow<'static, str>;
/// A list that is either compiled in or read at run time.
pub type List<T> = Cow<'static, [T]>;

/// The version of a tool, such as `2.1.330`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>")]
pub struct Version {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}

impl TryFrom<Cow<'_, str>> for Version {
    type Error = String;

    fn try_from(text: Cow<'_, str>) -> Result<Self, String> {
        Version::parse(&text).ok_or_else(|| format!("`{text}` is not a version such as 2.1.330"))
    }
}

impl Version {
    /// Reads `1`, `1.2` or `1.2.3`; what is left out is 0.
    pub fn parse(text: &str) -> Option<Version> {
        let mut parts = text.split('.');
        let version = Version {
            major: parts.next()?.parse().ok()?,
            minor: parts.next().map_or(Some(0), |p| p.parse().ok())?,
            patch: parts.next().map_or(Some(0), |p| p.parse().ok())?,
        };
        parts.next().is_none().then_some(version)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        let read = |text| Version::parse(text).unwrap();
        assert!(read("2.1.63") < read("2.1.330"));
        assert_eq!(read("2").to_string(), "2.0.0");
        assert_eq!(Version::parse("2.x"), None);
        assert_eq!(Version::parse("1.2.3.4"), None);
    }
}
