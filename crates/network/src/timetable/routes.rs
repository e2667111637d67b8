//! `routes.txt`: the lines that passengers know.

use super::columns::{Routes, Strings};
use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::table::Table;
use crate::error::NetworkError;

const FILE: &str = "routes.txt";

/// The routes of one feed.
#[derive(Default)]
pub(super) struct RouteRows {
    /// `route_id`, in file order.
    pub ids: Names,
    short_name: Vec<String>,
    long_name: Vec<String>,
    agency: Vec<u32>,
    kind: Vec<u16>,
}

/// Reads the routes.
pub(super) fn read(source: &Source, agencies: &Names, ledger: &mut Ledger) -> Result<RouteRows, NetworkError> {
    source.need(FILE, |table| read_rows(table, agencies, ledger))
}

fn read_rows(table: &mut Table<'_>, agencies: &Names, ledger: &mut Ledger) -> Result<RouteRows, NetworkError> {
    let (id, agency, kind) = (table.need("route_id")?, table.field("agency_id"), table.field("route_type"));
    let (short, long) = (table.field("route_short_name"), table.field("route_long_name"));
    let mut rows = RouteRows::default();
    while table.next()? {
        if rows.ids.add(table.bytes(id)).is_none() {
            ledger.note(FILE, "route listed before: first row kept", || table.text(id).into_owned());
            continue;
        }
        rows.short_name.push(table.text(short).into_owned());
        rows.long_name.push(table.text(long).into_owned());
        rows.kind.push(table.whole(kind)?.unwrap_or(u32::from(u16::MAX)).min(u32::from(u16::MAX)) as u16);
        let found = agencies.find(table.bytes(agency));
        let only = table.bytes(agency).is_empty() && agencies.len() == 1;
        if found.is_none() && !only {
            ledger.note(FILE, "route of an agency that agency.txt does not list", || table.text(id).into_owned());
        }
        rows.agency.push(found.or(only.then_some(0)).unwrap_or(u32::MAX));
    }
    Ok(rows)
}

impl RouteRows {
    /// The routes as columns of feed 0.
    pub(super) fn columns(self) -> Routes {
        Routes {
            id: self.ids.strings(),
            short_name: Strings::from_iter(&self.short_name),
            long_name: Strings::from_iter(&self.long_name),
            feed: vec![0; self.kind.len()].into(),
            agency: self.agency.into(),
            kind: self.kind.into(),
        }
    }
}
