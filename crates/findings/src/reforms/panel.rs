//! An outcome of places over time, with when each was first treated.

use crate::FindingsError;
use crate::error::aligned;

/// A balanced panel: every unit has an outcome in every period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Periods in order of time, by label.
    pub periods: Vec<String>,
    /// Outcome of a unit in a period, `outcomes[unit][period]`.
    pub outcomes: Vec<Vec<f64>>,
    /// Position of the first period in which a unit is treated; `None` where it never is.
    pub first_treated: Vec<Option<usize>>,
    /// Covariates, fixed in time, `covariates[covariate][unit]`.
    pub covariates: Vec<Vec<f64>>,
    /// How much a unit counts, such as its people; all alike where `None`.
    pub weights: Option<Vec<f64>>,
    /// Cluster of a unit, such as its district, for standard errors; each unit by itself where `None`.
    pub clusters: Option<Vec<usize>>,
}

impl Panel {
    /// Units.
    pub fn units(&self) -> usize {
        self.outcomes.len()
    }

    /// Units treated in some period.
    pub fn treated(&self) -> usize {
        self.first_treated.iter().flatten().count()
    }

    /// The distinct first periods of treatment, in order of time.
    pub fn cohorts(&self) -> Vec<usize> {
        let all: std::collections::BTreeSet<usize> = self.first_treated.iter().copied().flatten().collect();
        all.into_iter().collect()
    }

    /// The weights, with mean 1.
    pub(crate) fn unit_weights(&self) -> Vec<f64> {
        match &self.weights {
            None => vec![1.0; self.units()],
            Some(weights) => {
                let mean = weights.iter().sum::<f64>() / weights.len() as f64;
                weights.iter().map(|w| w / mean).collect()
            }
        }
    }

    /// Checks that the columns fit together.
    ///
    /// # Errors
    /// [`FindingsError::Misaligned`] where they do not, [`FindingsError::BadParameter`] for fewer than two periods, a first period beyond the last, or a
    /// weight that is not positive.
    pub fn check(&self) -> Result<(), FindingsError> {
        let units = self.units();
        if self.periods.len() < 2 {
            return Err(FindingsError::BadParameter {
                name: "periods".into(),
                value: self.periods.len().to_string(),
                expected: "a panel has two periods or more".into(),
            });
        }
        for row in &self.outcomes {
            aligned("outcomes of a unit", self.periods.len(), row.len())?;
        }
        aligned("first treated", units, self.first_treated.len())?;
        for covariate in &self.covariates {
            aligned("a covariate", units, covariate.len())?;
        }
        if let Some(weights) = &self.weights {
            aligned("weights", units, weights.len())?;
            if let Some(weight) = weights.iter().find(|w| !(w.is_finite() && **w > 0.0)) {
                return Err(FindingsError::BadParameter {
                    name: "weight".into(),
                    value: weight.to_string(),
                    expected: "every unit of a panel weighs more than nought".into(),
                });
            }
        }
        if let Some(clusters) = &self.clusters {
            aligned("clusters", units, clusters.len())?;
        }
        match self.first_treated.iter().flatten().find(|p| **p >= self.periods.len()) {
            None => Ok(()),
            Some(period) => Err(FindingsError::BadParameter {
                name: "first treated".into(),
                value: period.to_string(),
                expected: format!("a position below {}, the number of periods", self.periods.len()),
            }),
        }
    }
}
