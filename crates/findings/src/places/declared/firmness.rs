//! How firm the ranks of a declared index are: weights moved, and rates drawn from where they may truly lie.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::recipe::Recipe;
use super::scale::falling_ranks;
use super::shrink::{Shrunk, rate};
use crate::sample::nearest_rank;

/// Streams of the draws of rates begin here, those of weights at nought.
const RATE_STREAMS: u64 = 1 << 32;

/// Values of an indicator over the ranked areas, higher is worse, and where their rates may truly lie.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// The values that the index is made of.
    pub values: Vec<f64>,
    /// Logits with mean and variance, where the indicator is a rate from counts.
    pub rates: Option<Vec<Shrunk>>,
    /// Whether a high rate is good, so that values were turned round.
    pub turned: bool,
}

impl Uncertain {
    /// The values again, with every rate drawn from where it may truly lie.
    fn drawn(&self, random: &mut ChaCha8Rng) -> Vec<f64> {
        let Some(rates) = &self.rates else { return self.values.clone() };
        let sign = if self.turned { -1.0 } else { 1.0 };
        rates.iter().map(|r| sign * rate(r.posterior.0 + r.posterior.1.sqrt() * normal(random))).collect()
    }
}

/// Ranks under every draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// Rank per area, 1 is worst, for each draw.
    pub ranks: Vec<Vec<u32>>,
}

impl Draws {
    /// 95 % interval of each area's rank; `estimate` is held within it.
    pub fn intervals(&self, estimate: &[u32]) -> Vec<(u32, u32)> {
        let of = |area: usize| {
            let mut drawn: Vec<u32> = self.ranks.iter().map(|ranks| ranks[area]).collect();
            drawn.sort_unstable();
            let at = |share| nearest_rank(&drawn, share).unwrap_or(estimate[area]);
            (at(0.025).min(estimate[area]), at(0.975).max(estimate[area]))
        };
        (0..estimate.len()).into_par_iter().map(of).collect()
    }
}

/// Ranks with every weight multiplied by a factor between `1 − by` and `1 + by`, each balance as likely.
pub fn weights_moved(recipe: &Recipe, values: &[Vec<f64>], by: f64, draws: u32, seed: u64) -> Draws {
    let standard = recipe.standardised(values);
    let one = |stream: u32| {
        let mut random = stream_of(seed, u64::from(stream));
        let weights = recipe.weights.moved(|| 1.0 + by * random.random_range(-1.0..=1.0));
        falling_ranks(&recipe.scores(&standard, &weights).index)
    };
    Draws { ranks: (0..draws).into_par_iter().map(one).collect() }
}

/// Ranks with every rate drawn anew; `None` where no indicator is a rate from counts.
pub fn rates_drawn(recipe: &Recipe, indicators: &[Uncertain], draws: u32, seed: u64) -> Option<Draws> {
    if indicators.iter().all(|i| i.rates.is_none()) {
        return None;
    }
    let one = |stream: u32| {
        let mut random = stream_of(seed, RATE_STREAMS + u64::from(stream));
        let values: Vec<Vec<f64>> = indicators.iter().map(|i| i.drawn(&mut random)).collect();
        falling_ranks(&recipe.scores(&recipe.standardised(&values), &recipe.weights).index)
    };
    Some(Draws { ranks: (0..draws).into_par_iter().map(one).collect() })
}

fn stream_of(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream);
    random
}

/// A standard normal draw (Box and Muller 1958).
fn normal(random: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.random::<f64>()).cos()
}
