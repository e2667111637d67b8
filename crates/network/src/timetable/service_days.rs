//! On which dates a timetable has service.

use jiff::civil::Date;

use super::columns::{Services, Timetable};
use super::dates;
use crate::error::NetworkError;
use crate::ids::ServiceId;

/// How far from the date asked for other dates are looked at, days.
const LOOK_AROUND_DAYS: i32 = 3660;
/// How many ranges of dates a message names.
const RANGES: usize = 8;

impl Services {
    /// First and last day on which a service runs; `None` where it never does.
    pub(super) fn first_and_last(&self, service: ServiceId) -> Option<(i32, i32)> {
        let s = service.index();
        let exceptions = self.first_exception[s] as usize..self.first_exception[s + 1] as usize;
        let added = exceptions.filter(|&e| self.exception_runs[e] == 1).map(|e| self.exception_day[e]);
        let weekly = (self.first_day[s], self.last_day[s]);
        let mut ends: Vec<i32> = added.collect();
        if self.weekdays[s] != 0 && weekly.0 <= weekly.1 {
            ends.extend((weekly.0..=weekly.1).find(|&day| self.runs(service, day)));
            ends.extend((weekly.0..=weekly.1).rev().find(|&day| self.runs(service, day)));
        }
        ends.iter().min().copied().zip(ends.iter().max().copied())
    }
}

impl Timetable {
    /// First and last day on which any trip runs, days since 1970-01-01; `None` where none ever does.
    pub(super) fn dates(&self) -> Option<(i32, i32)> {
        let ends: Vec<(i32, i32)> =
            self.used_services().into_iter().filter_map(|s| self.services.first_and_last(s)).collect();
        ends.iter().map(|end| end.0).min().zip(ends.iter().map(|end| end.1).max())
    }

    /// For each feed, whether any of its trips runs on the day.
    pub(super) fn feeds_with_service(&self, day: i32) -> Vec<bool> {
        let mut with = vec![false; self.feeds.name.len()];
        for service in self.used_services() {
            if self.services.runs(service, day) {
                with[self.services.feed[service.index()] as usize] = true;
            }
        }
        with
    }

    /// The error for a date on which nothing runs, naming the dates on which something does.
    pub(super) fn no_service(&self, date: Date) -> NetworkError {
        let ranges = self.ranges_around(dates::to_day(date));
        let hint = match (ranges.is_empty(), self.dates()) {
            (false, _) => format!("dates with service: {}", listed(&ranges)),
            (true, Some((first, last))) => {
                format!("the timetable has service between {} and {}", dates::from_day(first), dates::from_day(last))
            }
            (true, None) => "the timetable has no service on any date: check its calendars".to_owned(),
        };
        NetworkError::Request { problem: format!("no trip runs on {date}"), hint }
    }

    /// Services that some trip uses, ascending.
    fn used_services(&self) -> Vec<ServiceId> {
        let mut used = vec![false; self.services.feed.len()];
        for service in self.trips.service.iter().filter(|service| service.is_some()) {
            used[service.index()] = true;
        }
        (0..used.len()).filter(|&service| used[service]).map(ServiceId::from).collect()
    }

    /// Unbroken ranges of days with service around `day`, ascending.
    fn ranges_around(&self, day: i32) -> Vec<(i32, i32)> {
        let used = self.used_services();
        let Some((first, last)) = self.dates() else {
            return Vec::new();
        };
        let first = first.max(day.saturating_sub(LOOK_AROUND_DAYS));
        let last = last.min(day.saturating_add(LOOK_AROUND_DAYS));
        let mut ranges: Vec<(i32, i32)> = Vec::new();
        for day in (first..=last).filter(|&day| used.iter().any(|&service| self.services.runs(service, day))) {
            match ranges.last_mut() {
                Some(range) if range.1 == day - 1 => range.1 = day,
                _ => ranges.push((day, day)),
            }
        }
        ranges.sort_by_key(|&(start, end)| if day < start { start - day } else { day - end });
        ranges.truncate(RANGES + 1);
        ranges
    }
}

/// The nearest ranges in calendar order; more than fit end in a mark.
fn listed(nearest: &[(i32, i32)]) -> String {
    let mut ranges = nearest[..nearest.len().min(RANGES)].to_vec();
    ranges.sort_unstable();
    let texts: Vec<String> = ranges
        .iter()
        .map(|&(start, end)| match (dates::from_day(start), dates::from_day(end)) {
            (start, end) if start == end => start.to_string(),
            (start, end) => format!("{start} to {end}"),
        })
        .collect();
    let more = if nearest.len() > RANGES { " and others" } else { "" };
    texts.join(", ") + more
}
