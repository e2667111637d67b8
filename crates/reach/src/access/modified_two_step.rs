//! Modified two-step floating catchments: `A_i = Σ_j S_j f_ij² / Σ_i P_i f_ij`. Source: Delamater (2013).
//!
//! Places that are far from everyone are not used to the full, so supply is not conserved: `Σ P_i A_i ≤ Σ S_j` for weights of at most 1.

use super::competition::{Competition, Pair};

/// M2SFCA. Unit: supply per person.
#[derive(Clone, Copy, Debug)]
pub struct ModifiedTwoStep;

impl Competition for ModifiedTwoStep {
    fn name(&self) -> &'static str {
        "m2sfca"
    }

    fn asks(&self, pair: &Pair) -> f64 {
        pair.people * pair.weight
    }

    fn receives(&self, pair: &Pair) -> f64 {
        pair.weight * pair.weight
    }
}
