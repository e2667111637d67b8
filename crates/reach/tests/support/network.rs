//! Small networks with every awkward thing that timetables hold.

use std::collections::BTreeMap;

use lynchpin_reach::search::{Continuation, Lines};

use super::Question;
pub use super::chance::Chance;

/// A vehicle at a stop, seconds of the service day.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub stop: u32,
    pub arrival: i32,
    pub board_by: i32,
    pub board: bool,
    pub alight: bool,
}

#[derive(Clone, Debug)]
pub struct Trip {
    pub calls: Vec<Call>,
    /// The trip as which the vehicle goes on with riders aboard.
    pub next: Option<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Stops, copies included.
    pub stops: usize,
    /// The last stops are copies that only changes tell apart: the stop that each is a copy of, ascending.
    pub copy_of: Vec<u32>,
    pub origins: usize,
    pub destinations: usize,
    pub trips: Vec<Trip>,
    /// Stop, stop, seconds; a stop to itself is the minimum change time, and no such entry forbids changing there.
    pub changes: Vec<(u32, u32, u16)>,
    /// Origin, stop, seconds.
    pub access: Vec<(u32, u32, u16)>,
    /// Stop, destination, seconds.
    pub egress: Vec<(u32, u32, u16)>,
    /// Origin-major seconds, `u16::MAX` for none.
    pub walks: Vec<u16>,
}

/// Trips that never overtake each other, by number.
type Group = Vec<usize>;

impl Network {
    /// A random network whose trips run around `middle` seconds.
    pub fn random(chance: &mut Chance, middle: i32) -> Self {
        let mut network = Self { stops: 3 + chance.below(8) as usize, origins: 2, destinations: 3, ..Self::default() };
        for _ in 0..=chance.below(6) {
            network.add_route(chance, middle);
        }
        network.add_continuations(chance);
        network.add_walks(chance);
        network
    }

    /// Some trips over one random list of stops (loops and repeats among them), at random times, so that some overtake others.
    fn add_route(&mut self, chance: &mut Chance, middle: i32) {
        let length = 2 + chance.below(6) as usize;
        let mut stops: Vec<u32> = vec![chance.below(self.stops as u64) as u32];
        while stops.len() < length {
            let stop = chance.below(self.stops as u64) as u32;
            if stops.last() != Some(&stop) {
                stops.push(stop);
            }
        }
        let flags: Vec<_> = stops.iter().map(|_| (!chance.once_in(8), !chance.once_in(8))).collect();
        let grain = [1, 30, 60][chance.below(3) as usize];
        let frequent = chance.once_in(4);
        for _ in 0..=chance.below(7) {
            let mut at = middle - 4_000 + chance.below(9_000) as i32 / grain * grain;
            let wait = if frequent { chance.below(400) as i32 } else { 0 };
            let mut calls = Vec::new();
            for (i, (&stop, &(board, alight))) in stops.iter().zip(&flags).enumerate() {
                let arrival = at;
                at += if chance.once_in(3) { 30 } else { 0 };
                let board = board && i + 1 < length;
                calls.push(Call { stop, arrival, board_by: at - wait, board, alight: alight && i > 0 });
                at += chance.below(900) as i32 / grain * grain;
            }
            self.trips.push(Trip { calls, next: None });
        }
    }

    /// Lets trips call at copies of stops, with changes of their own; most networks get vehicles that go on as others in long chains.
    pub fn tell_apart(&mut self, chance: &mut Chance) {
        let originals = self.stops as u32;
        for stop in 0..originals {
            self.copy_of.extend(vec![stop; chance.below(5) as usize / 2]);
        }
        self.stops += self.copy_of.len();
        let copies = originals..self.stops as u32;
        for call in self.trips.iter_mut().flat_map(|trip| &mut trip.calls) {
            let its: Vec<u32> =
                copies.clone().filter(|&copy| self.copy_of[(copy - originals) as usize] == call.stop).collect();
            if !its.is_empty() && chance.once_in(2) {
                call.stop = its[chance.below(its.len() as u64) as usize];
            }
        }
        for from in 0..self.stops as u32 {
            for to in (0..self.stops as u32).filter(|&to| copies.contains(&from) || copies.contains(&to)) {
                if chance.once_in(if self.original(from) == self.original(to) { 2 } else { 4 }) {
                    self.changes.push((from, to, chance.below(700) as u16));
                }
            }
        }
        for trip in 0..self.trips.len() {
            let next = chance.below(self.trips.len() as u64) as usize;
            let ends = self.trips[trip].calls.last().unwrap().arrival;
            if self.trips[trip].next.is_none() && self.trips[next].calls[0].arrival > ends {
                self.trips[trip].next = Some(next);
            }
        }
    }

