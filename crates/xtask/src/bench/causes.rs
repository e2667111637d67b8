//! Why two engines differ on a pair, as far as it can be told without asking either for the journey.
//!
//! A pair gets the first cause whose evidence holds: what the peer answers where nothing runs, what Lynchpin answers to the question
//! slightly altered.

use serde::{Deserialize, Serialize};

use super::times::NONE;

/// Walks up to so many minutes are compared to find points that are linked otherwise.
const COMPARED_WALK_MINUTES: u32 = 45;

/// Minutes, origins × destinations, all of one question.
pub struct Evidence<'a> {
    pub rows: usize,
    pub columns: usize,
    pub ours: &'a [u32],
    /// The peer's, rounded up and cut at the longest journey.
    pub theirs: &'a [u32],
    /// The peer's, rounded up, not cut.
    pub theirs_uncut: &'a [u32],
    pub our_walk: &'a [u32],
    pub their_walk: &'a [u32],
    /// Lynchpin with walks to and from stops half as long again.
    pub far: &'a [u32],
    /// Lynchpin on the feeds without transfers.txt.
    pub free: &'a [u32],
    /// Lynchpin with another speed or slack, so that vehicles are caught or missed by seconds.
    pub nudged: &'a [Vec<u32>],
    pub walk_limit: u32,
}

/// Pairs with one cause.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cause {
    pub what: String,
    pub pairs: u64,
    /// Of these, both reach and the minutes differ by more than one.
    pub over_1: u64,
    /// … by more than five.
    pub over_5: u64,
}

const CAUSES: [&str; 9] = [
    "longer than the longest journey (Lynchpin cuts, the peer does not)",
    "an end linked to the streets by one engine only",
    "walk all the way, over the limit (the peer allows it)",
    "walk at one end over the limit (the peer adds a transfer walk to it)",
    "a minimum change time of transfers.txt (the peer does not apply it)",
    "an end linked to another street, or other streets open (the walks themselves differ)",
    "a vehicle caught or missed by seconds of walking",
    "a minute apart, not explained",
    "more than a minute apart or one engine only, not explained",
];

/// Counts of every cause, in the order in which they are tried.
pub fn causes(evidence: &Evidence<'_>) -> Vec<Cause> {
    let mut found: Vec<Cause> =
        CAUSES.iter().map(|what| Cause { what: (*what).to_owned(), pairs: 0, over_1: 0, over_5: 0 }).collect();
    let ends = Ends::of(evidence);
    for row in 0..evidence.rows {
        for column in 0..evidence.columns {
            let at = row * evidence.columns + column;
            let (our, their) = (evidence.ours[at], evidence.theirs[at]);
            if our == evidence.theirs_uncut[at] {
                continue;
            }
            let cause = &mut found[ends.cause(evidence, row, column)];
            cause.pairs += 1;
            if our != NONE && their != NONE {
                cause.over_1 += u64::from(our.abs_diff(their) > 1);
                cause.over_5 += u64::from(our.abs_diff(their) > 5);
            }
        }
    }
    found
}

/// What is known of each origin and destination.
struct Ends {
    one_engine: [Vec<bool>; 2],
    other_streets: [Vec<bool>; 2],
}

impl Ends {
    fn of(evidence: &Evidence<'_>) -> Self {
        let (rows, columns) = (evidence.rows, evidence.columns);
        let row = |row: usize| (0..columns).map(move |column| row * columns + column);
        let column = |column: usize| (0..rows).map(move |row| row * columns + column);
        let reach = |reached: bool, times: &[u32], at: usize| reached || times[at] != NONE;
        let one = |pairs: &mut dyn Iterator<Item = usize>| {
            let none = [false, false];
            let [ours, theirs] = pairs.fold(none, |[ours, theirs], at| {
                [reach(ours, evidence.ours, at), reach(theirs, evidence.theirs_uncut, at)]
            });
            ours != theirs
        };
        Self {
            one_engine: [
                (0..rows).map(|r| one(&mut row(r))).collect(),
                (0..columns).map(|c| one(&mut column(c))).collect(),
            ],
            other_streets: [
                (0..rows).map(|r| walks_differ(evidence, row(r))).collect(),
                (0..columns).map(|c| walks_differ(evidence, column(c))).collect(),
            ],
        }
    }

    fn cause(&self, evidence: &Evidence<'_>, row: usize, column: usize) -> usize {
        let at = row * evidence.columns + column;
        let (our, their, uncut) = (evidence.ours[at], evidence.theirs[at], evidence.theirs_uncut[at]);
        let their_walk = evidence.their_walk[at];
        if their == NONE && uncut != NONE && our == NONE {
            0
        } else if self.one_engine[0][row] || self.one_engine[1][column] {
            1
        } else if their_walk > evidence.walk_limit && their_walk != NONE && uncut >= their_walk && uncut < our {
            2
        } else if evidence.far[at] <= uncut && uncut < our {
            3
        } else if evidence.free[at] <= uncut && uncut < our {
            4
        } else if self.other_streets[0][row] || self.other_streets[1][column] {
            5
        } else if evidence.nudged.iter().any(|nudged| nudged[at] == their) {
            6
        } else if our != NONE && their != NONE && our.abs_diff(their) <= 1 {
            7
        } else {
            8
        }
    }
}

/// Whether most of the walks from (or to) a point take a minute more or less in one engine than in the other.
fn walks_differ(evidence: &Evidence<'_>, pairs: impl Iterator<Item = usize>) -> bool {
    let (mut alone, mut apart) = (0, Vec::new());
    for at in pairs {
        let (our, their) = (evidence.our_walk[at], evidence.their_walk[at]);
        let shorter = our.min(their);
        if shorter == 0 || shorter > COMPARED_WALK_MINUTES {
            continue;
        }
        if our != NONE && their != NONE {
            apart.push(our.abs_diff(their));
        } else if shorter <= evidence.walk_limit / 2 {
            alone += 1;
        }
    }
    apart.sort_unstable();
    alone > apart.len() || apart.get(apart.len() / 2).is_some_and(|&median| median >= 1)
}
