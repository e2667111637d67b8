//! Tariffs: which tickets there are and on which lines and between which zones each may be used.
//!
//! A journey's rides are split, in order, into runs that one ticket each covers; the traveller chooses the split and the tickets that cost
//! least. A ticket is bought at the first boarding of its run. Each later boarding of the run costs its transfer price (usually nothing),
//! must be on a line that takes the ticket on, and must be no later than the ticket is valid: time counts from the departure of the first
//! boarding to the departure of the later one. Between zones a ticket has to allow the zone of its first boarding with the zone where its
//! run ends. The day cap bounds the sum.

use std::collections::HashMap;

use lynchpin_network::money::Currency;

/// The zone of a stop that is in none.
pub const NO_ZONE: u16 = u16::MAX;

/// The class of a route that no ticket allows.
pub const NO_FARE: u16 = u16::MAX;

/// Transfers without limit.
pub const UNLIMITED: u16 = u16::MAX;

/// One kind of ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its name, as the publisher or the fares file calls it.
    pub name: String,
    /// What it costs at the first boarding, minor units.
    pub price: u32,
    /// How many further boardings it covers, or [`UNLIMITED`].
    pub transfers: u16,
    /// What each further boarding costs, minor units.
    pub transfer_price: u32,
    /// How long after the first boarding's departure further boardings may depart, seconds; `None` for any time.
    pub seconds: Option<u32>,
    /// Pairs of zones between which it is valid; empty for anywhere.
    pub pairs: Vec<ZonePair>,
    /// The zones, ascending, that its run has to pass, all of them and no others; empty for any.
    pub passes: Vec<u16>,
}

/// A zone of the first boarding and a zone where the run ends; `None` for any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZonePair {
    /// Zone of the first boarding.
    pub from: Option<u16>,
    /// Zone where the last ride of the run ends.
    pub to: Option<u16>,
}

impl Ticket {
    /// A ticket for one boarding anywhere.
    pub fn single(name: &str, price: u32) -> Self {
        Self {
            name: name.to_owned(),
            price,
            transfers: 0,
            transfer_price: 0,
            seconds: None,
            pairs: Vec::new(),
            passes: Vec::new(),
        }
    }

    /// True where it matters between which zones it is used.
    pub(crate) fn is_zonal(&self) -> bool {
        !self.pairs.is_empty() || !self.passes.is_empty()
    }

    pub(crate) fn starts_in(&self, zone: u16) -> bool {
        self.pairs.is_empty() || self.pairs.iter().any(|pair| pair.from.is_none_or(|from| from == zone))
    }

    pub(crate) fn ends_in(&self, from: u16, to: u16) -> bool {
        let allows = |pair: &ZonePair| pair.from.is_none_or(|z| z == from) && pair.to.is_none_or(|z| z == to);
        self.pairs.is_empty() || self.pairs.iter().any(allows)
    }
}

/// A ticket and the routes that take it.
#[derive(Clone, Debug)]
pub struct TicketRule {
    /// The ticket.
    pub ticket: Ticket,
    /// Route → may it be bought there.
    pub first: Vec<bool>,
    /// Route → does it take the ticket on for a further boarding.
    pub next: Vec<bool>,
}

/// The tickets that a class of routes takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Class {
    pub(crate) first: Vec<u16>,
    pub(crate) next: Vec<u16>,
}

/// What rides cost on one network.
#[derive(Clone, Debug)]
pub struct Tariff {
    pub(crate) currency: Currency,
    pub(crate) day_cap: Option<u32>,
    pub(crate) tickets: Vec<Ticket>,
    pub(crate) classes: Vec<Class>,
    /// Route → class, or [`NO_FARE`].
    route_class: Vec<u16>,
    /// Stop → zone, or [`NO_ZONE`].
    stop_zone: Vec<u16>,
    /// Ticket-major: the row's ticket may be used wherever the column's may, for no more.
    covers: Vec<bool>,
}

impl Tariff {
    /// Puts a tariff together from tickets; `day_cap` is the most that a whole journey costs.
    pub fn new(currency: Currency, day_cap: Option<u32>, rules: Vec<TicketRule>, stop_zone: Vec<u16>) -> Self {
        let routes = rules.first().map_or(0, |rule| rule.first.len());
        let mut known: HashMap<Class, u16> = HashMap::new();
        let (mut classes, mut route_class) = (Vec::new(), Vec::with_capacity(routes));
        let listed = |takes: &dyn Fn(&TicketRule) -> bool| -> Vec<u16> {
            (0..).zip(&rules).filter(|(_, rule)| takes(rule)).map(|(ticket, _)| ticket).collect()
        };
        for route in 0..routes {
            let class = Class { first: listed(&|rule| rule.first[route]), next: listed(&|rule| rule.next[route]) };
            if class == Class::default() {
                route_class.push(NO_FARE);
                continue;
            }
            let next = known.len() as u16;
            let number = *known.entry(class.clone()).or_insert(next);
            if number == next {
                classes.push(class);
            }
            route_class.push(number);
        }
        let tickets: Vec<Ticket> = rules.into_iter().map(|rule| rule.ticket).collect();
        let covers = covers(&tickets, &classes);
        Self { currency, day_cap, tickets, classes, route_class, stop_zone, covers }
    }

