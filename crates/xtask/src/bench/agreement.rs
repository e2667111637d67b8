//! How far two engines' minutes agree.

use serde::{Deserialize, Serialize};

use super::times::NONE;

/// Shares are of the pairs that both engines reach.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Agreement {
    pub both: u64,
    pub only_lynchpin: u64,
    pub only_peer: u64,
    pub equal: f64,
    pub within_1: f64,
    pub within_2: f64,
    pub within_5: f64,
    /// Lynchpin less peer, minutes.
    pub mean_difference: f64,
    pub lynchpin_slower: f64,
    pub lynchpin_faster: f64,
}

impl Agreement {
    /// Over all pairs of one layer each, minutes.
    pub fn of(ours: &[u32], theirs: &[u32]) -> Self {
        let mut found = Self::default();
        let mut sum = 0_i64;
        for (&our, &their) in ours.iter().zip(theirs) {
            match (our != NONE, their != NONE) {
                (true, true) => {
                    let difference = i64::from(our) - i64::from(their);
                    found.both += 1;
                    sum += difference;
                    found.count(difference);
                }
                (true, false) => found.only_lynchpin += 1,
                (false, true) => found.only_peer += 1,
                (false, false) => {}
            }
        }
        let both = found.both.max(1) as f64;
        found.mean_difference = sum as f64 / both;
        for share in [
            &mut found.equal,
            &mut found.within_1,
            &mut found.within_2,
            &mut found.within_5,
            &mut found.lynchpin_slower,
            &mut found.lynchpin_faster,
        ] {
            *share /= both;
        }
        found
    }

    fn count(&mut self, difference: i64) {
        let one_if = |holds: bool| if holds { 1.0 } else { 0.0 };
        self.equal += one_if(difference == 0);
        self.within_1 += one_if(difference.abs() <= 1);
        self.within_2 += one_if(difference.abs() <= 2);
        self.within_5 += one_if(difference.abs() <= 5);
        self.lynchpin_slower += one_if(difference > 0);
        self.lynchpin_faster += one_if(difference < 0);
    }
}
