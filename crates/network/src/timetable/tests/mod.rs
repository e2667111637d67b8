//! Feeds written inline, read and laid out.

mod days;
mod loaders;
mod patterns;
mod store;

use std::path::PathBuf;

use jiff::civil::{Date, date};

use super::{Day, FeedReport, Timetable};
use crate::error::NetworkError;
use crate::ids::{PatternId, StopId};

/// A Tuesday on which the fixture's service runs.
pub(super) const TUESDAY: Date = date(2024, 3, 5);

/// A small feed: stops A to D a hundredth of a degree apart, one route, one service on weekdays of 2024.
#[derive(Clone)]
pub(super) struct Feed(Vec<(&'static str, String)>);

impl Feed {
    pub(super) fn new(trips: &str, stop_times: &str) -> Self {
        Self(Vec::new())
            .with("agency.txt", "agency_id,agency_name,agency_timezone\nx,X,Europe/London\n")
            .with("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,a,51.0,-3.0\nB,b,51.0,-2.99\nC,c,51.0,-2.98\nD,d,51.0,-2.97\n")
            .with("routes.txt", "route_id,agency_id,route_type\nR,x,3\n")
            .with("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20240101,20241231\n")
            .with("trips.txt", trips)
            .with("stop_times.txt", stop_times)
    }

    /// Puts a file in, in place of the one of that name.
    pub(super) fn with(mut self, file: &'static str, text: &str) -> Self {
        self = self.without(file);
        self.0.push((file, text.to_owned()));
        self
    }

    pub(super) fn without(mut self, file: &str) -> Self {
        self.0.retain(|(name, _)| *name != file);
        self
    }

    pub(super) fn files(&self) -> &[(&'static str, String)] {
        &self.0
    }

    pub(super) fn try_read(&self) -> Result<(Timetable, FeedReport), NetworkError> {
        read_bytes(self.0.iter().map(|(name, text)| (*name, text.as_bytes())))
    }

    pub(super) fn read(&self) -> (Timetable, FeedReport) {
        self.try_read().unwrap_or_else(|error| panic!("{error}"))
    }

    pub(super) fn day(&self, horizon: std::ops::Range<i32>) -> Day {
        Day::prepare(&self.read().0, TUESDAY, horizon).unwrap()
    }

    pub(super) fn error(&self) -> String {
        self.try_read().expect_err("an error").to_string()
    }
}

pub(super) fn read_bytes<'a>(
    files: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Result<(Timetable, FeedReport), NetworkError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let (timetable, mut report) = Timetable::from_gtfs(&[PathBuf::from(folder.path())], "Europe/London")?;
    Ok((timetable, report.feeds.remove(0)))
}

/// Every run of the day: its stops by position in stops.txt, when to board by and when it arrives.
pub(super) fn runs(day: &Day) -> Vec<(Vec<u32>, Vec<i32>, Vec<i32>)> {
    let mut runs = Vec::new();
    for pattern in (0..day.patterns()).map(PatternId::from) {
        let stops: Vec<u32> = day.stops(pattern).iter().map(|&StopId(stop)| stop).collect();
        for trip in 0..day.trips(pattern) {
            let times = |of: &dyn Fn(usize) -> i32| (0..stops.len()).map(of).collect::<Vec<_>>();
            let board = times(&|i| day.board_by(pattern, i)[trip]);
            runs.push((stops.clone(), board, times(&|i| day.arrival(pattern, i)[trip])));
        }
    }
    runs.sort();
    runs
}
