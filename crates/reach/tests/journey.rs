//! Journeys on random small networks: they take as long as the reference says, can be made, and none is better.

// A test may fail by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use lynchpin_reach::Switches;
use lynchpin_reach::journey::{Backwards, Journey, Question as Asked, Ride, Stretch};
use lynchpin_reach::search::{Lines, Links};
use support::network::{Chance, Network};
use support::{Question, engine_minutes, reference};

const MIDDLE: i32 = 40_000;

fn question(chance: &mut Chance) -> Question {
    Question {
        arrive: chance.once_in(2),
        first: MIDDLE - 1_500 + chance.below(2_500) as i32,
        minutes: 1 + chance.below(3) as u32,
        max_minutes: [30, 60, 120][chance.below(3) as usize],
        max_rides: 1 + chance.below(4) as u32,
        slack: if chance.once_in(3) { chance.below(200) as i32 } else { 0 },
        transfer_slack: 0,
    }
}

/// The network as the search is asked about it; moments count from midnight.
struct Prepared<'a> {
    network: &'a Network,
    question: Question,
    lines: Lines,
    back: Backwards,
    changes: Links,
    access: Links,
    egress: Links,
}

impl<'a> Prepared<'a> {
    fn new(network: &'a Network, question: &Question) -> Self {
        let lines = network.lines(&Question { first: 0, ..*question });
        let changes = Links::from_triples(network.stops, &network.changes);
        Self {
            network,
            question: *question,
            back: Backwards::new(&lines, &changes),
            lines,
            changes,
            access: Links::from_triples(network.origins, &network.access),
            egress: Links::from_triples(network.stops, &network.egress).transposed(network.destinations),
        }
    }

    fn journey(&self, from: usize, to: usize, moment: i32) -> Option<Journey> {
        let walk = self.network.direct(from, to);
        let asked = Asked {
            lines: &self.lines,
            changes: &self.changes,
            access: &self.access.row(from).collect::<Vec<_>>(),
            egress: &self.egress.row(to).collect::<Vec<_>>(),
            direct: (walk != u16::MAX).then_some(walk),
            max_rides: self.question.max_rides,
            max_seconds: 60 * self.question.max_minutes as i32,
        };
        if self.question.arrive { asked.best_by(&self.back, moment) } else { asked.best(moment) }
    }

    /// The raw trips that a stretch may mean: vehicles may run alike.
    fn trips(&self, stretch: &Stretch) -> Vec<usize> {
        let line = stretch.line as usize;
        let calls: Vec<_> = (self.lines.positions(line).enumerate())
            .map(|(i, position)| {
                let event = self.lines.events(line, i).start + stretch.trip as usize;
                (self.lines.stop[position], self.lines.board_by[event] + self.question.slack, self.lines.arrival[event])
            })
            .collect();
        let same = |&trip: &usize| {
            self.network.trips[trip].calls.iter().map(|c| (c.stop, c.board_by, c.arrival)).eq(calls.iter().copied())
        };
        (0..self.network.trips.len()).filter(same).collect()
    }

    /// Checks a ride against the raw trips: stop and last moment to board, stop and moment of getting off.
    fn ride(&self, ride: &Ride) -> ((u32, i32), (u32, i32)) {
        let (first, last) = ride.ends().unwrap();
        let mut trips = self.trips(&first);
        for pair in ride.stretches.windows(2) {
            let next = self.trips(&pair[1]);
            assert_eq!(pair[0].to as usize + 1, self.network.trips[trips[0]].calls.len(), "stays seated to the end");
            assert_eq!(pair[1].from, 0, "and from the start");
            trips = trips.iter().filter_map(|&t| self.network.trips[t].next).filter(|t| next.contains(t)).collect();
        }
        assert!(!trips.is_empty(), "no vehicle goes on like this: {ride:?}");
        assert!(ride.stretches.iter().all(|s| s.from < s.to || s.from == 0));
        assert!(ride.stretches.len() > 1 || first.from < first.to);
        let on = self.network.trips[self.trips(&first)[0]].calls[first.from as usize];
        let off = self.network.trips[trips[0]].calls[last.to as usize];
        assert!(on.board && off.alight);
        ((on.stop, on.board_by - self.question.slack), (off.stop, off.arrival))
    }

