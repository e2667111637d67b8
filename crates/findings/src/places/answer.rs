//! Everything that a pack's tables say about which places are left behind.

use super::compare::{CompareOptions, IndicatorComparison, compare};
use super::higher::{HigherInput, HigherSummary, summarise_higher};
use super::left_behind::{Grouping, LeftBehindRule, classify};
use super::place_types::{PlaceTypeComparison, compare_within};
use super::rebuild::{Rebuilt, rebuild};
use super::robustness::{RobustnessReport, robustness};
use super::withhold;
use crate::FindingsError;
use lynchpin_pack::tables::Tables;
use serde::Serialize;

/// Cut-offs that the classification is tried under, per cent of areas (Lynchpin default).
pub const CUT_OFFS_TRIED: [f64; 4] = [5.0, 10.0, 15.0, 20.0];

/// The answer to "which places are left behind, and how do they compare?".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlacesAnswer {
    /// Every index that publishes its domains, rebuilt from their ranks and weights.
    pub rebuilt: Vec<Rebuilt>,
    /// Each area's group.
    pub grouping: Grouping,
    /// How firmly, under every version and cut-off.
    pub robustness: RobustnessReport,
    /// Every indicator across the groups.
    pub comparisons: Vec<IndicatorComparison>,
    /// The same within each kind of place, by name of the classification.
    pub within: Vec<(String, Vec<PlaceTypeComparison>)>,
    /// The index of deprivation summed up by each higher geography, by its name.
    pub higher: Vec<(String, Vec<HigherSummary>)>,
}

/// Answers from the tables of a pack.
///
/// # Errors
/// [`FindingsError::NoIndex`] where the pack lacks an index of either axis, and whatever its parts return.
pub fn answer(tables: &Tables, rule: &LeftBehindRule, options: CompareOptions) -> Result<PlacesAnswer, FindingsError> {
    let grouping = classify(&tables.indices, rule)?;
    let population = tables.residents.columns.get("population").map(Vec::as_slice);
    let kinds = &tables.areas.place_types;
    let mut comparisons = compare(&tables.indicators, &grouping, population, options)?;
    let compared = kinds.iter().map(|(name, labels)| {
        Ok((name.clone(), compare_within(labels, &tables.indicators, &grouping, population, options)?))
    });
    let mut within = compared.collect::<Result<Vec<_>, FindingsError>>()?;
    withhold::together(tables, &grouping, options, &mut comparisons, &mut within);
    Ok(PlacesAnswer {
        rebuilt: tables.indices.iter().filter(|i| !i.domains.is_empty()).map(rebuild).collect::<Result<_, _>>()?,
        robustness: robustness(&tables.indices, &CUT_OFFS_TRIED)?,
        comparisons,
        within,
        higher: higher(tables, &grouping, population)?,
        grouping,
    })
}

fn higher(
    tables: &Tables,
    grouping: &Grouping,
    population: Option<&[Option<f64>]>,
) -> Result<Vec<(String, Vec<HigherSummary>)>, FindingsError> {
    let (Some(population), Some(index)) = (population, tables.indices.iter().find(|i| i.id == grouping.deprivation))
    else {
        return Ok(Vec::new());
    };
    let sum_up = |parent: &[Option<String>]| {
        summarise_higher(HigherInput {
            rank: &index.area_rank,
            score: &index.area_score,
            ranked_areas: index.codes.len(),
            population,
            parent,
        })
    };
    tables.areas.parents.iter().map(|(name, parents)| Ok((name.clone(), sum_up(&parents.codes)?))).collect()
}
