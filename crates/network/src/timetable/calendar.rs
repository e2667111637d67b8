//! `calendar.txt`: the days of the week on which services run.

use super::columns::Services;
use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::table::{Field, Table};
use crate::error::NetworkError;

const FILE: &str = "calendar.txt";
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The calendars of one feed.
#[derive(Default)]
pub(super) struct CalendarRows {
    /// `service_id`, in the order in which the two calendar files name them.
    pub ids: Names,
    /// The weekly pattern of each: days of the week, first and last day.
    pub weekly: Vec<(u8, i32, i32)>,
    /// `calendar_dates.txt`: service, day, whether it runs.
    pub exceptions: Vec<(u32, i32, bool)>,
}

impl CalendarRows {
    /// The weekly pattern of a service that only runs on single dates.
    pub(super) const NEVER: (u8, i32, i32) = (0, 1, 0);
}

/// Reads the weekly patterns; `None` where the feed has no such file.
pub(super) fn read(source: &Source, ledger: &mut Ledger) -> Result<Option<CalendarRows>, NetworkError> {
    source.read(FILE, |table| read_rows(table, ledger))
}

fn read_rows(table: &mut Table<'_>, ledger: &mut Ledger) -> Result<CalendarRows, NetworkError> {
    let id = table.need("service_id")?;
    let (start, end) = (table.need("start_date")?, table.need("end_date")?);
    let mut days = Vec::new();
    for name in WEEKDAYS {
        days.push(table.need(name)?);
    }
    let mut rows = CalendarRows::default();
    while table.next()? {
        let weekdays = weekdays(table, &days)?;
        let (first, last) = (table.day(start)?, table.day(end)?);
        if rows.ids.add(table.bytes(id)).is_none() {
            ledger.note(FILE, "service listed before: first row kept", || table.text(id).into_owned());
            continue;
        }
        if last < first {
            ledger.note(FILE, "end_date before start_date: never runs", || table.text(id).into_owned());
        }
        rows.weekly.push((weekdays, first, last));
    }
    Ok(rows)
}

fn weekdays(table: &Table<'_>, days: &[Field]) -> Result<u8, NetworkError> {
    let mut mask = 0;
    for (bit, &day) in days.iter().enumerate() {
        match table.bytes(day) {
            b"1" => mask |= 1 << bit,
            b"0" => {}
            _ => return Err(table.wrong(day, "1 (runs on this day of the week) or 0", "")),
        }
    }
    Ok(mask)
}

impl CalendarRows {
    /// The calendars as columns of feed 0.
    pub(super) fn columns(mut self) -> Services {
        self.exceptions.sort_unstable();
        let services = self.weekly.len() as u32;
        let ends = (0..=services).map(|s| self.exceptions.partition_point(|&(service, ..)| service < s) as u32);
        Services {
            id: self.ids.strings(),
            feed: vec![0; self.weekly.len()].into(),
            weekdays: self.weekly.iter().map(|week| week.0).collect::<Vec<_>>().into(),
            first_day: self.weekly.iter().map(|week| week.1).collect::<Vec<_>>().into(),
            last_day: self.weekly.iter().map(|week| week.2).collect::<Vec<_>>().into(),
            first_exception: ends.collect::<Vec<_>>().into(),
            exception_day: self.exceptions.iter().map(|row| row.1).collect::<Vec<_>>().into(),
            exception_runs: self.exceptions.iter().map(|row| u8::from(row.2)).collect::<Vec<_>>().into(),
        }
    }
}
