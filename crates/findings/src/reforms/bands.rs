//! Bands that hold all the parts of an average at once, by the multiplier bootstrap of their influences.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::average::Part;
use super::group_time::GroupTime;
use crate::sample::Bootstrap;

/// How many standard errors a band reaches to either side so that in 95 % of samples it holds every part at once.
///
/// Each draw gives every unit (or cluster) a sign at random; the 95th percentile of the greatest of the parts, each in units of its own spread. Never
/// less than the two-sided 95 % point of the standard normal distribution. Parts that do not vary are left out; `None` where none does.
pub fn simultaneous(effects: &GroupTime, parts: &[Part], bootstrap: Bootstrap, stream: u64) -> Option<f64> {
    let columns: Vec<Vec<f64>> = parts
        .iter()
        .filter(|p| p.effect.standard_error > 0.0)
        .map(|p| effects.by_cluster(&p.effect.influence))
        .collect();
    let units = columns.first()?.len();
    let spread: Vec<f64> = columns.iter().map(|c| c.iter().map(|x| x * x).sum::<f64>().sqrt()).collect();
    let mut random = ChaCha8Rng::seed_from_u64(bootstrap.seed);
    random.set_stream(stream);
    let mut greatest: Vec<f64> = Vec::with_capacity(bootstrap.resamples as usize);
    let mut signs = vec![0.0; units];
    for _ in 0..bootstrap.resamples {
        for chunk in signs.chunks_mut(64) {
            let bits = random.next_u64();
            chunk.iter_mut().enumerate().for_each(|(bit, s)| *s = if bits >> bit & 1 == 1 { 1.0 } else { -1.0 });
        }
        let each = columns
            .iter()
            .zip(&spread)
            .map(|(column, spread)| column.iter().zip(&signs).map(|(x, s)| x * s).sum::<f64>().abs() / spread);
        greatest.push(each.fold(0.0, f64::max));
    }
    greatest.sort_by(f64::total_cmp);
    let rank = (0.95 * greatest.len() as f64).ceil().max(1.0) as usize;
    greatest.get(rank - 1).map(|critical| critical.max(normal(0.975)))
}

/// Quantile of the standard normal distribution.
pub(crate) fn normal(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}

/// Quantile of Student's t; of the normal distribution where there is no freedom to speak of.
pub(crate) fn student(share: f64, freedom: f64) -> f64 {
    if freedom > 1000.0 {
        return normal(share);
    }
    StudentsT::new(0.0, 1.0, freedom.max(1.0)).map_or_else(|_| normal(share), |t| t.inverse_cdf(share))
}

/// Two-sided chance of so large a ratio of estimate and standard error under Student's t.
pub(crate) fn student_p(ratio: f64, freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom.max(1.0)).map_or(1.0, |t| 2.0 * t.sf(ratio.abs()))
}
