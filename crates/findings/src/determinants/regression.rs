//! Ordinary least squares over areas, with errors that hold where areas differ in spread or are alike within districts.

use super::dense::{Square, dot};
use super::error::{DeterminantsError, aligned};
use crate::interval::{Interval, Method, student_95};

/// An outcome and its predictors over the same areas, without gaps.
#[derive(Clone, Debug)]
pub struct Design {
    /// The outcome, in its unit.
    pub outcome: Vec<f64>,
    /// A constant, then each predictor.
    pub(super) columns: Vec<Vec<f64>>,
}

/// How the errors of coefficients are worked out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Errors<'a> {
    /// The same spread everywhere, areas independent.
    Classic,
    /// Heteroscedasticity-consistent, with `n / (n − k)`.
    Hc1,
    /// Heteroscedasticity-consistent, each residual divided by `1 − leverage`, squared.
    Hc3,
    /// Areas of one cluster may be alike: `G/(G−1) · (n−1)/(n−k)` times the sandwich of cluster sums; the cluster of each area, counted from 0.
    Cluster(&'a [usize]),
}

/// A fitted regression.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The constant, then the coefficient of each predictor, in units of the outcome for one unit of the predictor.
    pub coefficients: Vec<f64>,
    /// Outcome less what is fitted.
    pub residuals: Vec<f64>,
    /// Share of the outcome's variance that the predictors go with, `0..=1`.
    pub r_squared: f64,
    pub(super) inverse: Square,
}

impl Design {
    /// Of an outcome and predictors (without the constant).
    ///
    /// # Errors
    /// [`DeterminantsError::Misaligned`], or [`DeterminantsError::TooFewAreas`] with fewer than two areas more than coefficients.
    pub fn new(outcome: Vec<f64>, predictors: Vec<Vec<f64>>) -> Result<Self, DeterminantsError> {
        let areas = outcome.len();
        for (at, predictor) in predictors.iter().enumerate() {
            aligned(&format!("predictor {}", at + 1), areas, predictor.len())?;
        }
        let needed = predictors.len() + 3;
        if areas < needed {
            return Err(DeterminantsError::TooFewAreas { areas, predictors: predictors.len(), needed });
        }
        let columns = std::iter::once(vec![1.0; areas]).chain(predictors).collect();
        Ok(Self { outcome, columns })
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.outcome.len()
    }

    /// Number of coefficients, the constant among them.
    pub fn coefficients(&self) -> usize {
        self.columns.len()
    }

    /// The constant, then each predictor.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// The columns times coefficients.
    pub(super) fn predicted(&self, coefficients: &[f64]) -> Vec<f64> {
        let mut predicted = vec![0.0; self.areas()];
        for (column, beta) in self.columns.iter().zip(coefficients) {
            predicted.iter_mut().zip(column).for_each(|(p, x)| *p += beta * x);
        }
        predicted
    }

    /// Least squares.
    ///
    /// # Errors
    /// [`DeterminantsError::Collinear`] where a predictor is made of those before it.
    pub fn fit(&self) -> Result<Fit, DeterminantsError> {
        let inverse = inverse_of(&self.columns)?;
        let moments: Vec<f64> = self.columns.iter().map(|column| dot(column, &self.outcome)).collect();
        let mut coefficients = inverse.apply(&moments);
        // One step of refinement recovers the digits that the normal equations lose.
        let mut residuals = difference(&self.outcome, &self.predicted(&coefficients));
        let left: Vec<f64> = self.columns.iter().map(|column| dot(column, &residuals)).collect();
        coefficients.iter_mut().zip(inverse.apply(&left)).for_each(|(b, step)| *b += step);
        residuals = difference(&self.outcome, &self.predicted(&coefficients));
        let mean = self.outcome.iter().sum::<f64>() / self.areas() as f64;
        let total: f64 = self.outcome.iter().map(|y| (y - mean).powi(2)).sum();
        if total <= 0.0 {
            return Err(DeterminantsError::Constant { what: "the outcome".into() });
        }
        let r_squared = 1.0 - dot(&residuals, &residuals) / total;
        Ok(Fit { coefficients, residuals, r_squared, inverse })
    }
}

