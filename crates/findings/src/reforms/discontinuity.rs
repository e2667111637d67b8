//! The jump of an outcome at a cut-off of eligibility: local linear regression on both sides, corrected for its own bias.
//!
//! Source: Calonico, Cattaneo and Titiunik (2014), *Econometrica* 82; Calonico, Cattaneo and Farrell (2020), *Econometrics Journal* 23.

use serde::Serialize;

use super::bands::{normal, student, student_p};
use super::bandwidth::{self, Bandwidths};
use super::local::Side;
use crate::interval::{Interval, Method};

/// The effect of being just eligible.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Discontinuity {
    /// Distance from the cut-off within which places count, in the unit of the running variable.
    pub bandwidth: f64,
    /// The same for the estimate of the bias.
    pub bias_bandwidth: f64,
    /// The jump by local linear regression.
    pub conventional: f64,
    /// Its standard error.
    pub conventional_error: f64,
    /// The jump less its estimated bias: the estimate to quote with the interval.
    pub estimate: f64,
    /// Its standard error, which counts that the bias is estimated.
    pub robust_error: f64,
    /// Degrees of freedom of that error: how many places near the cut-off it rests on.
    pub freedom: f64,
    /// 95 % limits of the corrected jump by the normal distribution, as the authors' packages give them.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
    /// 95 % limits by Student's t, which hold better where few places are near the cut-off.
    pub interval: Interval,
    /// Places below and from the cut-off on.
    pub places: (usize, usize),
    /// Of them within the bandwidth.
    pub within: (usize, usize),
}

impl Discontinuity {
    /// Two-sided chance of so large a jump where there is none.
    pub fn p_value(&self) -> f64 {
        student_p(self.estimate / self.robust_error, self.freedom)
    }
}

/// Fewest places on either side for which a bandwidth can be chosen.
pub const FEWEST_PLACES: usize = 20;

/// Estimates the jump at `cut` of the outcome on the running variable, from below to at or above it.
///
/// Triangular kernel; bandwidth that makes the mean squared error least; variance from the three nearest neighbours. `None` with fewer than
/// [`FEWEST_PLACES`] on a side, or where values of the running variable are too few to fit curves.
pub fn discontinuity(running: &[f64], outcome: &[f64], cut: f64) -> Option<Discontinuity> {
    let (left, right) = Side::both(running, outcome, cut);
    if left.len().min(right.len()) < FEWEST_PLACES {
        return None;
    }
    let bandwidths = bandwidth::choose(running, &left, &right)?;
    with_bandwidths(&left, &right, bandwidths)
}

/// The jump with bandwidths that are given: the same as chosen, or others to see how far the answer hangs on them.
pub fn discontinuity_within(
    running: &[f64],
    outcome: &[f64],
    cut: f64,
    bandwidth: f64,
    bias: f64,
) -> Option<Discontinuity> {
    let (left, right) = Side::both(running, outcome, cut);
    with_bandwidths(&left, &right, Bandwidths { main: bandwidth, bias })
}

fn with_bandwidths(left: &Side, right: &Side, bandwidths: Bandwidths) -> Option<Discontinuity> {
    let Bandwidths { main: h, bias: b } = bandwidths;
    let (l, r) = (left.limit(h, b)?, right.limit(h, b)?);
    let estimate = r.corrected - l.corrected;
    let robust_error = (r.corrected_variance + l.corrected_variance).sqrt();
    let reach = normal(0.975) * robust_error;
    let variance = l.corrected_variance + r.corrected_variance;
    let freedom =
        variance.powi(2) / (l.corrected_variance.powi(2) / l.freedom + r.corrected_variance.powi(2) / r.freedom);
    let wide = student(0.975, freedom) * robust_error;
    (robust_error > 0.0).then_some(Discontinuity {
        bandwidth: h,
        bias_bandwidth: b,
        conventional: r.plain - l.plain,
        conventional_error: (r.plain_variance + l.plain_variance).sqrt(),
        estimate,
        robust_error,
        freedom,
        interval: Interval {
            estimate,
            low: estimate - wide,
            high: estimate + wide,
            method: Method::RobustBiasCorrected,
        },
        low: estimate - reach,
        high: estimate + reach,
        places: (left.len(), right.len()),
        within: (left.within(h), right.within(h)),
    })
}
