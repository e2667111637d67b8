//! What the mix of jobs leaves unsaid: how far areas differ from their synthetic estimates, from direct estimates of districts.

use rand::Rng;
use rand_distr::{ChiSquared, Distribution};
use serde::Serialize;

/// Districts that it takes to estimate the model's error; with fewer the default holds.
pub const LEAST_DISTRICTS: usize = 4;

/// Standard deviation on the logit scale that is taken where the pack has too few direct estimates (Lynchpin default): what predicting the shares of
/// managers and professionals of real local authorities misses by (METHODS §2).
pub const DEFAULT_DEVIATION: f64 = 0.25;

/// The spread of areas about their synthetic estimates, on the logit scale.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelError {
    /// Its variance.
    pub variance: f64,
    /// Districts that it was estimated from; 0 where the default holds.
    pub districts: usize,
    #[serde(skip)]
    gaps: Vec<Gap>,
}

/// A district's direct estimate less its synthetic one, on the logit scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The gap.
    pub gap: f64,
    /// The sampling variance of the two.
    pub variance: f64,
}

impl ModelError {
    /// Estimates it: the variance s at which `Σ gap² / (s + sampling variance) = m`, or 0 where none does.
    ///
    /// Source: Fay and Herriot (1979), *Journal of the American Statistical Association* 74, the moment equation without covariates.
    pub fn estimate(gaps: Vec<Gap>) -> Self {
        if gaps.len() < LEAST_DISTRICTS {
            return Self { variance: DEFAULT_DEVIATION * DEFAULT_DEVIATION, districts: 0, gaps: Vec::new() };
        }
        let variance = solve(&gaps, gaps.len() as f64);
        Self { variance, districts: gaps.len(), gaps }
    }

    /// The same without one of its districts, by position.
    #[must_use]
    pub fn without(&self, left_out: usize) -> Self {
        let kept = self.gaps.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, gap)| *gap);
        Self::estimate(kept.collect())
    }

    /// A draw of the variance from what the districts leave open: `Σ gap² / (s + sampling variance)` is chi-square on m degrees of freedom.
    ///
    /// Few districts give wide draws. Source: Viechtbauer (2007), *Statistics in Medicine* 26 (the Q-profile interval, drawn from).
    pub fn draw(&self, random: &mut impl Rng) -> f64 {
        if self.districts == 0 {
            return self.variance;
        }
        match ChiSquared::new(self.districts as f64) {
            Ok(chi) => solve(&self.gaps, chi.sample(random)),
            Err(_) => self.variance,
        }
    }
}

/// The variance s ≥ 0 at which `Σ gap² / (s + sampling variance)` falls to `target`.
fn solve(gaps: &[Gap], target: f64) -> f64 {
    let weighed = |s: f64| -> f64 { gaps.iter().map(|g| g.gap * g.gap / (s + g.variance).max(1e-12)).sum() };
    if weighed(0.0) <= target {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, gaps.iter().map(|g| g.gap * g.gap).sum::<f64>() / target.max(1e-6));
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if weighed(middle) > target {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn equal_sampling_gives_the_moment_by_hand() {
        // Σ gap²/(s + .01) = 4 with Σ gap² = .2 gives s = .04.
        let gaps = [0.1, -0.2, 0.3, (0.2_f64 - 0.14).sqrt()].map(|gap| Gap { gap, variance: 0.01 });
        let error = ModelError::estimate(gaps.to_vec());
        assert!((error.variance - 0.04).abs() < 1e-9, "{}", error.variance);
        assert_eq!(error.without(0).districts, 0, "three are too few");
    }

    #[test]
    fn gaps_no_larger_than_sampling_give_nothing() {
        let gaps = vec![Gap { gap: 0.01, variance: 0.04 }; 6];
        assert_eq!(ModelError::estimate(gaps).variance, 0.0);
    }

    #[test]
    fn half_of_the_draws_lie_on_either_side_of_the_estimate_nearly() {
        let gaps: Vec<Gap> = (0..40).map(|i| Gap { gap: f64::from(i - 20) / 40.0, variance: 0.002 }).collect();
        let error = ModelError::estimate(gaps);
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        let above = (0..2000).filter(|_| error.draw(&mut random) > error.variance).count();
        assert!((900..1200).contains(&above), "{above}");
    }
}
