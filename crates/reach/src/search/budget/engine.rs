//! The engine: prepared once for a request, a budget and destinations, asked for one origin at a time by any number of threads.

use super::super::links::Links;
use super::super::plan::Plan;
use super::super::row::rank;
use super::answer::BudgetRow;
use super::finish::Finish;
use super::purse::Budget;
use super::sampled::{Sampled, forward};
use super::scan::{Bags, Search};
use crate::error::ReachError;
use crate::request::TransitRequest;

/// Answers questions of one request about one list of destinations, within a budget.
#[derive(Debug)]
pub struct BudgetEngine<B> {
    plan: Plan,
    budget: B,
    sampled: Sampled,
    /// Destination → stops.
    egress: Links,
    ranks: Vec<usize>,
}

/// What one thread needs to ask the engine.
#[derive(Debug)]
pub struct BudgetScratch<M> {
    bags: Bags<M>,
    finish: Finish,
}

impl<B: Budget> BudgetEngine<B> {
    /// `plan` has been prepared for [`forward`] of the request, with `drop_dominated_walks` off where the budget depends on where one boards,
    /// gets off or how far one walks; `egress` are the walks from stops to destinations; `percentiles` are 0 (the minimum) to 100.
    ///
    /// # Errors
    /// A plan for another request.
    pub fn new(
        plan: Plan,
        budget: B,
        request: &TransitRequest,
        egress: &Links,
        destinations: usize,
        percentiles: &[u8],
    ) -> Result<Self, ReachError> {
        if plan.request.window != forward(request).window {
            return Err(ReachError::Parameter {
                name: "window",
                value: format!("{:?}", plan.request.window),
                expected: format!("a plan for {:?}", forward(request).window),
                hint: "prepare the plan for the departures that `forward` gives".to_owned(),
            });
        }
        let window = request.window.minutes() as usize;
        let egress = plan.useful_egress(egress, destinations).transposed(destinations);
        let ranks = percentiles.iter().map(|&p| rank(p, window)).collect();
        Ok(Self { plan, budget, sampled: Sampled::new(request), egress, ranks })
    }

    /// Scratch for one thread.
    pub fn scratch(&self) -> BudgetScratch<B::Memory> {
        BudgetScratch { bags: Bags::new(&self.plan, self.budget.memory()), finish: Finish::new(self.plan.stop_count()) }
    }

    /// Fills `row` for one origin: the stops that it can walk to with the seconds that takes, and the seconds of the direct walk to each
    /// destination (`u16::MAX` for none).
    pub fn answer(
        &self,
        scratch: &mut BudgetScratch<B::Memory>,
        access: &[(u32, u16)],
        direct: &[u16],
        row: &mut BudgetRow,
    ) {
        let BudgetScratch { bags, finish } = scratch;
        let (plan, budget, sampled) = (&self.plan, &self.budget, &self.sampled);
        Search { plan, budget, sampled, bags }.run(access);
        finish.gather(budget, bags);
        finish.fill(budget, sampled, &self.egress, direct, &self.ranks, row);
    }

    /// The budget.
    pub fn budget(&self) -> &B {
        &self.budget
    }
}
