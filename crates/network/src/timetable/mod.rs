//! Timetables: GTFS feeds read into flat columns, and one day of them laid out for the search.

mod columns;
mod day;

pub use columns::{
    Agencies, Feeds, Frequency, Routes, SequenceId, Sequences, Services, Stops, Strings, Timetable, TransferRule, Trips,
};
pub use day::{ALIGHT, BOARD, Call, Day, DayTrip};
