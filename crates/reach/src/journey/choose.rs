//! Choosing one among the journeys that arrive first.

use super::plain::{Ride, Stretch};
use super::rounds::{NEVER, Rounds, continuations};
use crate::search::{Lines, Links};

/// Where somebody stands after some rides: no label of a stop is at least as good in every respect as another.
#[derive(Clone, Copy, Debug)]
struct Label {
    at: i32,
    /// Seconds on foot so far.
    walked: i32,
    /// When one left, at the latest.
    left: i32,
    /// The last ride, by number.
    ride: Option<u32>,
}

impl Label {
    fn is_as_good_as(&self, other: &Self) -> bool {
        self.at <= other.at && self.walked <= other.walked && self.left >= other.left
    }
}

/// Somebody aboard a trip.
#[derive(Clone, Copy, Debug)]
struct Aboard {
    trip: u32,
    from: u32,
    label: Label,
    /// What was ridden of the vehicle's trips before, by number.
    before: Option<u32>,
}

/// What there is to choose from: journeys of exactly `rides` rides that are at the destination at `arrival`.
pub(super) struct Choice<'a> {
    pub(super) lines: &'a Lines,
    pub(super) changes: &'a Links,
    /// Stops around the origin, with seconds on foot.
    pub(super) access: &'a [(u32, u16)],
    /// Stops around the destination, with seconds on foot.
    pub(super) egress: &'a [(u32, u16)],
    pub(super) depart: i32,
    pub(super) arrival: i32,
    pub(super) rides: usize,
}

/// What was ridden and walked, as a tree whose branches are followed backwards.
#[derive(Default)]
struct Trail {
    stretches: Vec<(Stretch, Option<u32>)>,
    /// The last stretch of a ride, the ride before it, and the seconds walked in between.
    rides: Vec<(u32, Option<u32>, u16)>,
}

/// Rides and the walks before, between and after them.
pub(super) type Chosen = (Vec<Ride>, Vec<u16>);

