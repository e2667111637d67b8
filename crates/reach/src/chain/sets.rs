//! Sets of places on the way.

/// A set of places on the way, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ViaSet(Vec<u64>);

impl ViaSet {
    /// The empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// All numbers below `count`.
    pub fn full(count: usize) -> Self {
        (0..count as u32).collect()
    }

    /// Adds a place.
    pub fn insert(&mut self, via: u32) {
        let word = via as usize / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (via % 64);
    }

    /// Is the place in the set?
    pub fn contains(&self, via: u32) -> bool {
        self.0.get(via as usize / 64).is_some_and(|word| word >> (via % 64) & 1 == 1)
    }

    /// True where no place is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What both sets hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect());
        // Equal sets are equal lists.
        both.0.truncate(both.0.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1));
        both
    }

    /// Does the set hold all of the other?
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().enumerate().all(|(word, &bits)| bits & !self.0.get(word).copied().unwrap_or(0) == 0)
    }
}

impl FromIterator<u32> for ViaSet {
    fn from_iter<I: IntoIterator<Item = u32>>(vias: I) -> Self {
        let mut set = Self::new();
        for via in vias {
            set.insert(via);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_in() {
        let (a, b): (ViaSet, ViaSet) = ([3, 70].into_iter().collect(), [3, 5].into_iter().collect());
        assert!(a.contains(70) && !a.contains(5) && !a.contains(700));
        assert_eq!(a.and(&b), [3].into_iter().collect());
        assert!(a.and(&[4].into_iter().collect()).is_empty());
        assert!(ViaSet::full(71).covers(&a) && !b.covers(&a) && b.covers(&ViaSet::new()));
    }
}
