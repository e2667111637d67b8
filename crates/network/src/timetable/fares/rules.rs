//! `fare_rules.txt`: on which routes and between which zones a fare holds.

use super::super::names::Names;
use super::super::report::Ledger;
use super::super::source::Source;
use super::super::table::{Field, Table};
use super::FareRule;
use crate::error::NetworkError;

const FILE: &str = "fare_rules.txt";

/// What the ids in the file refer to.
pub(super) struct Known<'a> {
    pub(super) fares: &'a Names,
    pub(super) routes: &'a Names,
    pub(super) zones: &'a Names,
}

/// Reads the rules; a feed may have none.
pub(super) fn read(source: &Source, known: &Known<'_>, ledger: &mut Ledger) -> Result<Vec<FareRule>, NetworkError> {
    Ok(source.read(FILE, |table| read_rows(table, known, ledger))?.unwrap_or_default())
}

fn read_rows(table: &mut Table<'_>, known: &Known<'_>, ledger: &mut Ledger) -> Result<Vec<FareRule>, NetworkError> {
    let (fare, route) = (table.need("fare_id")?, table.field("route_id"));
    let zones = [table.field("origin_id"), table.field("destination_id"), table.field("contains_id")];
    let mut rows = Vec::new();
    while table.next()? {
        let of = known.fares.find(table.bytes(fare)).ok_or_else(|| table.unknown(fare, "fare_attributes.txt"))?;
        let route = find(table, route, known.routes).map_err(|field| table.unknown(field, "routes.txt"))?;
        let found = zones.map(|zone| find(table, zone, known.zones));
        let [Ok(origin), Ok(destination), Ok(contains)] = found else {
            // No stop is in such a zone, so the rule never holds.
            ledger.note(FILE, "rule for a zone that no stop is in: ignored", || format!("row {}", table.row()));
            continue;
        };
        rows.push(FareRule { fare: of, route, origin, destination, contains, onward: None });
    }
    Ok(rows)
}

/// The row that an id names; `None` where it is blank, an error where nothing has that id.
fn find(table: &Table<'_>, field: Field, names: &Names) -> Result<Option<u32>, Field> {
    match table.bytes(field) {
        b"" => Ok(None),
        id => names.find(id).map(Some).ok_or(field),
    }
}
