//! How unequally good jobs within reach are shared out, and whether they go with deprivation.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::{Interval, Method};
use crate::sample::Bootstrap;
use crate::work::reach::{Cut, ReachTable};
use crate::work::reach_groups::Measure;
use lynchpin_reach::access::inequality::{self, Index, People, intervals};
use serde::Serialize;

/// Inequality of one cut, weighted by working-age residents. None of the indices has a unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReachInequality {
    /// The question.
    pub cut: Cut,
    /// What is counted.
    pub measure: Measure,
    /// Areas counted: those with reach, residents and a rank.
    pub areas: usize,
    /// Mean reach of the least deprived tenth over that of the most deprived 40 %; above 1 the least deprived reach more.
    pub palma: Option<Interval>,
    /// Concentration index by deprivation rank, −1 to 1; below 0 the most deprived reach more.
    pub concentration: Option<Interval>,
    /// Gini coefficient, 0 (all reach alike) to 1.
    pub gini: Option<Interval>,
}

/// The indices of a cut, each with a bootstrap of areas; `deprivation` is the rank of each area, 1 the most deprived.
///
/// # Errors
/// [`FindingsError::Misaligned`] where a column does not fit; [`FindingsError::BadParameter`] for values that are none.
pub fn reach_inequality(
    table: &ReachTable,
    deprivation: &[Option<f64>],
    working_age: &[Option<f64>],
    measure: Measure,
    bootstrap: Bootstrap,
) -> Result<ReachInequality, FindingsError> {
    let areas = table.areas.len();
    aligned("working-age residents", areas, working_age.len())?;
    aligned("deprivation ranks", areas, deprivation.len())?;
    let known = (0..areas).filter_map(|area| {
        let people = working_age[area].filter(|p| *p > 0.0)?;
        Some((measure.of(table.areas[area].as_ref()?, Some(people))?.1, people, deprivation[area]?))
    });
    let known: Vec<(f64, f64, f64)> = known.collect();
    let access: Vec<Option<f64>> = known.iter().map(|k| Some(k.0)).collect();
    let people: Vec<f64> = known.iter().map(|k| k.1).collect();
    let rank: Vec<f64> = known.iter().map(|k| k.2).collect();
    let people = People::new(&access, &people, Some(&rank), None).map_err(|error| FindingsError::BadParameter {
        name: format!("reach, {}", table.cut),
        value: error.to_string(),
        expected: "jobs, residents and ranks that are numbers".to_owned(),
    })?;
    let draws = inequality::Bootstrap { resamples: bootstrap.resamples, seed: bootstrap.seed };
    // With one area there is nothing to compare, and every resample is the same.
    let found = if known.len() < 2 {
        vec![None; 3]
    } else {
        intervals(&people, &[Index::Palma, Index::Concentration, Index::Gini], draws)
    };
    let of = |at: usize| {
        found[at].map(|i| Interval { estimate: i.estimate, low: i.low, high: i.high, method: Method::AreaBootstrap })
    };
    Ok(ReachInequality {
        cut: table.cut.clone(),
        measure,
        areas: known.len(),
        palma: of(0),
        concentration: of(1),
        gini: of(2),
    })
}
