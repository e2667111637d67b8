//! What a given journey costs.

use lynchpin_network::ids::{RouteId, StopId};

use super::states::{Clock, NOTHING, States};
use super::tariff::Tariff;
use lynchpin_network::money::Currency;

/// A ride to be priced. Riding on in a vehicle that goes on as another trip is the same ride.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedRide {
    /// The route boarded.
    pub route: RouteId,
    /// The stops called at, from where one boards to where one gets off, both included.
    pub stops: Vec<StopId>,
    /// Departure from the first of them, seconds since noon minus 12 h of the service day.
    pub departure_seconds: u32,
    /// Arrival at the last of them.
    pub arrival_seconds: u32,
}

/// What a journey costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fare {
    /// The currency of all amounts.
    pub currency: Currency,
    /// The whole journey, minor units (pence).
    pub total: u32,
    /// Ride by ride; these add up to the total.
    pub rides: Vec<LegFare>,
}

/// What one ride adds to the fare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegFare {
    /// What is paid, minor units; less than the ticket's price where the day cap is reached.
    pub price: u32,
    /// The ticket used.
    pub ticket: String,
    /// Was the ticket bought here, or does an earlier one go on?
    pub bought: bool,
}

/// A way to have paid so far.
#[derive(Clone, Copy)]
struct Way {
    paid: u32,
    state: u16,
    /// The last second at which the ticket may be used to board.
    until: u64,
    /// The way before it, by place in the ride before.
    before: usize,
    price: u32,
    ticket: u16,
    bought: bool,
}

impl Tariff {
    /// The least that a journey of these rides costs, with what each ride adds. Among ways that cost the same, one is chosen, always the same one.
    ///
    /// `None` where some ride cannot be paid for: a route without a fare, or zones that no ticket joins.
    pub fn price(&self, rides: &[PricedRide]) -> Option<Fare> {
        let mut states = States::new();
        let start = Way { paid: 0, state: NOTHING, until: 0, before: 0, price: 0, ticket: 0, bought: false };
        let mut ways = vec![vec![start]];
        for ride in rides {
            let next = self.ways_to_ride(&mut states, &ways[ways.len() - 1], ride);
            ways.push(next);
        }
        let last = ways.last()?;
        let ends = last.iter().enumerate().filter(|(_, way)| states.may_end(way.state));
        let (mut at, end) = ends.min_by_key(|(_, way)| way.paid)?;
        let total = end.paid;
        let mut legs = Vec::with_capacity(rides.len());
        for ways in ways[1..].iter().rev() {
            let way = ways[at];
            let ticket = self.tickets[usize::from(way.ticket)].name.clone();
            legs.push(LegFare { price: way.price, ticket, bought: way.bought });
            at = way.before;
        }
        legs.reverse();
        Some(Fare { currency: self.currency.clone(), total, rides: legs })
    }

