//! Poverty of access after Foster, Greer and Thorbecke (1984).

use super::people::People;

/// `1/W Σ w_i ((z − x_i) / z)^power` over those with `x_i < z`.
pub(super) fn fgt(people: &People, weights: &[f64], line: f64, power: u8) -> Option<f64> {
    let (all, _) = people.totals(weights);
    let poor = weights.iter().zip(&people.access).filter(|(_, x)| **x < line);
    let gaps: f64 = poor.map(|(weight, x)| weight * ((line - x) / line).powi(i32::from(power))).sum();
    // An empty sum of floats is −0.
    (all > 0.0 && line > 0.0).then(|| gaps / all + 0.0)
}
