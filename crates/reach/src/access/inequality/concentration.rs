//! Concentration index: how far access goes with rank.

use super::people::People;

/// `2/(W μ) Σ w_i x_i R_i − 1` with the fractional rank R: the share of people below, and half of those of the same rank.
pub(super) fn concentration(people: &People, weights: &[f64]) -> Option<f64> {
    let (all, access) = people.totals(weights);
    if people.by_rank.is_empty() || access <= 0.0 {
        return None;
    }
    let (mut below, mut sum) = (0.0, 0.0);
    for (here, held) in people.ranks(weights) {
        sum += held * (below + here / 2.0) / all;
        below += here;
    }
    Some(2.0 * sum / access - 1.0)
}

/// `4 μ C / (high − low)`. Source: Erreygers (2009), *Journal of Health Economics* 28. `None` where anyone's access lies outside the bounds.
pub(super) fn erreygers(people: &People, weights: &[f64], low: f64, high: f64) -> Option<f64> {
    let (all, access) = people.totals(weights);
    let bounded = high > low && people.access.iter().all(|x| (low..=high).contains(x));
    let index = concentration(people, weights)?;
    bounded.then(|| 4.0 * access / all * index / (high - low))
}
