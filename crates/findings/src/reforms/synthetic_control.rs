//! A blend of untreated places that moved as the treated place did before, and so stands for it after.
//!
//! Source: Abadie, Diamond and Hainmueller (2010), *Journal of the American Statistical Association* 105.

use serde::Serialize;

use super::linear::dot;
use super::simplex::nearest_to_origin;

/// One treated unit and its donors.
#[derive(Clone, Debug, PartialEq)]
pub struct Donors {
    /// Predictors of the treated unit.
    pub treated_predictors: Vec<f64>,
    /// Predictors of each donor, `donor_predictors[donor][predictor]`.
    pub donor_predictors: Vec<Vec<f64>>,
    /// Outcomes of the treated unit in every period.
    pub treated_outcomes: Vec<f64>,
    /// Outcomes of each donor, `donor_outcomes[donor][period]`.
    pub donor_outcomes: Vec<Vec<f64>>,
    /// Periods before treatment: the first so many.
    pub before: usize,
}

/// How much each predictor counts.
#[derive(Clone, Debug, PartialEq)]
pub enum Importance {
    /// As given, one a predictor, nought or more.
    Given(Vec<f64>),
    /// Those with which the blend follows the outcome before treatment best, sought from equal ones by Nelder and Mead's simplex.
    Nested,
}

/// A blend and what it says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Synthetic {
    /// Weight of each donor: nought or more, summing to one.
    pub weights: Vec<f64>,
    /// How much each predictor counted, summing to one.
    pub importance: Vec<f64>,
    /// `Σ importance · (treated − blend)²` over the predictors, standardised.
    pub loss: f64,
    /// The blend's outcome in every period.
    pub outcomes: Vec<f64>,
    /// Treated less blend, every period.
    pub gaps: Vec<f64>,
    /// Root mean squared gap before treatment.
    pub fit_before: f64,
    /// Root mean squared gap from treatment on.
    pub gap_after: f64,
    /// Mean gap from treatment on: the effect.
    pub effect: f64,
}

impl Synthetic {
    /// How many times larger the gap is after than before.
    pub fn ratio(&self) -> f64 {
        self.gap_after / self.fit_before.max(f64::MIN_POSITIVE)
    }
}

/// Rounds of Nelder and Mead's search for the importance of predictors.
const ROUNDS: usize = 400;

impl Donors {
    /// The donors of a unit where all that is known before treatment is the outcome itself.
    pub fn of_outcomes(treated: &[f64], donors: &[&[f64]], before: usize) -> Self {
        Self {
            treated_predictors: treated[..before].to_vec(),
            donor_predictors: donors.iter().map(|d| d[..before].to_vec()).collect(),
            treated_outcomes: treated.to_vec(),
            donor_outcomes: donors.iter().map(|d| d.to_vec()).collect(),
            before,
        }
    }

    /// Finds the blend; `None` without donors, predictors, or periods on both sides of treatment.
    pub fn blend(&self, importance: &Importance) -> Option<Synthetic> {
        let predictors = self.treated_predictors.len();
        if self.donor_outcomes.is_empty() || predictors == 0 || !(1..self.treated_outcomes.len()).contains(&self.before)
        {
            return None;
        }
        let offsets = self.standardised_offsets();
        let equal = vec![1.0 / predictors as f64; predictors];
        let chosen = match importance {
            Importance::Given(given) => normalised(given)?,
            Importance::Nested if predictors == 1 => equal,
            Importance::Nested => self.search(&offsets, &equal),
        };
        let weights = weigh(&offsets, &chosen);
        let loss = (0..predictors)
            .map(|k| chosen[k] * offsets.iter().zip(&weights).map(|(o, w)| w * o[k]).sum::<f64>().powi(2))
            .sum();
        Some(self.told(weights, chosen, loss))
    }

    /// Donor less treated, each predictor in units of its spread over all of them.
    fn standardised_offsets(&self) -> Vec<Vec<f64>> {
        let n = self.donor_predictors.len() as f64 + 1.0;
        let spread: Vec<f64> = (0..self.treated_predictors.len())
            .map(|k| {
                let all = || self.donor_predictors.iter().map(|d| d[k]).chain([self.treated_predictors[k]]);
                let mean = all().sum::<f64>() / n;
                let variance = all().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
                if variance > 0.0 { variance.sqrt() } else { 1.0 }
            })
            .collect();
        let offset = |donor: &Vec<f64>| {
            donor.iter().zip(&self.treated_predictors).zip(&spread).map(|((d, t), s)| (d - t) / s).collect()
        };
        self.donor_predictors.iter().map(offset).collect()
    }

    fn gaps(&self, weights: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let blend: Vec<f64> = (0..self.treated_outcomes.len())
            .map(|t| self.donor_outcomes.iter().zip(weights).map(|(d, w)| w * d[t]).sum())
            .collect();
        let gaps = self.treated_outcomes.iter().zip(&blend).map(|(t, b)| t - b).collect();
        (blend, gaps)
    }

    fn told(&self, weights: Vec<f64>, importance: Vec<f64>, loss: f64) -> Synthetic {
        let (outcomes, gaps) = self.gaps(&weights);
        let root = |part: &[f64]| (dot(part, part) / part.len() as f64).sqrt();
        let (before, after) = gaps.split_at(self.before);
        let (fit_before, gap_after) = (root(before), root(after));
        let effect = after.iter().sum::<f64>() / after.len() as f64;
        Synthetic { weights, importance, loss, outcomes, gaps, fit_before, gap_after, effect }
    }

    /// Nelder and Mead's search over the logarithms of importance.
    fn search(&self, offsets: &[Vec<f64>], equal: &[f64]) -> Vec<f64> {
        let of = |logs: &[f64]| {
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let powers: Vec<f64> = logs.iter().map(|l| (l - most).max(-40.0).exp()).collect();
            let total: f64 = powers.iter().sum();
            powers.into_iter().map(|p| p / total).collect::<Vec<f64>>()
        };
        let miss = |logs: &[f64]| {
            let gaps = self.gaps(&weigh(offsets, &of(logs))).1;
            dot(&gaps[..self.before], &gaps[..self.before])
        };
        let start: Vec<f64> = equal.iter().map(|e| e.ln()).collect();
        of(&super::search::least(&start, 2.0, ROUNDS, miss))
    }
}

/// Weights of the donors whose blend is nearest the treated unit.
fn weigh(offsets: &[Vec<f64>], importance: &[f64]) -> Vec<f64> {
    let roots: Vec<f64> = importance.iter().map(|v| v.sqrt()).collect();
    let points: Vec<Vec<f64>> = offsets.iter().map(|o| o.iter().zip(&roots).map(|(x, r)| x * r).collect()).collect();
    nearest_to_origin(&points)
}

fn normalised(given: &[f64]) -> Option<Vec<f64>> {
    let total: f64 = given.iter().sum();
    let proper = total > 0.0 && given.iter().all(|v| *v >= 0.0);
    proper.then(|| given.iter().map(|v| v / total).collect())
}
