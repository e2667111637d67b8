//! Balanced floating catchments: demand by weights that sum to 1 over an origin's places, supply by weights that sum to 1 over a place's origins.
//!
//! `L_j = S_j / Σ_i P_i v_ij` with `v_ij = f_ij / Σ_j f_ij`, `A_i = Σ_j L_j w_ij` with `w_ij = f_ij / Σ_i f_ij`. Source: Páez, Higgins and Vivona (2019).
//! Demand is conserved (`Σ_j Σ_i P_i v_ij = Σ P_i`) and so are levels of service (`Σ A_i = Σ L_j`); supply is not: `Σ P_i A_i ≠ Σ S_j`.

use super::competition::{Competition, Pair};

/// BFCA. Unit: supply per person.
#[derive(Clone, Copy, Debug)]
pub struct Balanced;

impl Competition for Balanced {
    fn name(&self) -> &'static str {
        "bfca"
    }

    fn asks(&self, pair: &Pair) -> f64 {
        pair.people * (pair.weight / pair.row_weight)
    }

    fn receives(&self, pair: &Pair) -> f64 {
        pair.weight / pair.column_weight
    }
}
