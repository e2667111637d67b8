//! The moments of a window, and the departures that are searched for them.

use lynchpin_network::timetable::Day;

use super::super::lines::Lines;
use super::super::plan::{NEVER, START};
use crate::request::{TransitRequest, Window};

/// The request that the search answers: a window of deadlines becomes the departures that can meet them. Prepare lines and plan for it.
#[must_use]
pub fn forward(request: &TransitRequest) -> TransitRequest {
    let window = match request.window {
        Window::Depart { .. } => request.window,
        Window::Arrive { first_seconds, minutes } => {
            let before = request.max_minutes;
            Window::Depart { first_seconds: first_seconds.saturating_sub(60 * before), minutes: minutes + before }
        }
    };
    TransitRequest { window, ..request.clone() }
}

/// The day's lines for [`forward`] of a request, times counted from the first departure searched, which may be before midnight.
pub fn forward_lines(day: &Day, request: &TransitRequest) -> Lines {
    let lines = Lines::from_day(day, request);
    match request.window {
        Window::Depart { .. } => lines,
        Window::Arrive { .. } => {
            let before = 60 * request.max_minutes as i32;
            let mut lines = lines.mirrored(request.window.span_seconds());
            for time in lines.board_by.iter_mut().chain(&mut lines.arrival) {
                *time += before;
            }
            lines
        }
    }
}

/// How lanes become sampled minutes.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    /// Departures searched.
    pub(super) lanes: usize,
    /// By lane, the last useful arrival.
    pub(super) useful: Vec<u16>,
    /// The lane that departs at the first deadline; `None` for departures.
    first_deadline: Option<usize>,
    max_minutes: u16,
}

/// The departure of a lane as a label.
pub(super) fn departure(lane: usize) -> u16 {
    (60 * lane) as u16 + START
}

impl Sampled {
    pub(super) fn new(request: &TransitRequest) -> Self {
        let lanes = forward(request).window.minutes() as usize;
        let max_minutes = request.max_minutes as u16;
        let arrive = matches!(request.window, Window::Arrive { .. });
        let last = if arrive { departure(lanes - 1) } else { NEVER };
        let useful = (0..lanes).map(|lane| last.min(departure(lane) + 60 * max_minutes)).collect();
        let first_deadline = arrive.then(|| lanes - request.window.minutes() as usize);
        Self { lanes, useful, first_deadline, max_minutes }
    }

    /// The travel times of the sampled minutes, whole minutes, from the earliest arrival of each lane. Those beyond the longest journey are
    /// left out; the order does not matter.
    pub(super) fn minutes(&self, arrivals: &[u16], out: &mut Vec<u16>) {
        out.clear();
        let Some(first) = self.first_deadline else {
            let sampled = arrivals.iter().enumerate().filter(|&(lane, &at)| at <= self.useful[lane]);
            out.extend(sampled.map(|(lane, &at)| (at - departure(lane)).div_ceil(60)));
            return;
        };
        let mut in_time = 0;
        for deadline in first..self.lanes {
            while in_time < arrivals.len() && arrivals[in_time] <= departure(deadline) {
                in_time += 1;
            }
            let minutes = (deadline + 1).wrapping_sub(in_time) as u16;
            if in_time > 0 && minutes <= self.max_minutes {
                out.push(minutes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_take_the_latest_departure_that_meets_them() {
        let window = Window::Arrive { first_seconds: 36_000, minutes: 2 };
        let request = TransitRequest { max_minutes: 3, ..TransitRequest::new(window) };
        let Window::Depart { first_seconds, minutes } = forward(&request).window else { panic!("departures") };
        assert_eq!((first_seconds, minutes), (35_820, 5));
        let sampled = Sampled::new(&request);
        let at = |minute: u16| 60 * minute + START;
        // Lanes depart at minutes 0 to 4; deadlines are minutes 3 and 4.
        let mut found = Vec::new();
        sampled.minutes(&[at(2), at(4), at(4), NEVER, NEVER], &mut found);
        assert_eq!(found, [3, 2]);
        sampled.minutes(&[at(4), at(4), at(4), at(5), NEVER], &mut found);
        assert_eq!(found, [2]);
        sampled.minutes(&[at(0), at(1), at(2), at(3), at(4)], &mut found);
        assert_eq!(found, [0, 0]);
    }
}
