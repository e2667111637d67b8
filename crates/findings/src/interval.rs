//! Intervals: for counted rates, for means over areas, and for differences and ratios made from two of them.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Two-sided 95 % point of the standard normal distribution.
pub(crate) const Z95: f64 = 1.959_963_984_540_054;

/// How an interval was made, carried with it so that a table can say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Wilson's score interval: each person or household counted is one draw.
    Wilson,
    /// Wilson's score interval with the effective number of areas, `(Σw)² / Σw²`, in place of people: each area is one draw.
    WilsonAreas,
    /// Wilson's score interval with the effective number of respondents, `(Σw)² / Σw²`.
    WilsonEffective,
    /// Percentiles of resamples of whole units of text or judgement, seeded.
    UnitBootstrap,
    /// Percentiles of draws from the posterior of a multilevel model.
    Posterior,
    /// Linearised variance of a weighted mean with Student's t: each area is one draw.
    AcrossAreas,
    /// Percentiles of resamples of whole areas, seeded.
    AreaBootstrap,
    /// Percentiles of seeded draws from the stated spreads of what is not known exactly.
    Simulated,
    /// The range of cases that bound what is not known; no probability goes with it.
    Bounds,
    /// Percentiles of resamples of whole clusters of areas, such as districts, seeded.
    ClusterBootstrap,
    /// Heteroscedasticity-consistent errors (HC3) with Student's t.
    Robust,
    /// Errors that let areas of one cluster be alike, with Student's t.
    ClusterRobust,
    /// Normal interval from the information matrix of a maximum-likelihood fit.
    MaximumLikelihood,
    /// Woodruff's interval for a median: the interval across areas of the share below it, turned back into values.
    Woodruff,
    /// Variance of the influence of every place on an effect, with Student's t on treated places less one.
    Influence,
    /// Welch's interval for a difference of two means.
    Welch,
    /// Local polynomials less their estimated bias, nearest-neighbour variance.
    RobustBiasCorrected,
    /// Difference of two estimates from their own intervals (MOVER).
    MoverDifference,
    /// Ratio of two estimates from their own intervals, on the log scale (MOVER).
    MoverRatio,
    /// Percentiles of draws of a survey's cells and of the model's error between areas, seeded.
    ParametricBootstrap,
}

impl Method {
    /// What to call it under a table.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Wilson => "Wilson score interval on the counts",
            Self::WilsonAreas => "Wilson score interval on the effective number of areas",
            Self::WilsonEffective => "Wilson score interval on the effective number of respondents",
            Self::UnitBootstrap => "bootstrap of units, percentile interval",
            Self::Posterior => "central posterior interval of a multilevel model",
            Self::AcrossAreas => "interval across areas (linearised, Student's t)",
            Self::AreaBootstrap => "bootstrap of areas, percentile interval",
            Self::Simulated => "draws from the stated spreads of the inputs, percentile interval",
            Self::Bounds => "range of the cases that bound what is not known",
            Self::ClusterBootstrap => "bootstrap of clusters of areas, percentile interval",
            Self::Robust => "heteroscedasticity-consistent errors (HC3), Student's t",
            Self::ClusterRobust => "cluster-robust errors, Student's t",
            Self::MaximumLikelihood => "maximum likelihood, information matrix",
            Self::Woodruff => "Woodruff interval across areas",
            Self::Influence => "influence of each place, Student's t on treated places less one",
            Self::Welch => "Welch's interval for a difference of means",
            Self::RobustBiasCorrected => "robust bias-corrected local linear regression",
            Self::MoverDifference => "difference by the method of variance estimates recovery",
            Self::MoverRatio => "ratio by the method of variance estimates recovery, log scale",
            Self::ParametricBootstrap => "parametric bootstrap of the survey's cells and of the model's error",
        }
    }
}

/// An estimate with its 95 % interval, in the unit of the estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The estimate.
    pub estimate: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// How the limits were made.
    pub method: Method,
}

impl Interval {
    /// The same interval in another unit: a share times 100 is a percentage.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { estimate: self.estimate * factor, low: self.low * factor, high: self.high * factor, method: self.method }
    }

    /// Whether a value lies between the limits.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// The sum, 0 and not −0 where there is nothing to add.
pub(crate) fn total(values: impl Iterator<Item = f64>) -> f64 {
    0.0 + values.sum::<f64>()
}

