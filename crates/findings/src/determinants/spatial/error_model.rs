//! The spatial error model (SEM): `y = Xβ + u`, `u = λWu + ε`.

use super::super::dense::{Square, dot};
use super::super::error::DeterminantsError;
use super::super::regression::{Design, inverse_of};
use super::super::weights::SpatialWeights;
use super::likelihood::Filter;
use super::{SpatialModel, normal};

/// Fits the spatial error model by maximum likelihood, with standard errors from the information matrix.
///
/// Source: Ord (1975), *Journal of the American Statistical Association* 70; Anselin (1988), *Spatial Econometrics*.
///
/// # Errors
/// [`DeterminantsError::Misaligned`], [`DeterminantsError::Collinear`], [`DeterminantsError::TooDense`].
pub fn spatial_error(design: &Design, weights: &SpatialWeights) -> Result<SpatialModel, DeterminantsError> {
    super::super::error::aligned("the spatial weights", design.areas(), weights.areas())?;
    let filter = Filter::new(weights)?;
    let n = design.areas() as f64;
    let moments = Moments::new(design, weights);
    inverse_of(design.columns())?;
    let lambda = filter.most_likely(|lambda| {
        moments.fit(lambda).map_or((f64::NAN, f64::NAN), |fit| (fit.squares, moments.slope(lambda, &fit.coefficients)))
    })?;
    let fit = moments.fit(lambda)?;
    let variance = fit.squares / n;
    let traces = filter.traces(lambda)?;
    let spatial = 1.0 / (traces.squared + traces.crossed - 2.0 * traces.once * traces.once / n);
    let log_likelihood =
        -n / 2.0 * (1.0 + (std::f64::consts::TAU * variance).ln()) + filter.log_determinant(lambda)?.value;
    let coefficient = |(i, b): (usize, &f64)| normal(*b, variance * fit.inverse.at(i, i));
    Ok(SpatialModel {
        spatial: normal(lambda, spatial),
        coefficients: fit.coefficients.iter().enumerate().map(coefficient).collect(),
        variance,
        log_likelihood,
        akaike: 2.0 * (design.coefficients() as f64 + 2.0) - 2.0 * log_likelihood,
        impacts: Vec::new(),
    })
}

/// Products of the columns (outcome last), of the columns with their lags, and of the lags: from them, those of any `Z − λWZ`.
struct Moments {
    plain: Square,
    /// Of columns and lags, both ways round, added.
    mixed: Square,
    lagged: Square,
}

/// Generalised least squares at one λ.
struct Filtered {
    coefficients: Vec<f64>,
    squares: f64,
    inverse: Square,
}

impl Moments {
    fn new(design: &Design, weights: &SpatialWeights) -> Self {
        let mut columns = design.columns().to_vec();
        columns.push(design.outcome.clone());
        let lags: Vec<Vec<f64>> = columns.iter().map(|column| weights.lag(column)).collect();
        let one_way = Square::cross(&columns, &lags);
        let mixed = Square::from_fn(columns.len(), |i, j| one_way.at(i, j) + one_way.at(j, i));
        Self { plain: Square::cross(&columns, &columns), mixed, lagged: Square::cross(&lags, &lags) }
    }

    fn fit(&self, lambda: f64) -> Result<Filtered, DeterminantsError> {
        let k = self.plain.side() - 1;
        let at = |i, j| self.plain.at(i, j) - lambda * self.mixed.at(i, j) + lambda * lambda * self.lagged.at(i, j);
        let inverse = Square::from_fn(k, at).inverse().map_err(|position| DeterminantsError::Collinear { position })?;
        let moments: Vec<f64> = (0..k).map(|i| at(i, k)).collect();
        let coefficients = inverse.apply(&moments);
        let squares = at(k, k) - dot(&coefficients, &moments);
        Ok(Filtered { coefficients, squares, inverse })
    }

    /// Slope of RSS by λ; the coefficients, being the best, may be held.
    fn slope(&self, lambda: f64, coefficients: &[f64]) -> f64 {
        let residual: Vec<f64> = coefficients.iter().map(|b| -b).chain([1.0]).collect();
        let change = Square::from_fn(residual.len(), |i, j| 2.0 * lambda * self.lagged.at(i, j) - self.mixed.at(i, j));
        dot(&residual, &change.apply(&residual))
    }
}
