//! Spatial availability: `V_ij = S_j F_ij` with `F_ij = p_i b_ij / Σ_i p_i b_ij`, `p_i = P_i^a / ΣP^a`, `b_ij = f_ij / Σ_i f_ij`. Source: Soukhov, Páez, Higgins and Mohamed (2023).
//!
//! What is constant over origins (`ΣP^a`, `Σ_i f_ij`) cancels: `F_ij = P_i^a f_ij / Σ_i P_i^a f_ij`, which is how it is computed.
//! Conserves supply: `Σ V_i = Σ S_j` over the places that are asked of. With a = 1, `V_i / P_i` is E2SFCA.

use super::competition::{Competition, Pair};

/// Spatial availability; the people of a pair are `P_i^a`, see [`Availability::demand`]. Unit: that of the supply.
#[derive(Clone, Copy, Debug)]
pub struct Availability;

impl Availability {
    /// `P_i^a`; a over 0, usually 1.
    pub fn demand(people: &[f64], exponent: f64) -> Vec<f64> {
        people.iter().map(|p| p.powf(exponent)).collect()
    }
}

impl Competition for Availability {
    fn name(&self) -> &'static str {
        "availability"
    }

    fn asks(&self, pair: &Pair) -> f64 {
        pair.people * pair.weight
    }

    fn receives(&self, pair: &Pair) -> f64 {
        pair.people * pair.weight
    }
}
