//! The vehicles that run within a horizon: trips on their service days, repeating trips once for each departure.

use std::ops::Range;

use super::columns::{Frequency, Timetable};
use super::prepare::Clock;
use crate::ids::TripId;

const DAY_SECONDS: i64 = 86_400;
/// Trips that only have a headway are laid out as a departure each minute (or each headway, where that is shorter).
const GRID_SECONDS: u32 = 60;

/// One vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub trip: TripId,
    /// Seconds to add to the trip's times.
    pub shift: i64,
    /// How long before the departure the rider must be at the stop, seconds: the expected wait for a vehicle that only has a headway.
    pub lead: u32,
    /// The day whose calendar it runs by.
    pub service_day: i32,
    /// True for a repetition of a trip in `frequencies.txt`.
    pub repeats: bool,
}

impl Run {
    /// When a rider must be at call `position`, whose departure is `departure` in the trip's own time.
    pub(super) fn board_by(&self, departure: u32) -> i32 {
        (i64::from(departure) + self.shift - i64::from(self.lead)) as i32
    }

    /// When a rider gets off, from the trip's own arrival time.
    pub(super) fn arrival(&self, arrival: u32) -> i32 {
        (i64::from(arrival) + self.shift) as i32
    }

    /// The run's times within the timetable's columns.
    pub(super) fn times(&self, timetable: &Timetable) -> Range<usize> {
        timetable.trip_times(self.trip)
    }
}

/// All runs that call anywhere within the horizon, by service day, trip and departure.
pub(super) fn select(timetable: &Timetable, day: i32, clock: &Clock, horizon: &Range<i32>) -> Vec<Run> {
    let longest = timetable.latest_seconds();
    // One day more than the times alone ask for, since feeds may keep other zones.
    let back = (longest - i64::from(horizon.start)).div_euclid(DAY_SECONDS) as i32 + 1;
    let ahead = i64::from(horizon.end).div_euclid(DAY_SECONDS) as i32 + 1;
    let mut selection = Selection { timetable, horizon, runs: Vec::new() };
    for service_day in day - back..=day + ahead {
        let shifts: Vec<Option<i64>> =
            (0..timetable.feeds.name.len()).map(|feed| clock.shift(feed, service_day)).collect();
        let services = &timetable.services;
        // Nothing for the services that do not run on that day.
        let shift_of: Vec<Option<i64>> = (0..services.feed.len())
            .map(|service| {
                let runs = services.runs(service.into(), service_day);
                shifts[services.feed[service] as usize].filter(|_| runs)
            })
            .collect();
        selection.add_day(service_day, &shift_of);
    }
    selection.runs
}

struct Selection<'a> {
    timetable: &'a Timetable,
    horizon: &'a Range<i32>,
    runs: Vec<Run>,
}

impl Selection<'_> {
    fn add_day(&mut self, service_day: i32, shift_of: &[Option<i64>]) {
        let mut repeats = &self.timetable.frequencies[..];
        for (position, service) in self.timetable.trips.service.iter().enumerate() {
            let trip = TripId::from(position);
            let its = repeats.iter().take_while(|row| row.trip == trip).count();
            let (own, rest) = repeats.split_at(its);
            repeats = rest;
            let Some(shift) = shift_of.get(service.index()).copied().flatten() else {
                continue;
            };
            let run = Run { trip, shift, lead: 0, service_day, repeats: false };
            if own.is_empty() {
                self.add(run);
            }
            for row in own {
                self.add_repeats(run, row);
            }
        }
    }

    fn add_repeats(&mut self, run: Run, row: &Frequency) {
        let grid = if row.exact == 1 { row.headway_seconds } else { row.headway_seconds.min(GRID_SECONDS) };
        let lead = (row.headway_seconds - grid) / 2;
        let times = self.timetable.trip_times(run.trip);
        let base = i64::from(self.timetable.departure[times.start]);
        for departure in (row.start_seconds..row.end_seconds).step_by(grid as usize) {
            let shift = run.shift + i64::from(departure) - base;
            self.add(Run { shift, lead, repeats: true, ..run });
        }
    }

    /// Adds the run if it calls anywhere within the horizon.
    fn add(&mut self, run: Run) {
        let times = self.timetable.trip_times(run.trip);
        let first = i64::from(self.timetable.departure[times.start]) + run.shift;
        let last = i64::from(self.timetable.arrival[times.end - 1]) + run.shift;
        if last < i64::from(self.horizon.start) || first - i64::from(run.lead) >= i64::from(self.horizon.end) {
            return;
        }
        self.runs.push(run);
    }
}

impl Timetable {
    /// The latest time of any trip, seconds.
    fn latest_seconds(&self) -> i64 {
        let trips = (0..self.trips.route.len()).map(TripId::from);
        let durations = trips.map(|trip| self.arrival[self.trip_times(trip).end - 1]);
        let latest = durations.max().unwrap_or_default();
        let repeats = self.frequencies.iter().map(|row| row.end_seconds).max().unwrap_or_default();
        i64::from(latest) + i64::from(repeats)
    }
}
