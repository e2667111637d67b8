//! Which areas stops are in and which networks routes belong to, as far as leg rules name them.

use std::collections::HashMap;

use super::super::super::names::Names;
use super::super::super::report::Ledger;
use super::super::super::source::Source;
use super::super::super::stops::StopRows;
use super::super::super::table::Table;
use super::legs::Legs;
use crate::error::NetworkError;

/// Stops that are in the same areas form a zone.
#[derive(Default)]
pub(super) struct Zones {
    /// Areas of each zone, ascending; those of the first are none.
    pub(super) areas: Vec<Vec<u32>>,
    pub(super) stop_zone: Vec<u32>,
}

/// Forms zones from `stop_areas.txt`. The platforms of a station in an area are in it too, unless they are put into areas of their own.
pub(super) fn zones(
    source: &Source,
    stops: &StopRows,
    legs: &Legs,
    ledger: &mut Ledger,
) -> Result<Zones, NetworkError> {
    let read = source.read("stop_areas.txt", |table| stop_areas(table, stops, legs, ledger))?;
    let own = read.unwrap_or_else(|| vec![None; stops.kind.len()]);
    let mut zones = Zones { areas: vec![Vec::new()], stop_zone: Vec::with_capacity(own.len()) };
    let mut number = HashMap::from([(Vec::new(), 0)]);
    for (stop, areas) in own.iter().enumerate() {
        let station = || own.get(stops.parent[stop].index()).and_then(Option::as_ref);
        let mut areas = areas.as_ref().or_else(station).cloned().unwrap_or_default();
        areas.sort_unstable();
        areas.dedup();
        let next = zones.areas.len() as u32;
        let zone = *number.entry(areas.clone()).or_insert(next);
        if zone == next {
            zones.areas.push(areas);
        }
        zones.stop_zone.push(zone);
    }
    Ok(zones)
}

/// The areas of each stop that leg rules name; `None` where the stop is in no row.
fn stop_areas(
    table: &mut Table<'_>,
    stops: &StopRows,
    legs: &Legs,
    ledger: &mut Ledger,
) -> Result<Vec<Option<Vec<u32>>>, NetworkError> {
    let (area, stop) = (table.need("area_id")?, table.need("stop_id")?);
    let mut own: Vec<Option<Vec<u32>>> = vec![None; stops.kind.len()];
    while table.next()? {
        let Some(found) = stops.ids.find(table.bytes(stop)) else {
            let example = || table.text(stop).into_owned();
            ledger.note("stop_areas.txt", "stop that stops.txt does not list: ignored", example);
            continue;
        };
        own[found as usize].get_or_insert_default().extend(legs.areas.find(table.bytes(area)));
    }
    Ok(own)
}

/// The network of each route by position in `legs.networks`; their number where it belongs to none of these.
pub(super) fn networks(
    source: &Source,
    routes: &Names,
    legs: &Legs,
    ledger: &mut Ledger,
) -> Result<Vec<u32>, NetworkError> {
    let mut networks = vec![None; routes.len()];
    let in_routes = source.read("routes.txt", |table| {
        let has = table.field("network_id").exists();
        if has {
            assign(table, "routes.txt", routes, legs, &mut networks, ledger)?;
        }
        Ok(has)
    })?;
    if in_routes != Some(true) {
        let file = "route_networks.txt";
        source.read(file, |table| assign(table, file, routes, legs, &mut networks, ledger))?;
    }
    let none = legs.networks.len() as u32;
    Ok(networks.into_iter().map(|network| network.unwrap_or(none)).collect())
}

fn assign(
    table: &mut Table<'_>,
    file: &'static str,
    routes: &Names,
    legs: &Legs,
    networks: &mut [Option<u32>],
    ledger: &mut Ledger,
) -> Result<(), NetworkError> {
    let (network, route) = (table.need("network_id")?, table.need("route_id")?);
    while table.next()? {
        if table.bytes(network).is_empty() {
            continue;
        }
        let Some(found) = routes.find(table.bytes(route)) else {
            ledger.note(file, "route that routes.txt does not list: ignored", || table.text(route).into_owned());
            continue;
        };
        let place = &mut networks[found as usize];
        if place.is_some() {
            ledger.note(file, "route in a network already: first row kept", || table.text(route).into_owned());
            continue;
        }
        *place = Some(legs.networks.find(table.bytes(network)).unwrap_or(legs.networks.len() as u32));
    }
    Ok(())
}