    /// The currency of all prices.
    pub fn currency(&self) -> &Currency {
        &self.currency
    }

    /// The tickets.
    pub fn tickets(&self) -> &[Ticket] {
        &self.tickets
    }

    /// The most that a whole journey costs, minor units.
    pub fn day_cap(&self) -> Option<u32> {
        self.day_cap
    }

    /// Routes (by position) that no ticket allows: they cannot be priced.
    pub fn routes_without_fare(&self) -> impl Iterator<Item = usize> + '_ {
        self.route_class.iter().enumerate().filter(|&(_, &class)| class == NO_FARE).map(|(route, _)| route)
    }

    /// The fare class of a route, [`NO_FARE`] where no ticket allows it: routes of one class are priced alike.
    pub fn class_of(&self, route: usize) -> u16 {
        self.route_class.get(route).copied().unwrap_or(NO_FARE)
    }

    /// Gives the copies that the lines have of stops (see [`crate::search::Lines::copy_of`]) the zones of these.
    #[must_use]
    pub fn with_copies(mut self, lines: &crate::search::Lines) -> Self {
        let zones: Vec<u16> =
            (0..lines.stop_count as u32).map(|stop| self.zone_of(lines.original(stop) as usize)).collect();
        self.stop_zone = zones;
        self
    }

    /// The zone of a stop, or [`NO_ZONE`].
    pub fn zone_of(&self, stop: usize) -> u16 {
        self.stop_zone.get(stop).copied().unwrap_or(NO_ZONE)
    }

    /// True where prices depend on where one boards or gets off.
    pub fn is_zonal(&self) -> bool {
        self.tickets.iter().any(Ticket::is_zonal)
    }

    /// True where prices depend on the clock.
    pub fn is_timed(&self) -> bool {
        self.tickets.iter().any(|ticket| ticket.seconds.is_some() && ticket.transfers > 0)
    }

    /// True where a walk that a vehicle always makes superfluous for the time is so for the money too: prices depend neither on where one
    /// boards or gets off nor on when.
    pub fn keeps_dominated_walks_useless(&self) -> bool {
        !self.is_zonal() && !self.is_timed()
    }

    pub(crate) fn covers(&self, ticket: u16, other: u16) -> bool {
        self.covers[usize::from(ticket) * self.tickets.len() + usize::from(other)]
    }

    /// Does every line that takes any ticket take this one on?
    pub(crate) fn goes_on_everywhere(&self, ticket: u16) -> bool {
        self.classes.iter().all(|class| class.next.contains(&ticket))
    }

    /// What so many boardings cost at most, from nothing in hand, by the best ticket that every line sells; `None` where there is none.
    pub(crate) fn most_for(&self, rides: u32) -> Option<u64> {
        let sold = |ticket: u16| self.classes.iter().all(|class| class.first.contains(&ticket));
        let sum = |(number, ticket): (u16, &Ticket)| {
            let price = u64::from(ticket.price);
            let goes_on = ticket.seconds.is_none() && self.goes_on_everywhere(number);
            if goes_on && u32::from(ticket.transfers) + 1 >= rides {
                return price + u64::from(ticket.transfer_price) * u64::from(rides.saturating_sub(1));
            }
            price * u64::from(rides)
        };
        let tickets = (0_u16..).zip(&self.tickets);
        let bound = tickets.filter(|&(number, ticket)| !ticket.is_zonal() && sold(number)).map(sum).min();
        // Otherwise each line sells some ticket, and none is dearer than the dearest.
        let dearest = self.tickets.iter().map(|ticket| u64::from(ticket.price)).max();
        let sells = self.classes.iter().all(|class| !class.first.is_empty());
        bound.or_else(|| dearest.filter(|_| sells).map(|price| price * u64::from(rides)))
    }

    /// The sum after another payment.
    pub(crate) fn pay(&self, paid: u32, price: u32) -> u32 {
        let sum = paid.saturating_add(price);
        self.day_cap.map_or(sum, |cap| sum.min(cap))
    }
}

fn covers(tickets: &[Ticket], classes: &[Class]) -> Vec<bool> {
    let mut covers = Vec::with_capacity(tickets.len() * tickets.len());
    for (t, ticket) in (0_u16..).zip(tickets) {
        for (o, other) in (0_u16..).zip(tickets) {
            let wherever = classes.iter().all(|class| !class.next.contains(&o) || class.next.contains(&t));
            let no_dearer = ticket.transfer_price <= other.transfer_price;
            covers.push(t == o || (wherever && no_dearer && !ticket.is_zonal() && !other.is_zonal()));
        }
    }
    covers
}
