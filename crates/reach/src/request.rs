//! What is asked of the engine: when, how long, how far on foot.

use crate::error::ReachError;

/// Longest sum of window and `max_minutes`: the search keeps times as 16-bit seconds from the window's start.
const MAX_HORIZON_MINUTES: u32 = 1_090;

/// Longest slack, and longest time to park.
const MAX_SLACK_SECONDS: u32 = 7_200;

/// The sampled minutes: `first_seconds`, one minute later, and so on, `minutes` of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Sampled departures from the origin.
    Depart {
        /// First departure, seconds since noon minus 12 h of the service day.
        first_seconds: u32,
        /// How many minutes are sampled, at least 1.
        minutes: u32,
    },
    /// Sampled deadlines of arrival at the destination.
    Arrive {
        /// First deadline, seconds since noon minus 12 h of the service day.
        first_seconds: u32,
        /// How many minutes are sampled, at least 1.
        minutes: u32,
    },
}

impl Window {
    /// How many minutes are sampled.
    pub fn minutes(self) -> u32 {
        match self {
            Self::Depart { minutes, .. } | Self::Arrive { minutes, .. } => minutes,
        }
    }

    /// The first sampled moment, seconds since noon minus 12 h of the service day.
    pub fn first_seconds(self) -> u32 {
        match self {
            Self::Depart { first_seconds, .. } | Self::Arrive { first_seconds, .. } => first_seconds,
        }
    }

    /// Seconds from the first to the last sampled moment.
    pub(crate) fn span_seconds(self) -> i32 {
        60 * (self.minutes() as i32 - 1)
    }

    /// The part of the service day that a search for this window can touch, seconds: for preparing the timetable's day.
    /// It may start before the service day does.
    pub fn horizon(self, max_minutes: u32) -> std::ops::Range<i32> {
        let (first, reach) = (self.first_seconds() as i32, 60 * max_minutes as i32);
        let last = first + self.span_seconds();
        match self {
            Self::Depart { .. } => first..last + reach + 1,
            Self::Arrive { .. } => first - reach..last + 1,
        }
    }
}

/// How one gets to a stop or from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LegMode {
    /// On foot.
    #[default]
    Walk,
    /// By bicycle.
    Cycle,
}

/// A question about door-to-door public transport. See METHODS for the conventions.
#[derive(Clone, Debug, PartialEq)]
pub struct TransitRequest {
    /// When.
    pub window: Window,
    /// Longest travel time that counts, whole minutes; anything longer is unreachable.
    pub max_minutes: u32,
    /// Most vehicles boarded on one journey; staying seated where a vehicle goes on as another trip is not a boarding.
    pub max_rides: u32,
    /// Longest walk from the origin to a stop, from a stop to the destination, and directly, minutes each.
    pub max_walk_minutes: f64,
    /// Longest walk from the origin to a stop, minutes, where it is not `max_walk_minutes`.
    pub max_access_walk_minutes: Option<f64>,
    /// Longest walk from a stop to the destination, minutes, where it is not `max_walk_minutes`.
    pub max_egress_walk_minutes: Option<f64>,
    /// How one gets to the first stop, and all the way without a vehicle.
    pub access_mode: LegMode,
    /// How one gets from the last stop to the destination.
    pub egress_mode: LegMode,
    /// Longest ride by bicycle to the first stop, from the last, or all the way, minutes each, time to park not counted.
    pub max_cycle_minutes: f64,
    /// Cycling speed, km/h.
    pub cycle_kmh: f64,
    /// Time to leave the bicycle after each ride on it, seconds; 0 where it is left anywhere or carried.
    pub park_seconds: u32,
    /// Longest walk between two vehicles, minutes.
    pub max_transfer_walk_minutes: f64,
    /// Walking speed, km/h.
    pub walk_kmh: f64,
    /// How long before each departure the traveller is at the stop, seconds; 0 unless stated.
    pub boarding_slack_seconds: u32,
    /// Least time for every change, on top of its walk or of the time that the timetable asks for, seconds; 0 unless stated.
    pub transfer_slack_seconds: u32,
    /// The optimisations; they never change a result.
    pub switches: Switches,
}

impl TransitRequest {
    /// The conventions' defaults for a window: 120 minutes, 4 rides, walks of 30 and 15 minutes at 3.6 km/h, no slack.
    pub fn new(window: Window) -> Self {
        Self {
            window,
            max_minutes: 120,
            max_rides: 4,
            max_walk_minutes: 30.0,
            max_access_walk_minutes: None,
            max_egress_walk_minutes: None,
            access_mode: LegMode::Walk,
            egress_mode: LegMode::Walk,
            max_cycle_minutes: 30.0,
            cycle_kmh: 16.0,
            park_seconds: 0,
            max_transfer_walk_minutes: 15.0,
            walk_kmh: 3.6,
            boarding_slack_seconds: 0,
            transfer_slack_seconds: 0,
            switches: Switches::default(),
        }
    }

