//! Random tariffs, and a traveller who tries every way to go and to pay.

use std::collections::BTreeSet;

use lynchpin_reach::fares::{Currency, NO_ZONE, Tariff, Ticket, TicketRule, UNLIMITED, ZonePair};

use super::Question;
use super::network::{Chance, Network, Trip};

/// Routes are dealt to trips by number, so that trips of one line are of several.
pub const ROUTES: usize = 3;

/// A tariff as plain data.
#[derive(Clone, Debug)]
pub struct Prices {
    pub rules: Vec<TicketRule>,
    pub cap: Option<u32>,
    pub zones: Vec<u16>,
}

impl Prices {
    pub fn random(chance: &mut Chance, stops: usize) -> Self {
        let zonal = chance.once_in(3);
        let zones = (0..stops).map(|_| if chance.once_in(6) { NO_ZONE } else { chance.below(3) as u16 }).collect();
        let kinds = 1 + chance.below(3);
        let rules = (0..kinds).map(|kind| Self::rule(chance, kind, zonal)).collect();
        Self { rules, cap: chance.once_in(4).then(|| 50 * (2 + chance.below(8)) as u32), zones }
    }

    fn rule(chance: &mut Chance, kind: u64, zonal: bool) -> TicketRule {
        let mut routes = |often: u64| -> Vec<bool> { (0..ROUTES).map(|_| !chance.once_in(often)).collect() };
        let (first, next) = (routes(if kind == 0 { 20 } else { 2 }), routes(3));
        let mut ticket = Ticket::single(&format!("t{kind}"), 50 * (1 + chance.below(4)) as u32);
        if chance.once_in(2) {
            ticket.transfers = [1, 2, UNLIMITED][chance.below(3) as usize];
            ticket.transfer_price = [0, 0, 50][chance.below(3) as usize];
            ticket.seconds = (!chance.once_in(4)).then(|| 600 + chance.below(3_000) as u32);
        }
        let mut zone = || (!chance.once_in(3)).then(|| chance.below(3) as u16);
        if zonal {
            ticket.pairs = (0..3).map(|_| ZonePair { from: zone(), to: zone() }).collect();
        }
        if zonal && chance.once_in(3) {
            ticket.pairs.clear();
            ticket.passes = (chance.below(2) as u16..=chance.below(3) as u16).collect();
        }
        TicketRule { ticket, first, next }
    }

    pub fn tariff(&self) -> Tariff {
        Tariff::new(Currency::new("GBP").unwrap(), self.cap, self.rules.clone(), self.zones.clone())
    }
}

/// The ticket in the traveller's hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hand {
    ticket: usize,
    rides: u16,
    bought_at: i32,
    from: u16,
    passed: Vec<u16>,
    /// May its run end where the traveller last got off?
    closes: bool,
}

/// Everything about a traveller that matters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Traveller {
    now: i32,
    off: bool,
    stop: u32,
    rides: u32,
    paid: u32,
    walked: u32,
    hand: Option<Hand>,
}

/// A ride of somebody: off at a stop, having called at others.
struct Ride {
    at: i32,
    stop: u32,
    calls: Vec<u32>,
}

fn rides(network: &Network, trip: usize, from: usize) -> Vec<Ride> {
    let (mut found, mut calls) = (Vec::new(), Vec::new());
    let (mut trip, mut from, mut aboard) = (trip, from, false);
    loop {
        let Trip { calls: of_trip, next } = &network.trips[trip];
        for call in &of_trip[from..] {
            calls.push(call.stop);
            if aboard && call.alight {
                found.push(Ride { at: call.arrival, stop: call.stop, calls: calls.clone() });
            }
            aboard = true;
        }
        let Some(seated) = *next else { return found };
        (trip, from) = (seated, 0);
    }
}

/// Money and seconds on foot, and the moment of arrival.
pub type Arrival = (u32, u32, i32);

/// All that a tariff or nothing lets a traveller do.
pub struct World<'a> {
    pub network: &'a Network,
    pub question: &'a Question,
    pub prices: Option<&'a Prices>,
}

