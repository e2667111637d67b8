//! The terms on which jobs count as within reach: who competes, what may be spent, which nurseries are passed; or why a pack says nothing of it.

use crate::work::drawn::DrawnReach;
use crate::work::reach::ReachTable;
use crate::work::seekers::Seekers;
use serde::Serialize;

/// Jobs within reach, and the terms of their tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// One table a cut.
    pub tables: Vec<ReachTable>,
    /// On what terms.
    pub terms: ReachTerms,
    /// Draws of the good jobs of the cut that the line is drawn on; `None` where there are none.
    pub drawn: Option<DrawnReach>,
}

/// The terms of a run; where something is missing, the reason in a plain sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReachTerms {
    /// Who competes for good jobs.
    pub seekers: Result<Seekers, String>,
    /// Whether jobs are told by the skill level that they ask for.
    pub skill: Result<(), String>,
    /// What a journey may cost.
    pub fare: Result<FareTerms, String>,
    /// Which nurseries the morning trip may pass.
    pub nursery: Result<NurseryTerms, String>,
}

/// Prices and the budget of a journey.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FareTerms {
    /// The most that a journey one way may cost, £.
    pub budget_pounds: f64,
    /// Whether the budget is Lynchpin's default.
    pub default_budget: bool,
    /// Where prices come from, in words.
    pub prices: String,
    /// Routes of the timetable, and those without a price, which are not used.
    pub routes: (usize, usize),
}

/// The drop-off on the way to work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NurseryTerms {
    /// The shift that the drop-off is asked for.
    pub shift: String,
    /// Providers in the pack.
    pub providers: usize,
    /// Of them, those passed: with a free place, as far as it is known.
    pub with_place: usize,
    /// Of all providers, those whose occupancy is known; others are taken to have a free place (Lynchpin default).
    pub occupancy_known: usize,
    /// Of those passed, those that the data give no closing time: they limit nobody.
    pub hours_unknown: usize,
    /// Minutes that the drop-off takes.
    pub drop_off_minutes: u32,
    /// When work is left for the way back, seconds since midnight.
    pub leave_seconds: u32,
}
