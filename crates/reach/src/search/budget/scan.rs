//! The search: rounds of riding and changing over bags of labels.

use super::super::plan::{Line, NEVER, Plan};
use super::bag::{Bag, Label};
use super::purse::{BoardAt, Boarded, Budget, Purse};
use super::sampled::{Sampled, departure};

/// Somebody aboard a trip: the first `lanes` minutes of the window.
#[derive(Clone, Copy, Debug)]
struct Rider {
    trip: u32,
    lanes: u16,
    /// The position at which they got on.
    from: u16,
    purse: Purse,
}

/// Somebody who rides into a trip from its vehicle's trip before.
#[derive(Clone, Copy, Debug)]
struct Seated {
    line: u32,
    trip: u32,
    lanes: u16,
    purse: Purse,
}

#[derive(Clone, Copy, Debug)]
struct Marked {
    first: u16,
    last: u16,
}

const UNMARKED: Marked = Marked { first: u16::MAX, last: 0 };

/// What one thread writes while it searches.
#[derive(Debug)]
pub(super) struct Bags<M> {
    /// Stop → labels of who is just off a vehicle.
    pub(super) arrived: Vec<Bag>,
    /// Stop → labels of who can board.
    ready: Vec<Bag>,
    /// Stop → seconds on foot from the root, or [`NEVER`].
    walked: Vec<u16>,
    is_arrived: Vec<bool>,
    is_ready: Vec<bool>,
    arrived_now: Vec<u32>,
    ready_now: Vec<u32>,
    /// Stops where somebody got off, in the order in which they were first reached.
    pub(super) reached: Vec<u32>,
    is_reached: Vec<bool>,
    /// Stops with labels of who can board.
    waited: Vec<u32>,
    marked: Vec<Marked>,
    queue: Vec<u32>,
    riders: Vec<Rider>,
    seated: Vec<Seated>,
    ways: Vec<Boarded>,
    pub(super) memory: M,
}

impl<M> Bags<M> {
    pub(super) fn new(plan: &Plan, memory: M) -> Self {
        let stops = plan.stop_count();
        Self {
            arrived: vec![Bag::default(); stops],
            ready: vec![Bag::default(); stops],
            walked: vec![NEVER; stops],
            is_arrived: vec![false; stops],
            is_ready: vec![false; stops],
            arrived_now: Vec::new(),
            ready_now: Vec::new(),
            reached: Vec::new(),
            is_reached: vec![false; stops],
            waited: Vec::new(),
            marked: vec![UNMARKED; plan.lines.len()],
            queue: Vec::new(),
            riders: Vec::new(),
            seated: Vec::new(),
            ways: Vec::new(),
            memory,
        }
    }

    /// Forgets the search before, touching only what it touched.
    fn reset(&mut self) {
        for stop in self.reached.drain(..) {
            self.arrived[stop as usize].clear();
            self.is_reached[stop as usize] = false;
        }
        for stop in self.waited.drain(..) {
            self.ready[stop as usize].clear();
            self.walked[stop as usize] = NEVER;
        }
    }
}

/// A position's events, by trip.
fn events(line: &Line, position: u16) -> std::ops::Range<usize> {
    let first = line.first_event as usize + usize::from(position) * line.trips as usize;
    first..first + line.trips as usize
}

/// One search.
pub(super) struct Search<'a, B: Budget> {
    pub(super) plan: &'a Plan,
    pub(super) budget: &'a B,
    pub(super) sampled: &'a Sampled,
    pub(super) bags: &'a mut Bags<B::Memory>,
}

