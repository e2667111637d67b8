//! Timetables: GTFS feeds read into flat columns, and one day of them laid out for the search.

mod agency;
mod assemble;
mod calendar;
mod calendar_dates;
pub(crate) mod changes;
mod columns;
mod dates;
mod day;
pub mod fares;
mod feed;
mod frequencies;
mod interpolate;
mod lanes;
mod layout;
mod merge;
mod names;
mod places;
mod prepare;
mod read;
mod report;
mod routes;
mod runs;
mod service_days;
mod source;
mod stay;
mod stop_times;
mod stops;
mod store;
mod table;
mod transfers;
mod trips;

#[cfg(test)]
mod tests;

pub use columns::{
    Agencies, Feeds, Frequency, Routes, SequenceId, Sequences, Services, Stops, Strings, Timetable, TransferRule, Trips,
};
pub use day::{ALIGHT, BOARD, Call, Day, DayTrip};
pub use places::{PlaceRule, Places};
pub use report::{FeedReport, Oddity, TimetableReport};
