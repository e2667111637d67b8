//! The engine: prepared once for a request and its destinations, asked for one root at a time by any number of threads.

use std::sync::Arc;

use super::destinations::percentiles;
use super::door::{Answer, Question, pass};
use super::egress::Egress;
use super::labels::Labels;
use super::lanes::{Lanes, One, Sixteen, SixtyFour, ThirtyTwo};
use super::links::Links;
use super::plan::Plan;
use super::row::{Row, rank};
use super::scan::Block;
use super::seeds::{Moments, Seeds};
use crate::error::ReachError;

/// Answers questions of one request about one list of destinations.
#[derive(Clone, Debug)]
pub struct Engine {
    plan: Arc<Plan>,
    egress: Egress,
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

impl Scratch {
    /// Stops that the last root reached, on foot or by vehicle, within the last 64 minutes of the window: what its cost follows.
    pub fn stops_reached(&self) -> usize {
        match &self.0 {
            Width::One(labels) => labels.touched(),
            Width::Sixteen(labels) => labels.touched(),
            Width::ThirtyTwo(labels) => labels.touched(),
            Width::SixtyFour(labels) => labels.touched(),
        }
    }
}

impl Engine {
    /// `egress` are the walks from stops to destinations, seconds; `percentiles` are 0 (the minimum) to 100.
    ///
    /// # Errors
    /// A percentile over 100.
    pub fn new(
        plan: impl Into<Arc<Plan>>,
        egress: &Links,
        destinations: usize,
        percentiles: &[u8],
    ) -> Result<Self, ReachError> {
        let plan = plan.into();
        if let Some(&wrong) = percentiles.iter().find(|&&p| p > 100) {
            return Err(ReachError::Parameter {
                name: "percentiles",
                value: wrong.to_string(),
                expected: "0 to 100".to_owned(),
                hint: "25,50,75 is usual".to_owned(),
            });
        }
        let window = plan.request.window.minutes() as usize;
        let egress = Egress::new(&plan.useful_egress(egress, destinations), destinations);
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
        self.answer_seeded(scratch, &Seeds::Root { access, direct }, row);
    }

    /// The same from any seeds.
    pub fn answer_seeded(&self, scratch: &mut Scratch, seeds: &Seeds<'_>, row: &mut Row) {
        row.prepare(self.destinations, self.plan.request.window.minutes() as usize, self.ranks.len());
        self.search(scratch, seeds, &mut Answer::Minutes(row));
    }

    /// When each destination is reached, to the second: for a window of departures the earliest moment, for one of arrivals, which is
    /// searched backwards, how long before the last deadline one has to leave at the latest. Moments past `max_minutes` are there too
    /// but need not be the best.
    pub fn moments(&self, scratch: &mut Scratch, seeds: &Seeds<'_>, moments: &mut Moments) {
        moments.clear();
        self.search(scratch, seeds, &mut Answer::Moments(moments));
    }

    /// The percentiles once more, for a row whose minutes were changed.
    pub(crate) fn rank_again(&self, row: &mut Row) {
        percentiles(row, &self.ranks, self.plan.request.max_minutes as u16);
    }

    fn search(&self, scratch: &mut Scratch, seeds: &Seeds<'_>, answer: &mut Answer<'_>) {
        match &mut scratch.0 {
            Width::One(labels) => self.passes(labels, seeds, answer),
            Width::Sixteen(labels) => self.passes(labels, seeds, answer),
            Width::ThirtyTwo(labels) => self.passes(labels, seeds, answer),
            Width::SixtyFour(labels) => self.passes(labels, seeds, answer),
        }
    }

    fn passes<const N: usize, V: Lanes<N>>(
        &self,
        labels: &mut Labels<N, V>,
        seeds: &Seeds<'_>,
        answer: &mut Answer<'_>,
    ) {
        let window = self.plan.request.window.minutes() as usize;
        for first in (0..window).step_by(N) {
            let last = first + N >= window;
            let question = Question {
                plan: &self.plan,
                block: Block::new(&self.plan, first),
                seeds,
                egress: &self.egress,
                ranks: if last { &self.ranks } else { &[] },
            };
            pass(&question, labels, answer);
        }
    }

    /// How many destinations.
    pub fn destinations(&self) -> usize {
        self.destinations
    }

    /// Of the walks between stops and those from stops to destinations, how many are searched.
    pub fn walks(&self) -> (usize, usize) {
        (self.plan.changes.len(), self.egress.links.len())
    }
}
