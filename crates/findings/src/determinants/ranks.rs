//! How sure the order of predictors is: shares worked out anew on resamples of areas, or of whole clusters of areas.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use super::error::DeterminantsError;
use super::shares::Subsets;
use crate::interval::{Interval, Method};
use crate::sample::{Bootstrap, nearest_rank};

/// The columns that are resampled, each area a row: predictors, then outcome, centred and of unit spread.
#[derive(Clone, Debug)]
pub struct Rows {
    side: usize,
    values: Vec<f64>,
}

/// A share of R² and the place it takes among the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RankedShare {
    /// The share, in R² (0 to 1), with percentiles of the resamples.
    pub share: Interval,
    /// Its rank in the data, 1 is largest.
    pub rank: usize,
    /// Ranks that 95 % of the resamples lie between.
    pub rank_interval: (usize, usize),
    /// Share of resamples in which it is the largest, `0..=1`.
    pub first: f64,
}

/// Shares of every predictor and of every block, ranked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ranking {
    /// In the order of the predictors.
    pub predictors: Vec<RankedShare>,
    /// In the order of the blocks; empty where there are none.
    pub blocks: Vec<RankedShare>,
    /// Shares of the predictors in each resample, for questions about their order.
    #[serde(skip)]
    pub draws: Vec<Vec<f64>>,
    /// Shares of the blocks in each resample.
    #[serde(skip)]
    pub block_draws: Vec<Vec<f64>>,
}

impl Rows {
    /// Of predictors and an outcome over the same areas.
    ///
    /// # Errors
    /// [`DeterminantsError::Constant`] where a column does not vary; positions count from 1.
    pub fn new(predictors: &[Vec<f64>], outcome: &[f64]) -> Result<Self, DeterminantsError> {
        let side = predictors.len() + 1;
        let mut values = vec![0.0; side * outcome.len()];
        for (at, column) in predictors.iter().map(Vec::as_slice).chain([outcome]).enumerate() {
            super::error::aligned(&format!("column {}", at + 1), outcome.len(), column.len())?;
            let (mean, spread) = mean_and_spread(column);
            if spread.is_nan() || spread <= 0.0 {
                let what = if at + 1 == side { "the outcome".into() } else { format!("predictor {}", at + 1) };
                return Err(DeterminantsError::Constant { what });
            }
            column.iter().enumerate().for_each(|(area, v)| values[area * side + at] = (v - mean) / spread);
        }
        Ok(Self { side, values })
    }

    fn areas(&self) -> usize {
        self.values.len() / self.side
    }

    /// R² of every subset over all areas.
    ///
    /// # Errors
    /// As [`Subsets::of_covariance`].
    pub fn subsets(&self) -> Result<Subsets, DeterminantsError> {
        let mut moments = Moments::new(self.side);
        self.values.chunks_exact(self.side).for_each(|row| moments.add(row, 1.0));
        moments.subsets()
    }

    /// Ranks with resamples of areas, or of clusters where the cluster of each area (counted from 0) is given. `blocks` gives the block of each predictor.
    ///
    /// Every resample draws from a stream of its own.
    ///
    /// # Errors
    /// [`DeterminantsError::TooFewClusters`], and as [`Subsets::of_covariance`].
    pub fn rank(
        &self,
        blocks: Option<&[usize]>,
        clusters: Option<&[usize]>,
        bootstrap: Bootstrap,
    ) -> Result<Ranking, DeterminantsError> {
        let clustered = clusters.map(|clusters| self.clustered(clusters)).transpose()?;
        let drawn = |stream: u32| {
            let mut random = ChaCha8Rng::seed_from_u64(bootstrap.seed);
            random.set_stream(u64::from(stream));
            let moments = match &clustered {
                Some(clusters) => redrawn_clusters(clusters, self.side, &mut random),
                None => self.redrawn_areas(&mut random),
            };
            let subsets = moments.subsets()?;
            Ok((subsets.lmg(), blocks.map(|blocks| by_block(&subsets.owen(blocks), blocks)).unwrap_or_default()))
        };
        let resamples: Vec<(Vec<f64>, Vec<f64>)> =
            (0..bootstrap.resamples).into_par_iter().map(drawn).collect::<Result<_, DeterminantsError>>()?;
        let (draws, block_draws): (Vec<_>, Vec<_>) = resamples.into_iter().unzip();
        let subsets = self.subsets()?;
        let method = if clusters.is_some() { Method::ClusterBootstrap } else { Method::AreaBootstrap };
        Ok(Ranking {
            predictors: ranked(&subsets.lmg(), &draws, method),
            blocks: blocks
                .map(|blocks| ranked(&by_block(&subsets.owen(blocks), blocks), &block_draws, method))
                .unwrap_or_default(),
            draws,
            block_draws,
        })
    }

