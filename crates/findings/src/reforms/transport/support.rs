//! Where a target lies outside what was tried: the reasons why not.

use serde::Serialize;

use super::Profiles;

/// An indicator in the study and in the target.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CovariateSupport {
    /// The indicator.
    pub label: String,
    /// Least and greatest value among places that tried it.
    pub range: (f64, f64),
    /// Mean of the places that tried it.
    pub study_mean: f64,
    /// Mean of the target.
    pub target_mean: f64,
    /// Target less study, in standard deviations over both.
    pub standardised_difference: f64,
    /// Places of the target below or above the range.
    pub outside: usize,
}

impl CovariateSupport {
    /// Whether the target's mean itself lies outside the range: then nothing that was tried says anything of it.
    pub fn mean_outside(&self) -> bool {
        self.target_mean < self.range.0 || self.target_mean > self.range.1
    }
}

/// All indicators, those with most of the target outside first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Support {
    /// Each indicator.
    pub covariates: Vec<CovariateSupport>,
    /// Places of the target outside the range of at least one indicator.
    pub outside_any: usize,
    /// Places of the target.
    pub targets: usize,
}

/// Compares a target with the places that tried it; `None` where either is empty.
pub fn support(profiles: Profiles<'_>, study: &[usize], target: &[usize]) -> Option<Support> {
    if study.is_empty() || target.is_empty() {
        return None;
    }
    let both: Vec<usize> = study.iter().chain(target).copied().collect();
    let standard = profiles.standardised(&both);
    let mean = |column: &[f64], places: &[usize]| places.iter().map(|p| column[*p]).sum::<f64>() / places.len() as f64;
    let mut outside_any = vec![false; target.len()];
    let mut covariates: Vec<CovariateSupport> = Vec::new();
    for ((label, column), standard) in profiles.labels.iter().zip(profiles.values).zip(&standard) {
        let range =
            study.iter().map(|p| column[*p]).fold((f64::INFINITY, f64::NEG_INFINITY), |r, x| (r.0.min(x), r.1.max(x)));
        let out: Vec<bool> = target.iter().map(|p| column[*p] < range.0 || column[*p] > range.1).collect();
        outside_any.iter_mut().zip(&out).for_each(|(any, out)| *any |= out);
        covariates.push(CovariateSupport {
            label: label.clone(),
            range,
            study_mean: mean(column, study),
            target_mean: mean(column, target),
            standardised_difference: mean(standard, target) - mean(standard, study),
            outside: out.iter().filter(|o| **o).count(),
        });
    }
    covariates.sort_by(|a, b| {
        let size = |c: &CovariateSupport| c.standardised_difference.abs();
        b.outside.cmp(&a.outside).then(size(b).total_cmp(&size(a)))
    });
    Some(Support { covariates, outside_any: outside_any.iter().filter(|o| **o).count(), targets: target.len() })
}
