//! Bags of labels that do not dominate each other, compared sixteen at a time.

// Sixteen comparisons at a time become vector instructions only where none of them waits for another.
#![allow(clippy::needless_bitwise_bool)]

use super::super::plan::NEVER;
use super::purse::Purse;

const WIDE: usize = 16;

/// The first `lanes` minutes of the window are there by `moment`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) moment: u16,
    pub(super) lanes: u16,
    pub(super) purse: Purse,
}

/// Sixteen places for labels, column by column; empty ones lose every comparison.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Chunk {
    moment: [u16; WIDE],
    lanes: [u16; WIDE],
    cost: [u16; WIDE],
    until: [u16; WIDE],
    state: [u16; WIDE],
    /// One bit a place.
    used: u16,
    fresh: u16,
}

const EMPTY: Chunk = Chunk {
    moment: [NEVER; WIDE],
    lanes: [0; WIDE],
    cost: [NEVER; WIDE],
    until: [0; WIDE],
    state: [0; WIDE],
    used: 0,
    fresh: 0,
};

impl Chunk {
    /// Places that are no worse than the label in all but what is held.
    fn no_worse_than(&self, label: &Label) -> u16 {
        let mut hits = 0;
        for i in 0..WIDE {
            let no_worse = (self.moment[i] <= label.moment)
                & (self.lanes[i] >= label.lanes)
                & (self.cost[i] <= label.purse.cost)
                & (self.until[i] >= label.purse.until);
            hits |= u16::from(no_worse) << i;
        }
        hits & self.used
    }

    /// Places that are no better.
    fn no_better_than(&self, label: &Label) -> u16 {
        let mut hits = 0;
        for i in 0..WIDE {
            let no_better = (self.moment[i] >= label.moment)
                & (self.lanes[i] <= label.lanes)
                & (self.cost[i] >= label.purse.cost)
                & (self.until[i] <= label.purse.until);
            hits |= u16::from(no_better) << i;
        }
        hits & self.used
    }

    fn get(&self, i: usize) -> Label {
        let purse = Purse { cost: self.cost[i], state: self.state[i], until: self.until[i] };
        Label { moment: self.moment[i], lanes: self.lanes[i], purse }
    }

    fn set(&mut self, i: usize, label: &Label) {
        (self.moment[i], self.lanes[i]) = (label.moment, label.lanes);
        (self.cost[i], self.state[i], self.until[i]) = (label.purse.cost, label.purse.state, label.purse.until);
        self.used |= 1 << i;
        self.fresh |= 1 << i;
    }
}

/// Bits that are set, lowest first.
fn bits(mut mask: u16) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (lowest < WIDE).then_some(lowest)
    })
}

/// The labels of one stop.
#[derive(Clone, Debug, Default)]
pub(super) struct Bag {
    chunks: Vec<Chunk>,
}

impl Bag {
    pub(super) fn clear(&mut self) {
        self.chunks.clear();
    }

    /// Puts a label in, marked as fresh, unless one that is there dominates it; those that it dominates go. `dominates` compares states.
    pub(super) fn insert(&mut self, label: &Label, mut dominates: impl FnMut(u16, u16) -> bool) -> bool {
        let state = label.purse.state;
        for chunk in &self.chunks {
            if bits(chunk.no_worse_than(label)).any(|i| dominates(chunk.state[i], state)) {
                return false;
            }
        }
        let mut free = None;
        for chunk in &mut self.chunks {
            for i in bits(chunk.no_better_than(label)) {
                if dominates(state, chunk.state[i]) {
                    chunk.used &= !(1 << i);
                    chunk.fresh &= !(1 << i);
                }
            }
            if free.is_none() && chunk.used != u16::MAX {
                chunk.set((!chunk.used).trailing_zeros() as usize, label);
                free = Some(());
            }
        }
        if free.is_none() {
            let mut chunk = EMPTY;
            chunk.set(0, label);
            self.chunks.push(chunk);
        }
        true
    }

    /// All labels.
    pub(super) fn labels(&self) -> impl Iterator<Item = Label> + '_ {
        self.chunks.iter().flat_map(|chunk| bits(chunk.used).map(|i| chunk.get(i)))
    }

    /// The labels put in since they were last called stale.
    pub(super) fn fresh(&self) -> impl Iterator<Item = Label> + '_ {
        self.chunks.iter().flat_map(|chunk| bits(chunk.fresh).map(|i| chunk.get(i)))
    }

    pub(super) fn all_stale(&mut self) {
        for chunk in &mut self.chunks {
            chunk.fresh = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(moment: u16, lanes: u16, cost: u16, state: u16, until: u16) -> Label {
        Label { moment, lanes, purse: Purse { cost, state, until } }
    }

    #[test]
    fn a_bag_keeps_exactly_what_nothing_dominates() {
        let mut seed = 7_u64;
        let mut next = move |bound: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % bound) as u16
        };
        // State 0 is worse than all others, which do not compare.
        let better = |a: u16, b: u16| a == b || b == 0;
        let worse = |a: &Label, b: &Label| {
            b.moment <= a.moment
                && b.lanes >= a.lanes
                && b.purse.cost <= a.purse.cost
                && b.purse.until >= a.purse.until
                && better(b.purse.state, a.purse.state)
        };
        for _ in 0..200 {
            let labels: Vec<_> = (0..120).map(|_| label(next(20), 1 + next(20), next(4), next(3), next(6))).collect();
            let mut bag = Bag::default();
            for one in &labels {
                bag.insert(one, better);
            }
            let key = |l: &Label| (l.moment, l.lanes, l.purse.cost, l.purse.state, l.purse.until);
            let mut kept: Vec<_> = bag.labels().map(|l| key(&l)).collect();
            kept.sort_unstable();
            let best = labels.iter().filter(|a| !labels.iter().any(|b| worse(a, b) && !worse(b, a)));
            let mut best: Vec<_> = best.map(key).collect();
            best.sort_unstable();
            best.dedup();
            assert_eq!(kept, best);
            assert_eq!(bag.fresh().count(), kept.len());
            bag.all_stale();
            assert_eq!(bag.fresh().count(), 0);
        }
    }
}
