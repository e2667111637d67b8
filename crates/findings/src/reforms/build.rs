//! From the tables of a pack to a panel: which places can be compared, and which are left out and why.

use lynchpin_pack::tables::{OutcomePanel, Programme, Tables};
use serde::Serialize;

use super::panel::Panel;

/// A panel with the study area of each unit, and what was left out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Built {
    pub panel: Panel,
    /// Study area of each unit.
    pub areas: Vec<usize>,
    pub left_out: Vec<LeftOut>,
}

/// A study area that can be compared.
struct Place {
    area: usize,
    values: Vec<f64>,
    first_treated: Option<usize>,
    covariates: Vec<f64>,
}

/// Study areas that a comparison leaves out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// How many.
    pub areas: usize,
    /// Why, as the end of a sentence.
    pub reason: String,
}

/// An area counts as treated where at least this share of its people live in a treated place, and as untreated where none does.
pub const TREATED_FROM: f64 = 0.5;

/// Builds the panel of a programme's outcome.
pub(crate) fn build(tables: &Tables, programme: &Programme, outcome: &OutcomePanel) -> Built {
    let covariates: Vec<&Vec<Option<f64>>> = indicators(tables, &programme.covariates).map(|i| &i.values).collect();
    let clusters = programme.cluster.as_ref().and_then(|level| tables.areas.parents.get(level));
    let (mut no_value, mut in_part, mut no_covariate) = (0, 0, 0);
    let mut kept: Vec<Place> = Vec::new();
    for area in 0..tables.areas.codes.len() {
        let values: Option<Vec<f64>> = outcome.values.get(area).and_then(|row| row.iter().copied().collect());
        let share = programme.treated_share.get(area).copied().flatten();
        let row: Option<Vec<f64>> = covariates.iter().map(|c| c.get(area).copied().flatten()).collect();
        match (values, share, row) {
            (None, _, _) | (_, None, _) => no_value += 1,
            (_, Some(share), _) if share > 0.0 && share < TREATED_FROM => in_part += 1,
            (_, _, None) => no_covariate += 1,
            (Some(values), Some(share), Some(row)) => {
                let began = programme.began.as_ref().and_then(|b| b.get(area)?.as_deref()).filter(|_| share > 0.0);
                let first_treated = began.and_then(|b| position(&outcome.periods, b));
                kept.push(Place { area, values, first_treated, covariates: row });
            }
        }
    }
    let left_out = [
        (no_value, "the outcome is not known in every period, or whether they are treated is not"),
        (in_part, "fewer than half of their people live in a treated place"),
        (no_covariate, "an indicator that makes places comparable is not known"),
    ];
    let columns =
        (0..covariates.len()).map(|k| standardised(&kept.iter().map(|p| p.covariates[k]).collect::<Vec<f64>>()));
    let panel = Panel {
        periods: outcome.periods.clone(),
        covariates: columns.collect(),
        weights: None,
        clusters: clusters.map(|parents| numbered(kept.iter().map(|p| parents.codes.get(p.area).cloned().flatten()))),
        first_treated: kept.iter().map(|p| p.first_treated).collect(),
        outcomes: kept.iter().map(|p| p.values.clone()).collect(),
    };
    Built {
        panel,
        areas: kept.iter().map(|p| p.area).collect(),
        left_out: left_out
            .into_iter()
            .filter(|(areas, _)| *areas > 0)
            .map(|(areas, reason)| LeftOut { areas, reason: reason.to_owned() })
            .collect(),
    }
}

/// The indicators with these ids, in their order.
pub(crate) fn indicators<'a>(
    tables: &'a Tables,
    ids: &'a [String],
) -> impl Iterator<Item = &'a lynchpin_pack::tables::Indicator> {
    ids.iter().filter_map(|id| tables.indicators.iter().find(|i| i.id == *id))
}

/// The first period that is not before the start: numbers as numbers, text as it sorts. `None` where the panel ends before.
pub(crate) fn position(periods: &[String], began: &str) -> Option<usize> {
    let numbers: Option<Vec<f64>> = periods.iter().map(|p| p.parse().ok()).collect();
    match (numbers, began.parse::<f64>()) {
        (Some(numbers), Ok(start)) => numbers.iter().position(|p| *p >= start),
        _ => periods.iter().position(|p| p.as_str() >= began),
    }
}

/// In standard deviations about the mean: fits are the same, and better conditioned.
fn standardised(column: &[f64]) -> Vec<f64> {
    let n = column.len() as f64;
    let mean = column.iter().sum::<f64>() / n;
    let spread = (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
    column.iter().map(|x| if spread > 0.0 { (x - mean) / spread } else { 0.0 }).collect()
}

/// Names as numbers in order of their first use; what has no name is by itself.
fn numbered(names: impl Iterator<Item = Option<String>>) -> Vec<usize> {
    let mut known = std::collections::HashMap::new();
    let mut next = 0;
    names
        .map(|name| {
            let fresh = next;
            let number = name.map_or(fresh, |name| *known.entry(name).or_insert(fresh));
            next += usize::from(number == fresh);
            number
        })
        .collect()
}
