//! The timetable as the search wants it: lines of trips that never overtake, times from the start of the window.

use super::links::Links;

/// Lines for one window. Times are seconds from the first sampled moment (negative before it).
///
/// A line's events lie together by position, then by trip: position `i`, trip `t` of a line with `n` trips is event
/// `event_first[line] + i · n + t`. Trips are in order of time; at every position neither column decreases with the trip.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// How many stops the timetable has, copies included.
    pub stop_count: usize,
    /// The last stops are copies of others that riders change at by rules of their own: the stop that each is a copy of, ascending. Whoever
    /// walks to or from a stop walks to or from its copies. Only changes tell them apart.
    pub copy_of: Vec<u32>,
    /// Line → its first position; one more entry than lines.
    pub position_first: Vec<u32>,
    /// Line → its first event; one more entry than lines.
    pub event_first: Vec<u32>,
    /// Position → stop.
    pub stop: Vec<u32>,
    /// Position → may riders get on.
    pub board: Vec<bool>,
    /// Position → may riders get off.
    pub alight: Vec<bool>,
    /// Event → the last moment at which a traveller who stands at the stop gets on (slack already taken off).
    pub board_by: Vec<i32>,
    /// Event → the moment at which a rider who gets off stands at the stop.
    pub arrival: Vec<i32>,
    /// Line by line, the number by which each trip is known outside (its place in [`lynchpin_network::timetable::Day::trip`]).
    pub trip: Vec<u32>,
    /// Trips whose riders stay seated while the vehicle goes on as another trip, in order.
    pub continuations: Vec<Continuation>,
}

/// A vehicle that ends one trip and goes on as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Continuation {
    /// Line of the trip that ends.
    pub line: u32,
    /// The trip that ends, by its place in the line.
    pub trip: u32,
    /// Line of the trip that starts.
    pub next_line: u32,
    /// The trip that starts, by its place in its line.
    pub next_trip: u32,
}

impl Lines {
    /// How many lines.
    pub fn count(&self) -> usize {
        self.position_first.len().saturating_sub(1)
    }

    /// The stop itself, for a copy of one.
    pub fn original(&self, stop: u32) -> u32 {
        let copies = self.stop_count - self.copy_of.len();
        (stop as usize).checked_sub(copies).map_or(stop, |copy| self.copy_of[copy])
    }

    /// The copies of a stop.
    pub fn copies(&self, stop: u32) -> std::ops::Range<u32> {
        if self.copy_of.is_empty() {
            return 0..0;
        }
        let first = (self.stop_count - self.copy_of.len()) as u32;
        let from = self.copy_of.partition_point(|&of| of < stop) as u32;
        let to = self.copy_of.partition_point(|&of| of <= stop) as u32;
        first + from..first + to
    }

    /// Walks from stops to anything, with those from their copies.
    pub(super) fn with_copies(&self, walks: &Links) -> Links {
        let copies = |(stop, target, walk)| self.copies(stop).map(move |copy| (copy, target, walk));
        let all: Vec<_> = walks.triples().chain(walks.triples().flat_map(copies)).collect();
        Links::from_triples(self.stop_count, &all)
    }

    /// The positions of a line.
    pub fn positions(&self, line: usize) -> std::ops::Range<usize> {
        self.position_first[line] as usize..self.position_first[line + 1] as usize
    }

    /// How many trips a line has.
    pub fn trips(&self, line: usize) -> usize {
        let events = (self.event_first[line + 1] - self.event_first[line]) as usize;
        events / self.positions(line).len().max(1)
    }

    /// The events of a line's `i`-th position, by trip.
    pub fn events(&self, line: usize, i: usize) -> std::ops::Range<usize> {
        let trips = self.trips(line);
        let first = self.event_first[line] as usize + i * trips;
        first..first + trips
    }

    /// The same timetable run backwards: time `t` becomes `about − t`, getting on becomes getting off.
    ///
    /// A journey that arrives by a deadline becomes one that departs at it, so one search serves both kinds of window.
    #[must_use]
    pub fn mirrored(&self, about: i32) -> Self {
        let mut turned = Self {
            stop_count: self.stop_count,
            copy_of: self.copy_of.clone(),
            position_first: self.position_first.clone(),
            event_first: self.event_first.clone(),
            ..Self::default()
        };
        let mut first_trip = 0;
        for line in 0..self.count() {
            let trips = first_trip..first_trip + self.trips(line);
            first_trip = trips.end;
            turned.trip.extend(self.trip.get(trips).into_iter().flatten().rev());
            for (i, position) in self.positions(line).enumerate().rev() {
                turned.stop.push(self.stop[position]);
                turned.board.push(self.alight[position]);
                turned.alight.push(self.board[position]);
                let events = self.events(line, i);
                turned.board_by.extend(self.arrival[events.clone()].iter().rev().map(|t| about - t));
                turned.arrival.extend(self.board_by[events].iter().rev().map(|t| about - t));
            }
        }
        let last_trip = |line: u32| self.trips(line as usize) as u32 - 1;
        turned.continuations = self
            .continuations
            .iter()
            .map(|c| Continuation {
                line: c.next_line,
                trip: last_trip(c.next_line) - c.next_trip,
                next_line: c.line,
                next_trip: last_trip(c.line) - c.trip,
            })
            .collect();
        turned.continuations.sort_unstable();
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirroring_twice_changes_nothing() {
        let lines = Lines {
            stop_count: 3,
            copy_of: Vec::new(),
            position_first: vec![0, 2, 4],
            event_first: vec![0, 4, 6],
            stop: vec![0, 1, 1, 2],
            board: vec![true, false, true, false],
            alight: vec![false, true, true, true],
            board_by: vec![0, 60, 100, 160, 170, 300],
            arrival: vec![0, 55, 90, 150, 165, 290],
            trip: vec![7, 8, 9],
            continuations: vec![Continuation { line: 0, trip: 1, next_line: 1, next_trip: 0 }],
        };
        let back = lines.mirrored(500).mirrored(500);
        assert_eq!(back.stop, lines.stop);
        assert_eq!(back.board, lines.board);
        assert_eq!(back.board_by, lines.board_by);
        assert_eq!(back.arrival, lines.arrival);
        assert_eq!(back.continuations, lines.continuations);
        assert_eq!((lines.mirrored(500).trip, back.trip), (vec![8, 7, 9], vec![7, 8, 9]));
        assert_eq!(lines.mirrored(500).board_by[..2], [350, 410]);
    }
}
