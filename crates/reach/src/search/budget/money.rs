//! Money as the budget.

use super::super::plan::NEVER;
use super::purse::{BoardAt, Boarded, Budget, Purse};
use crate::error::ReachError;
use crate::fares::{Clock, Comparisons, NO_FARE, NOTHING, States, Step, Tariff};

/// Nothing more can be afforded, or no more vehicle may be boarded: all that counts is when one arrives.
const DONE: u16 = u16::MAX - 1;
/// Whatever comes can be afforded.
const FREE: u16 = u16::MAX;

/// A tariff and what may be spent under it.
#[derive(Clone, Debug)]
pub struct MoneyBudget {
    tariff: Tariff,
    /// Line → fare class.
    line_class: Vec<u16>,
    /// The most that may be spent, in units; `u16::MAX` for no limit.
    limit: u16,
    /// Minor units of money in a unit of cost.
    unit: u32,
    frontier: bool,
    /// Dearest boarding of any kind and cheapest purchase, units.
    dearest: u32,
    cheapest: u32,
    /// Any line may be boarded anywhere with some ticket that ends anywhere.
    goes_everywhere: bool,
}

impl MoneyBudget {
    /// A budget of at most `limit` minor units; with `frontier` travel times are found for every amount up to it, else only for the limit.
    /// `line_class` gives the fare class of each line of the plan.
    ///
    /// # Errors
    /// Prices that do not fit together in 16 bits.
    pub fn new(
        tariff: Tariff,
        line_class: Vec<u16>,
        max_rides: u32,
        limit: Option<u32>,
        frontier: bool,
    ) -> Result<Self, ReachError> {
        let prices = || tariff.tickets().iter().flat_map(|t| [t.price, t.transfer_price]);
        let unit = prices().chain(tariff.day_cap()).fold(0, greatest_common_divisor).max(1);
        let dearest = prices().max().unwrap_or(0) / unit;
        let sum = u64::from(dearest) * u64::from(max_rides);
        let sum = tariff.day_cap().map_or(sum, |cap| sum.min(u64::from(cap / unit)));
        if sum >= u64::from(DONE) && limit.is_none_or(|limit| limit / unit >= u32::from(DONE)) {
            let currency = tariff.currency();
            let most = u32::from(DONE).saturating_mul(unit);
            return Err(ReachError::Parameter {
                name: "max-fare",
                value: limit.map_or("none".to_owned(), |limit| currency.amount(limit)),
                expected: format!("a limit under {} {currency} with these prices", currency.amount(most)),
                hint: "give a lower --max-fare, or prices in rounder amounts".to_owned(),
            });
        }
        let limit = limit.map_or(NEVER, |limit| (limit / unit).min(u32::from(NEVER)) as u16);
        let cheapest = tariff.tickets().iter().map(|t| t.price).min().unwrap_or(0) / unit;
        let priced = |&class: &u16| class != NO_FARE && !tariff.classes[usize::from(class)].first.is_empty();
        let goes_everywhere = !tariff.is_zonal() && line_class.iter().all(priced);
        Ok(Self { tariff, line_class, limit, unit, frontier, dearest, cheapest, goes_everywhere })
    }

    /// How many vehicles may be boarded such that the limit plays no other part: any more cannot be afforded, and these always can. `None`
    /// where it is not so simple, or a frontier is wanted.
    pub fn plain_rides(&self, max_rides: u32) -> Option<u32> {
        if self.frontier || !self.goes_everywhere {
            return None;
        }
        if self.all_affordable(0, self.tariff.most_for(max_rides)) {
            return Some(max_rides);
        }
        let flat = self.tariff.tickets().iter().all(|t| t.transfers == 0 && t.price / self.unit == self.dearest);
        let rides = u32::from(self.limit) / self.dearest.max(1);
        (flat && rides > 0).then_some(rides.min(max_rides))
    }

    /// Is every way to go on within the limit, where it costs at most `to_come`?
    fn all_affordable(&self, cost: u16, to_come: Option<u64>) -> bool {
        let limit = u64::from(self.limit) * u64::from(self.unit);
        let capped = self.tariff.day_cap().is_some_and(|cap| u64::from(cap) <= limit);
        capped || to_come.is_some_and(|to_come| u64::from(cost) * u64::from(self.unit) + to_come <= limit)
    }

    fn pay(&self, cost: u16, price: u32) -> Option<u16> {
        let sum = self.tariff.pay(u32::from(cost) * self.unit, price) / self.unit;
        (sum <= u32::from(self.limit)).then_some(sum as u16)
    }

