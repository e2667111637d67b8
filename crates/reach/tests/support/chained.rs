//! Random chains and a traveller who makes them one at a time, leaving at one moment.

use std::collections::BTreeMap;

use lynchpin_reach::chain::Opening;

use super::support::Question;
use super::support::network::{Chance, Network};
use super::support::reference::earliest;

/// A chain: home → one of some places on the way → destination, and back from the destination to the place.
#[derive(Clone, Debug)]
pub struct Chained {
    /// From homes to the places on the way, which are its destinations.
    pub first: Network,
    /// From the places on the way, which are its origins, to the destinations.
    pub second: Network,
    /// From the destinations, which are its origins, back to the places.
    pub back: Network,
    pub openings: Vec<Opening>,
    pub dwell: u32,
    /// When the destinations are left, where that limits anything.
    pub leave: Option<u32>,
    /// Homes that only some places serve.
    pub home_sets: Option<Vec<Vec<bool>>>,
}

impl Chained {
    pub fn random(chance: &mut Chance, middle: i32) -> Self {
        let base = Network::random(chance, middle);
        let vias = 1 + chance.below(6) as usize;
        let mut first = Network { destinations: vias, egress: Vec::new(), ..base.clone() };
        let mut second = Network { origins: vias, access: Vec::new(), ..base.clone() };
        for stop in 0..base.stops as u32 {
            for via in 0..vias as u32 {
                if chance.once_in(2) {
                    first.egress.push((stop, via, chance.below(600) as u16));
                }
                if chance.once_in(2) {
                    second.access.push((via, stop, chance.below(1_000) as u16));
                }
            }
        }
        first.walks = walks(chance, base.origins * vias);
        second.walks = walks(chance, vias * base.destinations);
        let mut back = Network { origins: base.destinations, access: Vec::new(), ..first.clone() };
        for stop in 0..base.stops as u32 {
            for destination in 0..base.destinations as u32 {
                if chance.once_in(2) {
                    back.access.push((destination, stop, chance.below(900) as u16));
                }
            }
        }
        back.walks = walks(chance, base.destinations * vias);
        let openings = (0..vias).map(|_| opening(chance, middle)).collect();
        let dwell = [0, 60, 300, 719][chance.below(4) as usize];
        let leave = chance.once_in(2).then(|| (middle + 500 + chance.below(2_500) as i32) as u32);
        let home_sets = chance
            .once_in(4)
            .then(|| (0..base.origins).map(|_| (0..vias).map(|_| !chance.once_in(3)).collect()).collect());
        Self { first, second, back, openings, dwell, leave, home_sets }
    }

    pub fn vias(&self) -> usize {
        self.openings.len()
    }

    /// By destination, which places can be reached before they close by who leaves the destination when it is left.
    pub fn returns(&self, question: &Question) -> Vec<Vec<bool>> {
        let one = |destination: usize| {
            let Some(leave) = self.leave else { return vec![true; self.vias()] };
            let ridden = earliest(&self.back, question, destination as u32, leave as i32);
            let in_time = |via: usize| {
                let walk = self.back.direct(destination, via);
                let walked = (walk != u16::MAX).then(|| leave as i32 + i32::from(walk));
                let Some(closes) = self.openings[via].closes_seconds else { return true };
                [ridden[via], walked].into_iter().flatten().any(|at| at <= closes as i32)
            };
            (0..self.vias()).map(in_time).collect()
        };
        (0..self.second.destinations).map(one).collect()
    }

    /// When every destination is reached by way of every place, place-major, for who leaves a home at `depart`.
    fn arrivals(&self, question: &Question, home: usize, depart: i32) -> Vec<Vec<Option<i32>>> {
        let ridden = earliest(&self.first, question, home as u32, depart);
        let by_way_of = |via: usize| {
            let walk = self.first.direct(home, via);
            let walked = (walk != u16::MAX).then(|| depart + i32::from(walk));
            let there = [ridden[via], walked].into_iter().flatten().min();
            let Opening { opens_seconds, closes_seconds } = self.openings[via];
            let served = there.map(|at| at.max(opens_seconds.map_or(at, |o| o as i32)));
            let served = served.filter(|&at| closes_seconds.is_none_or(|closes| at <= closes as i32));
            let Some(left) = served.map(|at| at + self.dwell as i32) else {
                return vec![None; self.second.destinations];
            };
            let mut on = earliest(&self.second, question, via as u32, left);
            for (destination, known) in on.iter_mut().enumerate() {
                let walk = self.second.direct(via, destination);
                let walked = (walk != u16::MAX).then(|| left + i32::from(walk));
                *known = [*known, walked].into_iter().flatten().min();
            }
            on
        };
        (0..self.vias()).map(by_way_of).collect()
    }

    /// Minutes, home-major, then destination, then sampled minute in the order of [`Question::moments`].
    pub fn minutes(&self, question: &Question) -> Vec<Option<u16>> {
        let returns = self.returns(question);
        let mut all = Vec::new();
        for home in 0..self.first.origins {
            let mut known = BTreeMap::new();
            let mut arrival = |depart: i32, destination: usize| {
                let by_via = known.entry(depart).or_insert_with(|| self.arrivals(question, home, depart));
                let serves = |via: &usize| {
                    returns[destination][*via] && self.home_sets.as_ref().is_none_or(|sets| sets[home][*via])
                };
                (0..self.vias()).filter(serves).filter_map(|via| by_via[via][destination]).min()
            };
            for destination in 0..self.second.destinations {
                for moment in question.moments() {
                    let seconds = if question.arrive {
                        latest(moment, question.max_minutes, |depart| arrival(depart, destination))
                    } else {
                        arrival(moment, destination).map(|at| at - moment)
                    };
                    let minutes = seconds.map(|s| (s + 59) / 60);
                    all.push(minutes.filter(|&m| m <= question.max_minutes as i32).map(|m| m as u16));
                }
            }
        }
        all
    }
}

/// Seconds before the deadline at which one has to leave at the latest: who leaves later arrives no sooner.
fn latest(deadline: i32, max_minutes: u32, mut arrival: impl FnMut(i32) -> Option<i32>) -> Option<i32> {
    let mut in_time = |before: i32| arrival(deadline - before).is_some_and(|at| at <= deadline);
    let (mut low, mut high) = (0, 60 * max_minutes as i32);
    if !in_time(high) {
        return None;
    }
    while low < high {
        let middle = i32::midpoint(low, high);
        if in_time(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

fn walks(chance: &mut Chance, count: usize) -> Vec<u16> {
    (0..count).map(|_| if chance.once_in(3) { chance.below(4_000) as u16 } else { u16::MAX }).collect()
}

fn opening(chance: &mut Chance, middle: i32) -> Opening {
    let mut at =
        |from: i32, spread: u64| chance.once_in(2).then(|| (middle + from + chance.below(spread) as i32) as u32);
    Opening { opens_seconds: at(-2_000, 4_000), closes_seconds: at(500, 9_000) }
}
