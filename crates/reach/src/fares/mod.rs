//! What journeys cost: tariffs of tickets, as an automaton that a search can carry along and a price function for a given journey.

mod compare;
mod money;
mod price;
mod states;
mod tariff;

pub use money::Currency;
pub use price::{Fare, LegFare, PricedRide};
pub use tariff::{NO_FARE, NO_ZONE, Tariff, Ticket, TicketRule, UNLIMITED, ZonePair};

pub(crate) use compare::Comparisons;
pub(crate) use states::{Clock, NOTHING, States, Step};
