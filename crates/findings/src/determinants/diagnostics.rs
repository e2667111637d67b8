//! Whether the residuals of a regression are alike among neighbours, and which spatial model that speaks for.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};

use super::dense::{Square, dot};
use super::regression::{Design, Fit, difference};
use super::weights::SpatialWeights;

/// Moran's I of least-squares residuals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MoranResiduals {
    /// Moran's I.
    pub i: f64,
    /// What to expect of unrelated residuals.
    pub expected: f64,
    /// Its variance then.
    pub variance: f64,
    /// `(I − expected) / √variance`.
    pub z: f64,
    /// Two-sided, from the normal distribution.
    pub p: f64,
}

/// A Lagrange-multiplier test: χ² with one degree of freedom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LagrangeTest {
    /// The statistic.
    pub statistic: f64,
    /// Its p-value.
    pub p: f64,
}

/// Tests for what neighbours add to a regression.
///
/// Sources: Cliff and Ord (1981); Anselin (1988), *Geographical Analysis* 20; Anselin, Bera, Florax and Yoon (1996), *Regional Science and Urban Economics* 26.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SpatialDiagnostics {
    /// Moran's I of the residuals.
    pub moran: MoranResiduals,
    /// For a spatially lagged outcome.
    pub lag: LagrangeTest,
    /// For errors that are alike among neighbours.
    pub error: LagrangeTest,
    /// For a lagged outcome, whatever the errors.
    pub robust_lag: LagrangeTest,
    /// For alike errors, whatever the lag.
    pub robust_error: LagrangeTest,
}

impl SpatialDiagnostics {
    /// Works out every test; the weights are over the areas of the design.
    pub fn new(design: &Design, fit: &Fit, weights: &SpatialWeights) -> Self {
        let n = design.areas() as f64;
        let residuals = &fit.residuals;
        let squares = dot(residuals, residuals);
        let variance = squares / n;
        let trace = weights.trace_of_squares();
        let error_score = dot(residuals, &weights.lag(residuals)) / variance;
        let lag_score = dot(residuals, &weights.lag(&design.outcome)) / variance;
        // Information of the lag: the lagged fit less its own regression, and the trace.
        let lagged_fit = weights.lag(&design.predicted(&fit.coefficients));
        let moments: Vec<f64> = design.columns().iter().map(|column| dot(column, &lagged_fit)).collect();
        let explained = design.predicted(&fit.inverse.apply(&moments));
        let unexplained = difference(&lagged_fit, &explained);
        let information = dot(&unexplained, &unexplained) / variance + trace;
        let gap = lag_score - error_score;
        let robust_error =
            (error_score - trace / information * lag_score).powi(2) / (trace * (1.0 - trace / information));
        Self {
            moran: moran(design, fit, weights, trace),
            lag: test(lag_score * lag_score / information),
            error: test(error_score * error_score / trace),
            robust_lag: test(gap * gap / (information - trace)),
            robust_error: test(robust_error),
        }
    }
}

fn test(statistic: f64) -> LagrangeTest {
    let p = ChiSquared::new(1.0).map_or(f64::NAN, |chi| chi.sf(statistic));
    LagrangeTest { statistic, p }
}

/// Moments under normal errors. With M = I − X(X'X)⁻¹X', the traces of MW, MWMW and MWMW' reduce to small matrices.
fn moran(design: &Design, fit: &Fit, weights: &SpatialWeights, trace: f64) -> MoranResiduals {
    let (n, k) = (design.areas() as f64, design.coefficients() as f64);
    let columns = design.columns();
    let lagged: Vec<Vec<f64>> = columns.iter().map(|column| weights.lag(column)).collect();
    let backward: Vec<Vec<f64>> = columns.iter().map(|column| pulled_back(weights, column)).collect();
    let inverse = &fit.inverse;
    // A = (X'X)⁻¹X'WX; trace(MW) = tr W − tr A, and tr W is nought.
    let a = inverse.times(&Square::cross(columns, &lagged));
    // (X'X)⁻¹ (WX + W'X)'(WX + W'X), whose trace gathers the terms with one projection of tr(MWMW + MWMW').
    let both: Vec<Vec<f64>> =
        lagged.iter().zip(&backward).map(|(f, b)| f.iter().zip(b).map(|(x, y)| x + y).collect()).collect();
    let once = inverse.times(&Square::cross(&both, &both)).trace();
    let b = inverse.times(&Square::cross(columns, &lagged).transposed());
    let twice = a.times(&a).trace() + a.times(&b).trace();
    let traces = trace - once + twice;
    let size = n / weights.sum();
    let residuals = &fit.residuals;
    let i = size * dot(residuals, &weights.lag(residuals)) / dot(residuals, residuals);
    let expected = -size * a.trace() / (n - k);
    let second = size * size * (traces + a.trace().powi(2)) / ((n - k) * (n - k + 2.0));
    let variance = second - expected * expected;
    let z = (i - expected) / variance.sqrt();
    let p = Normal::standard().sf(z.abs()) * 2.0;
    MoranResiduals { i, expected, variance, z, p }
}

/// `W'x`.
fn pulled_back(weights: &SpatialWeights, values: &[f64]) -> Vec<f64> {
    let mut pulled = vec![0.0; values.len()];
    for (area, value) in values.iter().enumerate() {
        weights.row(area).for_each(|(other, w)| pulled[other as usize] += w * value);
    }
    pulled
}
