//! The answer for one root under a budget.

use super::super::row::UNREACHABLE;

/// Travel times from one origin to every destination, for each amount that one may spend.
#[derive(Clone, Debug, Default)]
pub struct BudgetRow {
    /// Amounts in the budget's unit, ascending.
    pub(super) amounts: Vec<u32>,
    /// Destination-major, then amount, then percentile.
    pub(super) minutes: Vec<u16>,
    pub(super) percentiles: usize,
}

/// A point of the frontier: with this amount, and no less, the percentiles get so low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontierPoint<'a> {
    /// What may be spent: minor units of money, or seconds.
    pub amount: u32,
    /// Minutes at the percentiles asked for; [`UNREACHABLE`] for those at which the destination is not reached.
    pub minutes: &'a [u16],
}

impl BudgetRow {
    fn at(&self, destination: usize, amount: usize) -> &[u16] {
        let first = (destination * self.amounts.len() + amount) * self.percentiles;
        &self.minutes[first..first + self.percentiles]
    }

    /// The travel times at the percentiles if one may spend as much as the limit allows.
    pub fn at_limit(&self, destination: usize) -> &[u16] {
        self.at(destination, self.amounts.len() - 1)
    }

    /// The travel times at the percentiles if one may spend at most `amount`, where the budget wants a frontier.
    pub fn within(&self, destination: usize, amount: u32) -> Option<&[u16]> {
        let affordable = self.amounts.partition_point(|&known| known <= amount);
        affordable.checked_sub(1).map(|last| self.at(destination, last))
    }

    /// The exact trade between the amount and the travel time: every amount that brings some percentile below what less money brings.
    pub fn frontier(&self, destination: usize) -> impl Iterator<Item = FrontierPoint<'_>> + '_ {
        let mut before: Option<&[u16]> = None;
        self.amounts.iter().enumerate().filter_map(move |(level, &amount)| {
            let minutes = self.at(destination, level);
            let better = before.map_or(minutes.iter().any(|&m| m != UNREACHABLE), |before| before != minutes);
            before = Some(minutes);
            better.then_some(FrontierPoint { amount, minutes })
        })
    }
}
