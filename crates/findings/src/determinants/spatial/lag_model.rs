//! The spatial lag model (SAR): `y = ρWy + Xβ + ε`.

use super::super::dense::{Square, dot};
use super::super::error::DeterminantsError;
use super::super::regression::{Design, difference, inverse_of};
use super::super::weights::SpatialWeights;
use super::likelihood::{Filter, Traces};
use super::{Impact, SpatialModel, normal};

/// Fits the spatial lag model by maximum likelihood, with standard errors from the information matrix.
///
/// Source: Ord (1975), *Journal of the American Statistical Association* 70; Anselin (1988), *Spatial Econometrics*.
///
/// # Errors
/// [`DeterminantsError::Misaligned`], [`DeterminantsError::Collinear`], [`DeterminantsError::TooDense`].
pub fn spatial_lag(design: &Design, weights: &SpatialWeights) -> Result<SpatialModel, DeterminantsError> {
    super::super::error::aligned("the spatial weights", design.areas(), weights.areas())?;
    let filter = Filter::new(weights)?;
    let n = design.areas() as f64;
    let plain = design.fit()?;
    let lagged = Design { outcome: weights.lag(&design.outcome), ..design.clone() }.fit()?;
    // Residuals of y and of Wy: RSS(ρ) is a parabola.
    let (e0, e1) = (&plain.residuals, &lagged.residuals);
    let [constant, linear, square] = [dot(e0, e0), dot(e0, e1), dot(e1, e1)];
    let squares = |rho: f64| constant - 2.0 * rho * linear + rho * rho * square;
    let rho = filter.most_likely(|rho| (squares(rho), 2.0 * (rho * square - linear)))?;
    let variance = squares(rho) / n;
    let coefficients: Vec<f64> =
        plain.coefficients.iter().zip(&lagged.coefficients).map(|(b0, b1)| b0 - rho * b1).collect();
    let traces = filter.traces(rho)?;
    let fitted = filter.inverse_times(rho, &design.predicted(&coefficients));
    let covariance = covariance(design, &weights.lag(&fitted), variance, traces)?;
    let k = coefficients.len();
    let log_likelihood =
        -n / 2.0 * (1.0 + (std::f64::consts::TAU * variance).ln()) + filter.log_determinant(rho)?.value;
    let scale = Scale::new(&filter, weights, rho, traces);
    Ok(SpatialModel {
        spatial: normal(rho, covariance.at(k, k)),
        impacts: (1..k).map(|i| scale.impact(coefficients[i], i, &covariance)).collect(),
        coefficients: coefficients.iter().enumerate().map(|(i, b)| normal(*b, covariance.at(i, i))).collect(),
        variance,
        log_likelihood,
        akaike: 2.0 * (k as f64 + 2.0) - 2.0 * log_likelihood,
    })
}

/// Inverse of the information of coefficients, ρ and variance, in this order.
fn covariance(design: &Design, lagged_fit: &[f64], variance: f64, traces: Traces) -> Result<Square, DeterminantsError> {
    let columns = design.columns();
    let k = columns.len();
    let n = design.areas() as f64;
    // ρ and variance alone are left once the coefficients are taken out: the inverse by blocks keeps the digits.
    let inverse = inverse_of(columns)?;
    let cross: Vec<f64> = columns.iter().map(|column| dot(column, lagged_fit)).collect();
    let along = inverse.apply(&cross);
    let left = difference(lagged_fit, &design.predicted(&along));
    let information = traces.squared + traces.crossed + dot(&left, &left) / variance;
    // The variance takes its part out: (tr G / σ²)² over n / (2σ⁴).
    let rho = 1.0 / (information - 2.0 * traces.once * traces.once / n);
    Ok(Square::from_fn(k + 1, |i, j| match (i == k, j == k) {
        (true, true) => rho,
        (true, false) => -rho * along[j],
        (false, true) => -rho * along[i],
        (false, false) => variance * inverse.at(i, j) + rho * along[i] * along[j],
    }))
}

/// By how much a coefficient is multiplied in the same area and in all, and how that changes with ρ.
struct Scale {
    direct: (f64, f64),
    total: (f64, f64),
}

impl Scale {
    /// `(I − ρW)⁻¹ = I + ρG`, so that the mean of its diagonal follows from `tr G`.
    fn new(filter: &Filter<'_>, weights: &SpatialWeights, rho: f64, traces: Traces) -> Self {
        let n = weights.areas() as f64;
        let ones = vec![1.0; weights.areas()];
        let reached = filter.inverse_times(rho, &ones);
        // The slope of A⁻¹ by ρ is A⁻¹WA⁻¹.
        let change = filter.inverse_times(rho, &weights.lag(&reached));
        Self {
            direct: (1.0 + rho * traces.once / n, (traces.once + rho * traces.squared) / n),
            total: (reached.iter().sum::<f64>() / n, change.iter().sum::<f64>() / n),
        }
    }

    fn impact(&self, beta: f64, at: usize, covariance: &Square) -> Impact {
        let rho = covariance.side() - 1;
        let of = |(scale, slope): (f64, f64)| {
            let change = beta * slope;
            let variance = scale * scale * covariance.at(at, at)
                + 2.0 * scale * change * covariance.at(at, rho)
                + change * change * covariance.at(rho, rho);
            normal(beta * scale, variance)
        };
        let indirect = (self.total.0 - self.direct.0, self.total.1 - self.direct.1);
        Impact { direct: of(self.direct), indirect: of(indirect), total: of(self.total) }
    }
}
