//! Everything that the searches of one request share: lines with 16-bit times, useful walks, where each stop is boarded.

use super::dominance::{Need, needed_after_riding, needed_before_riding};
use super::lines::{Continuation, Lines};
use super::links::Links;
use crate::error::ReachError;
use crate::request::TransitRequest;

/// The label "not reached", and the time of an event that nobody can use.
pub(crate) const NEVER: u16 = u16::MAX;

/// The first sampled moment, as a label: labels are seconds since then plus one, so that 0 means "before the window".
pub(crate) const START: u16 = 1;

/// The timetable and the walks between stops, ready to be searched for one request. Shared by all threads.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) request: TransitRequest,
    pub(crate) lines: Vec<Line>,
    /// Position → stop.
    pub(crate) stop: Vec<u32>,
    /// Position → may riders get off.
    pub(crate) alight: Vec<bool>,
    /// Event → board by, as a label; 0 where nobody can board in the window.
    pub(crate) board_by: Vec<u16>,
    /// Event → arrival, as a label.
    pub(crate) arrival: Vec<u16>,
    /// Stop → where it can be boarded.
    pub(crate) calls: Vec<Call>,
    pub(crate) first_call: Vec<u32>,
    /// Stop → stops where another vehicle is boarded, the stop itself among them.
    pub(crate) changes: Links,
    /// Continuations by line.
    pub(crate) continuations: Vec<Continuation>,
    schedule: Lines,
}

/// A line's place in the columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) first_position: u32,
    pub(crate) positions: u32,
    pub(crate) first_event: u32,
    pub(crate) trips: u32,
    pub(crate) first_continuation: u32,
    pub(crate) continuations: u32,
}

/// A line can be boarded at one of its positions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) line: u32,
    pub(crate) position: u16,
    /// The last moment, as a label, at which any of its trips can be boarded there.
    pub(crate) latest: u16,
}

impl Plan {
    /// Prepares a request: `changes` are the walks from stop to stop, each stop to itself included where changing there is allowed
    /// (with its minimum change time): see [`Links::changes`]. For a window of arrivals `lines` run backwards and so must `changes` (see [`Links::transposed`]).
    pub fn prepare(request: &TransitRequest, lines: Lines, changes: &Links) -> Result<Self, ReachError> {
        request.check()?;
        let latest = 60 * (request.window.minutes() + request.max_minutes - 1) as i32;
        let label = |seconds: i32| seconds.clamp(-1, latest + 1) + i32::from(START);
        let mut plan = Self {
            request: request.clone(),
            lines: Vec::with_capacity(lines.count()),
            stop: lines.stop.clone(),
            alight: lines.alight.clone(),
            board_by: lines.board_by.iter().map(|&t| label(t) as u16).collect(),
            arrival: lines.arrival.iter().map(|&t| label(t) as u16).collect(),
            calls: Vec::new(),
            first_call: Vec::new(),
            changes: useful_changes(request, &lines, changes),
            continuations: lines.continuations.clone(),
            schedule: lines,
        };
        plan.place_lines();
        plan.list_calls();
        Ok(plan)
    }

    fn place_lines(&mut self) {
        let lines = &self.schedule;
        for line in 0..lines.count() {
            for (i, position) in lines.positions(line).enumerate() {
                if !lines.board[position] {
                    self.board_by[lines.events(line, i)].fill(0);
                }
            }
            let own = |c: &Continuation| c.line < line as u32;
            let first_continuation = self.continuations.partition_point(own) as u32;
            let to = self.continuations.partition_point(|c| c.line <= line as u32) as u32;
            self.lines.push(Line {
                first_position: lines.position_first[line],
                positions: lines.positions(line).len() as u32,
                first_event: lines.event_first[line],
                trips: lines.trips(line) as u32,
                first_continuation,
                continuations: to - first_continuation,
            });
        }
    }

    fn list_calls(&mut self) {
        let lines = &self.schedule;
        let mut calls: Vec<(u32, Call)> = Vec::with_capacity(self.stop.len());
        for line in 0..lines.count() {
            for (i, position) in lines.positions(line).enumerate() {
                if lines.board[position] {
                    let latest = self.board_by[lines.events(line, i)].last().copied().unwrap_or(0);
                    calls.push((lines.stop[position], Call { line: line as u32, position: i as u16, latest }));
                }
            }
        }
        calls.sort_by_key(|&(stop, _)| stop);
        self.first_call =
            (0..=lines.stop_count).map(|stop| calls.partition_point(|&(s, _)| (s as usize) < stop) as u32).collect();
        self.calls = calls.into_iter().map(|(_, call)| call).collect();
    }

    pub(crate) fn calls_at(&self, stop: u32) -> &[Call] {
        let stop = stop as usize;
        &self.calls[self.first_call[stop] as usize..self.first_call[stop + 1] as usize]
    }

    /// How many stops labels are kept for.
    pub fn stop_count(&self) -> usize {
        self.schedule.stop_count
    }

    /// The copies of a stop: whoever can board there can board at them too.
    pub(crate) fn copies(&self, stop: u32) -> std::ops::Range<u32> {
        self.schedule.copies(stop)
    }

    /// Walks from stops to destinations, without those that a vehicle always makes superfluous.
    pub(crate) fn useful_egress(&self, egress: &Links, destinations: usize) -> Links {
        let egress = self.schedule.with_copies(egress);
        if !self.request.switches.drop_dominated_walks {
            return egress;
        }
        let needs = needed_after_riding(&self.schedule, &egress, destinations);
        egress.retain(|link| needs[link] != Need::Nobody)
    }
}

fn useful_changes(request: &TransitRequest, lines: &Lines, changes: &Links) -> Links {
    if !request.switches.drop_dominated_walks {
        return changes.retain(|_| true);
    }
    let stops = lines.stop_count;
    let after = needed_after_riding(lines, changes, stops);
    let turned = changes.transposed(stops);
    let before_turned = needed_before_riding(lines, &turned, stops);
    // Turning visits rows in order, so the links of a turned row come in the order of their first rows: turn the findings back likewise.
    let mut next: Vec<usize> = (0..stops).map(|stop| turned.range(stop).start).collect();
    let mut useful = Vec::with_capacity(changes.len());
    for (link, (_, target, walk)) in changes.triples().enumerate() {
        let before = before_turned[next[target as usize]];
        next[target as usize] += 1;
        useful.push(after[link].changes_to(before, lines, walk));
    }
    changes.retain(|link| useful[link])
}
