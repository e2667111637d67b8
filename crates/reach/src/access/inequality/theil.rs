//! Theil's T, and how much of it lies between groups.

use super::people::People;

/// `Σ (w_i / W) (x_i / μ) ln(x_i / μ)`, 0 ln 0 being 0.
pub(super) fn theil(people: &People, weights: &[f64]) -> Option<f64> {
    let (all, access) = people.totals(weights);
    let mean = access / all;
    let of = |(weight, x): (&f64, &f64)| if *x > 0.0 { weight * x * (x / mean).ln() } else { 0.0 };
    (access > 0.0).then(|| weights.iter().zip(&people.access).map(of).sum::<f64>() / access)
}

/// `Σ_g s_g ln(s_g / p_g)`: s a group's share of the access, p its share of the people.
pub(super) fn between(people: &People, weights: &[f64]) -> Option<f64> {
    let (all, access) = people.totals(weights);
    let groups = people.groups.iter().max().map_or(0, |last| *last as usize + 1);
    if groups == 0 || access <= 0.0 {
        return None;
    }
    let mut shares = vec![(0.0, 0.0); groups];
    for ((&group, weight), x) in people.groups.iter().zip(weights).zip(&people.access) {
        let share = &mut shares[group as usize];
        *share = (share.0 + weight * x / access, share.1 + weight / all);
    }
    Some(shares.iter().filter(|share| share.0 > 0.0).map(|(s, p)| s * (s / p).ln()).sum())
}
