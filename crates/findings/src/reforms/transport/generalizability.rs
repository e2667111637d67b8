//! How like a target the places that tried it are, in one number.
//!
//! Source: Tipton (2014), *Journal of Educational and Behavioral Statistics* 39.

use serde::Serialize;

use super::super::linear::Design;
use super::super::logit;
use super::Profiles;

/// The generalizability index.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Generalizability {
    /// `∫ √(f_study · f_target)` over the log-odds of having tried it: 1 where the two are alike, 0 where they share nothing.
    pub index: f64,
    /// What that means.
    pub reading: Likeness,
}

/// Tipton's reading of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// 0.9 and more: as like as a random sample would be.
    VeryHigh,
    /// 0.8 to 0.9: results carry over with weights.
    High,
    /// 0.5 to 0.8: much of the target has no counterpart; they carry over with doubt.
    Medium,
    /// Less: they do not carry over.
    Low,
}

impl Likeness {
    /// What to call it in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::VeryHigh => "very high: as like as a random sample would be",
            Self::High => "high: results carry over once weighed",
            Self::Medium => "medium: results carry over only with doubt",
            Self::Low => "low: results do not carry over",
        }
    }
}

/// The index of a study and a target. Places that an indicator tells apart altogether share nothing: 0. `None` where either has fewer than two places.
pub fn generalizability(profiles: Profiles<'_>, study: &[usize], target: &[usize]) -> Option<Generalizability> {
    if study.len() < 2 || target.len() < 2 {
        return None;
    }
    let both: Vec<usize> = study.iter().chain(target).copied().collect();
    let standard = profiles.standardised(&both);
    let columns: Vec<Vec<f64>> = standard
        .iter()
        .map(|c| both.iter().map(|p| c[*p]).collect::<Vec<f64>>())
        .filter(|c| c.iter().any(|x| *x != 0.0))
        .collect();
    let design = Design::with_intercept(both.len(), &columns);
    let tried: Vec<bool> = (0..both.len()).map(|i| i < study.len()).collect();
    let index = match logit::fit(&design, &tried, &vec![1.0; both.len()]) {
        Some(model) => overlap(&model.log_odds[..study.len()], &model.log_odds[study.len()..]),
        None => 0.0,
    };
    let reading = match index {
        i if i >= 0.9 => Likeness::VeryHigh,
        i if i >= 0.8 => Likeness::High,
        i if i >= 0.5 => Likeness::Medium,
        _ => Likeness::Low,
    };
    Some(Generalizability { index, reading })
}

/// Points of the grid on which the integral is added up.
const GRID: usize = 512;

/// `∫ √(f g)` of two samples, each density by Gaussian kernels of Silverman's width.
pub(crate) fn overlap(a: &[f64], b: &[f64]) -> f64 {
    let (wa, wb) = (width(a), width(b));
    let all = || a.iter().map(|x| (*x, wa)).chain(b.iter().map(|x| (*x, wb)));
    let low = all().map(|(x, w)| x - 4.0 * w).fold(f64::INFINITY, f64::min);
    let high = all().map(|(x, w)| x + 4.0 * w).fold(f64::NEG_INFINITY, f64::max);
    let step = (high - low) / (GRID - 1) as f64;
    let density = |sample: &[f64], width: f64, at: f64| {
        let sum: f64 = sample.iter().map(|x| (-0.5 * ((at - x) / width).powi(2)).exp()).sum();
        sum / (sample.len() as f64 * width * std::f64::consts::TAU.sqrt())
    };
    let sum: f64 = (0..GRID)
        .map(|i| {
            let at = low + step * i as f64;
            (density(a, wa, at) * density(b, wb, at)).sqrt()
        })
        .sum();
    (sum * step).min(1.0)
}

/// Silverman's rule of thumb; of a sample that does not vary, next to nothing.
fn width(sample: &[f64]) -> f64 {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    let spread = (sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0)).sqrt();
    (1.06 * spread * n.powf(-0.2)).max(1e-3)
}
