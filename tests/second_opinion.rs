//! What another YAML library writes, ours reads as it was meant.
#![allow(clippy::unwrap_used, reason = "a test fails loudly")]

use agentls::syntax::{FrontMatterState, reader};
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #[test]
    fn any_map_of_texts(map in prop::collection::btree_map("[a-z]{1,8}", "[ -~\n\u{e9}\u{1F600}]{0,40}", 1..6)) {
        // Three dashes end the front matter wherever they stand.
        prop_assume!(map.values().all(|value| !value.contains("---")));
        let written = serde_yaml::to_string(&map).unwrap();
        prop_assume!(!written.contains("---"));
        let read = reader::claude_code(&format!("---\n{written}---\n"));
        prop_assert_eq!(read.state, FrontMatterState::Valid, "{}", written);
        let back: BTreeMap<String, String> = read
            .entries
            .iter()
            .map(|entry| (entry.key.to_string(), read.value(entry).unwrap().as_str().unwrap_or("").to_owned()))
            .collect();
        prop_assert_eq!(back, map, "{}", written);
    }
}
