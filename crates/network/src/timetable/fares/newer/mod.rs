//! The second generation of GTFS fares, as far as tickets can express it.
//!
//! A leg rule's product is a ticket for one ride. A transfer rule within one leg group makes it a ticket for several, where the group's rides
//! are priced alike everywhere. What else the files say is counted in the ledger, with the reason.

mod legs;
mod matching;
mod places;
mod products;
#[cfg(test)]
mod tests;
mod tickets;
mod transfers;

use super::super::names::Names;
use super::super::report::Ledger;
use super::super::source::Source;
use super::super::stops::StopRows;
use super::Fares;
use crate::error::NetworkError;

/// Reads the fares; `None` where the feed has none of this generation that can be used.
pub(super) fn read(
    source: &Source,
    stops: &StopRows,
    routes: &Names,
    ledger: &mut Ledger,
) -> Result<Option<Fares>, NetworkError> {
    let products = products::read(source, ledger)?;
    let legs = legs::read(source, &products, ledger)?;
    let transfers = transfers::read(source, &legs, &products, ledger)?;
    note_joins(source, ledger)?;
    if legs.rows.is_empty() {
        return Ok(None);
    }
    let zones = places::zones(source, stops, &legs, ledger)?;
    let networks = places::networks(source, routes, &legs, ledger)?;
    let read = tickets::Read { products: &products, legs: &legs, zones, networks: &networks, transfers: &transfers };
    let fares = tickets::build(read, ledger);
    Ok(Some(fares).filter(|fares| !fares.attributes.is_empty()))
}

/// Counts rules that join rides into one.
fn note_joins(source: &Source, ledger: &mut Ledger) -> Result<(), NetworkError> {
    let file = "fare_leg_join_rules.txt";
    source.read(file, |table| {
        while table.next()? {
            ledger.note(file, "rule that joins rides into one leg: not used", || format!("row {}", table.row()));
        }
        Ok(())
    })?;
    Ok(())
}
