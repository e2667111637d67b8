//! The search itself: rounds of riding and changing, each adding one vehicle to every journey.

use super::labels::{Aboard, Labels, Seated};
use super::lanes::{Lanes, count_by, lower_first, walked};
use super::plan::{Line, NEVER, Plan, START};
use super::seeds::Seeds;

/// The minutes of the window that one pass searches: lane `m` departs at minute `first + m`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block<const N: usize> {
    pub(crate) first: usize,
    pub(crate) lanes: usize,
    /// By lane, the departure as a label; [`NEVER`] for lanes beyond the window.
    pub(crate) depart: [u16; N],
    /// By lane, the last label within `max_minutes`.
    pub(crate) expiry: [u16; N],
    /// The same as far as the search may use it: never where expired labels are to be kept.
    pub(crate) useful: [u16; N],
}

impl<const N: usize> Block<N> {
    pub(crate) fn new(plan: &Plan, first: usize) -> Self {
        let lanes = N.min(plan.request.window.minutes() as usize - first);
        let (mut depart, mut expiry) = ([NEVER; N], [0; N]);
        for lane in 0..lanes {
            depart[lane] = (60 * (first + lane)) as u16 + START;
            expiry[lane] = depart[lane] + 60 * plan.request.max_minutes as u16;
        }
        let useful = if plan.request.switches.drop_expired { expiry } else { [NEVER - 1; N] };
        Self { first, lanes, depart, expiry, useful }
    }

    /// The block's part of what is given for every minute of the window.
    #[inline(always)]
    pub(crate) fn cut(&self, window: &[u16]) -> [u16; N] {
        let mut labels = [NEVER; N];
        labels[..self.lanes].copy_from_slice(&window[self.first..self.first + self.lanes]);
        labels
    }
}

/// Fills `labels.arrived`: when every stop is reached by a vehicle.
#[inline(always)]
pub(crate) fn search<const N: usize, V: Lanes<N>>(
    plan: &Plan,
    labels: &mut Labels<N, V>,
    block: &Block<N>,
    seeds: &Seeds<'_>,
) {
    labels.reset(plan.request.switches.reset_touched_only);
    match *seeds {
        Seeds::Root { access, .. } => {
            for &(stop, walk) in access {
                start(labels, block, stop, &block.depart, walk);
                for copy in plan.copies(stop) {
                    start(labels, block, copy, &block.depart, walk);
                }
            }
        }
        Seeds::Moments { stops, .. } => {
            for (stop, moments) in stops.places().iter().filter_map(|&stop| Some((stop, stops.get(stop)?))) {
                start(labels, block, stop, &block.cut(moments), 0);
                for copy in plan.copies(stop) {
                    start(labels, block, copy, &block.cut(moments), 0);
                }
            }
        }
    }
    let rides = plan.request.max_rides as u8;
    for round in 1..=rides {
        if labels.ready_now.is_empty() {
            break;
        }
        mark_lines(plan, labels);
        ride(plan, labels, block, round);
        if round < rides {
            change(plan, labels, block, round + 1);
        }
    }
}

/// Lets the first vehicles be boarded at a stop.
#[inline(always)]
fn start<const N: usize, V: Lanes<N>>(
    labels: &mut Labels<N, V>,
    block: &Block<N>,
    stop: u32,
    from: &[u16; N],
    walk: u16,
) {
    let (ready, improved) = walked(labels.ready[stop as usize].get(), from, walk, &block.useful);
    if improved {
        labels.set_ready(stop, ready, 1);
    }
}

/// Queues the lines that can be boarded at the stops improved last.
#[inline(always)]
fn mark_lines<const N: usize, V: Lanes<N>>(plan: &Plan, labels: &mut Labels<N, V>) {
    if !plan.request.switches.scan_marked_only {
        for (line, place) in plan.lines.iter().enumerate() {
            labels.mark(line as u32, 0);
            labels.mark(line as u32, place.positions as u16 - 1);
        }
        labels.ready_now.clear();
        return;
    }
    let stops = std::mem::take(&mut labels.ready_now);
    for &stop in &stops {
        let earliest = labels.ready[stop as usize].get()[0];
        for call in plan.calls_at(stop).iter().filter(|call| call.latest >= earliest) {
            labels.mark(call.line, call.position);
        }
    }
    labels.ready_now = stops;
    labels.ready_now.clear();
}

