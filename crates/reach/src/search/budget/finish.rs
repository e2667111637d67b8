//! From stops to destinations.

use super::super::links::Links;
use super::super::plan::NEVER;
use super::super::row::UNREACHABLE;
use super::answer::BudgetRow;
use super::bag::Label;
use super::purse::Budget;
use super::sampled::{Sampled, departure};
use super::scan::Bags;

/// A label from which a journey may end.
#[derive(Clone, Copy, Debug)]
struct End {
    moment: u16,
    lanes: u16,
    cost: u16,
    /// Place of the cost among all costs; 0 for all where only the limit counts.
    level: u16,
}

/// What one thread needs to get from stops to destinations.
#[derive(Debug)]
pub(super) struct Finish {
    ends: Vec<End>,
    /// Stop → its ends.
    first: Vec<u32>,
    count: Vec<u32>,
    placed: Vec<u32>,
    costs: Vec<u16>,
    labels: Vec<Label>,
    /// Level-major, by lane: the earliest arrival at one destination.
    best: Vec<u16>,
    minutes: Vec<u16>,
}

impl Finish {
    pub(super) fn new(stops: usize) -> Self {
        Self {
            ends: Vec::new(),
            first: vec![0; stops],
            count: vec![0; stops],
            placed: Vec::new(),
            costs: Vec::new(),
            labels: Vec::new(),
            best: Vec::new(),
            minutes: Vec::new(),
        }
    }

    /// Gathers the labels from which journeys may end, without those that another makes superfluous for that.
    pub(super) fn gather<B: Budget>(&mut self, budget: &B, bags: &Bags<B::Memory>) {
        for stop in self.placed.drain(..) {
            (self.first[stop as usize], self.count[stop as usize]) = (0, 0);
        }
        self.ends.clear();
        self.costs.clear();
        self.costs.push(0);
        let frontier = budget.wants_frontier();
        for &stop in &bags.reached {
            self.labels.clear();
            let all = bags.arrived[stop as usize].labels();
            self.labels.extend(all.filter(|label| budget.may_end(&bags.memory, label.purse.state)));
            self.labels.sort_unstable_by_key(|l| (l.moment, u16::MAX - l.lanes, l.purse.cost));
            let first = self.ends.len();
            self.first[stop as usize] = first as u32;
            for label in &self.labels {
                let (lanes, cost) = (label.lanes, label.purse.cost);
                let matters = frontier || budget.counts_last_walk();
                let worse = |end: &End| end.lanes >= lanes && (!matters || end.cost <= cost);
                if !self.ends[first..].iter().any(worse) {
                    self.ends.push(End { moment: label.moment, lanes, cost, level: 0 });
                    if frontier {
                        self.costs.push(cost);
                    }
                }
            }
            self.count[stop as usize] = (self.ends.len() - first) as u32;
            self.placed.push(stop);
        }
        self.costs.sort_unstable();
        self.costs.dedup();
        if frontier {
            for end in &mut self.ends {
                end.level = self.costs.partition_point(|&cost| cost < end.cost) as u16;
            }
        }
    }

    /// Fills the row, after [`Self::gather`].
    pub(super) fn fill<B: Budget>(
        &mut self,
        budget: &B,
        sampled: &Sampled,
        egress: &Links,
        direct: &[u16],
        ranks: &[usize],
        row: &mut BudgetRow,
    ) {
        let lanes = sampled.lanes;
        row.amounts.clear();
        row.amounts.extend(self.costs.iter().map(|&cost| budget.amount(cost)));
        row.percentiles = ranks.len();
        row.minutes.clear();
        for (destination, &walk) in direct.iter().enumerate() {
            self.best.clear();
            self.best.resize(self.costs.len() * lanes, NEVER);
            if walk != NEVER && budget.affords_last_walk(0, walk) {
                for (lane, best) in self.best[..lanes].iter_mut().enumerate() {
                    *best = departure(lane).saturating_add(walk);
                }
            }
            for (stop, walk) in egress.row(destination) {
                let first = self.first[stop as usize] as usize;
                for end in &self.ends[first..first + self.count[stop as usize] as usize] {
                    if budget.affords_last_walk(end.cost, walk) {
                        let best = &mut self.best[usize::from(end.level) * lanes + usize::from(end.lanes) - 1];
                        *best = (*best).min(end.moment.saturating_add(walk));
                    }
                }
            }
            self.spread(lanes);
            for level in self.best.chunks_exact(lanes) {
                sampled.minutes(level, &mut self.minutes);
                self.minutes.sort_unstable();
                let at = |&rank: &usize| self.minutes.get(rank - 1).copied().unwrap_or(UNREACHABLE);
                row.minutes.extend(ranks.iter().map(at));
            }
        }
    }

    /// What holds for the first so many minutes holds for each of them, and what little money buys, more money buys too.
    fn spread(&mut self, lanes: usize) {
        for level in (0..self.best.len()).step_by(lanes) {
            let mut earliest = NEVER;
            for lane in (0..lanes).rev() {
                earliest = earliest.min(self.best[level + lane]);
                if level > 0 {
                    earliest = earliest.min(self.best[level - lanes + lane]);
                }
                self.best[level + lane] = earliest;
            }
        }
    }
}