    fn ways_to_ride(&self, states: &mut States, ways: &[Way], ride: &PricedRide) -> Vec<Way> {
        let zones: Vec<u16> = ride.stops.iter().map(|stop| self.zone_of(stop.index())).collect();
        let (Some(&from), Some(&to)) = (zones.first(), zones.last()) else { return Vec::new() };
        let class = self.class_of(ride.route.index());
        let mut next: Vec<Way> = Vec::new();
        for (before, way) in ways.iter().enumerate() {
            let in_time = u64::from(ride.departure_seconds) <= way.until;
            for step in states.board(self, way.state, class, from, in_time).to_vec() {
                let until = match step.clock {
                    Clock::Nothing => 0,
                    Clock::Never => u64::MAX,
                    Clock::Keep => way.until,
                    Clock::Start(seconds) => u64::from(ride.departure_seconds) + u64::from(seconds),
                };
                let Some(state) = states.alight(self, step.state, to, zones.iter().copied()) else { continue };
                let until = if state == NOTHING { 0 } else { until };
                let paid = self.pay(way.paid, step.price);
                let price = paid - way.paid;
                let same = next.iter_mut().find(|known| known.state == state && known.until == until);
                let new = Way { paid, state, until, before, price, ticket: step.ticket, bought: step.bought };
                match same {
                    Some(known) if known.paid <= paid => {}
                    Some(known) => *known = new,
                    None => next.push(new),
                }
            }
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NO_ZONE, Ticket, TicketRule, UNLIMITED, ZonePair};
    use super::*;

    fn rule(ticket: Ticket, first: [bool; 3], next: [bool; 3]) -> TicketRule {
        TicketRule { ticket, first: first.to_vec(), next: next.to_vec() }
    }

    fn tariff(cap: Option<u32>, rules: Vec<TicketRule>) -> Tariff {
        Tariff::new(Currency::new("GBP").unwrap(), cap, rules, vec![1, 1, 2, 3, NO_ZONE])
    }

    fn ride(route: u32, stops: &[u32], departure_seconds: u32) -> PricedRide {
        let stops = stops.iter().map(|&stop| StopId(stop)).collect();
        PricedRide { route: RouteId(route), stops, departure_seconds, arrival_seconds: departure_seconds + 600 }
    }

    fn prices(tariff: &Tariff, rides: &[PricedRide]) -> Option<(u32, Vec<u32>)> {
        tariff.price(rides).map(|fare| (fare.total, fare.rides.iter().map(|leg| leg.price).collect()))
    }

    const ALL: [bool; 3] = [true; 3];
    const NONE: [bool; 3] = [false; 3];

    #[test]
    fn flat_fares_add_up_to_the_cap() {
        let dear = [false, true, false];
        let rules = vec![
            rule(Ticket::single("a", 200), [true, false, false], NONE),
            rule(Ticket::single("b", 250), dear, NONE),
        ];
        let tariff = tariff(Some(600), rules);
        let rides = [ride(0, &[0, 1], 0), ride(1, &[1, 2], 900), ride(0, &[2, 3], 1_800)];
        assert_eq!(prices(&tariff, &rides[..2]), Some((450, vec![200, 250])));
        assert_eq!(prices(&tariff, &rides), Some((600, vec![200, 250, 150])));
        assert_eq!(prices(&tariff, &[ride(2, &[0, 1], 0)]), None);
        assert_eq!(prices(&tariff, &[]), Some((0, vec![])));
        assert_eq!(tariff.routes_without_fare().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_ticket_covers_boardings_up_to_its_last_second_and_number() {
        let hopper = Ticket { transfers: 2, transfer_price: 50, seconds: Some(3_600), ..Ticket::single("hop", 200) };
        let tariff = tariff(None, vec![rule(hopper, ALL, ALL)]);
        let by = |departs: [u32; 4]| {
            let rides: Vec<_> = departs.iter().map(|&at| ride(0, &[0, 1], at)).collect();
            prices(&tariff, &rides).unwrap().1
        };
        assert_eq!(by([0, 600, 3_600, 3_700]), [200, 50, 50, 200]);
        assert_eq!(by([0, 600, 3_601, 3_700]), [200, 50, 200, 50]);
        // Buying anew while the first ticket is valid pays where it reaches further.
        assert_eq!(by([0, 3_500, 3_700, 7_000]).iter().sum::<u32>(), 500);
    }

    #[test]
    fn zones_count_from_where_the_ticket_starts_to_where_it_ends() {
        let pair = |from, to| ZonePair { from: Some(from), to: Some(to) };
        let short =
            Ticket { transfers: UNLIMITED, pairs: vec![pair(1, 1), pair(2, 2)], ..Ticket::single("short", 100) };
        let long = Ticket { transfers: UNLIMITED, pairs: vec![pair(1, 3)], ..Ticket::single("long", 300) };
        let through = Ticket { passes: vec![1, 2], ..Ticket::single("through", 180) };
        let tariff = tariff(None, vec![rule(short, ALL, ALL), rule(long, ALL, ALL), rule(through, ALL, NONE)]);
        assert_eq!(prices(&tariff, &[ride(0, &[0, 1], 0)]), Some((100, vec![100])));
        assert_eq!(prices(&tariff, &[ride(0, &[0, 1, 2], 0)]), Some((180, vec![180])));
        assert_eq!(prices(&tariff, &[ride(0, &[0, 1, 2], 0), ride(1, &[2, 3], 900)]), Some((300, vec![300, 0])));
        assert_eq!(prices(&tariff, &[ride(0, &[2, 3], 0)]), None);
    }
}
