//! Weighted quantiles and the seeded bootstrap of areas.

use crate::interval::{Interval, Method, across_areas};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// How many resamples and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bootstrap {
    /// Resamples of the areas (Lynchpin default 999).
    pub resamples: u32,
    /// Seed; every summary draws from a stream of its own, so neither order nor threads matter.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { resamples: 999, seed: 20_240_305 }
    }
}

/// The smallest value at or below which at least `share` of the weight lies; `None` without positive weight.
///
/// `pairs` are `(value, weight)`, in any order.
pub fn weighted_quantile(pairs: &[(f64, f64)], share: f64) -> Option<f64> {
    let sorted = sorted(pairs);
    let weights: Vec<f64> = sorted.iter().map(|p| p.1).collect();
    quantile_of_sorted(&sorted, &weights, share)
}

fn sorted(pairs: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut sorted: Vec<_> = pairs.iter().copied().filter(|p| p.1 > 0.0).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    sorted
}

fn quantile_of_sorted(sorted: &[(f64, f64)], weights: &[f64], share: f64) -> Option<f64> {
    let total: f64 = weights.iter().sum();
    if total <= 0.0 {
        return None;
    }
    let target = share * total;
    let mut below = 0.0;
    for ((value, _), weight) in sorted.iter().zip(weights) {
        below += weight;
        // Sums of the same weights in another order differ in the last bits.
        if below >= target - 1e-12 * total {
            return Some(*value);
        }
    }
    sorted.last().map(|p| p.0)
}

/// Above this many areas the bootstrap is slow and Woodruff's interval is as good.
const BOOTSTRAP_AREAS: usize = 1000;

/// Weighted median of `(value, weight)` pairs with an interval, areas being the draws; `None` without positive weight.
///
/// Up to 1,000 areas by percentiles of seeded resamples of whole areas, above that by Woodruff's method. `stream` keeps the draws of one summary
/// apart from those of another.
pub fn median_interval(pairs: &[(f64, f64)], bootstrap: Bootstrap, stream: u64) -> Option<Interval> {
    let sorted = sorted(pairs);
    if sorted.len() > BOOTSTRAP_AREAS { woodruff(&sorted) } else { resampled(&sorted, bootstrap, stream) }
}

/// Source: Woodruff (1952), *Journal of the American Statistical Association* 47.
fn woodruff(sorted: &[(f64, f64)]) -> Option<Interval> {
    let weights: Vec<f64> = sorted.iter().map(|p| p.1).collect();
    let at = |share: f64| quantile_of_sorted(sorted, &weights, share.clamp(0.0, 1.0));
    let estimate = at(0.5)?;
    let below: Vec<_> =
        sorted.iter().map(|(value, weight)| (if *value <= estimate { *weight } else { 0.0 }, *weight)).collect();
    let half = across_areas(&below).map(|share| (share.high - share.low) / 2.0)?;
    Some(Interval { estimate, low: at(0.5 - half)?, high: at(0.5 + half)?, method: Method::Woodruff })
}

fn resampled(sorted: &[(f64, f64)], bootstrap: Bootstrap, stream: u64) -> Option<Interval> {
    let areas = sorted.len();
    let mut weights: Vec<f64> = sorted.iter().map(|p| p.1).collect();
    let estimate = quantile_of_sorted(sorted, &weights, 0.5)?;
    let mut random = ChaCha8Rng::seed_from_u64(bootstrap.seed);
    random.set_stream(stream);
    let mut medians = Vec::with_capacity(bootstrap.resamples as usize);
    for _ in 0..bootstrap.resamples {
        weights.fill(0.0);
        for _ in 0..areas {
            let drawn = random.random_range(0..areas);
            weights[drawn] += sorted[drawn].1;
        }
        medians.extend(quantile_of_sorted(sorted, &weights, 0.5));
    }
    medians.sort_by(f64::total_cmp);
    let at = |share: f64| nearest_rank(&medians, share).unwrap_or(estimate);
    Some(Interval {
        estimate,
        low: at(0.025).min(estimate),
        high: at(0.975).max(estimate),
        method: Method::AreaBootstrap,
    })
}

/// The value at a share of a sorted list, by nearest rank.
pub(crate) fn nearest_rank<T: Copy>(sorted: &[T], share: f64) -> Option<T> {
    let rank = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied()
}

/// A statistic of all areas with percentile limits from seeded resamples of whole areas.
///
/// `statistic` is given how often each area was drawn (once each for the estimate); `None` where it cannot be had from all areas. Resamples without it are left out.
pub fn resampled_areas(
    areas: usize,
    bootstrap: Bootstrap,
    stream: u64,
    statistic: impl Fn(&[f64]) -> Option<f64>,
) -> Option<Interval> {
    let mut times = vec![1.0; areas];
    let estimate = statistic(&times)?;
    let mut random = ChaCha8Rng::seed_from_u64(bootstrap.seed);
    random.set_stream(stream);
    let mut drawn = Vec::with_capacity(bootstrap.resamples as usize);
    for _ in 0..bootstrap.resamples {
        times.fill(0.0);
        for _ in 0..areas {
            times[random.random_range(0..areas)] += 1.0;
        }
        drawn.extend(statistic(&times));
    }
    drawn.sort_by(f64::total_cmp);
    let at = |share: f64| nearest_rank(&drawn, share).unwrap_or(estimate);
    let (low, high) = (at(0.025).min(estimate), at(0.975).max(estimate));
    Some(Interval { estimate, low, high, method: Method::AreaBootstrap })
}
