//! When the places on the way are open, as the search sees it.

use crate::request::Window;
use crate::search::Moments;

/// When a place on the way is open, seconds since noon minus 12 h of the service day; `None` for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Nobody is served before this second.
    pub opens_seconds: Option<u32>,
    /// Whoever is not at the door by this second is turned away.
    pub closes_seconds: Option<u32>,
}

/// Turns arriving at a place into leaving it, in labels of the search; for a window of arrivals both are reckoned backwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gate {
    /// Added on arrival: the dwell when reckoned backwards.
    before: u16,
    /// The stay's start, or backwards its start seen from the end, is not before this,
    not_before: u16,
    /// nor after this.
    not_after: u16,
    /// Added at the end: the dwell when reckoned forwards.
    after: u16,
}

impl Gate {
    pub(super) fn new(opening: Opening, dwell_seconds: u32, window: Window) -> Self {
        let first = i64::from(window.first_seconds());
        let dwell = dwell_seconds.min(u32::from(Moments::NEVER)) as u16;
        let since = |seconds: Option<u32>| seconds.map(|s| i64::from(s) - first);
        let (opens, closes) = (since(opening.opens_seconds), since(opening.closes_seconds));
        match window {
            Window::Depart { .. } => Self::between(0, opens, closes, dwell),
            Window::Arrive { .. } => {
                let last = i64::from(window.span_seconds());
                Self::between(dwell, closes.map(|c| last - c), opens.map(|o| last - o), 0)
            }
        }
    }

    fn between(before: u16, from: Option<i64>, to: Option<i64>, after: u16) -> Self {
        let last = Moments::NEVER - 1;
        Self { before, not_before: from.map_or(0, Moments::label), not_after: to.map_or(last, Moments::label), after }
    }

    /// Writes when the place is left for arrivals there; says whether it is left at all.
    pub(super) fn pass(self, arrivals: &[u16], left: &mut [u16]) -> bool {
        let mut any = false;
        for (leave, &arrival) in left.iter_mut().zip(arrivals) {
            let served = arrival.saturating_add(self.before).max(self.not_before);
            *leave = if served <= self.not_after { served.saturating_add(self.after) } else { Moments::NEVER };
            any |= *leave != Moments::NEVER;
        }
        any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENING: Opening = Opening { opens_seconds: Some(28_860), closes_seconds: Some(28_920) };

    #[test]
    fn forwards_one_waits_for_the_opening_and_stays_after_it() {
        let gate = Gate::new(OPENING, 300, Window::Depart { first_seconds: 28_800, minutes: 3 });
        let mut left = [0; 5];
        // At the door at 08:00:00, 08:01:00, 08:02:00, 08:02:01 and never.
        assert!(gate.pass(&[1, 61, 121, 122, Moments::NEVER], &mut left));
        assert_eq!(left, [361, 361, 421, Moments::NEVER, Moments::NEVER]);
    }

    #[test]
    fn backwards_one_was_served_before_leaving() {
        let gate = Gate::new(OPENING, 30, Window::Arrive { first_seconds: 28_800, minutes: 11 });
        let mut left = [0; 4];
        // To leave at 08:10:00 (0 s before the last deadline), 08:02:00, 08:01:30 and 08:01:29.
        assert!(gate.pass(&[1, 481, 511, 512], &mut left));
        // One is at the door at 08:02:00 at the latest, at 08:01:30, at 08:01:00 and, last, not at all.
        assert_eq!(left, [481, 511, 541, Moments::NEVER]);
    }

    #[test]
    fn a_place_closed_before_the_window_serves_nobody() {
        let shut = Opening { opens_seconds: None, closes_seconds: Some(28_799) };
        let gate = Gate::new(shut, 0, Window::Depart { first_seconds: 28_800, minutes: 1 });
        assert!(!gate.pass(&[1], &mut [0]));
    }
}
