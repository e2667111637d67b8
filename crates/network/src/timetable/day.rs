//! One day of a timetable, laid out for the search: patterns of trips that never overtake, times stop by stop.

use std::ops::Range;

use jiff::civil::Date;

use super::places::Places;
use crate::ids::{PatternId, PlaceId, StopId, TripId};

/// Call flag: riders may board.
pub const BOARD: u8 = 1;
/// Call flag: riders may alight.
pub const ALIGHT: u8 = 2;

/// A pattern's call at a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Call {
    /// The pattern.
    pub pattern: PatternId,
    /// Which of its stops this is, from 0.
    pub position: u32,
}

/// One run of a vehicle over a pattern, on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayTrip {
    /// The pattern.
    pub pattern: PatternId,
    /// Which of the pattern's trips, from 0, in the order in which they run.
    pub trip: u32,
}

/// The trips that can be ridden on one date within a horizon.
///
/// Times are seconds since noon minus 12 h of `date` in the pack's zone, whichever service day and zone a trip belongs to; those before
/// that instant are negative.
///
/// Within a pattern all trips call at the same stops with the same rights to board and alight, and at every stop both `board_by` and
/// `arrival` never decrease from one trip to the next, so the first trip that can be boarded is the one to board. Either all trips of a
/// pattern go on as another trip (riders stay seated) or none does.
#[derive(Clone, Debug, Default)]
pub struct Day {
    /// The date asked for.
    pub date: Date,
    /// The horizon asked for: every trip that calls anywhere within it is there, in full.
    pub horizon_seconds: Range<i32>,
    /// Feeds (positions in [`super::Feeds`]) of which no trip has service on the date.
    pub feeds_without_service: Vec<u32>,
    /// Where each pattern starts in `pattern_stop` and `pattern_flags`; one more than there are patterns.
    pub pattern_first: Vec<u32>,
    /// The stop of each call, pattern by pattern.
    pub pattern_stop: Vec<StopId>,
    /// [`BOARD`] and [`ALIGHT`] of each call, pattern by pattern. Never [`ALIGHT`] at the first call or [`BOARD`] at the last.
    pub pattern_flags: Vec<u8>,
    /// Where each pattern's trips start in `trip`; one more than there are patterns.
    pub pattern_first_trip: Vec<u32>,
    /// Where each pattern's times start in `board_by` and `arrival`; one more than there are patterns. The times of the pattern's call `i`
    /// stand together, trip after trip: those of trip `t` at `pattern_first_time[p] + i * trips + t`.
    pub pattern_first_time: Vec<u32>,
    /// A rider who is at the stop at this second can still board. The departure itself, save for trips that only have a headway
    /// (`exact_times` 0): these leave later by the expected wait.
    pub board_by: Vec<i32>,
    /// When the rider is at the stop after the ride, seconds.
    pub arrival: Vec<i32>,
    /// The timetable's trip behind each trip of the day; repeating trips come more than once.
    pub trip: Vec<TripId>,
    /// Where each stop's calls start in `stop_call`; one more than there are stops.
    pub stop_first_call: Vec<u32>,
    /// The calls at each stop, ordered by pattern and position.
    pub stop_call: Vec<Call>,
    /// Where each trip's continuations start in `stay`; one more than `trip` has, or empty where there are none all day.
    pub stay_first: Vec<u32>,
    /// As what a trip goes on at its last call with riders still aboard: they are at the first call of these trips, without boarding.
    pub stay: Vec<DayTrip>,
    /// In-seat rules (`transfers.txt`, type 4) between trips that both run but cannot be ridden one after the other: see the timetable's
    /// report for why.
    pub stays_unused: u32,
    /// Least seconds between alighting and boarding at the same stop, by stop; [`super::Stops::NO_CHANGE`] where it is forbidden.
    pub change_seconds: Vec<u32>,
    /// Stops told apart by transfer rules that name routes or trips.
    pub places: Places,
    /// The place of each call, pattern by pattern; empty where all are stops.
    pub pattern_place: Vec<PlaceId>,
}

impl Day {
    /// How many patterns there are.
    pub fn patterns(&self) -> usize {
        self.pattern_first.len().saturating_sub(1)
    }

    /// How many trips a pattern has, at least 1.
    pub fn trips(&self, pattern: PatternId) -> usize {
        let p = pattern.index();
        (self.pattern_first_trip[p + 1] - self.pattern_first_trip[p]) as usize
    }

    /// The stops of a pattern, at least 2.
    pub fn stops(&self, pattern: PatternId) -> &[StopId] {
        &self.pattern_stop[self.calls(pattern)]
    }

    /// The place of a pattern's call: its stop, or a copy of it.
    pub fn place(&self, pattern: PatternId, position: usize) -> PlaceId {
        let at = self.calls(pattern).start + position;
        self.pattern_place.get(at).copied().unwrap_or_else(|| PlaceId(self.pattern_stop[at].0))
    }

    /// What riders may do at each stop of a pattern.
    pub fn flags(&self, pattern: PatternId) -> &[u8] {
        &self.pattern_flags[self.calls(pattern)]
    }

    /// `board_by` of all trips of a pattern at one of its calls.
    pub fn board_by(&self, pattern: PatternId, position: usize) -> &[i32] {
        &self.board_by[self.times(pattern, position)]
    }

    /// `arrival` of all trips of a pattern at one of its calls.
    pub fn arrival(&self, pattern: PatternId, position: usize) -> &[i32] {
        &self.arrival[self.times(pattern, position)]
    }

    /// The timetable's trips behind a pattern's trips.
    pub fn trip_ids(&self, pattern: PatternId) -> &[TripId] {
        let p = pattern.index();
        &self.trip[self.pattern_first_trip[p] as usize..self.pattern_first_trip[p + 1] as usize]
    }

    /// The calls at a stop.
    pub fn calls_at(&self, stop: StopId) -> &[Call] {
        let ends = self.stop_first_call[stop.index()]..self.stop_first_call[stop.index() + 1];
        &self.stop_call[ends.start as usize..ends.end as usize]
    }

    /// As what a trip goes on with riders still aboard.
    pub fn stays(&self, trip: DayTrip) -> &[DayTrip] {
        let t = (self.pattern_first_trip[trip.pattern.index()] + trip.trip) as usize;
        match self.stay_first.get(t..t + 2) {
            Some(ends) => &self.stay[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }

    fn calls(&self, pattern: PatternId) -> Range<usize> {
        let p = pattern.index();
        self.pattern_first[p] as usize..self.pattern_first[p + 1] as usize
    }

    fn times(&self, pattern: PatternId, position: usize) -> Range<usize> {
        let trips = self.trips(pattern);
        let start = self.pattern_first_time[pattern.index()] as usize + position * trips;
        start..start + trips
    }
}
