//! What was read from each feed, what was odd about it and what was lost.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How many examples of an oddity are kept.
const EXAMPLES: usize = 5;

/// What was read from all feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimetableReport {
    /// One report a feed, in the order given.
    pub feeds: Vec<FeedReport>,
}

/// What was read from one feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedReport {
    /// File or folder name.
    pub name: String,
    /// IANA time zone of its times.
    pub zone: String,
    /// Agencies.
    pub agencies: u64,
    /// Rows of `stops.txt`, duplicates not counted.
    pub stops: u64,
    /// Stops at which a kept trip calls.
    pub stops_served: u64,
    /// Routes.
    pub routes: u64,
    /// Calendars.
    pub services: u64,
    /// Rows of `trips.txt`, duplicates not counted.
    pub trips: u64,
    /// Trips that are in the timetable.
    pub trips_kept: u64,
    /// Rows of `stop_times.txt`.
    pub stop_times: u64,
    /// Stop times that are in the timetable.
    pub stop_times_kept: u64,
    /// Stop times without a time of their own, which was interpolated.
    pub stop_times_interpolated: u64,
    /// Rows of `frequencies.txt` that are in the timetable.
    pub frequencies: u64,
    /// Rows of `transfers.txt` that are in the timetable.
    pub transfers: u64,
    /// First and last date on which a kept trip runs (ISO 8601); empty where none ever does.
    pub first_date: String,
    /// See `first_date`.
    pub last_date: String,
    /// What was odd, by file.
    pub oddities: Vec<Oddity>,
}

/// Something that a feed should not have, that does not stop it from being used, and how often it came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oddity {
    /// The GTFS file, such as `stop_times.txt`.
    pub file: String,
    /// What is odd and what was done about it.
    pub what: String,
    /// How often.
    pub count: u64,
    /// The first few, by id and where it helps by row.
    pub examples: Vec<String>,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} × {}", self.file, self.count, self.what)?;
        if !self.examples.is_empty() {
            let more = if self.count as usize > self.examples.len() { ", …" } else { "" };
            write!(f, " ({}{more})", self.examples.join(", "))?;
        }
        Ok(())
    }
}

impl FeedReport {
    /// The number of times that an oddity of `file` whose description contains `what` came.
    pub fn count(&self, file: &str, what: &str) -> u64 {
        let matching = self.oddities.iter().filter(|oddity| oddity.file == file && oddity.what.contains(what));
        matching.map(|oddity| oddity.count).sum()
    }
}

/// Gathers oddities while a feed is read.
#[derive(Default)]
pub(super) struct Ledger(BTreeMap<(&'static str, &'static str), (u64, Vec<String>)>);

impl Ledger {
    /// Counts one more; `example` names it if it is among the first.
    pub(super) fn note(&mut self, file: &'static str, what: &'static str, example: impl FnOnce() -> String) {
        let (count, examples) = self.0.entry((file, what)).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(example());
        }
    }

    /// What was gathered, by file and description.
    pub(super) fn into_oddities(self) -> Vec<Oddity> {
        let entries = self.0.into_iter();
        entries
            .map(|((file, what), (count, examples))| Oddity {
                file: file.to_owned(),
                what: what.to_owned(),
                count,
                examples,
            })
            .collect()
    }
}
