//! The columns of a regression, found in a pack by id, with a guard against outcomes that their predictors already hold.

use lynchpin_pack::config::DeclaredIndex;
use lynchpin_pack::tables::{Direction, Provenance, Tables};
use serde::Serialize;

use super::error::DeterminantsError;

/// A column: an indicator, an index or a declared index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variable {
    /// Its id in the pack.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Whether more is better.
    pub direction: Direction,
    /// Value per study area.
    #[serde(skip)]
    pub values: Vec<Option<f64>>,
    /// Indices that hold it, by id.
    #[serde(skip)]
    pub contained_in: Vec<String>,
    /// Indicators that it holds, by id.
    #[serde(skip)]
    pub holds: Vec<String>,
    /// Where it came from.
    #[serde(skip)]
    pub provenance: Option<Provenance>,
}

/// A declared index with its scores on the study areas: what a predictor may be beside indicators and published indices.
#[derive(Clone, Copy, Debug)]
pub struct DeclaredScores<'a> {
    /// Its id.
    pub id: &'a str,
    /// What makes it up.
    pub index: &'a DeclaredIndex,
    /// Score per study area, higher is worse.
    pub scores: &'a [Option<f64>],
}

impl Variable {
    /// Finds a column.
    ///
    /// # Errors
    /// [`DeterminantsError::Unknown`].
    pub fn find(tables: &Tables, declared: &[DeclaredScores<'_>], id: &str) -> Result<Self, DeterminantsError> {
        if let Some(indicator) = tables.indicators.iter().find(|i| i.id == id) {
            return Ok(Self {
                id: id.to_owned(),
                label: indicator.label.clone(),
                unit: indicator.unit.clone(),
                direction: indicator.direction,
                values: indicator.values.clone(),
                contained_in: indicator.contained_in.clone(),
                holds: Vec::new(),
                provenance: Some(indicator.provenance.clone()),
            });
        }
        if let Some(index) = tables.indices.iter().find(|i| i.id == id) {
            let scored = index.area_score.iter().any(Option::is_some);
            let inverted = |rank: &Option<f64>| rank.map(|rank| index.codes.len() as f64 + 1.0 - rank);
            return Ok(Self {
                id: id.to_owned(),
                label: index.label.clone(),
                unit: if scored { "points" } else { "rank, inverted" }.into(),
                direction: Direction::HigherIsWorse,
                values: if scored { index.area_score.clone() } else { index.area_rank.iter().map(inverted).collect() },
                contained_in: Vec::new(),
                holds: tables
                    .indicators
                    .iter()
                    .filter(|i| i.contained_in.iter().any(|held| held == id))
                    .map(|i| i.id.clone())
                    .collect(),
                provenance: Some(index.provenance.clone()),
            });
        }
        if let Some(own) = declared.iter().find(|d| d.id == id) {
            return Ok(Self {
                id: id.to_owned(),
                label: own.index.label.clone(),
                unit: "points".into(),
                direction: Direction::HigherIsWorse,
                values: own.scores.to_vec(),
                contained_in: Vec::new(),
                holds: own.index.domains.values().flat_map(|d| d.indicators.iter().cloned()).collect(),
                provenance: None,
            });
        }
        let known = tables.indicators.iter().map(|i| i.id.as_str());
        let known = known.chain(tables.indices.iter().map(|i| i.id.as_str())).chain(declared.iter().map(|d| d.id));
        Err(DeterminantsError::Unknown { id: id.to_owned(), available: known.collect::<Vec<_>>().join(", ") })
    }
}

/// Refuses a predictor that holds the outcome; says why where the outcome holds the predictor.
///
/// # Errors
/// [`DeterminantsError::Contained`].
pub fn circularity(outcome: &Variable, predictor: &Variable) -> Result<Option<String>, DeterminantsError> {
    let refused = |why: &str| {
        Err(DeterminantsError::Contained {
            predictor: predictor.id.clone(),
            outcome: outcome.id.clone(),
            why: why.to_owned(),
        })
    };
    if outcome.id == predictor.id {
        return refused("it is the outcome itself");
    }
    if outcome.contained_in.contains(&predictor.id) || predictor.holds.contains(&outcome.id) {
        return refused("the index is made of it, so that it would explain itself");
    }
    if outcome.holds.iter().any(|held| predictor.holds.contains(held)) {
        return refused("both are made of the same indicators");
    }
    let inside = predictor.contained_in.contains(&outcome.id) || outcome.holds.contains(&predictor.id);
    Ok(inside.then(|| format!("part of the outcome ({}) by construction", outcome.label)))
}
