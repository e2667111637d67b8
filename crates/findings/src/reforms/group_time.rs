//! Effects by cohort and period when places are treated at different times.
//!
//! Source: Callaway and Sant'Anna (2021), *Journal of Econometrics* 225.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::linear::{Cholesky, Design, dot};
use super::panel::Panel;
use super::two_period::{Estimator, Sample};
use crate::FindingsError;

/// Who stands for what would have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Controls {
    /// Places never treated.
    NeverTreated,
    /// Places not treated up to the period, some of which are later.
    #[default]
    NotYetTreated,
}

impl Controls {
    /// What to call them in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NeverTreated => "places never treated",
            Self::NotYetTreated => "places not yet treated",
        }
    }
}

/// What a period before treatment is compared with; later periods are always compared with the last before treatment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// The period before it.
    #[default]
    Varying,
    /// The last period before treatment.
    Universal,
}

/// How effects are estimated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EffectOptions {
    /// How covariates are dealt with.
    pub estimator: Estimator,
    /// Who stands for what would have been.
    pub controls: Controls,
    /// What periods before treatment are compared with.
    pub base: Base,
}

/// The effect on a cohort in a period: `ATT(g, t)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Position of the cohort's first treated period.
    pub cohort: usize,
    /// Position of the period.
    pub period: usize,
    /// The effect, in the unit of the outcome; before treatment it ought to be nought.
    pub att: f64,
    /// How much each unit moves it; nought for units not in the comparison.
    pub influence: Vec<f64>,
}

impl Cell {
    /// Whether the cohort is treated by then.
    pub fn post(&self) -> bool {
        self.period >= self.cohort
    }
}

/// All effects by cohort and period.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupTime {
    /// The effects, cohort by cohort.
    pub cells: Vec<Cell>,
    /// Cohort and period of comparisons that could not be made: nobody to compare with, or covariates that tell the sides apart.
    pub failed: Vec<(usize, usize)>,
    /// Positions in the panel of the units used; units treated in the first period have no before and are left out.
    pub units: Vec<usize>,
    /// First treated period of each unit used.
    pub first_treated: Vec<Option<usize>>,
    /// Weights of the units used, with mean 1 over the panel.
    pub weights: Vec<f64>,
    /// Clusters of the units used.
    pub clusters: Option<Vec<usize>>,
}

/// Estimates the effect on every cohort in every period.
///
/// # Errors
/// As [`Panel::check`].
pub fn group_time(panel: &Panel, options: EffectOptions) -> Result<GroupTime, FindingsError> {
    panel.check()?;
    let units: Vec<usize> = (0..panel.units()).filter(|u| panel.first_treated[*u] != Some(0)).collect();
    let all_weights = panel.unit_weights();
    let design = Design::with_intercept(panel.units(), &panel.covariates);
    let mut found = GroupTime {
        cells: Vec::new(),
        failed: Vec::new(),
        first_treated: units.iter().map(|u| panel.first_treated[*u]).collect(),
        weights: units.iter().map(|u| all_weights[*u]).collect(),
        clusters: panel.clusters.as_ref().map(|c| units.iter().map(|u| c[*u]).collect()),
        units,
    };
    let design = design.pick(&found.units);
    let first = usize::from(options.base == Base::Varying);
    for cohort in panel.cohorts().into_iter().filter(|cohort| *cohort > 0) {
        for period in first..panel.periods.len() {
            match found.cell(panel, &design, options, cohort, period) {
                Some(cell) => found.cells.push(cell),
                None => found.failed.push((cohort, period)),
            }
        }
    }
    Ok(found)
}

