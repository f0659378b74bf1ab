//! What a finding is known by when the lines around it have moved: its file, its rule, its words, and how many of
//! the same stand before it.

use crate::rules::Diagnostic;
use rustc_hash::FxHashMap;

/// The fingerprints of the findings of one file, in their order; each stands once. The same for the same file under
/// the same path, on every machine and in every version.
pub fn fingerprints(path: &str, text: &str, found: &[Diagnostic]) -> Vec<String> {
    let mut seen: FxHashMap<u64, u64> = FxHashMap::default();
    found
        .iter()
        .map(|finding| {
            let words = finding.span.slice(text);
            let of_words = [path, finding.code, words].iter().fold(OFFSET, |hash, part| {
                // A byte that no text has stands between the parts.
                step(part.bytes().fold(hash, step), 0xff)
            });
            let count = seen.entry(of_words).or_default();
            let hash = count.to_le_bytes().into_iter().fold(of_words, step);
            *count += 1;
            format!("{hash:016x}")
        })
        .collect()
}

/// FNV-1a with 64 bits: short, and the same everywhere.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Severity;
    use crate::text::Span;

    fn of(path: &str, text: &str, spans: &[(u32, u32)]) -> Vec<String> {
        let finding = |(start, end): &(u32, u32)| Diagnostic::new(Severity::Error, Span::new(*start, *end), "m");
        fingerprints(path, text, &spans.iter().map(finding).collect::<Vec<_>>())
    }

    #[test]
    fn words_are_known_wherever_they_stand() {
        let here = of("a.md", "x Grpe Grpe", &[(2, 6), (7, 11)]);
        assert_ne!(here[0], here[1]);
        assert_eq!(here, of("a.md", "Grpe, then Grpe", &[(0, 4), (11, 15)]));
        assert_ne!(here[0], of("b.md", "Grpe", &[(0, 4)])[0]);
        // Held for ever: baselines in repositories depend on it.
        assert_eq!(of("a.md", "Grpe", &[(0, 4)]), [here[0].clone()]);
    }
}