    /// The stop itself, for a copy of one.
    pub fn original(&self, stop: u32) -> u32 {
        let originals = (self.stops - self.copy_of.len()) as u32;
        if stop < originals { stop } else { self.copy_of[(stop - originals) as usize] }
    }

    /// A trip may go on as one that starts later, at the same stop or another.
    fn add_continuations(&mut self, chance: &mut Chance) {
        for trip in 0..self.trips.len() {
            let next = chance.below(self.trips.len() as u64) as usize;
            let ends = self.trips[trip].calls.last().unwrap().arrival;
            if chance.once_in(3) && self.trips[next].calls[0].arrival > ends {
                self.trips[trip].next = Some(next);
            }
        }
    }

    fn add_walks(&mut self, chance: &mut Chance) {
        let stops = self.stops as u32;
        for from in 0..stops {
            for to in 0..stops {
                if from == to {
                    let wait = if chance.once_in(4) { chance.below(300) as u16 } else { 0 };
                    if !chance.once_in(6) {
                        self.changes.push((from, to, wait));
                    }
                } else if chance.once_in(3) {
                    self.changes.push((from, to, chance.below(900) as u16));
                }
            }
        }
        for origin in 0..self.origins as u32 {
            for stop in 0..stops {
                if chance.once_in(3) {
                    self.access.push((origin, stop, chance.below(1_200) as u16));
                }
            }
        }
        for stop in 0..stops {
            for destination in 0..self.destinations as u32 {
                if chance.once_in(3) {
                    self.egress.push((stop, destination, chance.below(1_200) as u16));
                }
            }
        }
        self.walks = (0..self.origins * self.destinations)
            .map(|_| if chance.once_in(3) { chance.below(7_000) as u16 } else { u16::MAX })
            .collect();
    }

    pub fn direct(&self, origin: usize, destination: usize) -> u16 {
        self.walks[origin * self.destinations + destination]
    }

    /// The trips as lines that never overtake, times from the question's first moment, slack taken off.
    pub fn lines(&self, question: &Question) -> Lines {
        let mut groups: BTreeMap<Vec<(u32, bool, bool)>, Vec<Group>> = BTreeMap::new();
        let mut order: Vec<usize> = (0..self.trips.len()).collect();
        order.sort_by_key(|&t| self.trips[t].calls[0].board_by);
        for trip in order {
            let calls = &self.trips[trip].calls;
            let key = calls.iter().map(|c| (c.stop, c.board, c.alight)).collect();
            let lines = groups.entry(key).or_default();
            match lines.iter_mut().find(|line| self.follows(trip, *line.last().unwrap())) {
                Some(line) => line.push(trip),
                None => lines.push(vec![trip]),
            }
        }
        let mut lines = Lines {
            stop_count: self.stops,
            copy_of: self.copy_of.clone(),
            position_first: vec![0],
            event_first: vec![0],
            ..Lines::default()
        };
        let mut place = vec![(0, 0); self.trips.len()];
        for line in groups.values().flatten() {
            for (t, &trip) in line.iter().enumerate() {
                place[trip] = (lines.count() as u32, t as u32);
                lines.trip.push(trip as u32);
            }
            for i in 0..self.trips[line[0]].calls.len() {
                let first = self.trips[line[0]].calls[i];
                lines.stop.push(first.stop);
                lines.board.push(first.board);
                lines.alight.push(first.alight);
                let calls = line.iter().map(|&trip| self.trips[trip].calls[i]);
                lines.board_by.extend(calls.clone().map(|c| c.board_by - question.slack - question.first));
                lines.arrival.extend(calls.map(|c| c.arrival - question.first));
            }
            lines.position_first.push(lines.stop.len() as u32);
            lines.event_first.push(lines.board_by.len() as u32);
        }
        for (trip, next) in self.trips.iter().enumerate().filter_map(|(t, trip)| Some((t, trip.next?))) {
            let ((line, trip), (next_line, next_trip)) = (place[trip], place[next]);
            lines.continuations.push(Continuation { line, trip, next_line, next_trip });
        }
        lines.continuations.sort_unstable();
        lines
    }

    fn follows(&self, trip: usize, earlier: usize) -> bool {
        let pairs = self.trips[trip].calls.iter().zip(&self.trips[earlier].calls);
        pairs.into_iter().all(|(late, soon)| late.board_by >= soon.board_by && late.arrival >= soon.arrival)
    }
}
