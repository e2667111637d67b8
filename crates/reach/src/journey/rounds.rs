//! Earliest arrivals ride by ride, for one departure.

use crate::search::{Lines, Links};

/// A moment that never comes, seconds.
pub(super) const NEVER: i32 = i32::MAX;

/// When every stop can be boarded and left after so many rides, seconds.
#[derive(Clone, Debug)]
pub(super) struct Rounds {
    /// Rides → stop → the earliest moment off a vehicle after at most so many rides; the first entry, for none, is never.
    pub(super) arrived: Vec<Vec<i32>>,
    /// Rides → stop → the earliest moment at which another vehicle can be boarded after at most so many rides.
    pub(super) ready: Vec<Vec<i32>>,
}

impl Rounds {
    /// Rides from the stops in `start`, each from its moment on, at most `rides` times; moments after `last` are left out.
    pub(super) fn search(lines: &Lines, changes: &Links, start: &[(u32, i32)], rides: u32, last: i32) -> Self {
        let mut ready = vec![NEVER; lines.stop_count];
        for &(stop, at) in start.iter().filter(|&&(_, at)| at <= last) {
            ready[stop as usize] = ready[stop as usize].min(at);
        }
        let mut rounds = Self { arrived: vec![vec![NEVER; lines.stop_count]], ready: vec![ready] };
        for ride in 0..rides as usize {
            let mut arrived = rounds.arrived[ride].clone();
            ride_all(lines, &rounds.ready[ride], &mut arrived, last);
            let mut ready = rounds.ready[ride].clone();
            for stop in (0..lines.stop_count).filter(|&stop| arrived[stop] < rounds.arrived[ride][stop]) {
                for (target, walk) in changes.row(stop) {
                    let at = arrived[stop] + i32::from(walk);
                    if at <= last {
                        ready[target as usize] = ready[target as usize].min(at);
                    }
                }
            }
            let settled = arrived == rounds.arrived[ride];
            rounds.arrived.push(arrived);
            rounds.ready.push(ready);
            if settled {
                break;
            }
        }
        rounds
    }

    /// After at most so many rides; a search that found nothing new any more ended early.
    pub(super) fn arrived(&self, rides: usize) -> &[i32] {
        &self.arrived[rides.min(self.arrived.len() - 1)]
    }

    /// See [`Self::arrived`].
    pub(super) fn ready(&self, rides: usize) -> &[i32] {
        &self.ready[rides.min(self.ready.len() - 1)]
    }
}

/// Rides every line once, and whatever its vehicles go on as.
fn ride_all(lines: &Lines, ready: &[i32], arrived: &mut [i32], last: i32) {
    let mut seated = Vec::new();
    for line in 0..lines.count() {
        let mut trip = None;
        for (i, position) in lines.positions(line).enumerate() {
            let stop = lines.stop[position] as usize;
            get_off(lines, line, i, trip, arrived, last);
            if lines.board[position] && ready[stop] != NEVER {
                let next = lines.board_by[lines.events(line, i)].partition_point(|&by| by < ready[stop]);
                if next < trip.unwrap_or(lines.trips(line)) {
                    trip = Some(next);
                }
            }
        }
        // Who is aboard a trip could as well be aboard any later one.
        if let Some(trip) = trip {
            let on = continuations(lines, line).filter(|c| c.trip as usize >= trip);
            seated.extend(on.map(|c| (c.next_line, c.next_trip)));
        }
    }
    let mut known = std::collections::BTreeSet::new();
    while let Some((line, trip)) = seated.pop() {
        if !known.insert((line, trip)) {
            continue;
        }
        let line = line as usize;
        for i in 0..lines.positions(line).len() {
            get_off(lines, line, i, Some(trip as usize), arrived, last);
        }
        let on = continuations(lines, line).filter(|c| c.trip == trip);
        seated.extend(on.map(|c| (c.next_line, c.next_trip)));
    }
}

fn get_off(lines: &Lines, line: usize, i: usize, trip: Option<usize>, arrived: &mut [i32], last: i32) {
    let position = lines.positions(line).start + i;
    if let (Some(trip), true) = (trip, lines.alight[position]) {
        let at = lines.arrival[lines.events(line, i)][trip];
        let known = &mut arrived[lines.stop[position] as usize];
        if at <= last && at < *known {
            *known = at;
        }
    }
}

/// What the vehicles of a line go on as.
pub(super) fn continuations(lines: &Lines, line: usize) -> impl Iterator<Item = &crate::search::Continuation> {
    let from = lines.continuations.partition_point(|c| (c.line as usize) < line);
    lines.continuations[from..].iter().take_while(move |c| c.line as usize == line)
}