    /// Brings a purse to the simplest one that can afford the same from now on.
    fn settle(&self, memory: &mut Memory, purse: Purse, moment: u16, rides_left: u8) -> Option<Purse> {
        if purse.state >= DONE {
            return Some(purse);
        }
        let states = &memory.states;
        let mut purse = purse;
        if states.is_timed(purse.state) && moment > purse.until {
            purse = Purse { state: states.expired(purse.state)?, until: 0, ..purse };
        }
        let may_end = states.may_end(purse.state);
        let done = Purse { cost: if self.frontier { purse.cost } else { NEVER }, state: DONE, until: 0 };
        if rides_left == 0 {
            return may_end.then_some(done);
        }
        if self.limit == NEVER {
            return Some(purse);
        }
        let next = if may_end { self.cheapest * self.unit } else { u32::MAX };
        let next = states.transfer_price(&self.tariff, purse.state).map_or(next, |price| price.min(next));
        if next == u32::MAX || self.pay(purse.cost, next).is_none() {
            return may_end.then_some(done);
        }
        let to_come = || states.most_to_come(&self.tariff, purse.state, u32::from(rides_left));
        if !self.frontier && self.goes_everywhere && self.all_affordable(purse.cost, to_come()) {
            return Some(Purse { cost: 0, state: FREE, until: NEVER });
        }
        Some(purse)
    }

    fn step(&self, memory: &mut Memory, purse: Purse, step: &Step, at: BoardAt) -> Option<Boarded> {
        let cost = self.pay(purse.cost, step.price)?;
        let (until, later) = match step.clock {
            Clock::Nothing => (0, false),
            Clock::Never => (NEVER, false),
            Clock::Keep => (purse.until, false),
            Clock::Start(seconds) => (at.moment.saturating_add(seconds.min(u32::from(NEVER)) as u16), true),
        };
        let purse = Purse { cost, state: step.state, until };
        if self.is_settled_on_alighting() {
            return Some(Boarded { purse, later });
        }
        let purse = memory
            .states
            .alight(&self.tariff, purse.state, 0, std::iter::empty())
            .map(|state| Purse { state, ..purse });
        let purse = self.settle(memory, purse?, 0, at.rides_left)?;
        Some(Boarded { purse, later: later && purse.state < DONE })
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// The states that one thread has met.
#[derive(Debug)]
pub struct Memory {
    states: States,
    comparisons: Comparisons,
}

impl Budget for MoneyBudget {
    type Memory = Memory;

    fn memory(&self) -> Memory {
        Memory { states: States::new(), comparisons: Comparisons::default() }
    }

    fn start(&self, _walk: u16) -> Option<Purse> {
        Some(Purse { cost: 0, state: NOTHING, until: 0 })
    }

    fn walk(&self, memory: &mut Memory, purse: Purse, _walk: u16, moment: u16, rides_left: u8) -> Option<Purse> {
        if purse.state == DONE {
            return None;
        }
        self.settle(memory, purse, moment, rides_left).filter(|purse| purse.state != DONE)
    }

    fn board(&self, memory: &mut Memory, purse: Purse, at: BoardAt, out: &mut Vec<Boarded>) {
        if purse.state == FREE {
            let state = if at.rides_left == 0 { DONE } else { FREE };
            let cost = if state == DONE { NEVER } else { 0 };
            out.push(Boarded {
                purse: Purse { cost, state, until: if state == DONE { 0 } else { NEVER } },
                later: false,
            });
            return;
        }
        let class = self.line_class[at.line as usize];
        let zone = if self.is_settled_on_alighting() { self.tariff.zone_of(at.stop as usize) } else { 0 };
        let in_time = at.moment <= purse.until;
        let mut number = 0;
        while let Some(step) = memory.states.board(&self.tariff, purse.state, class, zone, in_time).get(number).copied()
        {
            out.extend(self.step(memory, purse, &step, at));
            number += 1;
        }
    }

    fn is_settled_on_alighting(&self) -> bool {
        self.tariff.is_zonal()
    }

    fn alight(&self, memory: &mut Memory, purse: Purse, stops: &[u32], rides_left: u8) -> Option<Purse> {
        if purse.state >= DONE {
            return Some(purse);
        }
        let zones = stops.iter().map(|&stop| self.tariff.zone_of(stop as usize));
        let last = self.tariff.zone_of(*stops.last()? as usize);
        let state = memory.states.alight(&self.tariff, purse.state, last, zones)?;
        let until = if state == NOTHING { 0 } else { purse.until };
        self.settle(memory, Purse { state, until, ..purse }, 0, rides_left)
    }

    fn ride_on(&self, memory: &mut Memory, purse: Purse, stops: &[u32]) -> Purse {
        if purse.state >= DONE || !self.is_settled_on_alighting() {
            return purse;
        }
        let zones = stops.iter().map(|&stop| self.tariff.zone_of(stop as usize));
        Purse { state: memory.states.ride_on(&self.tariff, purse.state, zones), ..purse }
    }

    fn dominates(&self, memory: &mut Memory, state: u16, other: u16) -> bool {
        match (state, other) {
            (FREE, _) | (DONE, DONE) => true,
            (DONE, _) | (_, FREE) => false,
            (_, DONE) => memory.states.may_end(state),
            _ => memory.comparisons.hold(&self.tariff, &memory.states, state, other),
        }
    }

    fn may_end(&self, memory: &Memory, state: u16) -> bool {
        state >= DONE || memory.states.may_end(state)
    }

    fn wants_frontier(&self) -> bool {
        self.frontier
    }

    fn amount(&self, cost: u16) -> u32 {
        u32::from(cost) * self.unit
    }
}
