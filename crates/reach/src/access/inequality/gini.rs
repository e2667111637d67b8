//! Gini coefficient: half the mean difference between two people, over the mean.

use super::people::People;

/// `Σ_i Σ_j w_i w_j |x_i − x_j| / (2 W² μ)`, in one pass over people in order of access.
pub(super) fn gini(people: &People, weights: &[f64]) -> Option<f64> {
    let (mut below, mut sum, mut access) = (0.0, 0.0, 0.0);
    for &area in &people.by_access {
        let weight = weights[area as usize];
        let held = weight * people.access[area as usize];
        sum += held * (2.0 * below + weight);
        below += weight;
        access += held;
    }
    (access > 0.0).then(|| sum / (below * access) - 1.0)
}
