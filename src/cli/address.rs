//! Paths as parts of addresses.

/// A path with `/` separators as part of an address: all but letters, digits and `-._~/` is written as `%XX`.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn what_means_something_in_an_address_is_written_out() {
        assert_eq!(encoded("a b/ñ#1.md"), "a%20b/%C3%B1%231.md");
    }
}
