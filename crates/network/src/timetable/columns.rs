//! The timetable as flat columns, as they stand in the network file.

use bytemuck::{Pod, Zeroable};

use super::dates;
use super::fares::Fares;
use crate::column::Column;
use crate::geometry::Point;
use crate::ids::{RouteId, ServiceId, StopId, TripId};

/// A list of texts in one run of bytes.
#[derive(Clone, Debug, Default)]
pub struct Strings {
    /// Where each text starts in `bytes`, and after the last one where it ends: one more than there are texts.
    pub(crate) offset: Column<u32>,
    /// All texts, UTF-8, end to end.
    pub(crate) bytes: Column<u8>,
}

/// The feeds, in the order given.
#[derive(Clone, Debug, Default)]
pub struct Feeds {
    /// File or folder name of each feed.
    pub name: Strings,
    /// IANA time zone of each feed (`agency_timezone`).
    pub zone: Strings,
}

/// Rows of `agency.txt`.
#[derive(Clone, Debug, Default)]
pub struct Agencies {
    /// `agency_id`.
    pub id: Strings,
    /// `agency_name`.
    pub name: Strings,
    /// Position in [`Feeds`].
    pub feed: Column<u32>,
}

/// Rows of `stops.txt`, in feed order; a [`StopId`] is a position here.
#[derive(Clone, Debug, Default)]
pub struct Stops {
    /// `stop_id`, unique within a feed only.
    pub id: Strings,
    /// `stop_name`.
    pub name: Strings,
    /// Position in [`Feeds`].
    pub feed: Column<u32>,
    /// Where the stop is; a platform without coordinates takes its station's. [`Stops::NOWHERE`] where there are none at all.
    pub point: Column<Point>,
    /// The station (`parent_station`), or [`StopId::NONE`].
    pub parent: Column<StopId>,
    /// `location_type`: 0 stop or platform, 1 station, 2 entrance, 3 generic node, 4 boarding area.
    pub kind: Column<u8>,
    /// 1 where some trip calls, else 0.
    pub served: Column<u8>,
    /// Least seconds between leaving one vehicle and boarding another at this very stop (`transfers.txt`, 0 unless it says so);
    /// [`Stops::NO_CHANGE`] where it forbids changing.
    pub change_seconds: Column<u32>,
}

/// Rows of `routes.txt`; a [`RouteId`] is a position here.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    /// `route_id`, unique within a feed only.
    pub id: Strings,
    /// `route_short_name`.
    pub short_name: Strings,
    /// `route_long_name`.
    pub long_name: Strings,
    /// Position in [`Feeds`].
    pub feed: Column<u32>,
    /// Position in [`Agencies`], or `u32::MAX`.
    pub agency: Column<u32>,
    /// `route_type`, basic or extended.
    pub kind: Column<u16>,
}

/// Service calendars (`calendar.txt` with `calendar_dates.txt` applied); a [`ServiceId`] is a position here.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// `service_id`, unique within a feed only.
    pub id: Strings,
    /// Position in [`Feeds`].
    pub feed: Column<u32>,
    /// Days of the week on which it runs, lowest bit Monday.
    pub weekdays: Column<u8>,
    /// First day of the weekly pattern, days since 1970-01-01.
    pub first_day: Column<i32>,
    /// Last day of the weekly pattern; before `first_day` where there is none.
    pub last_day: Column<i32>,
    /// Where the exceptions of each service start, and after the last one where they end.
    pub first_exception: Column<u32>,
    /// Days that differ from the weekly pattern, ascending within a service.
    pub exception_day: Column<i32>,
    /// 1 where the service runs on the exceptional day, 0 where it does not.
    pub exception_runs: Column<u8>,
}

/// One list of calls that any number of trips share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pod, Zeroable)]
#[repr(transparent)]
pub struct SequenceId(pub u32);

impl SequenceId {
    /// The position that this id names in a column.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Lists of calls: which stops in which order, and what a rider may do there. A [`SequenceId`] is a position here.
#[derive(Clone, Debug, Default)]
pub struct Sequences {
    /// Where each sequence starts in `stop` and `flags`, and after the last one where it ends.
    pub first: Column<u32>,
    /// The stop of each call.
    pub stop: Column<StopId>,
    /// [`super::BOARD`] and [`super::ALIGHT`] of each call.
    pub flags: Column<u8>,
}

/// Rows of `trips.txt` that can carry somebody, in feed and file order; a [`TripId`] is a position here.
#[derive(Clone, Debug, Default)]
pub struct Trips {
    /// `trip_id`, unique within a feed only.
    pub id: Strings,
    /// The trip's route.
    pub route: Column<RouteId>,
    /// The trip's calendar.
    pub service: Column<ServiceId>,
    /// The vehicle's run (`block_id`), numbered across feeds, or `u32::MAX`.
    pub block: Column<u32>,
    /// The trip's calls.
    pub sequence: Column<SequenceId>,
    /// Where the trip's times start in [`Timetable::arrival`] and [`Timetable::departure`]; they are as many as its sequence has calls.
    pub first_time: Column<u32>,
}

/// A row of `frequencies.txt`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub struct Frequency {
    /// The trip that repeats; its own times only say how long it takes.
    pub trip: TripId,
    /// First departure from the trip's first stop, seconds since noon minus 12 h.
    pub start_seconds: u32,
    /// Departures are before this, seconds since noon minus 12 h.
    pub end_seconds: u32,
    /// Seconds from one departure to the next, at least 1.
    pub headway_seconds: u32,
    /// 1 where departures keep exactly to the headway (`exact_times`), else 0.
    pub exact: u32,
}