impl Choice<'_> {
    /// The journey with the least walking that leaves last.
    pub(super) fn choose(&self) -> Option<Chosen> {
        let latest = self.latest();
        let mut trail = Trail::default();
        let mut ready: Vec<Vec<(Label, u16)>> = vec![Vec::new(); self.lines.stop_count];
        for &(stop, walk) in self.access {
            let at = self.depart + i32::from(walk);
            let label = Label { at, walked: i32::from(walk), left: self.depart, ride: None };
            insert(&mut ready[stop as usize], label, walk);
        }
        let mut arrived = vec![Vec::new(); self.lines.stop_count];
        for ride in 1..=self.rides {
            arrived = self.ride(&ready, &latest[self.rides - ride], &mut trail);
            if ride < self.rides {
                ready = self.change(&arrived);
            }
        }
        let mut best: Option<(i32, i32, u32, u16)> = None;
        for &(stop, walk) in self.egress {
            for (label, _) in &arrived[stop as usize] {
                let Some(ride) = label.ride.filter(|_| label.at + i32::from(walk) <= self.arrival) else { continue };
                let found = (label.walked + i32::from(walk), -label.left, ride, walk);
                best = Some(best.map_or(found, |best| best.min(found)));
            }
        }
        best.map(|(_, _, ride, walk)| trail.follow(ride, walk))
    }

    /// Rides still to come → stop → the last moment at which one may get off there and still be at the destination in time.
    fn latest(&self) -> Vec<Vec<i32>> {
        let back = self.lines.mirrored(0);
        let changes = self.changes.transposed(self.lines.stop_count);
        let start: Vec<_> = self.egress.iter().map(|&(stop, walk)| (stop, i32::from(walk) - self.arrival)).collect();
        let rounds = Rounds::search(&back, &changes, &start, self.rides as u32 - 1, -self.depart);
        let turn = |&at: &i32| if at == NEVER { i32::MIN } else { -at };
        (0..self.rides).map(|rides| rounds.ready(rides).iter().map(turn).collect()).collect()
    }

    fn ride(&self, ready: &[Vec<(Label, u16)>], latest: &[i32], trail: &mut Trail) -> Vec<Vec<(Label, u16)>> {
        let mut arrived = vec![Vec::new(); self.lines.stop_count];
        let mut seated = Vec::new();
        for line in 0..self.lines.count() {
            let mut aboard: Vec<Aboard> = Vec::new();
            for i in 0..self.lines.positions(line).len() {
                self.get_off(line, i, &aboard, latest, &mut arrived, trail);
                self.board(line, i, ready, &mut aboard, trail);
            }
            self.stay(line, &aboard, &mut seated, trail);
        }
        while let Some((line, aboard)) = seated.pop() {
            for i in 0..self.lines.positions(line).len() {
                self.get_off(line, i, &[aboard], latest, &mut arrived, trail);
            }
            if !trail.has_ridden(aboard.before, line as u32, aboard.trip) {
                self.stay(line, &[aboard], &mut seated, trail);
            }
        }
        arrived
    }

    fn board(&self, line: usize, i: usize, ready: &[Vec<(Label, u16)>], aboard: &mut Vec<Aboard>, trail: &mut Trail) {
        let position = self.lines.positions(line).start + i;
        if !self.lines.board[position] {
            return;
        }
        let board_by = &self.lines.board_by[self.lines.events(line, i)];
        for &(label, walk) in &ready[self.lines.stop[position] as usize] {
            let first = board_by.partition_point(|&by| by < label.at);
            // The first vehicle of all may be let go for one that lets one leave later; later on the next one is as good as any.
            let last = if label.ride.is_none() { board_by.len() } else { (first + 1).min(board_by.len()) };
            let trips = board_by.iter().enumerate().take(last).skip(first);
            for (trip, &by) in trips.take_while(|&(_, &by)| by <= self.arrival) {
                let mut label = label;
                if label.ride.is_none() {
                    label.left = by - i32::from(walk);
                }
                let new = Aboard { trip: trip as u32, from: i as u32, label, before: None };
                let better = |a: &Aboard, b: &Aboard| {
                    a.trip <= b.trip && a.label.walked <= b.label.walked && a.label.left >= b.label.left
                };
                if !aboard.iter().any(|known| better(known, &new)) {
                    aboard.retain(|known| !better(&new, known));
                    trail.rides.push((u32::MAX, label.ride, walk));
                    let ride = Some(trail.rides.len() as u32 - 1);
                    aboard.push(Aboard { label: Label { ride, ..label }, ..new });
                }
            }
        }
    }

    fn get_off(
        &self,
        line: usize,
        i: usize,
        aboard: &[Aboard],
        latest: &[i32],
        arrived: &mut [Vec<(Label, u16)>],
        trail: &mut Trail,
    ) {
        let position = self.lines.positions(line).start + i;
        if !self.lines.alight[position] {
            return;
        }
        let stop = self.lines.stop[position] as usize;
        let arrivals = &self.lines.arrival[self.lines.events(line, i)];
        for a in aboard {
            let at = arrivals[a.trip as usize];
            if at > latest[stop] {
                continue;
            }
            let label = Label { at, ..a.label };
            if insert(&mut arrived[stop], label, 0) {
                let stretch = Stretch { line: line as u32, trip: a.trip, from: a.from, to: i as u32 };
                let ride = trail.get_off(a.label.ride, stretch, a.before);
                if let Some(last) = arrived[stop].last_mut() {
                    last.0.ride = Some(ride);
                }
            }
        }
    }

    /// At the end of a line, riders stay aboard vehicles that go on as other trips.
    fn stay(&self, line: usize, aboard: &[Aboard], seated: &mut Vec<(usize, Aboard)>, trail: &mut Trail) {
        let last = self.lines.positions(line).len() as u32 - 1;
        for next in continuations(self.lines, line) {
            for a in aboard.iter().filter(|a| a.trip == next.trip || (a.before.is_none() && a.trip < next.trip)) {
                // Who can board a trip can board every later one of the line at the same stop.
                let stretch = Stretch { line: line as u32, trip: next.trip, from: a.from, to: last };
                trail.stretches.push((stretch, a.before));
                let before = Some(trail.stretches.len() as u32 - 1);
                seated.push((next.next_line as usize, Aboard { trip: next.next_trip, from: 0, before, ..*a }));
            }
        }
    }

    fn change(&self, arrived: &[Vec<(Label, u16)>]) -> Vec<Vec<(Label, u16)>> {
        let mut ready = vec![Vec::new(); self.lines.stop_count];
        for (stop, labels) in arrived.iter().enumerate().filter(|(_, labels)| !labels.is_empty()) {
            for (target, walk) in self.changes.row(stop) {
                let stays = self.lines.original(target) == self.lines.original(stop as u32);
                let on_foot = if stays { 0 } else { i32::from(walk) };
                for (label, _) in labels {
                    let label = Label { at: label.at + i32::from(walk), walked: label.walked + on_foot, ..*label };
                    insert(&mut ready[target as usize], label, walk);
                }
            }
        }
        ready
    }
}

/// Adds a label unless one that is as good is there, and takes out those that it makes superfluous.
fn insert(labels: &mut Vec<(Label, u16)>, new: Label, walk: u16) -> bool {
    if labels.iter().any(|(label, _)| label.is_as_good_as(&new)) {
        return false;
    }
    labels.retain(|(label, _)| !new.is_as_good_as(label));
    labels.push((new, walk));
    true
}

impl Trail {
    /// Notes where a ride ends; the ride was begun by boarding.
    fn get_off(&mut self, boarded: Option<u32>, stretch: Stretch, before: Option<u32>) -> u32 {
        self.stretches.push((stretch, before));
        let (_, ride_before, walk) = boarded.map_or((0, None, 0), |ride| self.rides[ride as usize]);
        self.rides.push((self.stretches.len() as u32 - 1, ride_before, walk));
        self.rides.len() as u32 - 1
    }

    fn has_ridden(&self, mut before: Option<u32>, line: u32, trip: u32) -> bool {
        while let Some(number) = before {
            let (stretch, earlier) = self.stretches[number as usize];
            if (stretch.line, stretch.trip) == (line, trip) {
                return true;
            }
            before = earlier;
        }
        false
    }

    fn follow(&self, last: u32, walk: u16) -> Chosen {
        let (mut rides, mut walks) = (Vec::new(), vec![walk]);
        let mut next = Some(last);
        while let Some(ride) = next {
            let (stretch, before, walk) = self.rides[ride as usize];
            let mut stretches = Vec::new();
            let mut piece = Some(stretch);
            while let Some(number) = piece {
                let (stretch, earlier) = self.stretches[number as usize];
                stretches.push(stretch);
                piece = earlier;
            }
            stretches.reverse();
            rides.push(Ride { stretches });
            walks.push(walk);
            next = before;
        }
        rides.reverse();
        walks.reverse();
        (rides, walks)
    }
}