/// Wilson's score interval for a share, `numerator` of `denominator` counted; `None` unless `0 ≤ numerator ≤ denominator` and `denominator > 0`.
///
/// Source: Wilson (1927), *Journal of the American Statistical Association* 22.
///
/// # Examples
/// ```
/// let share = lynchpin_findings::interval::wilson(10.0, 40.0).map(|i| (i.low, i.high));
/// let (low, high) = share.unwrap_or_default();
/// assert!((low - 0.141_871).abs() < 1e-6 && (high - 0.401_940).abs() < 1e-6);
/// ```
pub fn wilson(numerator: f64, denominator: f64) -> Option<Interval> {
    if !(denominator > 0.0 && (0.0..=denominator).contains(&numerator)) {
        return None;
    }
    let p = numerator / denominator;
    let z2 = Z95 * Z95;
    let shrink = 1.0 + z2 / denominator;
    let centre = (p + z2 / (2.0 * denominator)) / shrink;
    let half = Z95 / shrink * (p * (1.0 - p) / denominator + z2 / (4.0 * denominator * denominator)).sqrt();
    // At none or all of them the formula meets the edge but for rounding.
    let low = if numerator == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if numerator == denominator { 1.0 } else { (centre + half).min(1.0) };
    Some(Interval { estimate: p, low, high, method: Method::Wilson })
}

/// Interval of the share of weight that lies in marked areas, areas being the draws; `None` without positive weight.
///
/// `pairs` are `(marked, weight)` per area. Unlike a linearised interval it does not shrink to nothing where no area, or every area, is marked.
pub fn share_of_areas(pairs: &[(bool, f64)]) -> Option<Interval> {
    let weight: f64 = pairs.iter().map(|p| p.1).sum();
    let squares: f64 = pairs.iter().map(|p| p.1 * p.1).sum();
    let marked = total(pairs.iter().filter(|p| p.0).map(|p| p.1));
    if weight <= 0.0 {
        return None;
    }
    let effective = weight * weight / squares;
    let interval = wilson((marked / weight).min(1.0) * effective, effective)?;
    Some(Interval { method: Method::WilsonAreas, ..interval })
}

/// Interval of `Σ amount / Σ weight` when areas are the draws: variance by linearisation, `m/(m−1) · Σ (amount − r·weight)² / (Σ weight)²`, with t on `m − 1` degrees of freedom.
///
/// Where no amount is negative the lower limit is not either.
///
/// `pairs` are `(amount, weight)` per area; a weighted mean of values x has amount `weight · x`. `None` with fewer than two areas of positive weight in all.
pub fn across_areas(pairs: &[(f64, f64)]) -> Option<Interval> {
    let areas = pairs.len();
    let amount: f64 = pairs.iter().map(|p| p.0).sum();
    let weight: f64 = pairs.iter().map(|p| p.1).sum();
    if areas < 2 || weight <= 0.0 {
        return None;
    }
    let ratio = amount / weight;
    let squares: f64 = pairs.iter().map(|(a, w)| (a - ratio * w).powi(2)).sum();
    let freedom = (areas - 1) as f64;
    let error = (areas as f64 / freedom * squares).sqrt() / weight;
    let half = student_95(freedom)? * error;
    // Jobs and people cannot be fewer than none, however few areas there are to judge by.
    let least = if pairs.iter().all(|p| p.0 >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    Some(Interval { estimate: ratio, low: (ratio - half).max(least), high: ratio + half, method: Method::AcrossAreas })
}

/// Two-sided 95 % point of Student's t. Beyond 1,000 degrees of freedom two terms of its expansion about the normal are exact to 1e-9.
pub(crate) fn student_95(freedom: f64) -> Option<f64> {
    if freedom > 1000.0 {
        let z3 = Z95.powi(3);
        let second = (5.0 * Z95.powi(5) + 16.0 * z3 + 3.0 * Z95) / (96.0 * freedom * freedom);
        return Some(Z95 + (z3 + Z95) / (4.0 * freedom) + second);
    }
    StudentsT::new(0.0, 1.0, freedom).ok().map(|t| t.inverse_cdf(0.975))
}

/// `first − second` with limits recovered from theirs (Newcombe's interval where both are Wilson's); the two must be independent.
///
/// Source: Zou and Donner (2008), *Statistics in Medicine* 27.
#[must_use]
pub fn difference(first: &Interval, second: &Interval) -> Interval {
    let estimate = first.estimate - second.estimate;
    let below = (first.estimate - first.low).hypot(second.high - second.estimate);
    let above = (first.high - first.estimate).hypot(second.estimate - second.low);
    Interval { estimate, low: estimate - below, high: estimate + above, method: Method::MoverDifference }
}

/// `first / second` with limits recovered from theirs on the log scale; `None` unless both lie wholly above zero.
pub fn ratio(first: &Interval, second: &Interval) -> Option<Interval> {
    if first.low <= 0.0 || second.low <= 0.0 {
        return None;
    }
    let logs =
        |i: &Interval| Interval { estimate: i.estimate.ln(), low: i.low.ln(), high: i.high.ln(), method: i.method };
    let gap = difference(&logs(first), &logs(second));
    Some(Interval {
        estimate: first.estimate / second.estimate,
        low: gap.low.exp(),
        high: gap.high.exp(),
        method: Method::MoverRatio,
    })
}
