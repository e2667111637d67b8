//! Targets that not every place on the way serves.

use std::collections::{BTreeMap, BTreeSet};

use super::sets::ViaSet;
use crate::search::{Row, UNREACHABLE};

/// Searches that may be spent on sets that serve many targets before every set or every place is searched.
const GUESSES: usize = 2;

/// Which places serve which target: few different sets, and one of them a target.
#[derive(Clone, Debug)]
pub(super) struct Permitted {
    sets: Vec<ViaSet>,
    /// Target → position in `sets`.
    set_of: Vec<u32>,
}

impl Permitted {
    pub(super) fn new(by_target: &[ViaSet]) -> Self {
        let mut numbers: BTreeMap<&ViaSet, u32> = by_target.iter().map(|set| (set, 0)).collect();
        for (number, at) in (0..).zip(numbers.values_mut()) {
            *at = number;
        }
        Self {
            set_of: by_target.iter().map(|set| numbers[set]).collect(),
            sets: numbers.into_keys().cloned().collect(),
        }
    }
}

/// A target whose times are not yet certain: those in the row are too short or right.
struct Open<'a> {
    target: usize,
    /// The places that serve both the root and the target.
    vias: &'a ViaSet,
}

/// `row` was searched by way of all of `vias`, the soonest left first. Makes it right for targets that permit only some of them, by
/// further calls of `search`, which fills a row by way of the places it is given. Says whether the row was changed.
pub(super) fn resolve(
    permitted: &Permitted,
    vias: &[u32],
    row: &mut Row,
    other: &mut Row,
    search: &mut dyn FnMut(&[u32], &mut Row),
) -> bool {
    let all: ViaSet = vias.iter().copied().collect();
    let serving: Vec<ViaSet> = permitted.sets.iter().map(|set| set.and(&all)).collect();
    let mut changed = false;
    let mut open = Vec::new();
    for (target, &set) in permitted.set_of.iter().enumerate() {
        let serving = &serving[set as usize];
        if row.minutes(target).iter().all(|&m| m == UNREACHABLE) {
            continue;
        }
        if serving.is_empty() {
            row.minutes_mut(target).fill(UNREACHABLE);
            changed = true;
        } else if *serving != all {
            open.push(Open { target, vias: serving });
        }
    }
    for _ in 0..GUESSES {
        if open.iter().map(|o| o.vias).collect::<BTreeSet<_>>().len() <= 1 {
            break;
        }
        let guess = popular(&open, vias);
        search(&chosen(vias, &guess), other);
        open.retain(|o| {
            let exact = *o.vias == guess;
            let agree = o.vias.covers(&guess) && other.minutes(o.target) == row.minutes(o.target);
            if exact {
                changed |= copy(other, row, o.target);
            }
            !exact && !agree
        });
    }
    finish(&open, vias, row, other, search) || changed
}

/// Places that most of the open targets permit together, the soonest left preferred.
fn popular(open: &[Open<'_>], vias: &[u32]) -> ViaSet {
    let mut chosen = ViaSet::new();
    let mut agreeing: Vec<&Open<'_>> = open.iter().collect();
    for &via in vias {
        let with = agreeing.iter().filter(|o| o.vias.contains(via)).count();
        if 4 * with >= 3 * agreeing.len() {
            agreeing.retain(|o| o.vias.contains(via));
            chosen.insert(via);
        }
    }
    chosen
}

fn chosen(vias: &[u32], set: &ViaSet) -> Vec<u32> {
    vias.iter().copied().filter(|&via| set.contains(via)).collect()
}

/// Searches what is still open set by set, or place by place where these are fewer.
fn finish(
    open: &[Open<'_>],
    vias: &[u32],
    row: &mut Row,
    other: &mut Row,
    search: &mut dyn FnMut(&[u32], &mut Row),
) -> bool {
    let sets: BTreeSet<&ViaSet> = open.iter().map(|o| o.vias).collect();
    let single: Vec<u32> = vias.iter().copied().filter(|&via| sets.iter().any(|set| set.contains(via))).collect();
    let mut changed = false;
    if sets.len() <= single.len() {
        for set in sets {
            search(&chosen(vias, set), other);
            for o in open.iter().filter(|o| o.vias == set) {
                changed |= copy(other, row, o.target);
            }
        }
        return changed;
    }
    let mut best = vec![UNREACHABLE; open.len() * row.window()];
    for via in single {
        search(&[via], other);
        for (o, best) in open.iter().zip(best.chunks_exact_mut(row.window())).filter(|(o, _)| o.vias.contains(via)) {
            for (least, &minutes) in best.iter_mut().zip(other.minutes(o.target)) {
                *least = (*least).min(minutes);
            }
        }
    }
    for (o, best) in open.iter().zip(best.chunks_exact(row.window())) {
        changed |= row.minutes(o.target) != best;
        row.set_minutes(o.target, best);
    }
    changed
}

fn copy(from: &Row, to: &mut Row, target: usize) -> bool {
    let changed = from.minutes(target) != to.minutes(target);
    to.set_minutes(target, from.minutes(target));
    changed
}
