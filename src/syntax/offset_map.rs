//! From offsets of a rewritten text back to the text that it was made from.

/// Built while a text is rewritten from front to back.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    /// `(rewritten, original)`: from here on both run in step, until the next pair.
    steps: Vec<(u32, u32)>,
}

impl OffsetMap {
    /// The map of a text that was not rewritten but cut out of a longer one at `base`.
    pub fn shift(base: u32) -> OffsetMap {
        OffsetMap { steps: vec![(0, base)] }
    }

    /// From `rewritten` on, the text goes on as the original does from `original` on. Calls come in
    /// ascending order.
    pub fn step(&mut self, rewritten: u32, original: u32) {
        self.steps.push((rewritten, original));
    }

    /// The original offset of a rewritten one. Characters that were put in belong to what follows them.
    pub fn original(&self, rewritten: u32) -> u32 {
        let next = self.steps.partition_point(|(at, _)| *at <= rewritten);
        let Some((at, original)) = next.checked_sub(1).and_then(|i| self.steps.get(i)) else { return rewritten };
        let in_step = original + (rewritten - at);
        match self.steps.get(next) {
            Some((_, limit)) => in_step.min(*limit),
            None => in_step,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn put_in_characters_belong_to_what_follows() {
        // `k: a"b` at 10 is rewritten to `k: "a\"b"`.
        let mut map = OffsetMap::shift(10);
        map.step(4, 13);
        map.step(6, 14);
        let back = |at| map.original(at);
        assert_eq!([0, 3, 4, 5, 6, 7].map(back), [10, 13, 13, 14, 14, 15]);
    }
}