#[inline(always)]
fn ride<const N: usize, V: Lanes<N>>(plan: &Plan, labels: &mut Labels<N, V>, block: &Block<N>, round: u8) {
    let mut queue = std::mem::take(&mut labels.queue);
    for &line in &queue {
        scan(plan, labels, block, round, line);
    }
    queue.clear();
    labels.queue = queue;
    while let Some(seated) = labels.seated.pop() {
        ride_on(plan, labels, block, round, seated);
    }
}

/// Rides one line from the first position at which somebody may newly board.
#[inline(always)]
fn scan<const N: usize, V: Lanes<N>>(plan: &Plan, labels: &mut Labels<N, V>, block: &Block<N>, round: u8, number: u32) {
    let marked = labels.unmark(number);
    let line = plan.lines[number as usize];
    let trips = line.trips as usize;
    let first = usize::from(marked.first);
    let positions = line.first_position as usize + first..(line.first_position + line.positions) as usize;
    let events = line.first_event as usize + first * trips..line.first_event as usize + line.positions as usize * trips;
    let (mut arrivals, mut board_bys) = (&plan.arrival[events.clone()], &plan.board_by[events]);
    let calls = plan.stop[positions.clone()].iter().zip(&plan.alight[positions]);
    let every_stop = !plan.request.switches.scan_marked_only;
    labels.aboard.clear();
    for (i, (&stop, &can_alight)) in (first..).zip(calls) {
        let (arrival, board_by);
        (arrival, arrivals) = arrivals.split_at(trips);
        (board_by, board_bys) = board_bys.split_at(trips);
        if can_alight && !labels.aboard.is_empty() {
            alight(labels, block, round, stop, arrival);
        }
        if i <= usize::from(marked.last) {
            if every_stop || labels.ready_round[stop as usize] == round {
                board(plan, labels, block, round, stop, board_by);
            }
        } else if labels.aboard.is_empty() {
            return;
        }
    }
    if line.continuations > 0 {
        stay_seated(plan, labels, &line);
    }
}

/// Everybody aboard may get off: lowers the stop's labels where that is earlier.
#[inline(always)]
fn alight<const N: usize, V: Lanes<N>>(
    labels: &mut Labels<N, V>,
    block: &Block<N>,
    round: u8,
    stop: u32,
    arrivals: &[u16],
) {
    let mut improved = false;
    let mut expired = 0;
    let arrived = labels.arrived[stop as usize].get_mut();
    for aboard in &labels.aboard {
        let arrival = arrivals[aboard.trip as usize];
        let lanes = usize::from(aboard.lanes);
        let last = lanes - 1;
        if arrival > block.useful[last] {
            expired += 1;
        } else if arrival < arrived[last] {
            lower_first(arrived, lanes, arrival);
            improved = true;
        }
    }
    if improved {
        labels.note_arrived(stop, round);
    }
    if expired > 0 {
        labels.aboard.retain(|a| arrivals[a.trip as usize] <= block.useful[usize::from(a.lanes) - 1]);
    }
}

/// Merges those who can board here into those aboard. A trip is listed only if it takes minutes that no earlier trip takes.
#[inline(always)]
fn board<const N: usize, V: Lanes<N>>(
    plan: &Plan,
    labels: &mut Labels<N, V>,
    block: &Block<N>,
    round: u8,
    stop: u32,
    board_by: &[u16],
) {
    let ready = labels.ready[stop as usize].get();
    let first = board_by.partition_point(|&by| by < ready[0]);
    if first == board_by.len() {
        return;
    }
    let before = labels.before[stop as usize].get();
    let new_only = plan.request.switches.board_new_only && labels.ready_round[stop as usize] == round;
    if N == 1 {
        board_one(&mut labels.aboard, board_by, first, block.useful[0], if new_only { before[0] } else { NEVER });
        return;
    }
    let wanted = |by: u16, lanes: usize| by <= block.useful[lanes - 1] && !(new_only && before[lanes - 1] <= by);
    let reachable = if first + 1 == board_by.len() { N } else { count_by(ready, NEVER - 1) };
    // Mostly nobody gains by boarding here: find that out before anything is moved.
    let mut start = first;
    loop {
        let lanes = count_by(ready, board_by[start]);
        if wanted(board_by[start], lanes) && lanes > usize::from(taken_until(&labels.aboard, start)) {
            break;
        }
        start += 1;
        if start == board_by.len() || lanes >= reachable {
            return;
        }
    }
    labels.merged.clear();
    let mut aboard = labels.aboard.iter().copied().peekable();
    let mut taken = 0;
    for (trip, &by) in board_by.iter().enumerate().skip(start) {
        let lanes = count_by(ready, by);
        while let Some(other) = aboard.next_if(|a| (a.trip as usize) < trip) {
            keep(&mut labels.merged, &mut taken, other);
        }
        if wanted(by, lanes) {
            keep(&mut labels.merged, &mut taken, Aboard { trip: trip as u32, lanes: lanes as u16 });
        }
        if lanes >= reachable {
            break;
        }
    }
    for other in aboard {
        keep(&mut labels.merged, &mut taken, other);
    }
    std::mem::swap(&mut labels.aboard, &mut labels.merged);
}

