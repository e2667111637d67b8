//! Scores put on one scale.

use lynchpin_pack::config::Standard;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::places::rank_transform;

/// Values from the smallest up, each with its position; those are sorted together, as looking each up again costs more than the sorting.
fn sorted(values: impl Iterator<Item = f64>) -> Vec<(f64, u32)> {
    let mut sorted: Vec<(f64, u32)> = values.zip(0..).collect();
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    sorted
}

/// Ranks from the smallest value (1) up; equal values share the mean of their ranks.
pub fn rising_ranks(values: &[f64]) -> Vec<f64> {
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for same in sorted(values.iter().copied()).chunk_by(|a, b| a.0 == b.0) {
        let mean = before as f64 + f64::midpoint(same.len() as f64, 1.0);
        for (_, at) in same {
            ranks[*at as usize] = mean;
        }
        before += same.len();
    }
    ranks
}

/// Ranks from the largest value (1) down; equal values share the smaller rank.
pub fn falling_ranks(values: &[f64]) -> Vec<u32> {
    let mut ranks = vec![0; values.len()];
    let mut before = 0;
    for same in sorted(values.iter().map(|v| -v)).chunk_by(|a, b| a.0 == b.0) {
        for (_, at) in same {
            ranks[*at as usize] = before + 1;
        }
        before += same.len() as u32;
    }
    ranks
}

/// A scale for so many areas, with what depends on their number alone worked out once.
pub struct Scale {
    standard: Standard,
    /// The score of each whole rank, smallest value first.
    of_rank: Vec<f64>,
}

impl Scale {
    /// For so many areas.
    pub fn new(standard: Standard, areas: usize) -> Self {
        let n = areas as f64;
        let score = |rank: usize| {
            let rank = rank as f64 + 1.0;
            match standard {
                Standard::Rankit => Normal::standard().inverse_cdf((rank - 0.5) / n),
                Standard::Percentile => 100.0 * (rank - 0.5) / n,
                Standard::Exponential => rank_transform(n + 1.0 - rank, areas),
                Standard::Z => f64::NAN,
            }
        };
        let of_rank = if standard == Standard::Z { Vec::new() } else { (0..areas).map(score).collect() };
        Self { standard, of_rank }
    }

    /// Scores of values, higher for higher; a tie has the score of the mean rank. Values that do not vary all score nought on the z scale.
    pub fn scores(&self, values: &[f64]) -> Vec<f64> {
        if self.standard == Standard::Z {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let spread = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
            return values.iter().map(|v| if spread > 0.0 { (v - mean) / spread } else { 0.0 }).collect();
        }
        rising_ranks(values).into_iter().map(|rank| self.at(rank)).collect()
    }

    /// The score of a rank, which a tie may put between two.
    fn at(&self, rank: f64) -> f64 {
        let below = (rank.floor() as usize).clamp(1, self.of_rank.len()) - 1;
        let above = (rank.ceil() as usize).clamp(1, self.of_rank.len()) - 1;
        f64::midpoint(self.of_rank[below], self.of_rank[above])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_on_paper() {
        let values = [3.0, 1.0, 2.0, 2.0];
        assert_eq!(rising_ranks(&values), [4.0, 1.0, 2.5, 2.5]);
        assert_eq!(falling_ranks(&values), [1, 4, 2, 2]);
        let of = |standard| Scale::new(standard, 4).scores(&values);
        assert_eq!(of(Standard::Percentile), [87.5, 12.5, 50.0, 50.0]);
        let rankit = of(Standard::Rankit);
        // Φ⁻¹(7/8) = 1.1503493804.
        assert!((rankit[0] - 1.150_349_380_376_008).abs() < 1e-9 && (rankit[0] + rankit[1]).abs() < 1e-9);
        assert!(rankit[2].abs() < 1e-9);
        let exponential = of(Standard::Exponential);
        assert!((exponential[0] - 100.0).abs() < 1e-9 && (exponential[1] - rank_transform(4.0, 4)).abs() < 1e-12);
        let z = of(Standard::Z);
        assert!((z.iter().sum::<f64>()).abs() < 1e-12 && (z.iter().map(|v| v * v).sum::<f64>() - 4.0).abs() < 1e-12);
        assert_eq!(Scale::new(Standard::Z, 2).scores(&[5.0, 5.0]), [0.0, 0.0]);
    }
}