/// A row of `transfers.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub struct TransferRule {
    /// Where the rider leaves a vehicle: a stop, a station (meaning all its stops) or [`StopId::NONE`].
    pub from_stop: StopId,
    /// Where the rider boards: a stop, a station (meaning all its stops) or [`StopId::NONE`].
    pub to_stop: StopId,
    /// Only from this route, or [`RouteId::NONE`].
    pub from_route: RouteId,
    /// Only to this route, or [`RouteId::NONE`].
    pub to_route: RouteId,
    /// Only from this trip, or [`TripId::NONE`].
    pub from_trip: TripId,
    /// Only to this trip, or [`TripId::NONE`].
    pub to_trip: TripId,
    /// `transfer_type`: 0 recommended, 1 timed, 2 needs `seconds`, 3 impossible, 4 stay seated, 5 must alight.
    pub kind: u32,
    /// `min_transfer_time`, seconds; 0 where there is none.
    pub seconds: u32,
}

/// Everything read from the feeds.
#[derive(Clone, Debug, Default)]
pub struct Timetable {
    /// IANA time zone in which days and times are asked for.
    pub zone: String,
    /// The feeds.
    pub feeds: Feeds,
    /// Who runs the routes.
    pub agencies: Agencies,
    /// Stops, platforms and stations.
    pub stops: Stops,
    /// Routes.
    pub routes: Routes,
    /// Calendars.
    pub services: Services,
    /// Trips.
    pub trips: Trips,
    /// Lists of calls that the trips share.
    pub sequences: Sequences,
    /// Arrival at each call of each trip, seconds since noon minus 12 h of the service day in the feed's zone.
    pub arrival: Column<u32>,
    /// Departure from each call of each trip, as `arrival`.
    pub departure: Column<u32>,
    /// Repeating trips, ordered by trip and start.
    pub frequencies: Column<Frequency>,
    /// Transfer rules, in feed and file order.
    pub transfers: Column<TransferRule>,
    /// Fares as published.
    pub fares: Fares,
}

impl Strings {
    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.offset.len().saturating_sub(1)
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text at `position`; empty where there is none.
    pub fn get(&self, position: usize) -> &str {
        let ends = self.offset.get(position).zip(self.offset.get(position + 1));
        ends.and_then(|(&start, &end)| self.bytes.get(start as usize..end as usize))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// All texts in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|position| self.get(position))
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let (mut offset, mut bytes) = (vec![0], Vec::new());
        for text in texts {
            bytes.extend_from_slice(text.as_ref().as_bytes());
            offset.push(bytes.len() as u32);
        }
        Self { offset: offset.into(), bytes: bytes.into() }
    }
}

impl Stops {
    /// The position of a stop that has none.
    pub const NOWHERE: Point = Point { lon_e7: i32::MIN, lat_e7: i32::MIN };
    /// In `change_seconds`: changing vehicles here is forbidden.
    pub const NO_CHANGE: u32 = u32::MAX;

    /// How many stops there are.
    pub fn len(&self) -> usize {
        self.point.len()
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.point.is_empty()
    }
}

impl Services {
    /// True where the service runs on the day, counted from 1970-01-01.
    pub fn runs(&self, service: ServiceId, day: i32) -> bool {
        let s = service.index();
        let from = self.first_exception[s] as usize;
        let exceptions = &self.exception_day[from..self.first_exception[s + 1] as usize];
        if let Ok(found) = exceptions.binary_search(&day) {
            return self.exception_runs[from + found] == 1;
        }
        let in_range = (self.first_day[s]..=self.last_day[s]).contains(&day);
        in_range && self.weekdays[s] >> dates::weekday(day) & 1 == 1
    }
}

impl Sequences {
    /// The calls of a sequence as positions in `stop` and `flags`.
    pub fn calls(&self, sequence: SequenceId) -> std::ops::Range<usize> {
        self.first[sequence.index()] as usize..self.first[sequence.index() + 1] as usize
    }
}

impl Timetable {
    /// The stops at which a trip calls, in order.
    pub fn trip_stops(&self, trip: TripId) -> &[StopId] {
        &self.sequences.stop[self.sequences.calls(self.trips.sequence[trip.index()])]
    }

    /// Where a trip's times stand in `arrival` and `departure`.
    pub fn trip_times(&self, trip: TripId) -> std::ops::Range<usize> {
        let first = self.trips.first_time[trip.index()] as usize;
        first..first + self.sequences.calls(self.trips.sequence[trip.index()]).len()
    }
}
