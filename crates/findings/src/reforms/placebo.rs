//! Synthetic controls for places where nothing happened: how often does a gap as large come up by chance?

use rayon::prelude::*;
use serde::Serialize;

use super::synthetic_control::{Donors, Importance, Synthetic};

/// The treated unit among the placebos.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Placebos {
    /// Gap after over gap before, of every donor taken for treated in turn.
    pub ratios: Vec<f64>,
    /// Mean gap after treatment of every donor.
    pub effects: Vec<f64>,
    /// Share of all units, the treated one among them, whose ratio is at least as large as the treated one's: the chance of it where nothing happened.
    pub p_value: f64,
}

/// Takes each donor for treated in turn, the others (and not the treated unit) being its donors; `None` with fewer than two donors.
pub fn placebos(donors: &Donors, treated: &Synthetic) -> Option<Placebos> {
    let n = donors.donor_outcomes.len();
    if n < 2 {
        return None;
    }
    // The same predictors count as for the treated unit, so that each placebo is the same exercise.
    let importance = Importance::Given(treated.importance.clone());
    let all: Vec<Option<Synthetic>> =
        (0..n).into_par_iter().map(|donor| one(donors, donor).blend(&importance)).collect();
    let all: Option<Vec<Synthetic>> = all.into_iter().collect();
    let all = all?;
    let ratios: Vec<f64> = all.iter().map(Synthetic::ratio).collect();
    let as_large = ratios.iter().filter(|r| **r >= treated.ratio()).count();
    let p_value = (as_large + 1) as f64 / (n + 1) as f64;
    Some(Placebos { ratios, effects: all.iter().map(|s| s.effect).collect(), p_value })
}

fn one(donors: &Donors, taken: usize) -> Donors {
    let others = |rows: &[Vec<f64>]| {
        rows.iter().enumerate().filter(|(i, _)| *i != taken).map(|(_, row)| row.clone()).collect::<Vec<_>>()
    };
    Donors {
        treated_predictors: donors.donor_predictors[taken].clone(),
        donor_predictors: others(&donors.donor_predictors),
        treated_outcomes: donors.donor_outcomes[taken].clone(),
        donor_outcomes: others(&donors.donor_outcomes),
        before: donors.before,
    }
}
