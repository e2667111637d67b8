//! Regressions in which neighbours count, by maximum likelihood.

mod error_model;
mod lag_model;
mod likelihood;

pub use error_model::spatial_error;
pub use lag_model::spatial_lag;

use serde::Serialize;

use crate::interval::{Interval, Method, Z95};

/// A fitted spatial model.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpatialModel {
    /// How strongly neighbours count: ρ of the lagged outcome, or λ of the errors.
    pub spatial: Interval,
    /// The constant, then the coefficient of each predictor. In a lag model a coefficient is not the whole effect: see the impacts.
    pub coefficients: Vec<Interval>,
    /// Maximum-likelihood variance of what is left, in squared units of the outcome.
    pub variance: f64,
    /// Logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion: `2 · parameters − 2 · log-likelihood`, the variance being one of them.
    pub akaike: f64,
    /// For each predictor of a lag model, what one unit more goes with; empty for an error model.
    pub impacts: Vec<Impact>,
}

/// What one unit more of a predictor goes with, in units of the outcome, averaged over areas.
///
/// Source: `LeSage` and Pace (2009), *Introduction to Spatial Econometrics*, with delta-method intervals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Impact {
    /// In the same area, by way of neighbours and back included.
    pub direct: Interval,
    /// In all other areas.
    pub indirect: Interval,
    /// The sum of both.
    pub total: Interval,
}

/// Estimate with a normal interval.
fn normal(estimate: f64, variance: f64) -> Interval {
    let half = Z95 * variance.sqrt();
    Interval { estimate, low: estimate - half, high: estimate + half, method: Method::MaximumLikelihood }
}
