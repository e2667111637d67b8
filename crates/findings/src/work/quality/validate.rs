//! How well mixes of jobs predict districts: each one's direct estimate against what the model says without it.

use super::benchmark::expit;
use super::model::QualityModel;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// The districts of one dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Validation {
    /// Position in the model's dimensions.
    pub dimension: usize,
    /// One a district with a direct estimate.
    pub rows: Vec<ValidationRow>,
    /// Mean of the absolute differences between predicted and direct, percentage points.
    pub mean_absolute_error: f64,
    /// Mean of predicted less direct, percentage points.
    pub bias: f64,
    /// Of the mean absolute error, what sampling error of the direct estimates alone would make, percentage points.
    pub sampling_part: f64,
    /// Districts whose direct estimate lies within the interval predicted for it.
    pub covered: usize,
}

/// One district.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValidationRow {
    /// Its code.
    pub district: String,
    /// Its direct estimate, `0..=1`.
    pub direct: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// What its mix predicts, `0..=1`.
    pub predicted: f64,
    /// The interval in which the prediction expects the direct estimate, made without it.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Validation {
    /// The share of districts within their interval, `0..=1`.
    pub fn coverage(&self) -> f64 {
        self.covered as f64 / self.rows.len().max(1) as f64
    }
}

/// Predicts every district that has a direct estimate from its mix, one dimension at a time; dimensions with fewer than five are left out.
///
/// The mix knows nothing of the direct estimate; the spread of the model's error is estimated from the other districts. The interval adds that spread, the
/// sampling variance of the cells and that of the direct estimate, on the logit scale, with Student's t on as many degrees of freedom as there are others.
pub fn validate(model: &QualityModel) -> Vec<Validation> {
    (0..model.dimensions.len()).filter_map(|dimension| one(model, dimension)).collect()
}

fn one(model: &QualityModel, dimension: usize) -> Option<Validation> {
    let error = &model.errors[dimension];
    let districts = (0..model.districts.len()).filter_map(|district| {
        let (synthetic, own) = model.predicted[dimension][district]?;
        Some((district, synthetic, own, model.direct[dimension][district]?, model.published[dimension][district]?))
    });
    let mut rows = Vec::new();
    for (position, (district, synthetic, own, direct, (rate, standard_error))) in districts.enumerate() {
        let others = error.without(position);
        let freedom = others.districts as f64;
        let reach = StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.975);
        let half = reach * (others.variance + own + direct.variance).sqrt();
        rows.push(ValidationRow {
            district: model.districts[district].clone(),
            direct: rate,
            standard_error,
            predicted: expit(synthetic),
            low: expit(synthetic - half),
            high: expit(synthetic + half),
        });
    }
    let count = rows.len() as f64;
    let mean = |of: &dyn Fn(&ValidationRow) -> f64| rows.iter().map(of).sum::<f64>() / count;
    Some(Validation {
        dimension,
        mean_absolute_error: 100.0 * mean(&|r| (r.predicted - r.direct).abs()),
        bias: 100.0 * mean(&|r| r.predicted - r.direct),
        // The mean absolute value of a normal draw is √(2/π) of its deviation.
        sampling_part: 100.0 * mean(&|r| r.standard_error) * (2.0 / std::f64::consts::PI).sqrt(),
        covered: rows.iter().filter(|r| (r.low..=r.high).contains(&r.direct)).count(),
        rows,
    })
    .filter(|found| !found.rows.is_empty())
}