    fn link(links: &[(u32, u32, u16)], from: u32, to: u32, walk: u16) -> bool {
        links.contains(&(from, to, walk))
    }

    /// Checks that a journey can be made; returns the seconds on foot.
    fn check(&self, from: usize, to: usize, journey: &Journey) -> i32 {
        assert!(journey.rides.len() <= self.question.max_rides as usize);
        assert_eq!(journey.walks_seconds.len(), journey.rides.len() + 1);
        let mut on_foot: i32 = 0;
        let mut now = journey.leave_seconds;
        let mut place: Option<u32> = None;
        for (ride, &walk) in journey.rides.iter().zip(&journey.walks_seconds) {
            let ((on, by), (off, arrival)) = self.ride(ride);
            let known = match place {
                None => Self::link(&self.network.access, from as u32, on, walk),
                Some(stop) => Self::link(&self.network.changes, stop, on, walk),
            };
            assert!(known, "no walk of {walk} s to stop {on}");
            if place != Some(on) {
                on_foot += i32::from(walk);
            }
            assert!(now + i32::from(walk) <= by, "too late to board");
            (now, place) = (arrival, Some(off));
        }
        let walk = *journey.walks_seconds.last().unwrap();
        match place {
            None => assert_eq!(walk, self.network.direct(from, to)),
            Some(stop) => assert!(Self::link(&self.network.egress, stop, to as u32, walk)),
        }
        assert_eq!(now + i32::from(walk), journey.arrive_seconds);
        on_foot + i32::from(walk)
    }
}

/// Every journey of a number of rides within a span of time: the least walking, and among those the best of `rank`.
struct Every<'a> {
    network: &'a Network,
    slack: i32,
    to: u32,
    by: i32,
    /// Seconds on foot, and the moment to be as small as possible.
    best: Option<(i32, i32)>,
    leaving_last: bool,
}

impl Every<'_> {
    fn search(&mut self, from: u32, leave: i32, rides: usize) {
        for &(_, stop, walk) in self.network.access.iter().filter(|a| a.0 == from) {
            self.board(stop, leave + i32::from(walk), i32::from(walk), None, rides);
        }
    }

    fn board(&mut self, stop: u32, now: i32, on_foot: i32, left: Option<i32>, rides: usize) {
        let by = self.by;
        for trip in &self.network.trips {
            for (i, call) in trip.calls.iter().enumerate() {
                if call.stop == stop
                    && call.board
                    && call.board_by >= now + self.slack
                    && call.board_by <= self.by + 400
                {
                    let left = left.unwrap_or(call.board_by - self.slack - on_foot);
                    for off in trip.calls[i + 1..].iter().filter(|c| c.alight && c.arrival <= by) {
                        self.off(off.stop, off.arrival, on_foot, left, rides - 1);
                    }
                    let mut next = trip.next;
                    while let Some(seated) = next {
                        let trip = &self.network.trips[seated];
                        for off in trip.calls.iter().filter(|c| c.alight && c.arrival <= by) {
                            self.off(off.stop, off.arrival, on_foot, left, rides - 1);
                        }
                        next = trip.next;
                    }
                }
            }
        }
    }

    fn off(&mut self, stop: u32, now: i32, on_foot: i32, left: i32, rides: usize) {
        if rides == 0 {
            for &(_, _, walk) in self.network.egress.iter().filter(|e| e.0 == stop && e.1 == self.to) {
                let arrive = now + i32::from(walk);
                let found = (on_foot + i32::from(walk), if self.leaving_last { -left } else { arrive });
                if arrive <= self.by && self.best.is_none_or(|best| found < best) {
                    self.best = Some(found);
                }
            }
            return;
        }
        for &(_, to, walk) in self.network.changes.iter().filter(|c| c.0 == stop) {
            let walked = if to == stop { 0 } else { i32::from(walk) };
            self.board(to, now + i32::from(walk), on_foot + walked, Some(left), rides);
        }
    }
}

