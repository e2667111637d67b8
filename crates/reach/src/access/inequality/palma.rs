//! Palma ratio: the best-off tenth against the worst-off 40 %.

use super::people::People;

const BEST_OFF: f64 = 0.1;
const WORST_OFF: f64 = 0.4;

/// Mean access of the best-off tenth of people over that of the worst-off 40 %. A rank that a boundary cuts through gives to either side its
/// part of the people, each with the rank's mean access, so neither the order of the areas nor their size matters.
pub(super) fn palma(people: &People, weights: &[f64]) -> Option<f64> {
    let (all, _) = people.totals(weights);
    let best = mean_of_first(people.ranks(weights).rev(), BEST_OFF * all)?;
    let worst = mean_of_first(people.ranks(weights), WORST_OFF * all)?;
    (worst > 0.0).then(|| best / worst)
}

fn mean_of_first(ranks: impl Iterator<Item = (f64, f64)>, wanted: f64) -> Option<f64> {
    let (mut left, mut sum) = (wanted, 0.0);
    for (people, access) in ranks.filter(|(people, _)| *people > 0.0) {
        let taken = people.min(left);
        sum += access / people * taken;
        left -= taken;
    }
    (wanted > 0.0).then(|| sum / wanted)
}
