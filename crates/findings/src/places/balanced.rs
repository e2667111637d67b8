//! A fairer comparator: other deprived places weighted to be as deprived as the left-behind ones.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::total;
use crate::places::compare::{CompareOptions, Contrast, check_lengths};
use crate::places::group_figure::{Column, GroupFigure};
use crate::places::left_behind::{Group, Grouping};
use lynchpin_pack::tables::{Index, Indicator};
use rayon::prelude::*;
use serde::Serialize;

/// Strata of equal width that the worst share of the ranking is cut into.
const STRATA: usize = 10;

/// Left-behind places against other deprived places balanced on the index of deprivation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BalancedComparison {
    /// People (or areas, without a population) of each group by stratum of the ranking, worst first: left behind, other deprived.
    pub strata: Vec<(f64, f64)>,
    /// Share of left-behind people in strata without any other deprived place: they have no like, and are in neither figure. `0..=1`.
    pub unmatched: f64,
    /// Every indicator.
    pub indicators: Vec<BalancedIndicator>,
}

/// One indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BalancedIndicator {
    /// Id of the indicator.
    pub id: String,
    /// Left-behind places that have their like.
    pub left_behind: GroupFigure,
    /// Other deprived places, weighted to the left-behind ones' mix of strata.
    pub comparator: GroupFigure,
    /// The first against the second.
    pub contrast: Option<Contrast>,
}

/// Weights other deprived places so that their people are spread over the ranking of deprivation as those of left-behind places are, then compares.
///
/// Within the worst share the two groups differ in how deprived they are; this takes that difference out, in ten strata of the ranking.
///
/// # Errors
/// [`FindingsError::UnknownIndex`] where `deprivation` is not the index that made the groups; [`FindingsError::Misaligned`].
pub fn compare_balanced(
    indicators: &[Indicator],
    grouping: &Grouping,
    deprivation: &Index,
    population: Option<&[Option<f64>]>,
    options: CompareOptions,
) -> Result<BalancedComparison, FindingsError> {
    let areas = grouping.groups.len();
    check_lengths(indicators, areas, population)?;
    aligned(&format!("ranks of {}", deprivation.id), areas, deprivation.area_rank.len())?;
    if deprivation.id != grouping.deprivation {
        return Err(FindingsError::UnknownIndex {
            id: deprivation.id.clone(),
            available: grouping.deprivation.clone(),
        });
    }
    let people_of = |area: usize| population.map_or(Some(1.0), |p| p[area]).filter(|p| *p > 0.0);
    let width = grouping.worst_percent / 100.0 * deprivation.codes.len() as f64 / STRATA as f64;
    let stratum = |area: usize| {
        let rank = deprivation.area_rank[area]?;
        Some(((rank / width).ceil() as usize).clamp(1, STRATA) - 1)
    };
    let mut strata = vec![(0.0, 0.0); STRATA];
    for group in [Group::LeftBehind, Group::OtherDeprived] {
        for area in grouping.members(group) {
            let (Some(people), Some(stratum)) = (people_of(area), stratum(area)) else { continue };
            let (here, there) = &mut strata[stratum];
            *(if group == Group::LeftBehind { here } else { there }) += people;
        }
    }
    let factors: Vec<f64> = strata.iter().map(|(here, there)| if *there > 0.0 { here / there } else { 0.0 }).collect();
    let matched = |area: usize| stratum(area).is_some_and(|s| strata[s].1 > 0.0);
    let here: Vec<(usize, f64)> =
        grouping.members(Group::LeftBehind).filter(|a| matched(*a)).map(|a| (a, 1.0)).collect();
    let there: Vec<(usize, f64)> = grouping
        .members(Group::OtherDeprived)
        .filter_map(|a| Some((a, factors[stratum(a)?])))
        .filter(|(_, factor)| *factor > 0.0)
        .collect();
    let people = total(strata.iter().map(|s| s.0));
    let alone = total(strata.iter().filter(|s| s.1 <= 0.0).map(|s| s.0));
    Ok(BalancedComparison {
        unmatched: if people > 0.0 { alone / people } else { 0.0 },
        indicators: indicators.par_iter().map(|indicator| one(indicator, &here, &there, population, options)).collect(),
        strata,
    })
}

fn one(
    indicator: &Indicator,
    here: &[(usize, f64)],
    there: &[(usize, f64)],
    population: Option<&[Option<f64>]>,
    options: CompareOptions,
) -> BalancedIndicator {
    let column = Column::new(indicator, population, options.minimum_denominator);
    let left_behind = column.weighted_figure(here.iter().copied());
    let comparator = column.weighted_figure(there.iter().copied());
    let contrast = Contrast::of_groups(|group| match group {
        Group::LeftBehind => left_behind.across_areas,
        Group::OtherDeprived => comparator.across_areas,
        Group::Rest => None,
    });
    BalancedIndicator { id: indicator.id.clone(), contrast: contrast.first().copied(), left_behind, comparator }
}
