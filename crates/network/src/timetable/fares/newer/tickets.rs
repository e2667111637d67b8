//! Rules as tickets, in the form of the first generation of fares.

use std::collections::BTreeMap;

use super::super::super::report::Ledger;
use super::super::{FareAttribute, FareRule, Fares};
use super::legs::Legs;
use super::matching::{Matching, Pairs};
use super::places::Zones;
use super::products::Products;
use super::transfers::{self, Transfer};

/// A product on some networks, for rides of one leg group.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Sold {
    product: u32,
    group: Option<u32>,
    networks: Vec<u32>,
}

/// What has been read.
pub(super) struct Read<'a> {
    pub(super) products: &'a Products,
    pub(super) legs: &'a Legs,
    pub(super) zones: Zones,
    /// See [`super::places::networks`].
    pub(super) networks: &'a [u32],
    pub(super) transfers: &'a [Transfer],
}

/// The tickets; without any where no rule ever holds.
pub(super) fn build(read: Read<'_>, ledger: &mut Ledger) -> Fares {
    let mut has_routes = vec![false; read.legs.networks.len() + 1];
    for &network in read.networks {
        has_routes[network as usize] = true;
    }
    let sold = sold(&read, &has_routes, ledger);
    let taken_on = taken_on(&read, &sold, ledger);
    let mut fares = Fares::default();
    for (ticket, pairs) in &sold {
        let mut further: Vec<_> = taken_on.iter().filter(|(transfer, _)| is_for(transfer, ticket)).collect();
        further.retain(|(transfer, _)| same_currency(&read, transfer, ticket, ledger));
        if further.is_empty() {
            add(&mut fares, &read, ticket, pairs, None);
        }
        for (transfer, networks) in further {
            add(&mut fares, &read, ticket, pairs, Some((transfer, networks)));
        }
    }
    // Without areas in the rules all stops are alike.
    if !read.legs.areas.is_empty() {
        let area = |&area: &u32| read.legs.areas.get(area);
        let name = |areas: &Vec<u32>| areas.iter().map(area).collect::<Vec<_>>().join(" + ");
        fares.zones = read.zones.areas.iter().map(name).collect();
        fares.stop_zone = read.zones.stop_zone;
    }
    fares
}

/// Rules with the same product, leg group and networks are one ticket, for all their pairs of zones.
fn sold(read: &Read<'_>, has_routes: &[bool], ledger: &mut Ledger) -> BTreeMap<Sold, Pairs> {
    let matching = Matching::new(read.legs, &read.zones, has_routes);
    let mut sold: BTreeMap<Sold, Pairs> = BTreeMap::new();
    for leg in &read.legs.rows {
        let places = matching.of(leg);
        if places.is_empty() {
            let what = "rule that holds for no ride (no such routes or stops, or others come before it)";
            ledger.note("fare_leg_rules.txt", what, || format!("row {}", leg.row));
        }
        for (pairs, networks) in places {
            let ticket = Sold { product: leg.product, group: leg.group, networks };
            let known = sold.entry(ticket).or_insert_with(|| Some([].into()));
            match (known, pairs) {
                (Some(known), Some(pairs)) => known.extend(pairs),
                (known, _) => *known = None,
            }
        }
    }
    sold
}

fn is_for(transfer: &Transfer, ticket: &Sold) -> bool {
    ticket.group.is_some() && transfer.group.is_none_or(|group| ticket.group == Some(group))
}

/// The transfer rules that tickets can express, with the networks that take the ticket on. A ticket's zones are those where its first ride
/// starts and its last ends, so it cannot say between which areas each ride has to be.
fn taken_on(read: &Read<'_>, sold: &BTreeMap<Sold, Pairs>, ledger: &mut Ledger) -> Vec<(Transfer, Vec<u32>)> {
    let mut taken_on = Vec::new();
    for transfer in read.transfers {
        let within = || sold.iter().filter(|(ticket, _)| is_for(transfer, ticket));
        if within().any(|(_, pairs)| pairs.is_some()) {
            let what = "transfer within a leg group whose rides are priced by area: not used";
            ledger.note(transfers::FILE, what, || format!("row {}", transfer.row));
            continue;
        }
        let mut networks: Vec<u32> = within().flat_map(|(ticket, _)| ticket.networks.iter().copied()).collect();
        networks.sort_unstable();
        networks.dedup();
        taken_on.push((transfer.clone(), networks));
    }
    taken_on
}

fn same_currency(read: &Read<'_>, transfer: &Transfer, ticket: &Sold, ledger: &mut Ledger) -> bool {
    let currency = |product: u32| read.products.rows[product as usize].as_ref().map(|product| &product.currency);
    let same = transfer.product.is_none_or(|product| currency(product) == currency(ticket.product));
    if !same {
        let what = "transfer in another currency than the first ride: not used";
        ledger.note(transfers::FILE, what, || format!("row {}", transfer.row));
    }
    same
}

fn add(fares: &mut Fares, read: &Read<'_>, ticket: &Sold, pairs: &Pairs, transfer: Option<(&Transfer, &Vec<u32>)>) {
    let Some(product) = &read.products.rows[ticket.product as usize] else { return };
    let further = transfer.and_then(|(transfer, _)| transfer.product);
    let further = further.and_then(|product| read.products.rows[product as usize].as_ref());
    let fare = fares.attributes.len() as u32;
    fares.attributes.push(FareAttribute {
        id: read.products.ids.get(ticket.product),
        feed: 0,
        currency: product.currency.code().to_owned(),
        price: product.price,
        transfer_price: further.map_or(0, |product| product.price),
        payment: 0,
        transfers: transfer.map_or(Some(0), |(transfer, _)| transfer.count),
        transfer_seconds: transfer.and_then(|(transfer, _)| transfer.seconds),
        agency: None,
    });
    let rule = FareRule { fare, ..FareRule::default() };
    for (route, network) in (0..).zip(read.networks) {
        if ticket.networks.contains(network) {
            fares.rules.push(FareRule { route: Some(route), ..rule.clone() });
        } else if transfer.is_some_and(|(_, networks)| networks.contains(network)) {
            fares.rules.push(FareRule { onward: Some(route), ..rule.clone() });
        }
    }
    for &[origin, destination] in pairs.iter().flatten() {
        fares.rules.push(FareRule { origin, destination, ..rule.clone() });
    }
}