    /// Refuses what the search cannot answer: empty windows, no rides, a horizon over 18 hours, speeds that are none.
    pub fn check(&self) -> Result<(), ReachError> {
        let minutes = self.window.minutes();
        if minutes == 0 {
            return Err(bad("window", &minutes, "at least 1 minute", "a window of 1 samples a single departure"));
        }
        if self.max_minutes == 0 {
            return Err(bad("max-minutes", &self.max_minutes, "at least 1 minute", "120 is usual"));
        }
        let horizon = u64::from(minutes) + u64::from(self.max_minutes);
        if horizon > u64::from(MAX_HORIZON_MINUTES) {
            let expected = format!("window + max-minutes of at most {MAX_HORIZON_MINUTES} minutes");
            return Err(bad("window + max-minutes", &horizon, &expected, "ask for the window in parts"));
        }
        if self.max_rides == 0 || self.max_rides > 30 {
            return Err(bad("max-rides", &self.max_rides, "1 to 30", "4 is usual; for none use --mode walk"));
        }
        check_positive("walk-kmh", self.walk_kmh, 30.0)?;
        check_positive("max-walk-minutes", self.max_walk_minutes, 1_000.0)?;
        check_positive("max-access-walk-minutes", self.access_walk_minutes(), 1_000.0)?;
        check_positive("max-egress-walk-minutes", self.egress_walk_minutes(), 1_000.0)?;
        if self.cycles() {
            check_positive("cycle-kmh", self.cycle_kmh, 60.0)?;
            check_positive("max-cycle-minutes", self.max_cycle_minutes, 1_000.0)?;
        }
        for (name, seconds) in [
            ("park-seconds", self.park_seconds),
            ("boarding-slack-seconds", self.boarding_slack_seconds),
            ("transfer-slack-seconds", self.transfer_slack_seconds),
        ] {
            if seconds > MAX_SLACK_SECONDS {
                let expected = format!("0 to {MAX_SLACK_SECONDS} seconds");
                return Err(bad(name, &seconds, &expected, "a few minutes are usual"));
            }
        }
        if self.max_transfer_walk_minutes != 0.0 {
            check_positive("max-transfer-walk-minutes", self.max_transfer_walk_minutes, 1_000.0)?;
        }
        Ok(())
    }
}

impl TransitRequest {
    /// Is any leg by bicycle?
    pub fn cycles(&self) -> bool {
        self.access_mode == LegMode::Cycle || self.egress_mode == LegMode::Cycle
    }

    /// Longest walk from the origin to a stop, minutes.
    pub fn access_walk_minutes(&self) -> f64 {
        self.max_access_walk_minutes.unwrap_or(self.max_walk_minutes)
    }

    /// Longest walk from a stop to the destination, minutes.
    pub fn egress_walk_minutes(&self) -> f64 {
        self.max_egress_walk_minutes.unwrap_or(self.max_walk_minutes)
    }

    /// Refuses bicycles and unequal limits where all legs are walked alike.
    ///
    /// # Errors
    /// A leg by bicycle, or a limit of its own for the way to the first stop or from the last.
    pub fn check_walks_alike(&self) -> Result<(), ReachError> {
        let hint = "leave it out: here all ways to and from stops are walked, under one limit";
        if self.cycles() {
            return Err(bad("access-mode, egress-mode", &"cycle", "walk", hint));
        }
        match self.max_access_walk_minutes.or(self.max_egress_walk_minutes) {
            Some(minutes) => Err(bad("max-access-walk-minutes, max-egress-walk-minutes", &minutes, "none", hint)),
            None => Ok(()),
        }
    }
}

/// Refuses a number that is not over 0 and at most `most`.
pub(crate) fn check_positive(name: &'static str, value: f64, most: f64) -> Result<(), ReachError> {
    if value > 0.0 && value <= most {
        return Ok(());
    }
    Err(bad(name, &value, &format!("over 0 and at most {most}"), "give a plain number"))
}

fn bad(name: &'static str, value: &impl ToString, expected: &str, hint: &str) -> ReachError {
    ReachError::Parameter { name, value: value.to_string(), expected: expected.to_owned(), hint: hint.to_owned() }
}

/// The optimisations of the search. Each may be turned off, for tests and for finding out what it brings; results stay the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // a panel of independent switches is what this is
pub struct Switches {
    /// Drop walks between stops, and from stops to destinations, that a vehicle always makes superfluous.
    pub drop_dominated_walks: bool,
    /// Scan only lines that can be boarded at a stop improved in the last round, from the first such stop on.
    pub scan_marked_only: bool,
    /// Board a trip only with minutes that could not board it there in an earlier round.
    pub board_new_only: bool,
    /// Forget trips and walks that are past `max_minutes` for every minute of the window still concerned.
    pub drop_expired: bool,
    /// Search up to 64 minutes of the window together (off: one by one).
    pub minutes_together: bool,
    /// Use the processor's wide vector instructions where it has them.
    pub wide_vectors: bool,
    /// Reset only what the search before touched.
    pub reset_touched_only: bool,
    /// Search the streets around a place once where it is both an origin and a destination.
    pub share_walks: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self::all(true)
    }
}

impl Switches {
    /// Every optimisation on, or every one off.
    pub fn all(on: bool) -> Self {
        Self {
            drop_dominated_walks: on,
            scan_marked_only: on,
            board_new_only: on,
            drop_expired: on,
            minutes_together: on,
            wide_vectors: on,
            reset_touched_only: on,
            share_walks: on,
        }
    }
}
