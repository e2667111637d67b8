//! The comparison of groups cut by kind of place: rural or urban, coastal or inland.

use crate::FindingsError;
use crate::error::aligned;
use crate::places::compare::{CompareOptions, IndicatorComparison, check_lengths, one};
use crate::places::left_behind::{Group, Grouping};
use lynchpin_pack::tables::Indicator;
use rayon::prelude::*;
use serde::Serialize;

/// The groups compared within one kind of place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceTypeComparison {
    /// Label of the kind of place, as published; empty labels are "not classified".
    pub place_type: String,
    /// Areas of each group in it, in the order of [`Group::ALL`].
    pub areas: Vec<(Group, usize)>,
    /// Every indicator across the groups, among these areas alone.
    pub indicators: Vec<IndicatorComparison>,
}

/// What to call areas without a label.
const UNCLASSIFIED: &str = "not classified";

impl PlaceTypeComparison {
    /// Whether its areas have no label.
    pub(super) fn is_unclassified(&self) -> bool {
        self.place_type == UNCLASSIFIED
    }
}

/// Compares every indicator across the groups within each kind of place, in the alphabetical order of labels.
///
/// `labels` has one label per study area, as in `Areas::place_types`.
///
/// # Errors
/// [`FindingsError::Misaligned`] where a column does not fit the groups.
pub fn compare_within(
    labels: &[String],
    indicators: &[Indicator],
    grouping: &Grouping,
    population: Option<&[Option<f64>]>,
    options: CompareOptions,
) -> Result<Vec<PlaceTypeComparison>, FindingsError> {
    let areas = grouping.groups.len();
    aligned("place types", areas, labels.len())?;
    check_lengths(indicators, areas, population)?;
    let mut kinds: Vec<&str> = labels.iter().map(|l| l.trim()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let within = |kind: &str| {
        let all: Vec<usize> = (0..areas).filter(|a| labels[*a].trim() == kind).collect();
        let of = |group| all.iter().copied().filter(|a| grouping.groups[*a] == Some(group)).collect::<Vec<_>>();
        let members = Group::ALL.map(|group| (group, of(group)));
        PlaceTypeComparison {
            place_type: if kind.is_empty() { UNCLASSIFIED } else { kind }.to_owned(),
            areas: members.iter().map(|(group, areas)| (*group, areas.len())).collect(),
            indicators: indicators.par_iter().map(|i| one(i, grouping, &members, &all, population, options)).collect(),
        }
    };
    Ok(kinds.into_iter().map(within).collect())
}
