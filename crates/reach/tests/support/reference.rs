//! The reference: Dijkstra over moments at stops, one departure at a time, written to be read.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::Question;
use super::network::Network;

/// Where a traveller stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// At a stop, free to board.
    Ready(u32),
    /// At a stop, just off a vehicle.
    Arrived(u32),
}

/// The earliest moment at each destination for a traveller who leaves an origin at `depart`, by vehicle only.
pub fn earliest(network: &Network, question: &Question, origin: u32, depart: i32) -> Vec<Option<i32>> {
    let mut best = vec![None; network.destinations];
    let mut settled = BTreeSet::new();
    let mut queue = BinaryHeap::new();
    for &(_, stop, walk) in network.access.iter().filter(|a| a.0 == origin) {
        for place in (0..network.stops as u32).filter(|&place| network.original(place) == stop) {
            queue.push(Reverse((depart + i32::from(walk), 0, Place::Ready(place))));
        }
    }
    while let Some(Reverse((now, rides, place))) = queue.pop() {
        if !settled.insert((rides, place)) {
            continue;
        }
        match place {
            Place::Ready(_) if rides == question.max_rides => {}
            Place::Ready(stop) => {
                for (at, off) in rides_from(network, stop, now + question.slack) {
                    queue.push(Reverse((at, rides + 1, Place::Arrived(off))));
                }
            }
            Place::Arrived(stop) => {
                for &(_, to, walk) in network.changes.iter().filter(|c| c.0 == stop) {
                    queue.push(Reverse((now + i32::from(walk) + question.transfer_slack, rides, Place::Ready(to))));
                }
                for &(_, destination, walk) in network.egress.iter().filter(|e| e.0 == network.original(stop)) {
                    let arrival = now + i32::from(walk);
                    let known = &mut best[destination as usize];
                    *known = Some(known.map_or(arrival, |k: i32| k.min(arrival)));
                }
            }
        }
    }
    best
}

/// Every moment and stop at which somebody gets off who can board anything at `stop` from `now` on.
fn rides_from(network: &Network, stop: u32, now: i32) -> Vec<(i32, u32)> {
    let mut ends = Vec::new();
    for trip in &network.trips {
        for (i, call) in trip.calls.iter().enumerate() {
            if call.stop != stop || !call.board || call.board_by < now {
                continue;
            }
            ends.extend(trip.calls[i + 1..].iter().filter(|c| c.alight).map(|c| (c.arrival, c.stop)));
            let mut next = trip.next;
            while let Some(seated) = next {
                let trip = &network.trips[seated];
                ends.extend(trip.calls.iter().filter(|c| c.alight).map(|c| (c.arrival, c.stop)));
                next = trip.next;
            }
        }
    }
    ends
}

/// Minutes, origin-major, then destination, then sampled minute in the order of [`Question::moments`].
pub fn minutes(network: &Network, question: &Question) -> Vec<Option<u16>> {
    let mut all = Vec::new();
    for origin in 0..network.origins {
        let by_moment: Vec<Vec<Option<i32>>> = if question.arrive {
            before_deadlines(network, question, origin as u32)
        } else {
            let ride = |depart| (earliest(network, question, origin as u32, depart), depart);
            let since = |(arrivals, depart): (Vec<Option<i32>>, i32)| {
                arrivals.into_iter().map(|a| a.map(|a| a - depart)).collect()
            };
            question.moments().into_iter().map(ride).map(since).collect()
        };
        for destination in 0..network.destinations {
            let walk = network.direct(origin, destination);
            let walk = (walk != u16::MAX).then_some(i32::from(walk));
            for seconds in &by_moment {
                let best = [seconds[destination], walk].into_iter().flatten().min();
                let minutes = best.map(|s| (s + 59) / 60);
                all.push(minutes.filter(|&m| m <= question.max_minutes as i32).map(|m| m as u16));
            }
        }
    }
    all
}

/// Seconds from the latest departure that meets each deadline. The latest departure always meets some vehicle at the last moment,
/// so only departures that do are tried.
fn before_deadlines(network: &Network, question: &Question, origin: u32) -> Vec<Vec<Option<i32>>> {
    let mut departures = BTreeSet::new();
    for &(_, stop, walk) in network.access.iter().filter(|a| a.0 == origin) {
        for call in network.trips.iter().flat_map(|t| &t.calls).filter(|c| network.original(c.stop) == stop && c.board)
        {
            departures.insert(call.board_by - question.slack - i32::from(walk));
        }
    }
    let tried: Vec<_> =
        departures.into_iter().map(|depart| (depart, earliest(network, question, origin, depart))).collect();
    let latest = |deadline: i32, destination: usize| {
        let meets = |arrivals: &[Option<i32>]| arrivals[destination].is_some_and(|a| a <= deadline);
        tried.iter().rev().find(|(_, arrivals)| meets(arrivals)).map(|(depart, _)| deadline - depart)
    };
    let destinations = 0..network.destinations;
    question.moments().into_iter().map(|d| destinations.clone().map(|to| latest(d, to)).collect()).collect()
}
