//! A declared index as a recipe: from values of indicators to scores, as often as weights or rates are drawn anew.

use lynchpin_pack::config::{Combine, DeclaredIndex};

use super::factor::first_factor;
use super::scale::{Scale, rising_ranks};

/// How much each indicator counts within its domain, and each domain within the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Of the indicators, domain by domain.
    pub within: Vec<Vec<f64>>,
    /// Of the domains.
    pub among: Vec<f64>,
}

impl Weights {
    /// The same with each weight multiplied by a factor of its own; sums are kept, so that only the balance moves.
    #[must_use]
    pub fn moved(&self, mut factor: impl FnMut() -> f64) -> Self {
        let mut moved = |weights: &Vec<f64>| {
            let drawn: Vec<f64> = weights.iter().map(|w| w * factor()).collect();
            let scale = weights.iter().sum::<f64>() / drawn.iter().sum::<f64>();
            drawn.into_iter().map(|w| w * scale).collect::<Vec<f64>>()
        };
        Self { within: self.within.iter().map(&mut moved).collect(), among: moved(&self.among) }
    }
}

/// The recipe over so many areas.
pub struct Recipe {
    indicators: Scale,
    domains: Scale,
    /// As declared, or as the first factor gives them on the values that it was made with.
    pub weights: Weights,
}

/// Scores by area, higher is worse.
pub struct Scores {
    /// The index.
    pub index: Vec<f64>,
    /// Each domain, on the scale on which it was combined.
    pub domains: Vec<Vec<f64>>,
}

impl Recipe {
    /// Settles the weights on values of the indicators: domain by domain, each turned so that higher is worse.
    pub fn new(declared: &DeclaredIndex, values: &[Vec<f64>], areas: usize) -> Self {
        let count = |domain: &lynchpin_pack::config::DeclaredDomain| domain.indicators.len();
        let mut recipe = Self {
            indicators: Scale::new(declared.standardise, areas),
            domains: Scale::new(declared.transform, areas),
            weights: Weights { within: Vec::new(), among: Vec::new() },
        };
        let standard = recipe.standardised(values);
        let mut left = standard.as_slice();
        for domain in declared.domains.values() {
            let (own, rest) = left.split_at(count(domain).min(left.len()));
            recipe.weights.within.push(weights(domain.combine, &domain.weights, own));
            left = rest;
        }
        let given: Vec<f64> = declared.domains.values().map(|domain| domain.weight).collect();
        let domains = recipe.domain_scores(&standard, &recipe.weights);
        recipe.weights.among = weights(declared.combine, &given, &domains);
        recipe
    }

    /// Indicators on their scale: what weights are applied to.
    pub fn standardised(&self, values: &[Vec<f64>]) -> Vec<Vec<f64>> {
        values.iter().map(|values| self.indicators.scores(values)).collect()
    }

    /// Scores from standardised indicators.
    pub fn scores(&self, standard: &[Vec<f64>], weights: &Weights) -> Scores {
        let domains = self.domain_scores(standard, weights);
        Scores { index: sum(&domains, &weights.among), domains }
    }

    fn domain_scores(&self, standard: &[Vec<f64>], weights: &Weights) -> Vec<Vec<f64>> {
        let mut left = standard;
        let domain = |within: &Vec<f64>| {
            let (own, rest) = left.split_at(within.len().min(left.len()));
            left = rest;
            self.domains.scores(&sum(own, within))
        };
        weights.within.iter().map(domain).collect()
    }
}

/// Spearman's correlation.
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (rising_ranks(a), rising_ranks(b));
    let middle = f64::midpoint(a.len() as f64, 1.0);
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - middle) * (y - middle)).sum::<f64>();
    product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
}

/// Given weights as they are; equal ones, and those of the first factor, add up to 1.
fn weights(combine: Combine, given: &[f64], variables: &[Vec<f64>]) -> Vec<f64> {
    let equal = || vec![1.0 / variables.len() as f64; variables.len()];
    match combine {
        Combine::Equal => equal(),
        Combine::Given => given.to_vec(),
        Combine::FirstFactor => first_factor(variables).map_or_else(equal, |factor| factor.weights),
    }
}

fn sum(columns: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; columns.first().map_or(0, Vec::len)];
    for (column, weight) in columns.iter().zip(weights) {
        sum.iter_mut().zip(column).for_each(|(s, v)| *s += weight * v);
    }
    sum
}