impl GroupTime {
    fn cell(
        &self,
        panel: &Panel,
        design: &Design,
        options: EffectOptions,
        cohort: usize,
        period: usize,
    ) -> Option<Cell> {
        let n = self.units.len();
        let base = if period >= cohort || options.base == Base::Universal { cohort - 1 } else { period - 1 };
        if base == period {
            return Some(Cell { cohort, period, att: 0.0, influence: vec![0.0; n] });
        }
        let control = |first: Option<usize>| match (options.controls, first) {
            (_, None) => true,
            (Controls::NeverTreated, Some(_)) => false,
            (Controls::NotYetTreated, Some(first)) => first != cohort && first > period.max(base),
        };
        let kept: Vec<usize> =
            (0..n).filter(|i| self.first_treated[*i] == Some(cohort) || control(self.first_treated[*i])).collect();
        let treated: Vec<bool> = kept.iter().map(|i| self.first_treated[*i] == Some(cohort)).collect();
        if treated.iter().all(|t| *t) {
            return None;
        }
        let outcome = |i: &usize| &panel.outcomes[self.units[*i]];
        let change: Vec<f64> = kept.iter().map(|i| outcome(i)[period] - outcome(i)[base]).collect();
        let weights: Vec<f64> = kept.iter().map(|i| self.weights[*i]).collect();
        let sample = Sample { change: &change, treated: &treated, design: &design.pick(&kept), weights: &weights };
        let effect = sample.effect(options.estimator)?;
        let mut influence = vec![0.0; n];
        for (i, moved) in kept.iter().zip(effect.influence) {
            influence[*i] = moved * n as f64 / kept.len() as f64;
        }
        Some(Cell { cohort, period, att: effect.att, influence })
    }

    /// Standard error of an estimate from the influence of the units on it; clusters move together.
    pub fn standard_error(&self, influence: &[f64]) -> f64 {
        let sums = self.by_cluster(influence);
        sums.iter().map(|s| s * s).sum::<f64>().sqrt() / influence.len() as f64
    }

    /// Influence summed by cluster, or as it is.
    pub(crate) fn by_cluster(&self, influence: &[f64]) -> Vec<f64> {
        let Some(clusters) = &self.clusters else { return influence.to_vec() };
        let mut sums = std::collections::BTreeMap::new();
        for (cluster, moved) in clusters.iter().zip(influence) {
            *sums.entry(*cluster).or_insert(0.0) += moved;
        }
        sums.into_values().collect()
    }

    /// Degrees of freedom of an interval: treated units (or clusters) less one for each cohort, whose mean is estimated.
    pub fn freedom(&self) -> usize {
        let cohorts: std::collections::BTreeSet<usize> = self.cells.iter().map(|c| c.cohort).collect();
        self.treated_draws().saturating_sub(cohorts.len())
    }

    /// Units (or clusters) that are treated in some period.
    pub fn treated_draws(&self) -> usize {
        let treated = self.first_treated.iter().enumerate().filter(|(_, f)| f.is_some());
        match &self.clusters {
            None => treated.count(),
            Some(clusters) => treated.map(|(i, _)| clusters[i]).collect::<std::collections::BTreeSet<_>>().len(),
        }
    }

    /// Tests that places had moved alike before treatment: Wald's statistic over all cells before it.
    ///
    /// `None` without such cells, or where there are too few places (or clusters) to tell them apart.
    pub fn pre_trend(&self) -> Option<PreTrend> {
        let n = self.units.len() as f64;
        let before: Vec<&Cell> =
            self.cells.iter().filter(|c| !c.post() && c.influence.iter().any(|i| *i != 0.0)).collect();
        if before.is_empty() {
            return None;
        }
        let k = before.len();
        let moved: Vec<Vec<f64>> = before.iter().map(|c| self.by_cluster(&c.influence)).collect();
        let mut covariance = vec![0.0; k * k];
        for (i, a) in moved.iter().enumerate() {
            for (j, b) in moved.iter().enumerate() {
                covariance[i * k + j] = dot(a, b) / n;
            }
        }
        let effects: Vec<f64> = before.iter().map(|c| c.att).collect();
        let statistic = n * dot(&effects, &Cholesky::of(covariance, k).solve(&effects)?);
        let p_value = ChiSquared::new(k as f64).ok()?.sf(statistic);
        Some(PreTrend { statistic, freedom: k, p_value })
    }
}

/// A test that places had moved alike before treatment.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PreTrend {
    /// Wald's statistic.
    pub statistic: f64,
    /// Its degrees of freedom: comparisons before treatment.
    pub freedom: usize,
    /// Chance of so large a statistic where places had moved alike.
    pub p_value: f64,
}
