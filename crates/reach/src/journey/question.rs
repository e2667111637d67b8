//! One origin, one destination, one moment.

use super::choose::Choice;
use super::plain::{Journey, Ride, Stretch};
use super::rounds::{NEVER, Rounds};
use crate::search::{Lines, Links};

/// How one may get from one place to another. All moments are seconds from the same zero as the lines' times.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The timetable, forwards, slack taken off `board_by`.
    pub lines: &'a Lines,
    /// Walks from stop to stop, and from each stop to itself where one may change there.
    pub changes: &'a Links,
    /// Stops around the origin, with seconds on foot.
    pub access: &'a [(u32, u16)],
    /// Stops around the destination, with seconds on foot.
    pub egress: &'a [(u32, u16)],
    /// Seconds of the walk all the way, if there is one.
    pub direct: Option<u16>,
    /// Most vehicles boarded.
    pub max_rides: u32,
    /// Longest travel time from the departure, or to the deadline.
    pub max_seconds: i32,
}

/// What a search backwards needs.
#[derive(Clone, Debug)]
pub struct Backwards {
    lines: Lines,
    changes: Links,
}

impl Backwards {
    /// The same timetable and walks run backwards, moments mirrored about zero.
    pub fn new(lines: &Lines, changes: &Links) -> Self {
        Self { lines: lines.mirrored(0), changes: changes.transposed(lines.stop_count) }
    }
}

impl Question<'_> {
    /// Seconds from `depart` to the earliest arrival, and how many rides that takes at the least.
    pub fn soonest(&self, depart: i32) -> Option<(i32, u32)> {
        let last = depart.saturating_add(self.max_seconds);
        let start: Vec<_> = self.access.iter().map(|&(stop, walk)| (stop, depart + i32::from(walk))).collect();
        let rounds = Rounds::search(self.lines, self.changes, &start, self.max_rides, last);
        let mut best = self.direct.map(|walk| (i32::from(walk), 0)).filter(|&(seconds, _)| seconds <= self.max_seconds);
        for rides in 1..rounds.arrived.len() {
            let arrived = rounds.arrived(rides);
            let reached = self.egress.iter().filter(|&&(stop, _)| arrived[stop as usize] != NEVER);
            let soonest = reached.map(|&(stop, walk)| arrived[stop as usize] + i32::from(walk) - depart).min();
            if let Some(seconds) = soonest.filter(|&s| s <= self.max_seconds && best.is_none_or(|(b, _)| s < b)) {
                best = Some((seconds, rides as u32));
            }
        }
        best
    }

    /// The journey for who may leave at `depart`, `None` where there is none within the limits.
    pub fn best(&self, depart: i32) -> Option<Journey> {
        let (seconds, rides) = self.soonest(depart)?;
        let arrive_seconds = depart + seconds;
        if rides == 0 {
            let walks_seconds = self.direct.into_iter().collect();
            return Some(Journey { leave_seconds: depart, arrive_seconds, rides: Vec::new(), walks_seconds });
        }
        let (rides, walks) = self.choice(depart, arrive_seconds, rides).choose()?;
        Some(self.time(rides, walks))
    }

    /// The same question asked backwards: moments are negative then, and the access is the destination's.
    pub fn backwards<'b>(&'b self, back: &'b Backwards) -> Question<'b> {
        Question { lines: &back.lines, changes: &back.changes, access: self.egress, egress: self.access, ..*self }
    }

    /// The journey that leaves last of those that are there by `deadline`.
    pub fn best_by(&self, back: &Backwards, deadline: i32) -> Option<Journey> {
        let turned = self.backwards(back);
        let (seconds, rides) = turned.soonest(-deadline)?;
        let leave_seconds = deadline - seconds;
        if rides == 0 {
            let walks_seconds = self.direct.into_iter().collect();
            return Some(Journey { leave_seconds, arrive_seconds: deadline, rides: Vec::new(), walks_seconds });
        }
        let (rides, mut walks) = turned.choice(-deadline, seconds - deadline, rides).choose()?;
        walks.reverse();
        Some(self.time(rides.iter().rev().map(|ride| self.turned(ride)).collect(), walks))
    }

    fn choice(&self, depart: i32, arrival: i32, rides: u32) -> Choice<'_> {
        let Self { lines, changes, access, egress, .. } = *self;
        Choice { lines, changes, access, egress, depart, arrival, rides: rides as usize }
    }

    /// A ride of the timetable run backwards as one of the timetable.
    fn turned(&self, ride: &Ride) -> Ride {
        let turn = |stretch: &Stretch| {
            let line = stretch.line as usize;
            let (trips, positions) = (self.lines.trips(line) as u32, self.lines.positions(line).len() as u32);
            Stretch {
                line: stretch.line,
                trip: trips - 1 - stretch.trip,
                from: positions - 1 - stretch.to,
                to: positions - 1 - stretch.from,
            }
        };
        Ride { stretches: ride.stretches.iter().rev().map(turn).collect() }
    }

    fn time(&self, rides: Vec<Ride>, walks: Vec<u16>) -> Journey {
        let event = |stretch: Stretch, i: u32| {
            let events = self.lines.events(stretch.line as usize, i as usize);
            events.start + stretch.trip as usize
        };
        let ends = |ride: Option<&Ride>| ride.and_then(Ride::ends);
        let leave = ends(rides.first()).map_or(0, |(first, _)| self.lines.board_by[event(first, first.from)]);
        let arrive = ends(rides.last()).map_or(0, |(_, last)| self.lines.arrival[event(last, last.to)]);
        Journey {
            leave_seconds: leave - walks.first().map_or(0, |&walk| i32::from(walk)),
            arrive_seconds: arrive + walks.last().map_or(0, |&walk| i32::from(walk)),
            rides,
            walks_seconds: walks,
        }
    }
}
