//! `agency.txt`: who runs the routes, and the time zone of the feed's times.

use jiff::tz::TimeZone;

use super::columns::{Agencies, Strings};
use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::table::Table;
use crate::error::NetworkError;

const FILE: &str = "agency.txt";

/// The agencies of one feed.
#[derive(Default)]
pub(super) struct AgencyRows {
    /// `agency_id`, in file order.
    pub ids: Names,
    name: Vec<String>,
    /// `agency_timezone`; empty where no agency gives one.
    pub zone: String,
}

/// Reads the agencies; a feed without them runs in the zone `otherwise`.
pub(super) fn read(source: &Source, otherwise: &str, ledger: &mut Ledger) -> Result<AgencyRows, NetworkError> {
    let rows = source.read(FILE, |table| read_rows(table, ledger))?;
    let mut rows = rows.unwrap_or_default();
    if rows.zone.is_empty() {
        ledger.note(FILE, "no time zone: the one asked for was taken", || otherwise.to_owned());
        otherwise.clone_into(&mut rows.zone);
    }
    Ok(rows)
}

fn read_rows(table: &mut Table<'_>, ledger: &mut Ledger) -> Result<AgencyRows, NetworkError> {
    let (id, name, zone) = (table.field("agency_id"), table.field("agency_name"), table.field("agency_timezone"));
    let mut rows = AgencyRows::default();
    while table.next()? {
        if rows.ids.add(table.bytes(id)).is_none() {
            ledger.note(FILE, "agency listed before: first row kept", || table.text(id).into_owned());
            continue;
        }
        rows.name.push(table.text(name).into_owned());
        let found = table.text(zone);
        if found.is_empty() || found == rows.zone {
            continue;
        }
        if TimeZone::get(&found).is_err() {
            return Err(table.wrong(zone, "an IANA time zone, such as Europe/London", ""));
        }
        if rows.zone.is_empty() {
            rows.zone = found.into_owned();
        } else {
            ledger.note(FILE, "agency in another time zone than the first: the first was taken", || found.into_owned());
        }
    }
    Ok(rows)
}

impl AgencyRows {
    /// The agencies as columns of feed 0.
    pub(super) fn columns(&self) -> Agencies {
        Agencies { id: self.ids.strings(), name: Strings::from_iter(&self.name), feed: vec![0; self.name.len()].into() }
    }
}
