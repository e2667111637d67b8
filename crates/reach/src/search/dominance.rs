//! Walks that a vehicle always makes superfluous.
//!
//! **Getting off.** A walk from stop `s` to target `x` after riding a line to its position `i` is superfluous if staying on to a later
//! position and walking from there is never later, for any trip. (Getting off *earlier* is no substitute: the traveller may have got on since.)
//! **Getting on.** A walk from source `x` to stop `s` in order to board a line at its position `j` is superfluous if every trip that can
//! be boarded there can also be boarded at an earlier position.
//! Rides are bounded by the sums of the longest times from one position to the next, so the test is safe for every trip.
//! Replacing a superfluous walk by its better one lets the traveller arrive no later, and ends, since each step moves to a later position
//! of the first line or an earlier one of the second. A walk that no line needs may therefore be dropped.

use super::lines::Lines;
use super::links::Links;

/// Which calls of lines need a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Nobody,
    One { line: u32, position: u32 },
    Several,
}

impl Need {
    fn and(self, line: usize, position: usize) -> Self {
        match self {
            Self::Nobody => Self::One { line: line as u32, position: position as u32 },
            _ => Self::Several,
        }
    }

    /// Does a link of so many seconds serve any change from the calls that need it to get off to those that need it to get on? Changing
    /// to the same line further along helps only where the walk overtakes the vehicle before; further back it may, for what lies before
    /// where one got on.
    pub(super) fn changes_to(self, other: Self, lines: &Lines, walk: u16) -> bool {
        match (self, other) {
            (Self::Nobody, _) | (_, Self::Nobody) => false,
            (Self::One { line: from, position: off }, Self::One { line: to, position: on }) => {
                from != to || on < off || overtakes(lines, from as usize, off as usize, on as usize, walk)
            }
            _ => true,
        }
    }
}

/// Can somebody who gets off a vehicle of a line and walks board the one before it further along?
fn overtakes(lines: &Lines, line: usize, off: usize, on: usize, walk: u16) -> bool {
    let (arrival, board_by) = (&lines.arrival[lines.events(line, off)], &lines.board_by[lines.events(line, on)]);
    arrival.iter().skip(1).zip(board_by).any(|(at, &by)| at + i32::from(walk) <= by)
}

/// The best value found so far by target, forgotten from one line to the next.
struct Best {
    value: Vec<i32>,
    touched: Vec<u32>,
}

impl Best {
    const NONE: i32 = i32::MAX;

    fn new(targets: usize) -> Self {
        Self { value: vec![Self::NONE; targets], touched: Vec::new() }
    }

    /// Notes a value and returns the best before it.
    fn note(&mut self, target: u32, value: i32) -> i32 {
        let best = &mut self.value[target as usize];
        let before = *best;
        if before == Self::NONE {
            self.touched.push(target);
        }
        *best = before.min(value);
        before
    }

    fn forget(&mut self) {
        for target in self.touched.drain(..) {
            self.value[target as usize] = Self::NONE;
        }
    }
}

/// For each link of `links` (stop → target), which lines bring somebody for whom it is the best way to the target.
pub(super) fn needed_after_riding(lines: &Lines, links: &Links, targets: usize) -> Vec<Need> {
    let mut needs = vec![Need::Nobody; links.len()];
    let mut best = Best::new(targets);
    for line in 0..lines.count() {
        let elapsed = longest_elapsed(lines, line, &lines.arrival);
        for (i, at) in lines.positions(line).enumerate().rev().filter(|&(_, at)| lines.alight[at]) {
            let stop = lines.stop[at] as usize;
            for ((target, walk), link) in links.row(stop).zip(links.range(stop)) {
                let value = elapsed[i] + i32::from(walk);
                if best.note(target, value) > value {
                    needs[link] = needs[link].and(line, i);
                }
            }
        }
        best.forget();
    }
    needs
}

/// For each link of `links` (stop → source, walked towards the stop), for which lines it is the best way to get on.
pub(super) fn needed_before_riding(lines: &Lines, links: &Links, sources: usize) -> Vec<Need> {
    let mut needs = vec![Need::Nobody; links.len()];
    let mut best = Best::new(sources);
    for line in 0..lines.count() {
        let elapsed = longest_elapsed(lines, line, &lines.board_by);
        for (j, at) in lines.positions(line).enumerate().filter(|&(_, at)| lines.board[at]) {
            let stop = lines.stop[at] as usize;
            for ((source, walk), link) in links.row(stop).zip(links.range(stop)) {
                let value = i32::from(walk) - elapsed[j];
                if best.note(source, value) > value {
                    needs[link] = needs[link].and(line, j);
                }
            }
        }
        best.forget();
    }
    needs
}

/// By position of a line, a bound of the time since its first position: the sum of the longest steps.
fn longest_elapsed(lines: &Lines, line: usize, times: &[i32]) -> Vec<i32> {
    let mut elapsed = vec![0; lines.positions(line).len()];
    for i in 1..elapsed.len() {
        let before = &times[lines.events(line, i - 1)];
        let steps = times[lines.events(line, i)].iter().zip(before).map(|(t, b)| t - b);
        elapsed[i] = elapsed[i - 1] + steps.max().unwrap_or(0);
    }
    elapsed
}