    fn redrawn_areas(&self, random: &mut ChaCha8Rng) -> Moments {
        let areas = self.areas();
        let mut times = vec![0_u32; areas];
        (0..areas).for_each(|_| times[random.random_range(0..areas)] += 1);
        let mut moments = Moments::new(self.side);
        let rows = self.values.chunks_exact(self.side).zip(&times).filter(|(_, times)| **times > 0);
        rows.for_each(|(row, times)| moments.add(row, f64::from(*times)));
        moments
    }

    /// Moments of every cluster.
    fn clustered(&self, clusters: &[usize]) -> Result<Vec<Moments>, DeterminantsError> {
        super::error::aligned("the clusters", self.areas(), clusters.len())?;
        let count = clusters.iter().max().map_or(0, |most| most + 1);
        if count < 3 {
            return Err(DeterminantsError::TooFewClusters { found: count });
        }
        let mut moments = vec![Moments::new(self.side); count];
        let rows = self.values.chunks_exact(self.side).zip(clusters);
        rows.for_each(|(row, cluster)| moments[*cluster].add(row, 1.0));
        Ok(moments)
    }
}

fn redrawn_clusters(clusters: &[Moments], side: usize, random: &mut ChaCha8Rng) -> Moments {
    let mut moments = Moments::new(side);
    (0..clusters.len()).for_each(|_| moments.merge(&clusters[random.random_range(0..clusters.len())]));
    moments
}

/// Sums of products of the columns; only the upper triangle is kept up.
#[derive(Clone, Debug)]
struct Moments {
    side: usize,
    weight: f64,
    sums: Vec<f64>,
    products: Vec<f64>,
}

impl Moments {
    fn new(side: usize) -> Self {
        Self { side, weight: 0.0, sums: vec![0.0; side], products: vec![0.0; side * side] }
    }

    fn add(&mut self, row: &[f64], weight: f64) {
        self.weight += weight;
        for (i, value) in row.iter().enumerate() {
            let scaled = weight * value;
            self.sums[i] += scaled;
            let products = &mut self.products[i * self.side + i..(i + 1) * self.side];
            products.iter_mut().zip(&row[i..]).for_each(|(sum, other)| *sum += scaled * other);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.weight += other.weight;
        self.sums.iter_mut().zip(&other.sums).for_each(|(a, b)| *a += b);
        self.products.iter_mut().zip(&other.products).for_each(|(a, b)| *a += b);
    }

    fn subsets(&self) -> Result<Subsets, DeterminantsError> {
        let mut covariance = self.products.clone();
        for i in 0..self.side {
            for j in i..self.side {
                covariance[i * self.side + j] -= self.sums[i] * self.sums[j] / self.weight;
            }
        }
        Subsets::of_covariance(&covariance, self.side - 1)
    }
}

/// Sum of values over the predictors of each block.
pub(super) fn by_block(values: &[f64], blocks: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; blocks.iter().max().map_or(0, |most| most + 1)];
    values.iter().zip(blocks).for_each(|(value, block)| sums[*block] += value);
    sums
}

fn ranked(shares: &[f64], draws: &[Vec<f64>], method: Method) -> Vec<RankedShare> {
    let ranks: Vec<Vec<usize>> = draws.iter().map(|draw| ranks_of(draw)).collect();
    let own = ranks_of(shares);
    let one = |(i, estimate): (usize, &f64)| {
        let mut drawn: Vec<f64> = draws.iter().map(|draw| draw[i]).collect();
        drawn.sort_by(f64::total_cmp);
        let mut places: Vec<usize> = ranks.iter().map(|rank| rank[i]).collect();
        places.sort_unstable();
        let first = places.iter().filter(|place| **place == 1).count();
        RankedShare {
            share: Interval {
                estimate: *estimate,
                low: nearest_rank(&drawn, 0.025).unwrap_or(*estimate),
                high: nearest_rank(&drawn, 0.975).unwrap_or(*estimate),
                method,
            },
            rank: own[i],
            rank_interval: (
                nearest_rank(&places, 0.025).unwrap_or(own[i]),
                nearest_rank(&places, 0.975).unwrap_or(own[i]),
            ),
            first: first as f64 / draws.len().max(1) as f64,
        }
    };
    shares.iter().enumerate().map(one).collect()
}

/// Rank of each share, 1 is largest; of equals the first comes first.
pub(super) fn ranks_of(shares: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]));
    let mut ranks = vec![0; shares.len()];
    order.iter().enumerate().for_each(|(place, i)| ranks[*i] = place + 1);
    ranks
}

/// Mean and spread (standard deviation over n).
pub(super) fn mean_and_spread(column: &[f64]) -> (f64, f64) {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let variance = column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    // Rounding leaves a trace of spread in a constant column.
    let spread = variance.sqrt();
    (mean, if spread <= 1e-12 * mean.abs() { 0.0 } else { spread })
}
