//! How people get to the first stop and from the last, and what changes take.

use clap::{Args, ValueEnum};
use lynchpin_reach::{LegMode, TransitRequest};

/// How people get to a stop or from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LegModeName {
    /// On foot
    Walk,
    /// By bicycle
    Cycle,
}

impl From<LegModeName> for LegMode {
    fn from(name: LegModeName) -> Self {
        match name {
            LegModeName::Walk => Self::Walk,
            LegModeName::Cycle => Self::Cycle,
        }
    }
}

/// Options for the ways to and from stops.
#[derive(Args, serde::Serialize)]
pub struct LegArguments {
    /// How people get to the first stop; by bicycle they may also ride all the way
    #[arg(long, value_enum, default_value = "walk")]
    pub access_mode: LegModeName,
    /// How people get from the last stop
    #[arg(long, value_enum, default_value = "walk")]
    pub egress_mode: LegModeName,
    /// Longest walk to the first stop, minutes (default: --max-walk-minutes)
    #[arg(long, value_name = "MINUTES")]
    pub max_access_walk_minutes: Option<u32>,
    /// Longest walk from the last stop, minutes (default: --max-walk-minutes)
    #[arg(long, value_name = "MINUTES")]
    pub max_egress_walk_minutes: Option<u32>,
    /// Longest ride by bicycle to the first stop, from the last, or all the way, minutes each
    #[arg(long, value_name = "MINUTES", default_value_t = 30)]
    pub max_cycle_minutes: u32,
    /// Time to leave the bicycle after each ride on it, seconds (0: it is left anywhere, or folded and carried)
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub park_seconds: u32,
    /// Time needed for every change, on top of its walk or of what the timetable asks for, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub transfer_slack_seconds: u32,
}

impl LegArguments {
    /// Puts the options into a request.
    pub fn apply(&self, request: &mut TransitRequest, cycle_kmh: f64) {
        request.access_mode = self.access_mode.into();
        request.egress_mode = self.egress_mode.into();
        request.max_access_walk_minutes = self.max_access_walk_minutes.map(f64::from);
        request.max_egress_walk_minutes = self.max_egress_walk_minutes.map(f64::from);
        request.cycle_kmh = cycle_kmh;
        request.max_cycle_minutes = f64::from(self.max_cycle_minutes);
        request.park_seconds = self.park_seconds;
        request.transfer_slack_seconds = self.transfer_slack_seconds;
    }
}
