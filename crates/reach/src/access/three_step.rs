//! Three-step floating catchments: `G_ij = f_ij / Σ_j f_ij`, `R_j = S_j / Σ_i G_ij P_i f_ij`, `A_i = Σ_j G_ij R_j f_ij`. Source: Wan, Zou and Sternberg (2012).
//!
//! People who have several places in reach ask less of each. Conserves supply: `Σ P_i A_i = Σ S_j` over the places that are asked of.

use super::competition::{Competition, Pair};

/// 3SFCA. Unit: supply per person.
#[derive(Clone, Copy, Debug)]
pub struct ThreeStep;

impl Competition for ThreeStep {
    fn name(&self) -> &'static str {
        "3sfca"
    }

    fn asks(&self, pair: &Pair) -> f64 {
        pair.people * self.receives(pair)
    }

    fn receives(&self, pair: &Pair) -> f64 {
        pair.weight / pair.row_weight * pair.weight
    }
}
