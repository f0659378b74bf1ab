//! Many short texts in one piece of memory: one by one, each would cost an allocation and a pointer of its own.

/// Texts in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Texts {
    all: Box<str>,
    ends: Ends,
}

/// Where each text ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Ends {
    /// In most files.
    Short(Box<[u16]>),
    Long(Box<[u32]>),
}

impl Default for Ends {
    fn default() -> Ends {
        Ends::Short(Box::default())
    }
}

impl Ends {
    fn len(&self) -> usize {
        match self {
            Ends::Short(ends) => ends.len(),
            Ends::Long(ends) => ends.len(),
        }
    }

    fn get(&self, at: usize) -> Option<usize> {
        match self {
            Ends::Short(ends) => ends.get(at).map(|end| usize::from(*end)),
            Ends::Long(ends) => ends.get(at).map(|end| *end as usize),
        }
    }

    fn heap_bytes(&self) -> usize {
        match self {
            Ends::Short(ends) => size_of_val(&**ends),
            Ends::Long(ends) => size_of_val(&**ends),
        }
    }
}

impl Texts {
    /// The number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.len() == 0
    }

    pub fn get(&self, at: usize) -> Option<&str> {
        let end = self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(0);
        self.all.get(start..end)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// Whether `text` is among these, which are in order.
    pub fn holds(&self, text: &str) -> bool {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle).unwrap_or("").cmp(text) {
                std::cmp::Ordering::Equal => return true,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        false
    }

    /// Those of these that are not among `others`; both are in order.
    pub fn without<'a>(&'a self, others: &'a Texts) -> impl Iterator<Item = &'a str> {
        self.iter().filter(|text| !others.holds(text))
    }

    /// What the texts take of the heap, in bytes.
    pub fn heap_bytes(&self) -> usize {
        self.all.len() + self.ends.heap_bytes()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Texts {
        let (mut all, mut ends) = (String::new(), Vec::new());
        for text in texts {
            all.push_str(text.as_ref());
            ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
        }
        let short: Result<Box<[u16]>, _> = ends.iter().map(|end| u16::try_from(*end)).collect();
        Texts { all: all.into(), ends: short.map_or_else(|_| Ends::Long(ends.into()), Ends::Short) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        let given = ["", "alpha", "béta", "", "γ"];
        let texts: Texts = given.iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), given);
        assert_eq!((texts.len(), texts.get(2), texts.get(5)), (5, Some("béta"), None));
        let long = "x".repeat(70_000);
        let texts: Texts = ["a", &long, "b"].iter().collect();
        assert_eq!(texts.iter().map(str::len).collect::<Vec<_>>(), [1, 70_000, 1]);
        assert!(Texts::default().is_empty() && Texts::default().iter().next().is_none());
    }

    #[test]
    fn texts_in_order_are_found() {
        let texts: Texts = ["a", "b", "d", "e"].iter().collect();
        let found: Vec<bool> = ["a", "b", "c", "d", "e", "f", ""].iter().map(|text| texts.holds(text)).collect();
        assert_eq!(found, [true, true, false, true, true, false, false]);
        let others: Texts = ["b", "c", "e"].iter().collect();
        assert_eq!(texts.without(&others).collect::<Vec<_>>(), ["a", "d"]);
    }
}
