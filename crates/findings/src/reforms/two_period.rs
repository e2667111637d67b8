//! The effect on the treated between two periods, by three estimators, with the influence of every unit on it.
//!
//! Sources: Heckman, Ichimura and Todd (1997); Abadie (2005), normalised as in Hájek; Sant'Anna and Zhao (2020), *Journal of Econometrics* 219.

use serde::Serialize;

use super::linear::{Cholesky, Design, dot};
use super::logit;

/// How places that differ in their covariates are made comparable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Estimator {
    /// The change of untreated places is regressed on the covariates.
    OutcomeRegression,
    /// Untreated places are weighted by their odds of treatment.
    InverseProbability,
    /// Both: right where either model is.
    #[default]
    DoublyRobust,
}

impl Estimator {
    /// What to call it under a table.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OutcomeRegression => "outcome regression",
            Self::InverseProbability => "inverse probability weighting",
            Self::DoublyRobust => "doubly robust",
        }
    }
}

/// Treated and untreated units between two periods.
pub(crate) struct Sample<'a> {
    /// Outcome after less outcome before.
    pub change: &'a [f64],
    /// Whether the unit is treated.
    pub treated: &'a [bool],
    /// Covariates with an intercept.
    pub design: &'a Design,
    /// Weights.
    pub weights: &'a [f64],
}

/// An effect and how much each unit of the sample moves it: the effect's error is about the mean of the influences.
pub(crate) struct Effect {
    pub att: f64,
    pub influence: Vec<f64>,
}

/// Untreated units whose odds of treatment are this high have no counterpart and are left out.
const TRIMMED_FROM: f64 = 0.995;

impl Sample<'_> {
    fn units(&self) -> usize {
        self.change.len()
    }

    fn mean(&self, of: impl Fn(usize) -> f64) -> f64 {
        (0..self.units()).map(of).sum::<f64>() / self.units() as f64
    }

    fn each(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.units()).map(of).collect()
    }

    fn mean_row(&self, weight: impl Fn(usize) -> f64) -> Vec<f64> {
        let n = self.units() as f64;
        self.design.moment(&self.each(|i| weight(i) / n))
    }

    /// The effect; `None` where a model cannot be fitted or one side is empty.
    pub fn effect(&self, estimator: Estimator) -> Option<Effect> {
        let outcome = match estimator {
            Estimator::InverseProbability => None,
            _ => Some(Outcome::fit(self)?),
        };
        let odds = match estimator {
            Estimator::OutcomeRegression => None,
            _ => Some(Odds::fit(self)?),
        };
        let treated = self.each(|i| if self.treated[i] { self.weights[i] } else { 0.0 });
        match (outcome, odds) {
            (Some(outcome), None) => self.by_regression(&treated, &outcome),
            (outcome, Some(odds)) => self.by_weighting(&treated, outcome.as_ref(), &odds),
            (None, None) => None,
        }
    }

    fn by_regression(&self, treated: &[f64], outcome: &Outcome) -> Option<Effect> {
        let mass = self.mean(|i| treated[i]);
        let observed = self.mean(|i| treated[i] * self.change[i]) / mass;
        let expected = self.mean(|i| treated[i] * outcome.fitted[i]) / mass;
        let fit = outcome.influence(self, &self.mean_row(|i| treated[i]))?;
        let influence = self.each(|i| {
            let treat = treated[i] * (self.change[i] - observed);
            let control = treated[i] * (outcome.fitted[i] - expected) + fit[i];
            (treat - control) / mass
        });
        (mass > 0.0).then_some(Effect { att: observed - expected, influence })
    }

    /// Inverse probability weighting of the change, or of what the regression leaves of it.
    fn by_weighting(&self, treated: &[f64], outcome: Option<&Outcome>, odds: &Odds) -> Option<Effect> {
        let left = self.each(|i| self.change[i] - outcome.map_or(0.0, |o| o.fitted[i]));
        let control = &odds.weights;
        let (mass, counter) = (self.mean(|i| treated[i]), self.mean(|i| control[i]));
        if !(mass > 0.0 && counter > 0.0) {
            return None;
        }
        let observed = self.mean(|i| treated[i] * left[i]) / mass;
        let expected = self.mean(|i| control[i] * left[i]) / counter;
        let by_odds = odds.influence(self, &self.mean_row(|i| control[i] * (left[i] - expected)))?;
        let (by_fit_treated, by_fit_control) = match outcome {
            None => (vec![0.0; self.units()], vec![0.0; self.units()]),
            Some(o) => {
                (o.influence(self, &self.mean_row(|i| treated[i]))?, o.influence(self, &self.mean_row(|i| control[i]))?)
            }
        };
        let influence = self.each(|i| {
            let treat = treated[i] * (left[i] - observed) - by_fit_treated[i];
            let counterfactual = control[i] * (left[i] - expected) + by_odds[i] - by_fit_control[i];
            treat / mass - counterfactual / counter
        });
        Some(Effect { att: observed - expected, influence })
    }
}

/// Change of the untreated on the covariates.
struct Outcome {
    fitted: Vec<f64>,
    gram: Cholesky,
}

impl Outcome {
    fn fit(sample: &Sample<'_>) -> Option<Self> {
        let weights = sample.each(|i| if sample.treated[i] { 0.0 } else { sample.weights[i] });
        let gram = sample.design.gram(&weights);
        let right = sample.design.moment(&sample.each(|i| weights[i] * sample.change[i]));
        Some(Self { fitted: sample.design.fitted(&gram.solve(&right)?), gram })
    }

    /// How each unit moves `moment · coefficients`.
    fn influence(&self, sample: &Sample<'_>, moment: &[f64]) -> Option<Vec<f64>> {
        let direction = self.gram.solve(moment)?;
        let n = sample.units() as f64;
        Some(sample.each(|i| {
            if sample.treated[i] {
                return 0.0;
            }
            let residual = sample.change[i] - self.fitted[i];
            n * sample.weights[i] * residual * dot(sample.design.row(i), &direction)
        }))
    }
}

/// Odds of treatment by a logistic regression.
struct Odds {
    chance: Vec<f64>,
    information: Cholesky,
    /// Weight of each untreated unit: its odds.
    weights: Vec<f64>,
}

impl Odds {
    fn fit(sample: &Sample<'_>) -> Option<Self> {
        let model = logit::fit(sample.design, sample.treated, sample.weights)?;
        let chance: Vec<f64> = model.chance.iter().map(|p| p.min(1.0 - 1e-6)).collect();
        let information = sample.design.gram(&sample.each(|i| sample.weights[i] * chance[i] * (1.0 - chance[i])));
        let kept = |i: usize| !sample.treated[i] && chance[i] < TRIMMED_FROM;
        let weights = sample.each(|i| if kept(i) { sample.weights[i] * chance[i] / (1.0 - chance[i]) } else { 0.0 });
        Some(Self { chance, information, weights })
    }

    fn influence(&self, sample: &Sample<'_>, moment: &[f64]) -> Option<Vec<f64>> {
        let direction = self.information.solve(moment)?;
        let n = sample.units() as f64;
        Some(sample.each(|i| {
            let score = sample.weights[i] * (f64::from(u8::from(sample.treated[i])) - self.chance[i]);
            n * score * dot(sample.design.row(i), &direction)
        }))
    }
}
