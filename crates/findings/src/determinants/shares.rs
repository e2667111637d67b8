//! How much of an outcome's variance each predictor goes with: R² of every subset, shared out by Shapley's value (LMG).

use super::error::DeterminantsError;

/// Most predictors that every subset is tried of: 2²⁰ subsets take a few hundredths of a second.
pub const MOST_PREDICTORS: usize = 20;

/// R² of the outcome on every subset of the predictors; a subset is a bit mask, bit i standing for predictor i.
///
/// Sources: Lindeman, Merenda and Gold (1980); Shapley (1953); Owen (1977); Grömping (2007), *The American Statistician* 61.
#[derive(Clone, Debug)]
pub struct Subsets {
    predictors: usize,
    r_squared: Vec<f64>,
}

impl Subsets {
    /// From the covariance matrix of predictors and, last, outcome, row by row; only the upper triangle is read.
    ///
    /// The matrix is swept one predictor at a time down a tree whose leaves are the subsets, so the whole costs a few operations a subset. A predictor that
    /// those swept before determine adds nothing.
    ///
    /// # Errors
    /// [`DeterminantsError::Predictors`], [`DeterminantsError::Constant`] where the outcome does not vary, [`DeterminantsError::Misaligned`].
    pub fn of_covariance(covariance: &[f64], predictors: usize) -> Result<Self, DeterminantsError> {
        if !(1..=MOST_PREDICTORS).contains(&predictors) {
            return Err(DeterminantsError::Predictors { found: predictors, most: MOST_PREDICTORS });
        }
        let side = predictors + 1;
        super::error::aligned("the covariance matrix", side * side, covariance.len())?;
        let variance = covariance[side * side - 1];
        if variance.is_nan() || variance <= 0.0 {
            return Err(DeterminantsError::Constant { what: "the outcome".into() });
        }
        let mut tree = Tree {
            levels: (0..=predictors).map(|depth| vec![0.0; (side - depth).pow(2)]).collect(),
            least: (0..predictors).map(|i| 1e-12 * covariance[i * side + i]).collect(),
            variance,
            r_squared: vec![0.0; 1 << predictors],
        };
        tree.levels[0].copy_from_slice(covariance);
        tree.descend(0, 0);
        Ok(Self { predictors, r_squared: tree.r_squared })
    }

    /// R² on a subset.
    pub fn r_squared(&self, subset: usize) -> f64 {
        self.r_squared[subset]
    }

    /// R² on all predictors.
    pub fn all(&self) -> f64 {
        self.r_squared[self.r_squared.len() - 1]
    }

    /// The LMG share of each predictor: what it adds to R², averaged over all orders of entry. They add up to R².
    pub fn lmg(&self) -> Vec<f64> {
        let weights = order_weights(self.predictors);
        let mut shares = vec![0.0; self.predictors];
        for subset in 0..self.r_squared.len() {
            let weight = weights.get(subset.count_ones() as usize).copied().unwrap_or(0.0);
            let here = self.r_squared[subset];
            let mut absent = !subset & (self.r_squared.len() - 1);
            while absent != 0 {
                let i = absent.trailing_zeros() as usize;
                shares[i] += weight * (self.r_squared[subset | (1 << i)] - here);
                absent &= absent - 1;
            }
        }
        shares
    }

    /// R² on each predictor alone.
    pub fn first_in(&self) -> Vec<f64> {
        (0..self.predictors).map(|i| self.r_squared[1 << i]).collect()
    }

    /// What each predictor adds to R² once all others are in.
    pub fn last_in(&self) -> Vec<f64> {
        let all = self.r_squared.len() - 1;
        (0..self.predictors).map(|i| self.r_squared[all] - self.r_squared[all & !(1 << i)]).collect()
    }

    /// Owen's value of each predictor: blocks enter in every order, and within a block its predictors in every order. `blocks` gives the block of each
    /// predictor, counted from 0. The values of a block add up to the Shapley value of the block as a whole.
    pub fn owen(&self, blocks: &[usize]) -> Vec<f64> {
        let count = blocks.iter().max().map_or(0, |most| most + 1);
        let mut members = vec![0_usize; count];
        blocks.iter().enumerate().for_each(|(i, block)| members[*block] |= 1 << i);
        let among_blocks = order_weights(count);
        let mut values = vec![0.0; self.predictors];
        for (block, &own) in members.iter().enumerate() {
            let within = order_weights(own.count_ones() as usize);
            for others in (0..1_usize << count).filter(|others| others & (1 << block) == 0) {
                let outside = (0..count).filter(|b| others & (1 << b) != 0).fold(0, |all, b| all | members[b]);
                let weight = among_blocks[others.count_ones() as usize];
                for_each_subset(own, |inside| {
                    let here = self.r_squared[outside | inside];
                    let mut absent = own & !inside;
                    while absent != 0 {
                        let i = absent.trailing_zeros() as usize;
                        let gain = self.r_squared[outside | inside | (1 << i)] - here;
                        values[i] += weight * within[inside.count_ones() as usize] * gain;
                        absent &= absent - 1;
                    }
                });
            }
        }
        values
    }
}

/// Calls with every subset of a mask, the empty one and the whole included.
fn for_each_subset(mask: usize, mut call: impl FnMut(usize)) {
    let mut subset = mask;
    loop {
        call(subset);
        if subset == 0 {
            return;
        }
        subset = (subset - 1) & mask;
    }
}

/// `s! (p − s − 1)! / p!` for s from 0 to p − 1: the share of orders in which a given player comes right after a given set of s.
fn order_weights(players: usize) -> Vec<f64> {
    let mut weights = Vec::with_capacity(players);
    let mut weight = 1.0 / players as f64;
    for before in 0..players {
        weights.push(weight);
        weight *= (before + 1) as f64 / (players - before - 1).max(1) as f64;
    }
    weights
}

/// The walk over all subsets: level d holds the covariance of predictors d.. and outcome, given those swept in before.
struct Tree {
    levels: Vec<Vec<f64>>,
    /// Variance below which a predictor counts as determined by others.
    least: Vec<f64>,
    variance: f64,
    r_squared: Vec<f64>,
}

impl Tree {
    fn descend(&mut self, depth: usize, subset: usize) {
        let Some(least) = self.least.get(depth).copied() else {
            self.r_squared[subset] = 1.0 - self.levels[depth][0] / self.variance;
            return;
        };
        let side = self.least.len() + 1 - depth;
        self.step(depth, side, 0.0);
        self.descend(depth + 1, subset);
        let pivot = self.levels[depth][0];
        self.step(depth, side, if pivot > least { 1.0 / pivot } else { 0.0 });
        self.descend(depth + 1, subset | (1 << depth));
    }

    /// The next level: this one without its first row and column, which are swept out where `inverse` is that of the pivot.
    fn step(&mut self, depth: usize, side: usize, inverse: f64) {
        let (above, below) = self.levels.split_at_mut(depth + 1);
        let (from, to) = (&above[depth], &mut below[0]);
        for i in 1..side {
            let factor = from[i] * inverse;
            for j in i..side {
                to[(i - 1) * (side - 1) + j - 1] = from[i * side + j] - factor * from[j];
            }
        }
    }
}
