//! Feeds in, timetable out.

use std::path::PathBuf;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::columns::Timetable;
use super::feed;
use super::merge::merge;
use super::report::TimetableReport;
use crate::error::NetworkError;

impl Timetable {
    /// Reads GTFS feeds, each a zip file or a folder, into one timetable asked for in the time zone `zone` (IANA name; empty for that of
    /// the first feed).
    ///
    /// # Errors
    /// Where a feed lacks a file or column that it cannot do without, has a value that means nothing, or names a stop, route or trip that
    /// it does not list. What is odd but can be lived with is counted in the report.
    pub fn from_gtfs(feeds: &[PathBuf], zone: &str) -> Result<(Self, TimetableReport), NetworkError> {
        if !zone.is_empty()
            && let Err(error) = TimeZone::get(zone)
        {
            return Err(NetworkError::Request {
                problem: format!("the time zone {zone:?} is not known: {error}"),
                hint: "give an IANA name, such as Europe/London".to_owned(),
            });
        }
        let read: Vec<_> =
            feeds.par_iter().map(|path| feed::read(path, if zone.is_empty() { "UTC" } else { zone })).collect();
        let (mut timetables, mut report) = (Vec::new(), TimetableReport::default());
        for feed in read {
            let (timetable, feed_report) = feed?;
            timetables.push(timetable);
            report.feeds.push(feed_report);
        }
        let first = report.feeds.first().map_or(zone, |feed| &feed.zone);
        Ok((merge(if zone.is_empty() { first } else { zone }, &timetables), report))
    }
}
