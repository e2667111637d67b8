//! Which states are at least as good as which others, and what the search wants to know of a state.

use super::states::{Held, NO_TICKET, NOTHING, States, after_passing};
use super::tariff::Tariff;

impl States {
    /// The state of who rides on in a vehicle that goes on as another trip.
    pub(crate) fn ride_on(&mut self, tariff: &Tariff, state: u16, passed: impl Iterator<Item = u16>) -> u16 {
        if state == NOTHING {
            return NOTHING;
        }
        let held = &self.held[usize::from(state)];
        let ticket = &tariff.tickets[usize::from(held.ticket)];
        if ticket.passes.is_empty() {
            return state;
        }
        self.intern(Held { passed: after_passing(ticket, &held.passed, passed), ..held.clone() })
    }

    /// The state once the ticket's time is over; `None` where the ticket did not allow to end here.
    pub(crate) fn expired(&self, state: u16) -> Option<u16> {
        self.may_end(state).then_some(NOTHING)
    }

    /// Does a clock run?
    pub(crate) fn is_timed(&self, state: u16) -> bool {
        self.held[usize::from(state)].timed
    }

    /// What a further boarding with the ticket held costs, if it covers any.
    pub(crate) fn transfer_price(&self, tariff: &Tariff, state: u16) -> Option<u32> {
        let held = &self.held[usize::from(state)];
        (held.ticket != NO_TICKET && held.left > 0).then(|| tariff.tickets[usize::from(held.ticket)].transfer_price)
    }

    /// What so many further boardings cost at most, whatever lines they are on; `None` where that depends.
    pub(crate) fn most_to_come(&self, tariff: &Tariff, state: u16, rides: u32) -> Option<u64> {
        let held = &self.held[usize::from(state)];
        let anew = tariff.most_for(rides);
        if held.ticket == NO_TICKET
            || held.timed
            || u32::from(held.left) < rides
            || !tariff.goes_on_everywhere(held.ticket)
        {
            return anew;
        }
        let on = u64::from(tariff.tickets[usize::from(held.ticket)].transfer_price) * u64::from(rides);
        Some(anew.map_or(on, |anew| anew.min(on)))
    }
}

/// Comparisons of states from this number on are not kept.
const MOST_KEPT: usize = 2_048;

/// The pairs of states compared so far.
#[derive(Debug, Default)]
pub(crate) struct Comparisons {
    /// By pair of states, 0 unknown, 1 no, 2 yes; square of side `known`.
    dominance: Vec<u8>,
    known: usize,
}

impl Comparisons {
    /// Is `state`, on the ground or aboard, at least as good as `other` while no ticket runs out sooner?
    pub(crate) fn hold(&mut self, tariff: &Tariff, states: &States, state: u16, other: u16) -> bool {
        if state == other {
            return true;
        }
        let highest = usize::from(state.max(other));
        if highest >= MOST_KEPT {
            return compare(tariff, states, state, other);
        }
        if highest >= self.known {
            self.known = states.held.len().next_power_of_two().min(MOST_KEPT);
            self.dominance = vec![0; self.known * self.known];
        }
        let at = usize::from(state) * self.known + usize::from(other);
        if self.dominance[at] == 0 {
            self.dominance[at] = 1 + u8::from(compare(tariff, states, state, other));
        }
        self.dominance[at] == 2
    }
}

fn compare(tariff: &Tariff, states: &States, state: u16, other: u16) -> bool {
    let (a, b) = (&states.held[usize::from(state)], &states.held[usize::from(other)]);
    if b.fits && !a.fits {
        return false;
    }
    if b.ticket == NO_TICKET || a.ticket == NO_TICKET {
        return b.ticket == NO_TICKET;
    }
    let alike = a.ticket == b.ticket && a.from == b.from && a.passed == b.passed;
    (alike || (a.ticket != b.ticket && tariff.covers(a.ticket, b.ticket))) && a.left >= b.left
}
