//! Two-step floating catchments: `R_j = S_j / Σ_i P_i f_ij`, `A_i = Σ_j R_j f_ij`.
//!
//! With a binary decay this is 2SFCA (Luo and Wang 2003), with any other E2SFCA (Luo and Qi 2009), which is Shen's (1998) measure.
//! Conserves supply: `Σ P_i A_i = Σ S_j` over the places that are asked of.

use super::competition::{Competition, Pair};

/// 2SFCA and E2SFCA. Unit: supply per person.
#[derive(Clone, Copy, Debug)]
pub struct TwoStep;

impl Competition for TwoStep {
    fn name(&self) -> &'static str {
        "e2sfca"
    }

    fn asks(&self, pair: &Pair) -> f64 {
        pair.people * pair.weight
    }

    fn receives(&self, pair: &Pair) -> f64 {
        pair.weight
    }
}
