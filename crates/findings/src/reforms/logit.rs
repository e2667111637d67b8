//! Logistic regression by Newton's method.

use super::linear::Design;

/// A fitted model.
pub(crate) struct Logit {
    /// Chance of each unit.
    pub chance: Vec<f64>,
    /// `x · coefficients` of each unit: the log-odds.
    pub log_odds: Vec<f64>,
}

/// Steps after which a fit that still moves has no finite maximum: a covariate tells the two sides apart.
const MOST_STEPS: usize = 60;

/// Fits `P(yes) = 1 / (1 + e^(−x·β))` by weighted maximum likelihood; `None` where a covariate is a sum of others or tells the two sides apart.
pub(crate) fn fit(design: &Design, yes: &[bool], weights: &[f64]) -> Option<Logit> {
    let mut coefficients = vec![0.0; design.columns()];
    for _ in 0..MOST_STEPS {
        let log_odds = design.fitted(&coefficients);
        let chance: Vec<f64> = log_odds.iter().map(|eta| 1.0 / (1.0 + (-eta).exp())).collect();
        let score: Vec<f64> = (0..yes.len()).map(|i| weights[i] * (f64::from(u8::from(yes[i])) - chance[i])).collect();
        let information: Vec<f64> = (0..yes.len()).map(|i| weights[i] * chance[i] * (1.0 - chance[i])).collect();
        let step = design.gram(&information).solve(&design.moment(&score))?;
        let size = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
        if size < 1e-10 {
            return Some(Logit { chance, log_odds });
        }
        // A step of more than a few log-odds overshoots where chances are near nought or one.
        let shorter = (4.0 / size).min(1.0);
        coefficients.iter_mut().zip(step).for_each(|(c, s)| *c += shorter * s);
    }
    None
}
