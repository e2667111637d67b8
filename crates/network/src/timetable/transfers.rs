//! `transfers.txt`: rules for changing vehicles.

use super::columns::TransferRule;
use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::table::{Field, Table};
use super::trips::TripRows;
use crate::error::NetworkError;
use crate::ids::{RouteId, StopId, TripId};

const FILE: &str = "transfers.txt";
/// `transfer_type` from which on there is no meaning.
const KINDS: u32 = 6;
/// `transfer_type` of "stay seated" and "must alight", which join trips and need no stops.
const BETWEEN_TRIPS: u32 = 4;

/// What the ids in the file refer to.
pub(super) struct Known<'a> {
    pub stops: &'a Names,
    pub routes: &'a Names,
    pub trips: &'a TripRows,
    /// The timetable's trip for each row of `trips.txt`.
    pub kept: &'a [TripId],
}

/// Reads the rules; a feed may have none.
pub(super) fn read(source: &Source, known: &Known<'_>, ledger: &mut Ledger) -> Result<Vec<TransferRule>, NetworkError> {
    Ok(source.read(FILE, |table| read_rows(table, known, ledger))?.unwrap_or_default())
}

fn read_rows(table: &mut Table<'_>, known: &Known<'_>, ledger: &mut Ledger) -> Result<Vec<TransferRule>, NetworkError> {
    let ends = [table.field("from_stop_id"), table.field("to_stop_id")];
    let routes = [table.field("from_route_id"), table.field("to_route_id")];
    let trips = [table.field("from_trip_id"), table.field("to_trip_id")];
    let (kind, seconds) = (table.field("transfer_type"), table.field("min_transfer_time"));
    let mut rows = Vec::new();
    while table.next()? {
        let its_kind = table.whole(kind)?.unwrap_or(0);
        let from_stop = find(table, ends[0], known.stops, "stops.txt")?;
        let to_stop = find(table, ends[1], known.stops, "stops.txt")?;
        let from_route = find(table, routes[0], known.routes, "routes.txt")?;
        let to_route = find(table, routes[1], known.routes, "routes.txt")?;
        let from_trip = find(table, trips[0], &known.trips.ids, "trips.txt")?;
        let to_trip = find(table, trips[1], &known.trips.ids, "trips.txt")?;
        let example = || format!("row {}", table.row());
        let trips_left_out = [from_trip, to_trip].into_iter().flatten().any(|t| !known.kept[t as usize].is_some());
        let both = |a: Option<u32>, b: Option<u32>| a.is_some() && b.is_some();
        if its_kind >= KINDS {
            ledger.note(FILE, "transfer_type above 5: ignored", example);
        } else if trips_left_out {
            ledger.note(FILE, "rule for a trip that was left out: ignored", example);
        } else if its_kind >= BETWEEN_TRIPS && !both(from_trip, to_trip) {
            ledger.note(FILE, "in-seat transfer without both trips: ignored", example);
        } else if its_kind < BETWEEN_TRIPS && !both(from_stop, to_stop) {
            ledger.note(FILE, "transfer without both stops: ignored", example);
        } else {
            let trip = |row: Option<u32>| row.map_or(TripId::NONE, |row| known.kept[row as usize]);
            rows.push(TransferRule {
                from_stop: from_stop.map_or(StopId::NONE, StopId),
                to_stop: to_stop.map_or(StopId::NONE, StopId),
                from_route: from_route.map_or(RouteId::NONE, RouteId),
                to_route: to_route.map_or(RouteId::NONE, RouteId),
                from_trip: trip(from_trip),
                to_trip: trip(to_trip),
                kind: its_kind,
                seconds: table.whole(seconds)?.unwrap_or(0),
            });
        }
    }
    Ok(rows)
}

/// The row that an id names; `None` where it is blank.
fn find(table: &Table<'_>, field: Field, names: &Names, owner: &str) -> Result<Option<u32>, NetworkError> {
    let id = table.bytes(field);
    if id.is_empty() {
        return Ok(None);
    }
    names.find(id).map(Some).ok_or_else(|| table.unknown(field, owner))
}
