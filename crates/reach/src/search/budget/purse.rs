//! What is limited, as the search sees it.

/// What has been spent and what is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purse {
    pub(crate) cost: u16,
    pub(crate) state: u16,
    /// Until when what is held is valid, as a label; 0 where nothing is held, `u16::MAX` where it does not run out.
    pub(crate) until: u16,
}

/// A way to board.
#[derive(Clone, Copy, Debug)]
pub struct Boarded {
    pub(crate) purse: Purse,
    /// Is a later vehicle of the same line worth boarding too, since what is held then is valid for longer?
    pub(crate) later: bool,
}

/// Where a vehicle is boarded.
#[derive(Clone, Copy, Debug)]
pub struct BoardAt {
    pub(crate) line: u32,
    pub(crate) stop: u32,
    /// The last moment to board, as a label.
    pub(crate) moment: u16,
    /// Further boardings that the request allows.
    pub(crate) rides_left: u8,
}

/// A second criterion. Costs only grow; a purse that is dominated does no better whatever comes.
pub trait Budget: Sync {
    /// What each thread remembers.
    type Memory: Send;

    /// Nothing remembered.
    fn memory(&self) -> Self::Memory;

    /// After the walk to the first stop.
    fn start(&self, walk: u16) -> Option<Purse>;

    /// After a walk between vehicles that ends at `moment` (0 seconds where one stays at the stop); `None` where that cannot be afforded or nothing can come of it.
    fn walk(&self, memory: &mut Self::Memory, purse: Purse, walk: u16, moment: u16, rides_left: u8) -> Option<Purse>;

    /// Adds the ways to board that can be afforded.
    fn board(&self, memory: &mut Self::Memory, purse: Purse, at: BoardAt, out: &mut Vec<Boarded>);

    /// Does getting off change the purse? If not, [`Budget::alight`] is never asked.
    fn is_settled_on_alighting(&self) -> bool {
        false
    }

    /// After getting off at the last of `stops`, the stops called at since boarding; `None` where one may not get off there.
    fn alight(&self, _memory: &mut Self::Memory, purse: Purse, _stops: &[u32], _rides_left: u8) -> Option<Purse> {
        Some(purse)
    }

    /// After `stops`, in a vehicle that goes on as another trip.
    fn ride_on(&self, _memory: &mut Self::Memory, purse: Purse, _stops: &[u32]) -> Purse {
        purse
    }

    /// Is one state at least as good as another?
    fn dominates(&self, memory: &mut Self::Memory, state: u16, other: u16) -> bool;

    /// May the journey end in this state?
    fn may_end(&self, memory: &Self::Memory, state: u16) -> bool;

    /// Does the last walk cost anything?
    fn counts_last_walk(&self) -> bool {
        false
    }

    /// May a journey that has spent `cost` end with this walk?
    fn affords_last_walk(&self, _cost: u16, _walk: u16) -> bool {
        true
    }

    /// Are travel times wanted for every cost, or only for the limit?
    fn wants_frontier(&self) -> bool {
        false
    }

    /// A cost in the budget's unit: minor units of money, or seconds.
    fn amount(&self, cost: u16) -> u32;
}