impl<B: Budget> Search<'_, B> {
    /// Fills the bags for one root: `access` are its stops with the seconds on foot.
    pub(super) fn run(&mut self, access: &[(u32, u16)]) {
        self.bags.reset();
        let plan = self.plan;
        let with_copies = access.iter().flat_map(|&(stop, walk)| {
            std::iter::once((stop, walk)).chain(plan.copies(stop).map(move |copy| (copy, walk)))
        });
        for (stop, walk) in with_copies {
            let known = &mut self.bags.walked[stop as usize];
            if *known == NEVER {
                self.bags.waited.push(stop);
                self.bags.ready_now.push(stop);
            }
            *known = walk.min(*known);
        }
        let rides = self.plan.request.max_rides as u8;
        for round in 1..=rides {
            if self.bags.ready_now.is_empty() {
                break;
            }
            self.ride(round == 1, rides - round);
            self.change(rides - round);
        }
    }

    /// The last useful arrival for the first `lanes` minutes.
    fn useful(&self, lanes: u16) -> u16 {
        self.sampled.useful[usize::from(lanes) - 1]
    }

    fn ride(&mut self, first: bool, rides_left: u8) {
        let stops = std::mem::take(&mut self.bags.ready_now);
        let mut queue = std::mem::take(&mut self.bags.queue);
        for &stop in &stops {
            for call in self.plan.calls_at(stop) {
                let marked = &mut self.bags.marked[call.line as usize];
                if marked.first > marked.last {
                    queue.push(call.line);
                }
                marked.first = marked.first.min(call.position);
                marked.last = marked.last.max(call.position);
            }
        }
        for line in queue.drain(..) {
            self.scan(line, first, rides_left);
        }
        while let Some(seated) = self.bags.seated.pop() {
            self.ride_on(seated, rides_left);
        }
        for &stop in &stops {
            self.bags.ready[stop as usize].all_stale();
            self.bags.is_ready[stop as usize] = false;
        }
        self.bags.queue = queue;
        self.bags.ready_now = stops;
        self.bags.ready_now.clear();
    }

    /// Rides one line from the first position at which somebody may newly board.
    fn scan(&mut self, number: u32, first: bool, rides_left: u8) {
        let marked = std::mem::replace(&mut self.bags.marked[number as usize], UNMARKED);
        let line = self.plan.lines[number as usize];
        self.bags.riders.clear();
        for i in marked.first..line.positions as u16 {
            self.alight(&line, i, rides_left);
            if i <= marked.last {
                let stop = self.plan.stop[line.first_position as usize + usize::from(i)];
                let at = BoardAt { line: number, stop, moment: 0, rides_left };
                if first {
                    self.board_from_root(&line, i, at);
                } else if self.bags.is_ready[stop as usize] {
                    self.board(&line, i, at);
                }
            } else if self.bags.riders.is_empty() {
                return;
            }
        }
        if line.continuations > 0 {
            self.stay_seated(&line);
        }
    }

    /// Everybody aboard may get off.
    fn alight(&mut self, line: &Line, position: u16, rides_left: u8) {
        let place = line.first_position as usize + usize::from(position);
        if self.bags.riders.is_empty() || !self.plan.alight[place] {
            return;
        }
        let arrivals = &self.plan.arrival[events(line, position)];
        let stop = self.plan.stop[place] as usize;
        let settles = self.budget.is_settled_on_alighting();
        let mut expired = false;
        let Bags { riders, arrived, memory, .. } = &mut *self.bags;
        let mut improved = false;
        for rider in riders.iter() {
            let moment = arrivals[rider.trip as usize];
            if moment > self.sampled.useful[usize::from(rider.lanes) - 1] {
                expired = true;
                continue;
            }
            let mut purse = rider.purse;
            if settles {
                let called = line.first_position as usize + usize::from(rider.from)..=place;
                let Some(after) = self.budget.alight(memory, purse, &self.plan.stop[called], rides_left) else {
                    continue;
                };
                purse = after;
            }
            let label = Label { moment, lanes: rider.lanes, purse };
            improved |= arrived[stop].insert(&label, |a, b| self.budget.dominates(memory, a, b));
        }
        if improved {
            self.note_arrived(stop as u32);
        }
        if expired {
            let useful = &self.sampled.useful;
            self.bags.riders.retain(|r| arrivals[r.trip as usize] <= useful[usize::from(r.lanes) - 1]);
        }
    }

    fn note_arrived(&mut self, stop: u32) {
        let at = stop as usize;
        if !self.bags.is_arrived[at] {
            self.bags.is_arrived[at] = true;
            self.bags.arrived_now.push(stop);
        }
        if !self.bags.is_reached[at] {
            self.bags.is_reached[at] = true;
            self.bags.reached.push(stop);
        }
    }

    /// Boards with the labels that became ready in this round.
    fn board(&mut self, line: &Line, position: u16, at: BoardAt) {
        let board_by = &self.plan.board_by[events(line, position)];
        let bag = std::mem::take(&mut self.bags.ready[at.stop as usize]);
        for label in bag.fresh() {
            let first = board_by.partition_point(|&by| by < label.moment);
            let useful = self.useful(label.lanes);
            for (trip, &by) in board_by.iter().enumerate().skip(first) {
                if by > useful {
                    break;
                }
                let any = self.enter(line, position, trip, &label, BoardAt { moment: by, ..at }, trip > first);
                if !any && line.continuations == 0 {
                    break;
                }
            }
        }
        self.bags.ready[at.stop as usize] = bag;
    }

    /// Boards after the walk from the root, minute by minute of the window.
    fn board_from_root(&mut self, line: &Line, position: u16, at: BoardAt) {
        let walk = self.bags.walked[at.stop as usize];
        let Some(purse) = (if walk == NEVER { None } else { self.budget.start(walk) }) else { return };
        let start = departure(0).saturating_add(walk);
        let all = self.sampled.lanes as u16;
        let board_by = &self.plan.board_by[events(line, position)];
        let first = board_by.partition_point(|&by| by < start);
        let mut all_are_in = false;
        for (trip, &by) in board_by.iter().enumerate().skip(first) {
            let lanes = all.min((by - start) / 60 + 1);
            if by > self.useful(lanes) {
                if lanes == all {
                    break;
                }
                continue;
            }
            let label = Label { moment: by, lanes, purse };
            let any = self.enter(line, position, trip, &label, BoardAt { moment: by, ..at }, all_are_in);
            all_are_in = lanes == all;
            if all_are_in && !any && line.continuations == 0 {
                break;
            }
        }
    }

    /// Lets somebody get on a trip; `later` tells that they could have got on an earlier one. Returns whether still later trips are worth
    /// getting on.
    fn enter(&mut self, line: &Line, position: u16, trip: usize, label: &Label, at: BoardAt, later: bool) -> bool {
        let mut ways = std::mem::take(&mut self.bags.ways);
        ways.clear();
        self.budget.board(&mut self.bags.memory, label.purse, at, &mut ways);
        let mut any = false;
        let useful = self.useful(label.lanes);
        for way in &mut ways {
            if way.later && way.purse.until >= useful {
                // Valid for as long as anybody travels: a later vehicle brings nothing.
                (way.purse.until, way.later) = (NEVER, false);
            }
            any |= way.later;
            if !later || way.later || line.continuations > 0 {
                let rider = Rider { trip: trip as u32, lanes: label.lanes, from: position, purse: way.purse };
                self.add_rider(line, rider);
            }
        }
        self.bags.ways = ways;
        any
    }

    fn add_rider(&mut self, line: &Line, new: Rider) {
        // Where riders may stay seated into another trip, an earlier trip is no substitute; where zones matter, neither is another stop.
        let (same_trip, same_stop) = (line.continuations > 0, self.budget.is_settled_on_alighting());
        let Bags { riders, memory, .. } = &mut *self.bags;
        let mut better = |a: &Rider, b: &Rider| {
            a.trip <= b.trip
                && a.lanes >= b.lanes
                && a.purse.cost <= b.purse.cost
                && a.purse.until >= b.purse.until
                && (!same_trip || a.trip == b.trip)
                && (!same_stop || a.from == b.from)
                && self.budget.dominates(memory, a.purse.state, b.purse.state)
        };
        if riders.iter().any(|rider| better(rider, &new)) {
            return;
        }
        riders.retain(|rider| !better(&new, rider));
        riders.push(new);
    }

    /// At the end of a line, riders stay aboard vehicles that go on as other trips.
    fn stay_seated(&mut self, line: &Line) {
        let first = line.first_continuation as usize;
        for c in &self.plan.continuations[first..first + line.continuations as usize] {
            for at in 0..self.bags.riders.len() {
                let rider = self.bags.riders[at];
                if rider.trip == c.trip {
                    let from = line.first_position + u32::from(rider.from);
                    let called = from as usize..(line.first_position + line.positions) as usize;
                    let purse = self.budget.ride_on(&mut self.bags.memory, rider.purse, &self.plan.stop[called]);
                    self.bags.seated.push(Seated { line: c.next_line, trip: c.next_trip, lanes: rider.lanes, purse });
                }
            }
        }
    }

    /// Rides a single trip from its first position on.
    fn ride_on(&mut self, seated: Seated, rides_left: u8) {
        let line = self.plan.lines[seated.line as usize];
        self.bags.riders.clear();
        self.bags.riders.push(Rider { trip: seated.trip, lanes: seated.lanes, from: 0, purse: seated.purse });
        for i in 0..line.positions as u16 {
            self.alight(&line, i, rides_left);
            if self.bags.riders.is_empty() {
                return;
            }
        }
        self.stay_seated(&line);
    }

    /// Walks from where somebody got off to where other vehicles are boarded.
    fn change(&mut self, rides_left: u8) {
        let mut stops = std::mem::take(&mut self.bags.arrived_now);
        for stop in stops.drain(..) {
            self.bags.is_arrived[stop as usize] = false;
            let mut bag = std::mem::take(&mut self.bags.arrived[stop as usize]);
            if rides_left > 0 {
                for label in bag.fresh() {
                    self.walk_on(stop, &label, rides_left);
                }
            }
            bag.all_stale();
            self.bags.arrived[stop as usize] = bag;
        }
        self.bags.arrived_now = stops;
    }

    fn walk_on(&mut self, stop: u32, label: &Label, rides_left: u8) {
        let useful = self.useful(label.lanes);
        for (target, walk) in self.plan.changes.row(stop as usize) {
            let moment = label.moment.saturating_add(walk);
            if moment > useful {
                continue;
            }
            let Bags { ready, memory, walked, .. } = &mut *self.bags;
            let on_foot = if target == stop { 0 } else { walk };
            let Some(purse) = self.budget.walk(memory, label.purse, on_foot, moment, rides_left) else { continue };
            let at = target as usize;
            let from_root = departure(usize::from(label.lanes) - 1).saturating_add(walked[at]);
            if from_root <= moment
                && let Some(start) = self.budget.start(walked[at])
                && start.cost <= purse.cost
                && start.until >= purse.until
                && self.budget.dominates(memory, start.state, purse.state)
            {
                continue;
            }
            let new = Label { moment, lanes: label.lanes, purse };
            if !ready[at].insert(&new, |a, b| self.budget.dominates(memory, a, b)) {
                continue;
            }
            if !self.bags.is_ready[at] {
                self.bags.is_ready[at] = true;
                self.bags.ready_now.push(target);
                self.bags.waited.push(target);
            }
        }
    }
}