impl Fit {
    /// Standard error of each coefficient.
    ///
    /// # Errors
    /// [`DeterminantsError::TooFewClusters`] with fewer than three, [`DeterminantsError::Misaligned`] where clusters do not fit the areas.
    pub fn standard_errors(&self, design: &Design, errors: Errors<'_>) -> Result<Vec<f64>, DeterminantsError> {
        let (n, k) = (design.areas() as f64, design.coefficients() as f64);
        let variance = match errors {
            Errors::Classic => self.inverse.clone().scaled(dot(&self.residuals, &self.residuals) / (n - k)),
            Errors::Hc1 => self.sandwich(&self.scores(design, |_, e| e)).scaled(n / (n - k)),
            Errors::Hc3 => self.sandwich(&self.scores(design, |leverage, e| e / (1.0 - leverage))),
            Errors::Cluster(clusters) => {
                aligned("the clusters", design.areas(), clusters.len())?;
                let sums = cluster_sums(&self.scores(design, |_, e| e), clusters);
                let groups = sums.first().map_or(0, Vec::len);
                if groups < 3 {
                    return Err(DeterminantsError::TooFewClusters { found: groups });
                }
                let g = groups as f64;
                self.sandwich(&sums).scaled(g / (g - 1.0) * (n - 1.0) / (n - k))
            }
        };
        Ok((0..variance.side()).map(|i| variance.at(i, i).sqrt()).collect())
    }

    /// 95 % intervals of the coefficients with Student's t, on n − k degrees of freedom, or on clusters less one.
    ///
    /// # Errors
    /// As [`Fit::standard_errors`].
    pub fn intervals(&self, design: &Design, errors: Errors<'_>) -> Result<Vec<Interval>, DeterminantsError> {
        let (freedom, method) = match errors {
            Errors::Cluster(clusters) => (clusters.iter().max().map_or(0, |most| *most), Method::ClusterRobust),
            _ => (design.areas() - design.coefficients(), Method::Robust),
        };
        let t = student_95(freedom as f64).unwrap_or(f64::INFINITY);
        let of = |(estimate, error): (&f64, f64)| Interval {
            estimate: *estimate,
            low: estimate - t * error,
            high: estimate + t * error,
            method,
        };
        Ok(self.coefficients.iter().zip(self.standard_errors(design, errors)?).map(of).collect())
    }

    /// Variance inflation of a coefficient: one over one less the R² of its column on the others.
    pub fn variance_inflation(&self, design: &Design, at: usize) -> f64 {
        let column = &design.columns[at];
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        self.inverse.at(at, at) * column.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
    }

    /// Leverage of an area: `x' (X'X)⁻¹ x`.
    fn leverage(&self, design: &Design, area: usize) -> f64 {
        let row: Vec<f64> = design.columns.iter().map(|column| column[area]).collect();
        dot(&row, &self.inverse.apply(&row))
    }

    /// Each column times the residual, changed by the area's leverage.
    fn scores(&self, design: &Design, changed: impl Fn(f64, f64) -> f64) -> Vec<Vec<f64>> {
        let errors: Vec<f64> =
            self.residuals.iter().enumerate().map(|(area, e)| changed(self.leverage(design, area), *e)).collect();
        let times = |column: &Vec<f64>| column.iter().zip(&errors).map(|(x, e)| x * e).collect();
        design.columns.iter().map(times).collect()
    }

    fn sandwich(&self, scores: &[Vec<f64>]) -> Square {
        self.inverse.times(&Square::cross(scores, scores)).times(&self.inverse)
    }
}

/// Sums of scores over the areas of each cluster.
fn cluster_sums(scores: &[Vec<f64>], clusters: &[usize]) -> Vec<Vec<f64>> {
    let groups = clusters.iter().max().map_or(0, |most| most + 1);
    let sum = |column: &Vec<f64>| {
        let mut sums = vec![0.0; groups];
        column.iter().zip(clusters).for_each(|(score, cluster)| sums[*cluster] += score);
        sums
    };
    scores.iter().map(sum).collect()
}

/// `(X'X)⁻¹` of columns whose first is the constant.
pub(super) fn inverse_of(columns: &[Vec<f64>]) -> Result<Square, DeterminantsError> {
    Square::cross(columns, columns).inverse().map_err(|position| DeterminantsError::Collinear { position })
}

pub(super) fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(x, y)| x - y).collect()
}
