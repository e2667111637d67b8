//! What a search starts from: the walks of one root, or moments at many places at once.

use super::lanes::lower_walked;
use super::plan::{NEVER, START};
use super::scan::Block;

/// Where a search starts.
#[derive(Clone, Copy, Debug)]
pub enum Seeds<'a> {
    /// One root, left at every sampled moment.
    Root {
        /// Stops around the root, with seconds on foot.
        access: &'a [(u32, u16)],
        /// Seconds on foot from the root to each destination, `u16::MAX` for none.
        direct: &'a [u16],
    },
    /// Many places, each at moments of its own; what comes of them counts from the sampled moment all the same.
    Moments {
        /// By stop, when its vehicles can be boarded.
        stops: &'a Moments,
        /// By destination, when it is reached without a vehicle.
        destinations: &'a Moments,
    },
}

impl Seeds<'_> {
    /// When the destination is reached without a vehicle, by lane.
    #[inline(always)]
    pub(super) fn at_destination<const N: usize>(&self, destination: usize, block: &Block<N>) -> [u16; N] {
        match self {
            Seeds::Root { direct, .. } => {
                let mut best = [NEVER; N];
                if direct[destination] != NEVER {
                    lower_walked(&mut best, &block.depart, direct[destination]);
                }
                best
            }
            Seeds::Moments { destinations, .. } => {
                destinations.get(destination as u32).map_or([NEVER; N], |labels| block.cut(labels))
            }
        }
    }
}

/// For some places, a moment for every sampled minute of the window, as a label: 1 is the first sampled moment, 2 a second later and so on;
/// `u16::MAX` is never. The labels of a place never decrease, since who leaves later arrives no sooner.
#[derive(Clone, Debug)]
pub struct Moments {
    window: usize,
    /// Place → its row, or `u32::MAX`.
    row: Vec<u32>,
    /// Row → place.
    places: Vec<u32>,
    /// Row-major, `window` each.
    labels: Vec<u16>,
}

impl Moments {
    /// The label "never".
    pub const NEVER: u16 = NEVER;

    /// For places numbered below `places`, none of which has moments yet; `window` minutes are sampled.
    pub fn new(places: usize, window: usize) -> Self {
        Self { window, row: vec![u32::MAX; places], places: Vec::new(), labels: Vec::new() }
    }

    /// The label of a moment given as seconds since the first sampled one; anything before that is 0.
    pub fn label(seconds: i64) -> u16 {
        (seconds + i64::from(START)).clamp(0, i64::from(NEVER) - 1) as u16
    }

    /// Seconds since the first sampled moment, `None` for never.
    pub fn seconds(label: u16) -> Option<i64> {
        (label != NEVER).then(|| i64::from(label) - i64::from(START))
    }

    /// Forgets all moments.
    pub fn clear(&mut self) {
        for place in self.places.drain(..) {
            self.row[place as usize] = u32::MAX;
        }
        self.labels.clear();
    }

    /// How many places are numbered.
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// True where there are no places at all.
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// The moments at a place, by minute of the window; `None` where there are none.
    pub fn get(&self, place: u32) -> Option<&[u16]> {
        let row = self.row[place as usize];
        (row != u32::MAX).then(|| &self.labels[row as usize * self.window..][..self.window])
    }

    /// The moments at a place to be written; all never at first.
    pub fn get_mut(&mut self, place: u32) -> &mut [u16] {
        let mut row = self.row[place as usize];
        if row == u32::MAX {
            row = self.places.len() as u32;
            self.row[place as usize] = row;
            self.places.push(place);
            self.labels.resize(self.labels.len() + self.window, NEVER);
        }
        &mut self.labels[row as usize * self.window..][..self.window]
    }

    /// Lowers the moments at a place to those of `from` plus a walk, seconds.
    pub fn lower(&mut self, place: u32, from: &[u16], walk: u16) {
        for (label, &moment) in self.get_mut(place).iter_mut().zip(from) {
            *label = (*label).min(moment.saturating_add(walk));
        }
    }

    /// The places with moments, in the order in which they were first written.
    pub fn places(&self) -> &[u32] {
        &self.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_lowered_and_forgotten() {
        let mut moments = Moments::new(3, 2);
        moments.lower(2, &[5, NEVER - 3], 10);
        moments.lower(2, &[20, 9], 1);
        assert_eq!((moments.get(2), moments.get(0), moments.places()), (Some(&[15, 10][..]), None, &[2][..]));
        moments.clear();
        assert_eq!(moments.get(2), None);
        moments.get_mut(1)[0] = 4;
        assert_eq!(moments.get(1), Some(&[4, NEVER][..]));
        assert_eq!([-5, 0, 7, 1 << 40].map(Moments::label), [0, 1, 8, NEVER - 1]);
        assert_eq!([0, 8, NEVER].map(Moments::seconds), [Some(-1), Some(7), None]);
    }
}
