//! From a timetable and a date to the day that the search runs on.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::columns::Timetable;
use super::dates;
use super::day::Day;
use super::{lanes, layout, places, runs, stay};
use crate::error::NetworkError;

impl Day {
    /// Selects the trips that call anywhere within the horizon (seconds since noon minus 12 h of `date` in the timetable's zone) and lays
    /// them out. They come from the service day itself and from those around it, as far as trips run past midnight or the horizon does.
    ///
    /// # Errors
    /// Where no trip at all has service on `date`; the error names the dates that have it.
    pub fn prepare(timetable: &Timetable, date: Date, horizon_seconds: Range<i32>) -> Result<Self, NetworkError> {
        let day = dates::to_day(date);
        let with_service = timetable.feeds_with_service(day);
        if !with_service.contains(&true) {
            return Err(timetable.no_service(date));
        }
        let clock = Clock::new(timetable, date)?;
        let runs = runs::select(timetable, day, &clock, &horizon_seconds);
        let (stays, stays_unused) = stay::find(timetable, &runs);
        let told = places::tell_apart(timetable, &runs);
        let lanes = lanes::split(timetable, &runs, &stays, &told);
        let mut prepared = layout::lay_out(timetable, &runs, &lanes, &stays);
        layout::place_calls(&mut prepared, told);
        prepared.date = date;
        prepared.horizon_seconds = horizon_seconds;
        prepared.stays_unused = stays_unused;
        prepared.feeds_without_service =
            (0..with_service.len()).filter(|&feed| !with_service[feed]).map(|feed| feed as u32).collect();
        prepared.change_seconds = timetable.stops.change_seconds.to_vec();
        Ok(prepared)
    }
}

/// The instants from which the times of service days count, one zone a feed.
pub(super) struct Clock {
    /// Noon of the date asked for, in the pack's zone, seconds since 1970.
    noon: i64,
    zones: Vec<TimeZone>,
}

impl Clock {
    fn new(timetable: &Timetable, date: Date) -> Result<Self, NetworkError> {
        let zones: Result<Vec<TimeZone>, _> = timetable.feeds.zone.iter().map(zone).collect();
        Ok(Self { noon: noon(date, &zone(&timetable.zone)?)?, zones: zones? })
    }

    /// Seconds to add to the times of a feed's service day to get seconds of the date asked for: -86,400 for the day before, save where the
    /// clocks change or the feed keeps another time.
    pub(super) fn shift(&self, feed: usize, service_day: i32) -> Option<i64> {
        Some(noon(dates::from_day(service_day), &self.zones[feed]).ok()? - self.noon)
    }
}

fn noon(date: Date, zone: &TimeZone) -> Result<i64, NetworkError> {
    let noon = zone.to_zoned_datetime(date.at(12, 0, 0, 0));
    noon.map(|noon| noon.timestamp().as_second()).map_err(|error| NetworkError::Request {
        problem: format!("{date} is out of range: {error}"),
        hint: "ask for a date within the timetable".to_owned(),
    })
}

fn zone(name: &str) -> Result<TimeZone, NetworkError> {
    TimeZone::get(name).map_err(|error| NetworkError::Request {
        problem: format!("the time zone {name:?} is not known: {error}"),
        hint: "give an IANA name, such as Europe/London".to_owned(),
    })
}
