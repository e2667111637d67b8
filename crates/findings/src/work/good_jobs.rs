//! Good jobs by workplace: jobs by industry, times the share of that industry at or above the wage.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::total;
use crate::work::pay::WageLine;
use crate::work::staffing::PayShares;
use lynchpin_pack::tables::Jobs;
use serde::Serialize;

/// Good jobs per workplace area, in the order of the jobs table. Modelled: the national mix of pay in each industry is taken to hold everywhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoodJobs {
    /// The wage that makes a job good.
    pub line: WageLine,
    /// Workplace area codes.
    pub codes: Vec<String>,
    /// All jobs.
    pub all: Vec<f64>,
    /// Good jobs, lower bound.
    pub low: Vec<f64>,
    /// Good jobs, point estimate.
    pub point: Vec<f64>,
    /// Good jobs, upper bound.
    pub high: Vec<f64>,
    /// Industries whose share has no point estimate, with their jobs: the point counts them at their lower bound, which is none where nothing is published.
    pub jobs_without_share: Vec<(String, f64)>,
}

impl GoodJobs {
    /// Sums over all workplaces: all jobs, and good jobs low, point and high.
    pub fn totals(&self) -> (f64, f64, f64, f64) {
        let sum = |column: &[f64]| total(column.iter().copied());
        (sum(&self.all), sum(&self.low), sum(&self.point), sum(&self.high))
    }

    /// The jobs that start on a shift that only a share of each workplace's jobs do, such as the early shift; pay is taken to be alike on all shifts.
    ///
    /// `share` is `0..=1` per workplace, in the same order.
    ///
    /// # Errors
    /// [`FindingsError::Misaligned`] where it is not in step; [`FindingsError::BadParameter`] for a share outside `0..=1`.
    pub fn on_shift(&self, share: &[f64]) -> Result<Self, FindingsError> {
        aligned("share of jobs on the shift", self.codes.len(), share.len())?;
        if let Some(at) = share.iter().position(|s| !(0.0..=1.0).contains(s)) {
            return Err(FindingsError::BadParameter {
                name: format!("share of jobs on the shift at workplace {}", self.codes[at]),
                value: share[at].to_string(),
                expected: "a share between 0 and 1".to_owned(),
            });
        }
        let part = |column: &[f64]| column.iter().zip(share).map(|(jobs, share)| jobs * share).collect();
        Ok(Self {
            all: part(&self.all),
            low: part(&self.low),
            point: part(&self.point),
            high: part(&self.high),
            ..self.clone()
        })
    }
}

/// Good jobs per workplace area.
///
/// # Errors
/// [`FindingsError::Misaligned`] where the jobs table's columns differ in length.
pub fn good_jobs(jobs: &Jobs, shares: &PayShares) -> Result<GoodJobs, FindingsError> {
    let workplaces = jobs.codes.len();
    aligned("jobs: industries", jobs.industries.len(), jobs.counts.len())?;
    let mut good = GoodJobs {
        line: shares.line,
        codes: jobs.codes.clone(),
        all: vec![0.0; workplaces],
        low: vec![0.0; workplaces],
        point: vec![0.0; workplaces],
        high: vec![0.0; workplaces],
        jobs_without_share: Vec::new(),
    };
    for (industry, counts) in jobs.industries.iter().zip(&jobs.counts) {
        aligned(&format!("jobs of industry {industry}"), workplaces, counts.len())?;
        let share = shares.industries.iter().find(|s| s.code == *industry).map(|s| s.share);
        let (low, high) = share.map_or((0.0, 1.0), |s| (s.low, s.high));
        let point = share.and_then(|s| s.point);
        for (workplace, count) in counts.iter().enumerate() {
            good.all[workplace] += count;
            good.low[workplace] += count * low;
            good.point[workplace] += count * point.unwrap_or(low);
            good.high[workplace] += count * high;
        }
        let total: f64 = counts.iter().sum();
        if point.is_none() && total > 0.0 {
            good.jobs_without_share.push((industry.clone(), total));
        }
    }
    Ok(good)
}
