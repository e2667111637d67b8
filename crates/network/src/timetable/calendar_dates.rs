//! `calendar_dates.txt`: single days on which a service runs or does not, whatever its weekly pattern says.

use std::collections::HashSet;

use super::calendar::CalendarRows;
use super::report::Ledger;
use super::source::Source;
use super::table::Table;
use crate::error::NetworkError;

const FILE: &str = "calendar_dates.txt";

/// Adds the exceptions to `rows`; false where the feed has no such file.
pub(super) fn read(source: &Source, rows: &mut CalendarRows, ledger: &mut Ledger) -> Result<bool, NetworkError> {
    Ok(source.read(FILE, |table| read_rows(table, rows, ledger))?.is_some())
}

fn read_rows(table: &mut Table<'_>, rows: &mut CalendarRows, ledger: &mut Ledger) -> Result<(), NetworkError> {
    let (id, date) = (table.need("service_id")?, table.need("date")?);
    let kind = table.need("exception_type")?;
    let mut seen = HashSet::new();
    while table.next()? {
        let day = table.day(date)?;
        let runs = match table.bytes(kind) {
            b"1" => true,
            b"2" => false,
            _ => return Err(table.wrong(kind, "1 (added on this date) or 2 (removed)", "")),
        };
        let service = rows.ids.find_or_add(table.bytes(id));
        if service as usize == rows.weekly.len() {
            rows.weekly.push(CalendarRows::NEVER);
        }
        if seen.insert((service, day)) {
            rows.exceptions.push((service, day, runs));
        } else {
            let example = || format!("{} on {}", table.text(id), table.text(date));
            ledger.note(FILE, "service and date listed before: first row kept", example);
        }
    }
    Ok(())
}
