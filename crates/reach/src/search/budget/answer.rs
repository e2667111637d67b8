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

    /// All values, destination by destination, then by amount and percentile.
    pub(crate) fn all(&self) -> &[u16] {
        &self.minutes
    }

    /// How many destinations.
    pub fn destinations(&self) -> usize {
        self.minutes.len().checked_div(self.amounts.len() * self.percentiles).unwrap_or(0)
    }

    /// What is within `minutes` and `amount` of the origin: the sum of `values`, one a destination, over those reached in time at the
    /// percentile in place `column` by spending at most so much.
    pub fn cumulative(&self, values: &[f64], column: usize, minutes: u16, amount: u32) -> f64 {
        let reached = |&(destination, _): &(usize, &f64)| {
            self.within(destination, amount).is_some_and(|at| at[column] != UNREACHABLE && at[column] <= minutes)
        };
        values.iter().enumerate().filter(reached).fold(0.0, |sum, (_, value)| sum + value)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_time_both_bound_what_is_within_reach() {
        let minutes = vec![30, 20, 20, UNREACHABLE, 40, 25, UNREACHABLE, UNREACHABLE, UNREACHABLE];
        let row = BudgetRow { amounts: vec![0, 200, 400], minutes, percentiles: 1 };
        let jobs = [1.0, 10.0, 100.0];
        let within = |minutes, amount| row.cumulative(&jobs, 0, minutes, amount);
        assert_eq!(
            [within(30, 0), within(30, 200), within(40, 399), within(30, 400)].map(f64::to_bits),
            [1.0, 1.0, 11.0, 11.0].map(f64::to_bits)
        );
        assert_eq!(within(19, 400).to_bits(), 0.0_f64.to_bits());
        let points: Vec<_> = row.frontier(0).map(|point| (point.amount, point.minutes[0])).collect();
        assert_eq!(points, [(0, 30), (200, 20)]);
        assert_eq!((row.frontier(2).count(), row.destinations(), row.at_limit(1)), (0, 3, &[25][..]));
    }
}
