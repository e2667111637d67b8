//! Fisher's randomisation test: what if other places had been chosen?

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use super::average::{Over, average};
use super::group_time::{EffectOptions, group_time};
use super::panel::Panel;
use super::two_period::Estimator;
use crate::sample::Bootstrap;

/// A randomisation test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Randomisation {
    /// Choices of places tried, beside the real one.
    pub choices: u32,
    /// Share of choices, the real one among them, whose effect is at least as many standard errors from nought.
    pub p_value: f64,
}

/// First stream of randomness of this test; every choice has one of its own, so that threads do not matter.
const STREAM: u64 = 0x5EED_1000_0000;

/// Deals the real starts of treatment out to units (or, where there are clusters, keeps clusters together) at random, again and again, and compares the
/// effect in units of its standard error, without covariates. `None` where the real choice has no effect to compare.
pub fn randomisation(panel: &Panel, options: EffectOptions, bootstrap: Bootstrap) -> Option<Randomisation> {
    let options = EffectOptions { estimator: Estimator::OutcomeRegression, ..options };
    let real = distance(panel, options)?;
    let larger = (0..bootstrap.resamples)
        .into_par_iter()
        .filter(|choice| {
            let mut random = ChaCha8Rng::seed_from_u64(bootstrap.seed);
            random.set_stream(STREAM + u64::from(*choice));
            let dealt = Panel { first_treated: deal(panel, &mut random), covariates: Vec::new(), ..panel.clone() };
            // Rounding must not make the real choice, dealt once more, smaller than itself.
            distance(&dealt, options).is_none_or(|d| d >= real * (1.0 - 1e-9))
        })
        .count();
    Some(Randomisation {
        choices: bootstrap.resamples,
        p_value: (larger + 1) as f64 / (f64::from(bootstrap.resamples) + 1.0),
    })
}

fn distance(panel: &Panel, options: EffectOptions) -> Option<f64> {
    let plain = Panel { covariates: Vec::new(), ..panel.clone() };
    let overall = average(&group_time(&plain, options).ok()?, Over::Cohort)?.overall;
    let ratio = overall.att / overall.standard_error;
    ratio.is_finite().then_some(ratio.abs())
}

/// The starts of treatment in another order. Where units come in clusters that are treated as wholes, whole clusters change places; otherwise units do.
fn deal(panel: &Panel, random: &mut ChaCha8Rng) -> Vec<Option<usize>> {
    if let Some(clusters) = panel.clusters.as_ref().filter(|c| treated_as_wholes(panel, c)) {
        let start: std::collections::BTreeMap<usize, Option<usize>> =
            clusters.iter().copied().zip(panel.first_treated.iter().copied()).collect();
        let mut starts: Vec<Option<usize>> = start.values().copied().collect();
        shuffle(&mut starts, random);
        let dealt: std::collections::BTreeMap<usize, Option<usize>> = start.into_keys().zip(starts).collect();
        return clusters.iter().map(|c| dealt.get(c).copied().flatten()).collect();
    }
    let mut starts = panel.first_treated.clone();
    shuffle(&mut starts, random);
    starts
}

fn treated_as_wholes(panel: &Panel, clusters: &[usize]) -> bool {
    let mut start = std::collections::BTreeMap::new();
    clusters.iter().zip(&panel.first_treated).all(|(cluster, first)| *start.entry(*cluster).or_insert(*first) == *first)
}

fn shuffle<T>(items: &mut [T], random: &mut ChaCha8Rng) {
    for last in (1..items.len()).rev() {
        items.swap(last, random.random_range(0..=last));
    }
}