impl World<'_> {
    /// By destination, everything that can be paid and walked and when one then arrives.
    pub fn arrivals(&self, origin: u32, depart: i32) -> Vec<BTreeSet<Arrival>> {
        let mut ends = vec![BTreeSet::new(); self.network.destinations];
        for (destination, ends) in ends.iter_mut().enumerate() {
            let walk = self.network.direct(origin as usize, destination);
            if walk != u16::MAX {
                ends.insert((0, u32::from(walk), depart + i32::from(walk)));
            }
        }
        let mut known = BTreeSet::new();
        let mut todo: Vec<Traveller> = Vec::new();
        for &(_, stop, walk) in self.network.access.iter().filter(|a| a.0 == origin) {
            let walked = if self.prices.is_none() { u32::from(walk) } else { 0 };
            let now = depart + i32::from(walk);
            todo.push(Traveller { now, off: false, stop, rides: 0, paid: 0, walked, hand: None });
        }
        while let Some(who) = todo.pop() {
            if who.now > depart + 60 * self.question.max_minutes as i32 || !known.insert(who.clone()) {
                continue;
            }
            if !who.off {
                if who.rides < self.question.max_rides {
                    self.ride(&who, &mut todo);
                }
                continue;
            }
            for &(_, to, walk) in self.network.changes.iter().filter(|c| c.0 == who.stop) {
                let on_foot = if self.prices.is_none() && to != who.stop { u32::from(walk) } else { 0 };
                let (now, walked) = (who.now + i32::from(walk), who.walked + on_foot);
                todo.push(Traveller { now, off: false, stop: to, walked, ..who.clone() });
            }
            if who.hand.as_ref().is_none_or(|hand| hand.closes) {
                for &(_, destination, walk) in self.network.egress.iter().filter(|e| e.0 == who.stop) {
                    let walked = who.walked + u32::from(walk);
                    ends[destination as usize].insert((who.paid, walked, who.now + i32::from(walk)));
                }
            }
        }
        ends
    }

    fn ride(&self, who: &Traveller, todo: &mut Vec<Traveller>) {
        for (number, trip) in self.network.trips.iter().enumerate() {
            for (i, call) in trip.calls.iter().enumerate() {
                if call.stop != who.stop || !call.board || call.board_by < who.now + self.question.slack {
                    continue;
                }
                let by = call.board_by - self.question.slack;
                for (paid, hand) in self.pay(who, number % ROUTES, by) {
                    for ride in rides(self.network, number, i) {
                        let mut hand = hand.clone();
                        if let (Some(hand), Some(prices)) = (&mut hand, self.prices) {
                            if !prices.rules[hand.ticket].ticket.passes.is_empty() {
                                hand.passed.extend(ride.calls.iter().map(|&stop| prices.zones[stop as usize]));
                                hand.passed.sort_unstable();
                                hand.passed.dedup();
                            }
                            hand.closes = closes(prices, hand, ride.stop);
                        }
                        todo.push(Traveller {
                            now: ride.at,
                            off: true,
                            stop: ride.stop,
                            rides: who.rides + 1,
                            paid,
                            walked: who.walked,
                            hand,
                        });
                    }
                }
            }
        }
    }

    /// Every way to pay for boarding a route at a moment: the sum then, and the ticket in hand.
    fn pay(&self, who: &Traveller, route: usize, now: i32) -> Vec<(u32, Option<Hand>)> {
        let Some(prices) = self.prices else { return vec![(0, None)] };
        let sum = |price: u32| prices.cap.map_or(who.paid + price, |cap| cap.min(who.paid + price));
        let mut ways = Vec::new();
        if let Some(hand) = &who.hand {
            let TicketRule { ticket, next, .. } = &prices.rules[hand.ticket];
            let in_number = ticket.transfers == UNLIMITED || hand.rides <= ticket.transfers;
            let in_time = ticket.seconds.is_none_or(|seconds| now <= hand.bought_at + seconds as i32);
            if in_number && in_time && next[route] {
                ways.push((sum(ticket.transfer_price), Some(Hand { rides: hand.rides + 1, ..hand.clone() })));
            }
        }
        if who.hand.as_ref().is_none_or(|hand| hand.closes) {
            for (number, rule) in prices.rules.iter().enumerate().filter(|(_, rule)| rule.first[route]) {
                let from = prices.zones[who.stop as usize];
                let hand = Hand { ticket: number, rides: 1, bought_at: now, from, passed: Vec::new(), closes: false };
                ways.push((sum(rule.ticket.price), Some(hand)));
            }
        }
        ways
    }
}

/// May the run of a ticket end at a stop?
fn closes(prices: &Prices, hand: &Hand, stop: u32) -> bool {
    let ticket = &prices.rules[hand.ticket].ticket;
    let to = prices.zones[stop as usize];
    let fits =
        |pair: &ZonePair| pair.from.is_none_or(|zone| zone == hand.from) && pair.to.is_none_or(|zone| zone == to);
    (ticket.pairs.is_empty() || ticket.pairs.iter().any(fits))
        && (ticket.passes.is_empty() || ticket.passes == hand.passed)
}
