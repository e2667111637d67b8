//! What one thread writes while it searches.

use super::lanes::Lanes;
use super::plan::Plan;

/// A trip with somebody aboard: the first `lanes` minutes of the window reach it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aboard {
    pub(crate) trip: u32,
    pub(crate) lanes: u16,
}

/// A trip that somebody rides into from its vehicle's trip before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seated {
    pub(crate) line: u32,
    pub(crate) trip: u32,
    pub(crate) lanes: u16,
}

/// The range of a line's positions at which somebody may newly board.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marked {
    pub(crate) first: u16,
    pub(crate) last: u16,
}

const UNMARKED: Marked = Marked { first: u16::MAX, last: 0 };

/// Labels by stop, marks by line, and lists of what was touched.
#[derive(Debug)]
pub(crate) struct Labels<const N: usize, V> {
    /// Stop → earliest moment off a vehicle.
    pub(crate) arrived: Vec<V>,
    /// Stop → earliest moment at which another vehicle can be boarded.
    pub(crate) ready: Vec<V>,
    /// Stop → `ready` as it was before the round that improved it last.
    pub(crate) before: Vec<V>,
    /// Stop → round in which `arrived` was improved last, 0 for never; the same for `ready`.
    pub(crate) arrived_round: Vec<u8>,
    pub(crate) ready_round: Vec<u8>,
    /// Stops improved in this round.
    pub(crate) arrived_now: Vec<u32>,
    pub(crate) ready_now: Vec<u32>,
    /// Stops with any label set.
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    marked: Vec<Marked>,
    pub(crate) queue: Vec<u32>,
    pub(crate) aboard: Vec<Aboard>,
    pub(crate) merged: Vec<Aboard>,
    pub(crate) seated: Vec<Seated>,
}

impl<const N: usize, V: Lanes<N>> Labels<N, V> {
    pub(crate) fn new(plan: &Plan) -> Self {
        let stops = plan.stop_count();
        Self {
            arrived: vec![V::UNREACHED; stops],
            ready: vec![V::UNREACHED; stops],
            before: vec![V::UNREACHED; stops],
            arrived_round: vec![0; stops],
            ready_round: vec![0; stops],
            arrived_now: Vec::new(),
            ready_now: Vec::new(),
            touched: Vec::new(),
            is_touched: vec![false; stops],
            marked: vec![UNMARKED; plan.lines.len()],
            queue: Vec::new(),
            aboard: Vec::new(),
            merged: Vec::new(),
            seated: Vec::new(),
        }
    }

    /// Makes all labels "not reached".
    pub(crate) fn reset(&mut self, touched_only: bool) {
        if !touched_only {
            self.touched.clear();
            self.touched.extend(0..self.arrived.len() as u32);
        }
        for stop in self.touched.drain(..) {
            let stop = stop as usize;
            self.arrived[stop] = V::UNREACHED;
            self.ready[stop] = V::UNREACHED;
            self.arrived_round[stop] = 0;
            self.ready_round[stop] = 0;
            self.is_touched[stop] = false;
        }
        self.arrived_now.clear();
        self.ready_now.clear();
    }

    /// Stops with any label set.
    pub(crate) fn touched(&self) -> usize {
        self.touched.len()
    }

    /// The stops that a vehicle reaches, in no particular order.
    pub(crate) fn arrived_stops(&self) -> impl Iterator<Item = u32> + '_ {
        self.touched.iter().copied().filter(|&stop| self.arrived_round[stop as usize] != 0)
    }

    #[inline(always)]
    fn touch(&mut self, stop: u32) {
        if !self.is_touched[stop as usize] {
            self.is_touched[stop as usize] = true;
            self.touched.push(stop);
        }
    }

    /// Notes that somebody arrives at a stop earlier than known before this round.
    #[inline(always)]
    pub(crate) fn note_arrived(&mut self, stop: u32, round: u8) {
        if self.arrived_round[stop as usize] != round {
            self.arrived_round[stop as usize] = round;
            self.arrived_now.push(stop);
            self.touch(stop);
        }
    }

    /// Sets the moment from which a stop can be boarded in `round`, keeping what it was before.
    #[inline(always)]
    pub(crate) fn set_ready(&mut self, stop: u32, labels: [u16; N], round: u8) {
        let at = stop as usize;
        if self.ready_round[at] != round {
            self.ready_round[at] = round;
            self.before[at] = self.ready[at];
            self.ready_now.push(stop);
            self.touch(stop);
        }
        *self.ready[at].get_mut() = labels;
    }

    /// Queues a line for scanning, to be boarded at `position` among others.
    #[inline(always)]
    pub(crate) fn mark(&mut self, line: u32, position: u16) {
        let marked = &mut self.marked[line as usize];
        if marked.first > marked.last {
            self.queue.push(line);
        }
        marked.first = marked.first.min(position);
        marked.last = marked.last.max(position);
    }

    /// Where a queued line can be boarded; it is unmarked.
    #[inline(always)]
    pub(crate) fn unmark(&mut self, line: u32) -> Marked {
        std::mem::replace(&mut self.marked[line as usize], UNMARKED)
    }
}
