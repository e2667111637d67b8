//! The engine: prepared once for a request and its destinations, asked for one root at a time by any number of threads.

use super::door::{Question, pass};
use super::labels::Labels;
use super::lanes::{Lanes, One, Sixteen, SixtyFour, ThirtyTwo};
use super::links::Links;
use super::plan::Plan;
use super::row::{Row, rank};
use super::scan::Block;
use crate::error::ReachError;

/// Answers questions of one request about one list of destinations.
#[derive(Clone, Debug)]
pub struct Engine {
    plan: Plan,
    /// Destination → stops.
    egress: Links,
    destinations: usize,
    ranks: Vec<usize>,
}

/// What one thread needs to ask the engine; it may be used for any number of roots.
#[derive(Debug)]
pub struct Scratch(Width);

#[derive(Debug)]
enum Width {
    One(Box<Labels<1, One>>),
    Sixteen(Box<Labels<16, Sixteen>>),
    ThirtyTwo(Box<Labels<32, ThirtyTwo>>),
    SixtyFour(Box<Labels<64, SixtyFour>>),
}

impl Engine {
    /// `egress` are the walks from stops to destinations, seconds; `percentiles` are 0 (the minimum) to 100.
    ///
    /// # Errors
    /// A percentile over 100.
    pub fn new(plan: Plan, egress: &Links, destinations: usize, percentiles: &[u8]) -> Result<Self, ReachError> {
        if let Some(&wrong) = percentiles.iter().find(|&&p| p > 100) {
            return Err(ReachError::Parameter {
                name: "percentiles",
                value: wrong.to_string(),
                expected: "0 to 100".to_owned(),
                hint: "25,50,75 is usual".to_owned(),
            });
        }
        let window = plan.request.window.minutes() as usize;
        let egress = plan.useful_egress(egress, destinations).transposed(destinations);
        let ranks = percentiles.iter().map(|&p| rank(p, window)).collect();
        Ok(Self { plan, egress, destinations, ranks })
    }

    /// Scratch of the width that suits the window.
    pub fn scratch(&self) -> Scratch {
        let together = self.plan.request.switches.minutes_together;
        let plan = &self.plan;
        Scratch(match self.plan.request.window.minutes() {
            2..=16 if together => Width::Sixteen(Box::new(Labels::new(plan))),
            17..=32 if together => Width::ThirtyTwo(Box::new(Labels::new(plan))),
            33.. if together => Width::SixtyFour(Box::new(Labels::new(plan))),
            _ => Width::One(Box::new(Labels::new(plan))),
        })
    }

    /// Fills `row` for one root: the stops that it can walk to (or from, for arrivals) with the seconds that takes, and the seconds of the
    /// direct walk to each destination (`u16::MAX` for none).
    pub fn answer(&self, scratch: &mut Scratch, access: &[(u32, u16)], direct: &[u16], row: &mut Row) {
        let window = self.plan.request.window.minutes() as usize;
        row.prepare(self.destinations, window, self.ranks.len());
        match &mut scratch.0 {
            Width::One(labels) => self.passes(labels, access, direct, row),
            Width::Sixteen(labels) => self.passes(labels, access, direct, row),
            Width::ThirtyTwo(labels) => self.passes(labels, access, direct, row),
            Width::SixtyFour(labels) => self.passes(labels, access, direct, row),
        }
    }

    fn passes<const N: usize, V: Lanes<N>>(
        &self,
        labels: &mut Labels<N, V>,
        access: &[(u32, u16)],
        direct: &[u16],
        row: &mut Row,
    ) {
        let window = self.plan.request.window.minutes() as usize;
        for first in (0..window).step_by(N) {
            let last = first + N >= window;
            let question = Question {
                plan: &self.plan,
                block: Block::new(&self.plan, first),
                access,
                egress: &self.egress,
                direct,
                ranks: if last { &self.ranks } else { &[] },
            };
            pass(&question, labels, row);
        }
    }

    /// How many destinations.
    pub fn destinations(&self) -> usize {
        self.destinations
    }

    /// Of the walks between stops and those from stops to destinations, how many are searched.
    pub fn walks(&self) -> (usize, usize) {
        (self.plan.changes.len(), self.egress.len())
    }
}
