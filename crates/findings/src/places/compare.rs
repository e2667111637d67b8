//! Every indicator across the groups of places.

use crate::FindingsError;
use crate::disclosure::{Policy, Verdict};
use crate::error::aligned;
use crate::interval::{Interval, difference, ratio};
use crate::places::group_figure::{Column, GroupFigure, Weighting};
use crate::places::left_behind::{Group, Grouping};
use lynchpin_pack::tables::{Direction, Indicator};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What a comparison may be told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CompareOptions {
    /// No rate is shown where fewer than this many are counted below the line (disclosure threshold, default 10).
    pub minimum_denominator: f64,
    /// Whether more is withheld where such a number could be worked out from the others.
    pub secondary: bool,
}

impl Default for CompareOptions {
    fn default() -> Self {
        Self::from(&Policy::default())
    }
}

impl From<&Policy> for CompareOptions {
    fn from(policy: &Policy) -> Self {
        Self { minimum_denominator: policy.threshold, secondary: policy.secondary }
    }
}

/// An indicator across the groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndicatorComparison {
    /// Id of the indicator.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Whether more is better.
    pub direction: Direction,
    /// What the averages are weighted by.
    pub weighting: Weighting,
    /// The figure of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, GroupFigure)>,
    /// Over all study areas, those in no group included.
    pub study_area: GroupFigure,
    /// Over the whole of the publisher's file (the nation).
    pub nation: Option<f64>,
    /// Left behind against other deprived, and against the rest.
    pub contrasts: Vec<Contrast>,
    /// What is circular: an index that made the groups already contains this indicator.
    pub remark: Option<String>,
}

impl IndicatorComparison {
    /// Withholds what the policy does not show: a verdict for each group, then that for the study area.
    pub(super) fn follow(&mut self, verdicts: &[Verdict]) {
        let figures = self.groups.iter_mut().map(|(_, figure)| figure).chain([&mut self.study_area]);
        figures.zip(verdicts).for_each(|(figure, verdict)| figure.follow(*verdict));
        self.contrasts = contrasts(&self.groups);
    }

    /// The figure of a group.
    pub fn group(&self, group: Group) -> Option<&GroupFigure> {
        self.groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure)
    }
}

/// Left-behind places against another group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contrast {
    /// The other group.
    pub against: Group,
    /// Left behind minus the other, in the indicator's unit (percentage points for a percentage).
    pub difference: Interval,
    /// Left behind divided by the other; `None` where an interval reaches zero.
    pub ratio: Option<Interval>,
}

impl Contrast {
    /// Left behind against each of the others, from the interval of each group; those without one are left out.
    pub(crate) fn of_groups(interval: impl Fn(Group) -> Option<Interval>) -> Vec<Self> {
        let Some(here) = interval(Group::LeftBehind) else {
            return Vec::new();
        };
        let contrast = |against| {
            let there = interval(against)?;
            Some(Self { against, difference: difference(&here, &there), ratio: ratio(&here, &there) })
        };
        [Group::OtherDeprived, Group::Rest].into_iter().filter_map(contrast).collect()
    }
}

/// Compares every indicator across the groups; `population` weights those without counts.
///
/// Differences and ratios use the intervals across areas where every group has two areas or more, as people in one area are alike.
///
/// # Errors
/// [`FindingsError::Misaligned`] where a column does not fit the groups.
pub fn compare(
    indicators: &[Indicator],
    grouping: &Grouping,
    population: Option<&[Option<f64>]>,
    options: CompareOptions,
) -> Result<Vec<IndicatorComparison>, FindingsError> {
    let areas = grouping.groups.len();
    check_lengths(indicators, areas, population)?;
    let members = Group::ALL.map(|group| (group, grouping.members(group).collect::<Vec<_>>()));
    let all: Vec<usize> = (0..areas).collect();
    Ok(indicators.par_iter().map(|indicator| one(indicator, grouping, &members, &all, population, options)).collect())
}

pub(super) fn check_lengths(
    indicators: &[Indicator],
    areas: usize,
    population: Option<&[Option<f64>]>,
) -> Result<(), FindingsError> {
    for indicator in indicators {
        aligned(&format!("indicator \"{}\"", indicator.id), areas, indicator.values.len())?;
        for counts in [&indicator.numerators, &indicator.denominators].into_iter().flatten() {
            aligned(&format!("counts of indicator \"{}\"", indicator.id), areas, counts.len())?;
        }
    }
    population.map_or(Ok(()), |people| aligned("population", areas, people.len()))
}

pub(super) fn one(
    indicator: &Indicator,
    grouping: &Grouping,
    members: &[(Group, Vec<usize>)],
    all: &[usize],
    population: Option<&[Option<f64>]>,
    options: CompareOptions,
) -> IndicatorComparison {
    let column = Column::new(indicator, population, options.minimum_denominator);
    let groups: Vec<_> = members.iter().map(|(group, areas)| (*group, column.figure(areas.iter().copied()))).collect();
    let sets: Vec<&[usize]> = members.iter().map(|(_, areas)| areas.as_slice()).chain([all]).collect();
    let verdicts = column.verdicts(&sets, &vec![false; sets.len()], options.secondary);
    let mut comparison = IndicatorComparison {
        id: indicator.id.clone(),
        label: indicator.label.clone(),
        unit: indicator.unit.clone(),
        direction: indicator.direction,
        study_area: column.figure(all.iter().copied()),
        nation: column.national(),
        contrasts: Vec::new(),
        remark: remark(indicator, grouping),
        weighting: column.weighting,
        groups,
    };
    comparison.follow(&verdicts);
    comparison
}

fn contrasts(groups: &[(Group, GroupFigure)]) -> Vec<Contrast> {
    let of = |group| groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure);
    // All sides by areas or all by counts: intervals of different meaning are not set against each other.
    let by_areas = groups.iter().all(|(_, f)| f.interval.is_none() || f.across_areas.is_some());
    Contrast::of_groups(|group| {
        let figure = of(group)?;
        if by_areas { figure.across_areas } else { figure.interval }
    })
}

/// The warning where an index that made the groups already contains the indicator.
fn remark(indicator: &Indicator, grouping: &Grouping) -> Option<String> {
    let labels =
        [(&grouping.deprivation, &grouping.index_labels.0), (&grouping.community_needs, &grouping.index_labels.1)];
    let inside: Vec<&str> = labels
        .into_iter()
        .filter(|(id, _)| indicator.contained_in.contains(id))
        .map(|(_, label)| label.as_str())
        .collect();
    (!inside.is_empty()).then(|| {
        format!(
            "already contained in {}: the groups differ on it partly because they were chosen by it",
            inside.join(" and ")
        )
    })
}
