//! The automaton of a tariff: states are what a traveller holds, steps are boardings and getting off.
//!
//! States are made as they are met and known by number, each thread for itself. The moment until which a ticket is valid is not part of the
//! state but stands beside it. State `a` is at least as good as `b` if whatever `b` may do next, `a` may do for no more.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::tariff::{NO_FARE, Tariff, Ticket, UNLIMITED};

/// Nothing held: the next boarding needs a ticket.
pub(crate) const NOTHING: u16 = 0;

/// What happens to the ticket's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Clock {
    /// Nothing is held that could run out.
    Nothing,
    /// A ticket for any time.
    Never,
    /// It runs on.
    Keep,
    /// It starts now, to run so many seconds.
    Start(u32),
}

/// One way to board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// What it costs, minor units.
    pub(crate) price: u32,
    pub(crate) state: u16,
    pub(crate) clock: Clock,
    /// The ticket used.
    pub(crate) ticket: u16,
    /// Was it bought here?
    pub(crate) bought: bool,
}

/// What a traveller holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Held {
    /// `u16::MAX` for none.
    pub(super) ticket: u16,
    /// Further boardings that it still covers, or [`UNLIMITED`].
    pub(super) left: u16,
    /// Zone of its first boarding, where that matters.
    pub(super) from: u16,
    /// Zones passed so far, ascending, where that matters.
    pub(super) passed: Vec<u16>,
    /// May the journey end here, or another ticket be bought?
    pub(super) fits: bool,
    pub(super) timed: bool,
}

pub(super) const NO_TICKET: u16 = u16::MAX;

impl Held {
    fn nothing() -> Self {
        Self { ticket: NO_TICKET, left: 0, from: 0, passed: Vec::new(), fits: true, timed: false }
    }
}

type Boarding = (u16, u16, u16, bool);

type Quick = BuildHasherDefault<QuickHasher>;

/// A hash of a few small numbers, looked up for every boarding.
#[derive(Clone, Copy, Default)]
struct QuickHasher(u64);

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517C_C1B7_2722_0A95);
    }
}

/// The states met so far, and what leads from one to another.
#[derive(Debug)]
pub(crate) struct States {
    pub(super) held: Vec<Held>,
    number: HashMap<Held, u16>,
    boardings: HashMap<Boarding, (u32, u32), Quick>,
    steps: Vec<Step>,
}

impl States {
    pub(crate) fn new() -> Self {
        let mut states =
            Self { held: Vec::new(), number: HashMap::new(), boardings: HashMap::default(), steps: Vec::new() };
        states.intern(Held::nothing());
        states
    }

    pub(super) fn intern(&mut self, held: Held) -> u16 {
        let next = self.held.len() as u16;
        let number = *self.number.entry(held.clone()).or_insert(next);
        if number == next {
            self.held.push(held);
        }
        number
    }

    /// The ways to board a line of `class` in `zone`; `in_time` tells whether the ticket held is still valid.
    pub(crate) fn board(&mut self, tariff: &Tariff, state: u16, class: u16, zone: u16, in_time: bool) -> &[Step] {
        let key = (state, class, zone, in_time);
        let (from, to) = if let Some(&known) = self.boardings.get(&key) {
            known
        } else {
            let from = self.steps.len() as u32;
            self.find_steps(tariff, key);
            self.drop_needless_steps(from as usize);
            let range = (from, self.steps.len() as u32);
            self.boardings.insert(key, range);
            range
        };
        &self.steps[from as usize..to as usize]
    }

    /// Of steps to the same state without a running clock only the cheapest is of use.
    fn drop_needless_steps(&mut self, from: usize) {
        let found: Vec<Step> = self.steps.drain(from..).collect();
        for (number, step) in found.iter().enumerate() {
            let still = matches!(step.clock, Clock::Nothing | Clock::Never);
            let beats = |&(other, better): &(usize, &Step)| {
                let cheaper = better.price < step.price || (better.price == step.price && other < number);
                cheaper && better.state == step.state && better.clock == step.clock
            };
            if !still || !found.iter().enumerate().any(|pair| beats(&pair)) {
                self.steps.push(*step);
            }
        }
    }

    fn find_steps(&mut self, tariff: &Tariff, (state, class, zone, in_time): Boarding) {
        if class == NO_FARE {
            return;
        }
        let class = &tariff.classes[usize::from(class)];
        let held = self.held[usize::from(state)].clone();
        if held.ticket != NO_TICKET && in_time && held.left > 0 && class.next.contains(&held.ticket) {
            let left = if held.left == UNLIMITED { UNLIMITED } else { held.left - 1 };
            let ticket = held.ticket;
            let clock = if held.timed { Clock::Keep } else { Clock::Never };
            let price = tariff.tickets[usize::from(ticket)].transfer_price;
            self.step(tariff, Held { left, fits: false, ..held.clone() }, price, clock, false);
        }
        if !held.fits {
            return;
        }
        for &number in &class.first {
            let ticket = &tariff.tickets[usize::from(number)];
            if ticket.starts_in(zone) {
                let timed = ticket.seconds.is_some() && ticket.transfers > 0;
                let from = if ticket.pairs.is_empty() { 0 } else { zone };
                let held =
                    Held { ticket: number, left: ticket.transfers, from, passed: Vec::new(), fits: false, timed };
                let clock = ticket.seconds.filter(|_| timed).map_or(Clock::Never, Clock::Start);
                self.step(tariff, held, ticket.price, clock, true);
            }
        }
    }

    /// A ticket that covers nothing more and is valid anywhere need not be remembered.
    fn step(&mut self, tariff: &Tariff, held: Held, price: u32, clock: Clock, bought: bool) {
        let ticket = held.ticket;
        let forgotten = held.left == 0 && !tariff.tickets[usize::from(ticket)].is_zonal();
        let (state, clock) = if forgotten { (NOTHING, Clock::Nothing) } else { (self.intern(held), clock) };
        self.steps.push(Step { price, state, clock, ticket, bought });
    }

    /// The state after getting off in `zone`, having passed `passed` (the zones of all stops of the ride); `None` where the ticket allows
    /// neither to end here nor to go on.
    pub(crate) fn alight(
        &mut self,
        tariff: &Tariff,
        state: u16,
        zone: u16,
        passed: impl Iterator<Item = u16>,
    ) -> Option<u16> {
        if state == NOTHING {
            return Some(NOTHING);
        }
        let held = &self.held[usize::from(state)];
        let ticket = &tariff.tickets[usize::from(held.ticket)];
        let after = Held { passed: after_passing(ticket, &held.passed, passed), ..held.clone() };
        let fits = ticket.ends_in(held.from, zone) && (ticket.passes.is_empty() || ticket.passes == after.passed);
        if after.left == 0 {
            return fits.then_some(NOTHING);
        }
        Some(self.intern(Held { fits, ..after }))
    }

    /// May a journey end in this state?
    pub(crate) fn may_end(&self, state: u16) -> bool {
        self.held[usize::from(state)].fits
    }
}

pub(super) fn after_passing(ticket: &Ticket, before: &[u16], passed: impl Iterator<Item = u16>) -> Vec<u16> {
    if ticket.passes.is_empty() {
        return Vec::new();
    }
    let mut zones = before.to_vec();
    zones.extend(passed);
    zones.sort_unstable();
    zones.dedup();
    zones
}
