//! One feed read whole: its files in the order in which they refer to each other.

use std::path::Path;

use super::agency;
use super::assemble::{self, Assembled};
use super::calendar::{self, CalendarRows};
use super::calendar_dates;
use super::columns::{Feeds, Stops, Strings, Timetable};
use super::dates;
use super::fares;
use super::frequencies;
use super::report::{FeedReport, Ledger};
use super::routes;
use super::source::Source;
use super::stay;
use super::stop_times;
use super::stops::{self, StopRows};
use super::transfers;
use super::trips;
use crate::error::NetworkError;

/// Reads the feed at `path`; where it names no time zone, its times are in `zone`.
pub(super) fn read(path: &Path, zone: &str) -> Result<(Timetable, FeedReport), NetworkError> {
    let source = Source::open(path)?;
    let mut ledger = Ledger::default();
    let agencies = agency::read(&source, zone, &mut ledger)?;
    let calendars = read_calendars(&source, &mut ledger)?;
    let routes = routes::read(&source, &agencies.ids, &mut ledger)?;
    let stops = stops::read(&source, &mut ledger)?;
    let trips = trips::read(&source, &routes.ids, &calendars.ids, &mut ledger)?;
    let times = stop_times::read(&source, &trips, &stops, &mut ledger)?;
    let assembled = assemble::assemble(times.rows, &trips, &stops, &mut ledger);
    let repeats = frequencies::read(&source, &trips, &assembled.kept, &mut ledger)?;
    let known = transfers::Known { stops: &stops.ids, routes: &routes.ids, trips: &trips, kept: &assembled.kept };
    let rules = transfers::read(&source, &known, &mut ledger)?;
    let fares = fares::read(&source, [&agencies.ids, &routes.ids], &stops, &mut ledger)?;
    let mut report = FeedReport {
        name: source.name(),
        zone: agencies.zone.clone(),
        agencies: agencies.ids.len() as u64,
        stops: stops.ids.len() as u64,
        routes: routes.ids.len() as u64,
        services: calendars.ids.len() as u64,
        trips: trips.ids.len() as u64,
        trips_kept: assembled.trips.route.len() as u64,
        stop_times: times.read,
        stop_times_kept: assembled.arrival.len() as u64,
        stop_times_interpolated: assembled.interpolated,
        frequencies: repeats.len() as u64,
        transfers: rules.len() as u64,
        ..FeedReport::default()
    };
    let timetable = Timetable {
        zone: zone.to_owned(),
        feeds: Feeds { name: Strings::from_iter([&report.name]), zone: Strings::from_iter([&agencies.zone]) },
        agencies: agencies.columns(),
        stops: stop_columns(stops, &assembled, &mut ledger),
        routes: routes.columns(),
        services: calendars.columns(),
        trips: assembled.trips,
        sequences: assembled.sequences,
        arrival: assembled.arrival.into(),
        departure: assembled.departure.into(),
        frequencies: repeats.into(),
        transfers: rules.into(),
        fares,
    };
    stay::note_unused(&timetable, &mut ledger);
    complete(&mut report, &timetable, ledger);
    Ok((timetable, report))
}

fn read_calendars(source: &Source, ledger: &mut Ledger) -> Result<CalendarRows, NetworkError> {
    let weekly = calendar::read(source, ledger)?;
    let has_weekly = weekly.is_some();
    let mut rows = weekly.unwrap_or_default();
    let has_dates = calendar_dates::read(source, &mut rows, ledger)?;
    if has_weekly || has_dates { Ok(rows) } else { Err(source.lacks("calendar.txt or calendar_dates.txt")) }
}

fn stop_columns(rows: StopRows, assembled: &Assembled, ledger: &mut Ledger) -> Stops {
    let mut served = vec![0u8; rows.kind.len()];
    for stop in assembled.sequences.stop.iter() {
        served[stop.index()] = 1;
    }
    for stop in (0..served.len()).filter(|&stop| served[stop] == 1) {
        let id = || rows.ids.get(stop as u32);
        if rows.point[stop] == Stops::NOWHERE {
            ledger.note("stops.txt", "stop with trips but without coordinates: nobody can walk to it", id);
        }
        if rows.kind[stop] != 0 {
            ledger.note("stops.txt", "trips call at what is not a stop or platform (location_type)", id);
        }
    }
    for stop in (0..served.len()).filter(|&stop| served[stop] == 0 && rows.kind[stop] == 0) {
        ledger.note("stops.txt", "stop at which no trip calls", || rows.ids.get(stop as u32));
    }
    let stops = rows.kind.len();
    Stops {
        id: rows.ids.strings(),
        name: Strings::from_iter(&rows.name),
        feed: vec![0; stops].into(),
        point: rows.point.into(),
        parent: rows.parent.into(),
        kind: rows.kind.into(),
        served: served.into(),
        change_seconds: vec![0; stops].into(),
    }
}

fn complete(report: &mut FeedReport, timetable: &Timetable, mut ledger: Ledger) {
    report.stops_served = timetable.stops.served.iter().map(|&served| u64::from(served)).sum();
    let services = &timetable.services;
    let mut used = vec![false; services.feed.len()];
    for service in timetable.trips.service.iter().filter(|service| service.is_some()) {
        used[service.index()] = true;
    }
    for service in (0..used.len()).filter(|&service| !used[service]) {
        ledger.note("calendar.txt", "service that no trip uses", || services.id.get(service).to_owned());
    }
    if let Some((first, last)) = timetable.dates() {
        report.first_date = dates::from_day(first).to_string();
        report.last_date = dates::from_day(last).to_string();
    }
    report.oddities = ledger.into_oddities();
}
