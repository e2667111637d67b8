//! All walking of a journey together as the budget: to the first stop, between vehicles, from the last stop, or all the way.

use super::purse::{BoardAt, Boarded, Budget, Purse};

/// The most seconds on foot in the whole journey.
#[derive(Clone, Copy, Debug)]
pub struct WalkingBudget {
    most_seconds: u16,
}

impl WalkingBudget {
    /// A budget of so many seconds. A change between two stops counts with all the time that it takes; one at the same stop is no walk.
    pub fn new(most_seconds: u16) -> Self {
        Self { most_seconds }
    }

    fn spend(self, cost: u16, walk: u16) -> Option<Purse> {
        let cost = cost.checked_add(walk).filter(|&cost| cost <= self.most_seconds)?;
        Some(Purse { cost, state: 0, until: 0 })
    }
}

impl Budget for WalkingBudget {
    type Memory = ();

    fn memory(&self) {}

    fn start(&self, walk: u16) -> Option<Purse> {
        self.spend(0, walk)
    }

    fn walk(&self, (): &mut (), purse: Purse, walk: u16, _moment: u16, _rides_left: u8) -> Option<Purse> {
        self.spend(purse.cost, walk)
    }

    fn board(&self, (): &mut (), purse: Purse, _at: BoardAt, out: &mut Vec<Boarded>) {
        out.push(Boarded { purse, later: false });
    }

    fn dominates(&self, (): &mut (), _state: u16, _other: u16) -> bool {
        true
    }

    fn may_end(&self, (): &(), _state: u16) -> bool {
        true
    }

    fn counts_last_walk(&self) -> bool {
        true
    }

    fn affords_last_walk(&self, cost: u16, walk: u16) -> bool {
        self.spend(cost, walk).is_some()
    }

    fn amount(&self, cost: u16) -> u32 {
        u32::from(cost)
    }
}
