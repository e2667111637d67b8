//! Intervals by resampling areas.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::index::Index;
use super::people::People;

/// How many resamples and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bootstrap {
    /// Resamples of the areas (Lynchpin default 999).
    pub resamples: u32,
    /// Seed; every resample draws from a stream of its own, so the number of threads does not matter.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Self {
        Self { resamples: 999, seed: 20_240_305 }
    }
}

/// An index with its 95 % percentile interval: how it might differ had chance picked other areas of the same kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The index of all areas.
    pub estimate: f64,
    /// 2.5 % of resamples lie below.
    pub low: f64,
    /// 2.5 % of resamples lie above.
    pub high: f64,
    /// Resamples in which the index is defined.
    pub resamples: u32,
}

/// Every index with its interval, all from the same resamples of whole areas; `None` where an index is not defined.
pub fn intervals(people: &People, indices: &[Index], bootstrap: Bootstrap) -> Vec<Option<Interval>> {
    let draws: Vec<Vec<Option<f64>>> = (0..bootstrap.resamples)
        .into_par_iter()
        .map_init(Vec::new, |weights, resample| {
            draw(people.population(), bootstrap.seed, resample, weights);
            indices.iter().map(|index| index.value(people, weights)).collect()
        })
        .collect();
    let of = |(at, index): (usize, &Index)| {
        let estimate = index.value(people, people.population())?;
        let mut values: Vec<f64> = draws.iter().filter_map(|draw| draw[at]).collect();
        values.sort_by(f64::total_cmp);
        let limit = |share: f64| nearest_rank(&values, share).unwrap_or(estimate);
        Some(Interval { estimate, low: limit(0.025), high: limit(0.975), resamples: values.len() as u32 })
    };
    indices.iter().enumerate().map(of).collect()
}

/// People by area when as many areas are drawn, with replacement, as there are.
fn draw(population: &[f64], seed: u64, resample: u32, weights: &mut Vec<f64>) {
    let areas = population.len();
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(u64::from(resample));
    weights.clear();
    weights.resize(areas, 0.0);
    for _ in 0..areas {
        let drawn = random.random_range(0..areas);
        weights[drawn] += population[drawn];
    }
}

fn nearest_rank(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil().max(1.0) as usize;
    sorted.get(rank - 1).copied()
}
