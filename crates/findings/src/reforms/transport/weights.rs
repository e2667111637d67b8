//! Weights that make the places that tried it look like a target.
//!
//! Sources: Hainmueller (2012), *Political Analysis* 20 (entropy balancing); Westreich and others (2017), *American Journal of Epidemiology* 186 (inverse odds).

use serde::Serialize;

use super::super::linear::{Design, dot};
use super::super::logit;
use super::Profiles;

/// How weights are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// As even as they can be with the means of every indicator those of the target.
    #[default]
    EntropyBalancing,
    /// The odds of belonging to the target, by a logistic regression.
    InverseOdds,
}

/// Weights of the study places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighed {
    /// How they were made.
    pub weighting: Weighting,
    /// One a study place, summing to one.
    pub weights: Vec<f64>,
    /// `(Σw)² / Σw²`: how many places' worth they are.
    pub effective: f64,
    /// Largest difference left between the weighed study and the target, in standard deviations of an indicator.
    pub worst_difference: f64,
}

/// Weighs the study places to the target; `None` where the target cannot be reached: its means lie outside what any weighing of the study gives, or
/// indicators tell study and target apart.
pub fn weigh(profiles: Profiles<'_>, study: &[usize], target: &[usize], weighting: Weighting) -> Option<Weighed> {
    if study.is_empty() || target.is_empty() {
        return None;
    }
    let both: Vec<usize> = study.iter().chain(target).copied().collect();
    let standard = profiles.standardised(&both);
    let row = |place: usize| standard.iter().map(|column| column[place]).collect::<Vec<f64>>();
    let rows: Vec<Vec<f64>> = study.iter().map(|p| row(*p)).collect();
    let aim: Vec<f64> =
        standard.iter().map(|c| target.iter().map(|p| c[*p]).sum::<f64>() / target.len() as f64).collect();
    let raw = match weighting {
        Weighting::EntropyBalancing => balanced(&rows, &aim)?,
        Weighting::InverseOdds => odds(&standard, study, target)?,
    };
    let total: f64 = raw.iter().sum();
    let weights: Vec<f64> = raw.iter().map(|w| w / total).collect();
    let left = (0..aim.len()).map(|k| (rows.iter().zip(&weights).map(|(r, w)| w * r[k]).sum::<f64>() - aim[k]).abs());
    Some(Weighed {
        weighting,
        effective: 1.0 / weights.iter().map(|w| w * w).sum::<f64>(),
        worst_difference: left.fold(0.0, f64::max),
        weights,
    })
}

/// Steps of Newton's method; a target that can be reached takes a dozen.
const MOST_STEPS: usize = 200;
/// Standard deviations by which a mean may be off.
const CLOSE: f64 = 1e-8;

/// `w ∝ e^(λ·x)` with `Σ w x = aim`: the least of `ln Σ e^(λ·(x − aim))`, a convex function, by damped Newton.
fn balanced(rows: &[Vec<f64>], aim: &[f64]) -> Option<Vec<f64>> {
    let offsets: Vec<Vec<f64>> = rows.iter().map(|r| r.iter().zip(aim).map(|(x, a)| x - a).collect()).collect();
    // The intercept column of the design is left out by centring: its coefficient cancels in the weights.
    let columns: Vec<Vec<f64>> = (0..aim.len()).map(|k| offsets.iter().map(|o| o[k]).collect()).collect();
    let design = Design::of_columns(rows.len(), &columns);
    let mut lambda = vec![0.0; aim.len()];
    let value = |lambda: &[f64]| {
        let powers: Vec<f64> = offsets.iter().map(|o| dot(o, lambda)).collect();
        let most = powers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        most + powers.iter().map(|p| (p - most).exp()).sum::<f64>().ln()
    };
    for _ in 0..MOST_STEPS {
        let now = value(&lambda);
        let weights: Vec<f64> = offsets.iter().map(|o| (dot(o, &lambda) - now).exp()).collect();
        let means = design.moment(&weights);
        if means.iter().all(|m| m.abs() < CLOSE) {
            return Some(weights);
        }
        let direction = design.spread(&weights, &means).solve(&means)?;
        let mut step = 1.0;
        let slope = dot(&direction, &means);
        let next = loop {
            let next: Vec<f64> = lambda.iter().zip(&direction).map(|(l, d)| l - step * d).collect();
            if value(&next) <= now - 1e-4 * step * slope {
                break next;
            }
            step /= 2.0;
            if step < 1e-10 {
                return None;
            }
        };
        lambda = next;
        // A target outside the hull is approached for ever: its weights go to one corner.
        if lambda.iter().any(|l| l.abs() > 1e4) {
            return None;
        }
    }
    None
}

fn odds(standard: &[Vec<f64>], study: &[usize], target: &[usize]) -> Option<Vec<f64>> {
    let pick: Vec<Vec<f64>> =
        standard.iter().map(|column| study.iter().chain(target).map(|p| column[*p]).collect()).collect();
    let n = study.len() + target.len();
    let design = Design::with_intercept(n, &pick);
    let in_target: Vec<bool> = (0..n).map(|i| i >= study.len()).collect();
    let model = logit::fit(&design, &in_target, &vec![1.0; n])?;
    Some(model.log_odds[..study.len()].iter().map(|eta| eta.exp()).collect())
}