#[test]
fn journeys_are_as_quick_as_the_reference_and_can_be_made() {
    let (mut ridden, mut seated, mut changed) = (0, 0, 0);
    for seed in 0..6_000 {
        let mut chance = Chance(seed ^ 0x0A17);
        let network = Network::random(&mut chance, MIDDLE);
        let question = question(&mut chance);
        let expected = reference::minutes(&network, &question);
        assert_eq!(engine_minutes(&network, &question, Switches::default()), expected, "seed {seed}, {question:?}");
        let prepared = Prepared::new(&network, &question);
        let mut expected = expected.into_iter();
        for pair in 0..network.origins * network.destinations {
            let (from, to) = (pair / network.destinations, pair % network.destinations);
            for moment in question.moments() {
                let journey = prepared.journey(from, to, moment);
                let seconds = journey.as_ref().map(|journey| {
                    if question.arrive { moment - journey.leave_seconds } else { journey.arrive_seconds - moment }
                });
                let minutes = seconds.map(|s| ((s + 59) / 60) as u16);
                assert_eq!(minutes, expected.next().unwrap(), "seed {seed}, {from} to {to} at {moment}, {question:?}");
                let Some(journey) = journey else { continue };
                prepared.check(from, to, &journey);
                assert!(if question.arrive {
                    journey.arrive_seconds <= moment
                } else {
                    journey.leave_seconds >= moment
                });
                ridden += usize::from(!journey.rides.is_empty());
                changed += usize::from(journey.rides.len() > 1);
                seated += usize::from(journey.rides.iter().any(|ride| ride.stretches.len() > 1));
            }
        }
    }
    println!("{ridden} ridden, {changed} with changes, {seated} staying seated");
    assert!(ridden > 5_000 && changed > 500 && seated > 100, "too poor: {ridden}, {changed}, {seated}");
}

#[test]
fn no_journey_is_better_by_the_rules() {
    let mut compared = 0;
    for seed in 0..600 {
        let mut chance = Chance(seed ^ 0xBE57);
        let network = Network::random(&mut chance, MIDDLE);
        let question = Question { minutes: 1, max_rides: 1 + chance.below(3) as u32, ..question(&mut chance) };
        let prepared = Prepared::new(&network, &question);
        for pair in 0..network.origins * network.destinations {
            let (from, to) = (pair / network.destinations, pair % network.destinations);
            let Some(journey) = prepared.journey(from, to, question.first) else { continue };
            let on_foot = prepared.check(from, to, &journey);
            let (leave, by) = if question.arrive {
                (journey.leave_seconds, question.first)
            } else {
                (question.first, journey.arrive_seconds)
            };
            let every = |rides: usize| {
                let leaving_last = !question.arrive;
                let mut every =
                    Every { network: &network, slack: question.slack, to: to as u32, by, best: None, leaving_last };
                every.search(from as u32, leave, rides);
                every.best
            };
            let rank = if question.arrive { journey.arrive_seconds } else { -journey.leave_seconds };
            for fewer in 1..journey.rides.len() {
                assert_eq!(every(fewer), None, "seed {seed}: {fewer} rides are enough, {question:?}");
            }
            if journey.rides.is_empty() {
                continue;
            }
            assert!(i32::from(network.direct(from, to)) > by - leave, "seed {seed}: walking is as quick");
            assert_eq!(every(journey.rides.len()), Some((on_foot, rank)), "seed {seed}, {question:?}, {journey:?}");
            compared += 1;
        }
    }
    assert!(compared > 300, "only {compared}");
}
