//! `trips.txt`: runs of vehicles along their calls.

use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::table::Table;
use crate::error::NetworkError;
use crate::ids::{RouteId, ServiceId};

const FILE: &str = "trips.txt";

/// The trips of one feed.
#[derive(Default)]
pub(super) struct TripRows {
    /// `trip_id`, in file order.
    pub ids: Names,
    /// The trip's route.
    pub route: Vec<RouteId>,
    /// The trip's calendar, or [`ServiceId::NONE`] where neither calendar file lists it.
    pub service: Vec<ServiceId>,
    /// Number of the trip's `block_id`, or `u32::MAX`.
    pub block: Vec<u32>,
}

/// Reads the trips.
pub(super) fn read(
    source: &Source,
    routes: &Names,
    services: &Names,
    ledger: &mut Ledger,
) -> Result<TripRows, NetworkError> {
    source.need(FILE, |table| read_rows(table, routes, services, ledger))
}

fn read_rows(
    table: &mut Table<'_>,
    routes: &Names,
    services: &Names,
    ledger: &mut Ledger,
) -> Result<TripRows, NetworkError> {
    let (id, route) = (table.need("trip_id")?, table.need("route_id")?);
    let (service, block) = (table.need("service_id")?, table.field("block_id"));
    let mut blocks = Names::default();
    let mut rows = TripRows::default();
    while table.next()? {
        let Some(its_route) = routes.find(table.bytes(route)) else {
            return Err(table.unknown(route, "routes.txt"));
        };
        if rows.ids.add(table.bytes(id)).is_none() {
            ledger.note(FILE, "trip listed before: first row kept", || table.text(id).into_owned());
            continue;
        }
        let its_service = services.find(table.bytes(service));
        if its_service.is_none() {
            ledger.note(FILE, "trip whose service no calendar lists: never runs", || table.text(id).into_owned());
        }
        let its_block = table.bytes(block);
        rows.block.push(if its_block.is_empty() { u32::MAX } else { blocks.find_or_add(its_block) });
        rows.route.push(RouteId(its_route));
        rows.service.push(its_service.map_or(ServiceId::NONE, ServiceId));
    }
    Ok(rows)
}