/// How many minutes the trips aboard up to `trip` take.
#[inline(always)]
fn taken_until(aboard: &[Aboard], trip: usize) -> u16 {
    aboard.iter().take_while(|a| a.trip as usize <= trip).last().map_or(0, |a| a.lanes)
}

/// The same for a single minute: at most one trip has somebody aboard, and an earlier one is better.
#[inline(always)]
fn board_one(aboard: &mut Vec<Aboard>, board_by: &[u16], trip: usize, useful: u16, before: u16) {
    let by = board_by[trip];
    let earlier = aboard.first().is_none_or(|aboard| trip < aboard.trip as usize);
    if earlier && by <= useful && before > by {
        aboard.clear();
        aboard.push(Aboard { trip: trip as u32, lanes: 1 });
    }
}

/// Adds a trip to the list if it takes more minutes than those before it; a trip listed twice keeps the larger number.
#[inline(always)]
fn keep(list: &mut Vec<Aboard>, taken: &mut u16, new: Aboard) {
    if new.lanes <= *taken {
        return;
    }
    *taken = new.lanes;
    match list.last_mut() {
        Some(last) if last.trip == new.trip => last.lanes = new.lanes,
        _ => list.push(new),
    }
}

/// At the end of a line, riders stay aboard vehicles that go on as other trips. Who can board a trip can board every later one of the line.
fn stay_seated<const N: usize, V: Lanes<N>>(plan: &Plan, labels: &mut Labels<N, V>, line: &Line) {
    let first = line.first_continuation as usize;
    for c in &plan.continuations[first..first + line.continuations as usize] {
        let lanes = labels.aboard.iter().take_while(|a| a.trip <= c.trip).last().map_or(0, |a| a.lanes);
        if lanes > 0 {
            labels.seated.push(Seated { line: c.next_line, trip: c.next_trip, lanes });
        }
    }
}

/// Rides a single trip from its first position on.
fn ride_on<const N: usize, V: Lanes<N>>(
    plan: &Plan,
    labels: &mut Labels<N, V>,
    block: &Block<N>,
    round: u8,
    seated: Seated,
) {
    let line = plan.lines[seated.line as usize];
    let trips = line.trips as usize;
    labels.aboard.clear();
    labels.aboard.push(Aboard { trip: seated.trip, lanes: seated.lanes });
    for i in 0..line.positions as usize {
        let position = line.first_position as usize + i;
        let events = line.first_event as usize + i * trips;
        if plan.alight[position] {
            alight(labels, block, round, plan.stop[position], &plan.arrival[events..events + trips]);
        }
        if labels.aboard.is_empty() {
            return;
        }
    }
    stay_seated_of(plan, labels, &line, seated);
}

fn stay_seated_of<const N: usize, V: Lanes<N>>(plan: &Plan, labels: &mut Labels<N, V>, line: &Line, seated: Seated) {
    let first = line.first_continuation as usize;
    for c in &plan.continuations[first..first + line.continuations as usize] {
        if c.trip == seated.trip {
            labels.seated.push(Seated { line: c.next_line, trip: c.next_trip, lanes: seated.lanes });
        }
    }
}

/// Walks from where somebody got off earlier than known to where other vehicles are boarded.
#[inline(always)]
fn change<const N: usize, V: Lanes<N>>(plan: &Plan, labels: &mut Labels<N, V>, block: &Block<N>, round: u8) {
    let mut stops = std::mem::take(&mut labels.arrived_now);
    for &stop in &stops {
        let from = labels.arrived[stop as usize];
        for (target, walk) in plan.changes.row(stop as usize) {
            let (ready, improved) = walked(labels.ready[target as usize].get(), from.get(), walk, &block.useful);
            if improved {
                labels.set_ready(target, ready, round);
            }
        }
    }
    stops.clear();
    labels.arrived_now = stops;
}
