//! Timetables as GTFS, streamed into a zip: nothing is held but the lines.

use crate::land::Land;
use crate::timetable::{Days, Line, Run, Service, Stop, departures, peak_percent};
use std::io::{self, BufWriter, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// First and last day of the timetable.
pub(crate) const FIRST_DAY: &str = "20261101";
/// See [`FIRST_DAY`].
pub(crate) const LAST_DAY: &str = "20270430";

/// A feed: everything but the trips, which follow from the lines.
pub(crate) struct Feed {
    pub(crate) agency: (String, String),
    pub(crate) stops: Vec<Stop>,
    pub(crate) lines: Vec<Line>,
    /// `(from, to, seconds)` between stops.
    pub(crate) transfers: Vec<(String, String, u32)>,
    /// GTFS `route_type`: 3 bus, 2 rail.
    pub(crate) route_type: u8,
}

/// How much a feed holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedCounts {
    /// Stops, platforms and stations.
    pub stops: u64,
    /// Routes.
    pub routes: u64,
    /// Trips.
    pub trips: u64,
    /// Stop times.
    pub stop_times: u64,
}

/// Writes a feed.
pub(crate) fn write<W: Write + Seek>(land: &Land, feed: &Feed, out: W) -> io::Result<FeedCounts> {
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(4))
        .last_modified_time(DateTime::default());
    let mut counts = FeedCounts::default();
    let mut table = |name: &str, body: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>| {
        zip.start_file(name, options).map_err(io::Error::other)?;
        let mut buffered = BufWriter::with_capacity(1 << 16, &mut zip);
        body(&mut buffered)?;
        buffered.flush()
    };
    table("agency.txt", &mut |w| {
        writeln!(w, "agency_id,agency_name,agency_url,agency_timezone,agency_lang")?;
        writeln!(w, "{},{},https://example.org/,Europe/London,en", feed.agency.0, feed.agency.1)
    })?;
    table("calendar.txt", &mut calendar)?;
    table("calendar_dates.txt", &mut calendar_dates)?;
    table("stops.txt", &mut |w| {
        counts.stops = feed.stops.len() as u64;
        stops(land, feed, w)
    })?;
    table("routes.txt", &mut |w| {
        counts.routes = feed.lines.len() as u64;
        routes(feed, w)
    })?;
    table("trips.txt", &mut |w| {
        writeln!(w, "route_id,service_id,trip_id,trip_headsign,direction_id")?;
        each_trip(feed, &mut |trip| {
            counts.trips += 1;
            let end = trip.run.stops.last().map_or("", |s| &feed.stops[*s as usize].name);
            let (line, days, back) = (trip.line, trip.days.id(), u8::from(trip.back));
            writeln!(w, "{},{days},{},\"{end}\",{back}", line.id, trip.number)
        })
    })?;
    table("stop_times.txt", &mut |w| {
        writeln!(w, "trip_id,arrival_time,departure_time,stop_id,stop_sequence,timepoint")?;
        each_trip(feed, &mut |trip| {
            counts.stop_times += trip.run.stops.len() as u64;
            stop_times(feed, trip, w)
        })
    })?;
    if !feed.transfers.is_empty() {
        table("transfers.txt", &mut |w| {
            writeln!(w, "from_stop_id,to_stop_id,transfer_type,min_transfer_time")?;
            feed.transfers.iter().try_for_each(|(from, to, seconds)| writeln!(w, "{from},{to},2,{seconds}"))
        })?;
    }
    zip.finish().map_err(io::Error::other)?.flush()?;
    Ok(counts)
}

struct Trip<'a> {
    number: u64,
    line: &'a Line,
    run: &'a Run,
    days: Days,
    back: bool,
    start: u32,
}

/// Visits every trip in the same order each time.
fn each_trip(feed: &Feed, visit: &mut dyn FnMut(&Trip) -> io::Result<()>) -> io::Result<()> {
    let mut number = 0;
    for line in &feed.lines {
        for days in Days::ALL {
            for (back, run) in [(false, &line.out), (true, &line.back)] {
                for start in departures(line, days, back) {
                    number += 1;
                    visit(&Trip { number, line, run, days, back, start })?;
                }
            }
        }
    }
    Ok(())
}

fn stop_times(feed: &Feed, trip: &Trip, w: &mut dyn Write) -> io::Result<()> {
    let percent = peak_percent(trip.line.service, trip.start);
    let run = trip.run;
    for (n, stop) in run.stops.iter().enumerate() {
        let arrive = Clock(trip.start + run.arrive[n] * percent / 100);
        let depart = Clock(trip.start + run.depart[n] * percent / 100);
        let id = &feed.stops[*stop as usize].id;
        writeln!(w, "{},{arrive},{depart},{id},{},1", trip.number, n + 1)?;
    }
    Ok(())
}

/// A time of the service day, which may be past 24:00.
struct Clock(u32);

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.0 / 3_600, self.0 / 60 % 60, self.0 % 60)
    }
}

fn calendar(w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date")?;
    Days::ALL.iter().try_for_each(|days| writeln!(w, "{},{},{FIRST_DAY},{LAST_DAY}", days.id(), days.week()))
}

/// Nothing on Christmas Day; Sunday's service on the two bank holidays after it and on New Year's Day.
fn calendar_dates(w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "service_id,date,exception_type")?;
    for (service, date, kind) in [
        ("WD", "20261225", 2),
        ("NI", "20261225", 2),
        ("WD", "20261228", 2),
        ("SU", "20261228", 1),
        ("WD", "20270101", 2),
        ("SU", "20270101", 1),
    ] {
        writeln!(w, "{service},{date},{kind}")?;
    }
    Ok(())
}

fn stops(land: &Land, feed: &Feed, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station")?;
    for stop in &feed.stops {
        let (lon, lat) = land.lon_lat(stop.spot);
        let (kind, parent) = (u8::from(stop.station), stop.parent.as_deref().unwrap_or_default());
        writeln!(w, "{},\"{}\",{lat:.6},{lon:.6},{kind},{parent}", stop.id, stop.name)?;
    }
    Ok(())
}

fn routes(feed: &Feed, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "route_id,agency_id,route_short_name,route_long_name,route_type")?;
    for line in &feed.lines {
        let night = if line.service == Service::Night { " (night)" } else { "" };
        let (id, agency, kind) = (&line.id, &feed.agency.0, feed.route_type);
        writeln!(w, "{id},{agency},{},\"{}{night}\",{kind}", line.name, line.long_name)?;
    }
    Ok(())
}
