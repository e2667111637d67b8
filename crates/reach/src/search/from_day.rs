//! From the timetable's day to the search's lines.

use lynchpin_network::ids::PatternId;
use lynchpin_network::timetable::{ALIGHT, BOARD, Day, DayTrip};

use super::lines::{Continuation, Lines};
use crate::request::{TransitRequest, Window};

impl Lines {
    /// The places of a day, without any lines.
    pub(crate) fn none_of(day: &Day) -> Self {
        Self {
            stop_count: day.places.len(),
            copy_of: day.places.copy_stop.iter().map(|stop| stop.0).collect(),
            position_first: vec![0],
            event_first: vec![0],
            ..Self::default()
        }
    }

    /// The trips of a day that a search for the request can ride, times counted from the window's first moment, and run backwards
    /// for a window of arrivals.
    pub fn from_day(day: &Day, request: &TransitRequest) -> Self {
        let first = request.window.first_seconds() as i32;
        let span = request.window.span_seconds();
        let reach = 60 * request.max_minutes as i32;
        let useful = match request.window {
            Window::Depart { .. } => first..=first + span + reach,
            Window::Arrive { .. } => first - reach..=first + span,
        };
        let mut kept = Kept::choose(day, &useful);
        let lines = kept.lay_out(day, first, request.boarding_slack_seconds as i32);
        match request.window {
            Window::Depart { .. } => lines,
            Window::Arrive { .. } => lines.mirrored(span),
        }
    }
}

/// Which trips of the day are kept, and their new places.
struct Kept {
    /// Pattern → its kept trips, by their place in the day's pattern; a run, since trips are in order of time.
    runs: Vec<std::ops::Range<usize>>,
    /// Pattern → line, or `u32::MAX`.
    line: Vec<u32>,
}

impl Kept {
    /// Trips that end before the useful time begins or start after it ends are left out.
    fn choose(day: &Day, useful: &std::ops::RangeInclusive<i32>) -> Self {
        let mut kept = Self { runs: Vec::with_capacity(day.patterns()), line: Vec::with_capacity(day.patterns()) };
        let mut lines = 0;
        for p in (0..day.patterns()).map(PatternId::from) {
            let last = day.stops(p).len() - 1;
            let from = day.arrival(p, last).partition_point(|&t| t < *useful.start());
            let to = day.board_by(p, 0).partition_point(|&t| t <= *useful.end());
            kept.runs.push(from..to.max(from));
            kept.line.push(if from < to { lines } else { u32::MAX });
            lines += u32::from(from < to);
        }
        kept
    }

    fn lay_out(&mut self, day: &Day, first: i32, slack: i32) -> Lines {
        let mut lines = Lines::none_of(day);
        for p in (0..day.patterns()).map(PatternId::from) {
            let run = self.runs[p.index()].clone();
            if run.is_empty() {
                continue;
            }
            for (i, flags) in day.flags(p).iter().enumerate() {
                lines.stop.push(day.place(p, i).0);
                lines.board.push(flags & BOARD != 0);
                lines.alight.push(flags & ALIGHT != 0);
                lines.board_by.extend(day.board_by(p, i)[run.clone()].iter().map(|t| t - slack - first));
                lines.arrival.extend(day.arrival(p, i)[run.clone()].iter().map(|t| t - first));
            }
            let first_trip = day.pattern_first_trip[p.index()];
            lines.trip.extend(run.clone().map(|trip| first_trip + trip as u32));
            lines.position_first.push(lines.stop.len() as u32);
            lines.event_first.push(lines.board_by.len() as u32);
            self.continue_trips(day, p, &mut lines.continuations);
        }
        lines.continuations.sort_unstable();
        lines
    }

    fn continue_trips(&self, day: &Day, p: PatternId, continuations: &mut Vec<Continuation>) {
        let run = &self.runs[p.index()];
        for trip in run.clone() {
            for next in day.stays(DayTrip { pattern: p, trip: trip as u32 }) {
                let next_run = &self.runs[next.pattern.index()];
                if next_run.contains(&(next.trip as usize)) {
                    continuations.push(Continuation {
                        line: self.line[p.index()],
                        trip: (trip - run.start) as u32,
                        next_line: self.line[next.pattern.index()],
                        next_trip: next.trip - next_run.start as u32,
                    });
                }
            }
        }
    }
}
