//! Disclosure control over everything that is said of an indicator together: groups, kinds of place and single places.

use super::compare::{CompareOptions, IndicatorComparison};
use super::group_figure::Column;
use super::left_behind::{Group, Grouping};
use super::place_types::PlaceTypeComparison;
use lynchpin_pack::tables::Tables;

/// A set of areas that a figure is over.
type Set = Vec<usize>;

/// The sets of a comparison: each group's, then all.
fn sets(grouping: &Grouping, all: &[usize]) -> Vec<Set> {
    let of = |group: Group| all.iter().copied().filter(|area| grouping.groups[*area] == Some(group)).collect();
    Group::ALL.into_iter().map(of).chain([all.to_vec()]).collect()
}

/// Areas of each kind, in the order of the comparisons within kinds.
fn kinds<'a>(tables: &'a Tables, within: &'a [(String, Vec<PlaceTypeComparison>)]) -> impl Iterator<Item = Set> + 'a {
    within.iter().flat_map(move |(name, kinds)| {
        let labels = tables.areas.place_types.get(name);
        kinds.iter().map(move |kind| {
            let is =
                |label: &str| label.trim() == kind.place_type || (label.trim().is_empty() && kind.is_unclassified());
            labels.map_or_else(Vec::new, |l| (0..l.len()).filter(|area| is(&l[*area])).collect())
        })
    })
}

/// Withholds, of groups and of groups within kinds of place, what would give away a small count of another.
pub(super) fn together(
    tables: &Tables,
    grouping: &Grouping,
    options: CompareOptions,
    comparisons: &mut [IndicatorComparison],
    within: &mut [(String, Vec<PlaceTypeComparison>)],
) {
    if within.is_empty() || !options.secondary {
        return;
    }
    let all: Set = (0..grouping.groups.len()).collect();
    let mut every: Vec<Set> = sets(grouping, &all);
    every.extend(kinds(tables, within).flat_map(|kind| sets(grouping, &kind)));
    let every: Vec<&[usize]> = every.iter().map(Vec::as_slice).collect();
    for (at, indicator) in tables.indicators.iter().enumerate() {
        let verdicts = Column::new(indicator, None, options.minimum_denominator).verdicts(
            &every,
            &vec![false; every.len()],
            options.secondary,
        );
        let mut parts = verdicts.chunks(Group::ALL.len() + 1);
        let of_kinds = within.iter_mut().flat_map(|(_, kinds)| kinds.iter_mut()).map(|kind| &mut kind.indicators);
        let figures = comparisons.get_mut(at).into_iter().chain(of_kinds.filter_map(|of_kind| of_kind.get_mut(at)));
        figures.for_each(|comparison| comparison.follow(parts.next().unwrap_or_default()));
    }
}

/// Which single places' figures may be shown of an indicator beside everything that is said of its groups: a verdict a place.
pub(crate) fn beside(
    tables: &Tables,
    grouping: &Grouping,
    options: CompareOptions,
    indicator: usize,
    said: (&[IndicatorComparison], &[(String, Vec<PlaceTypeComparison>)]),
    places: &[&[usize]],
) -> Vec<crate::disclosure::Verdict> {
    let Some(of) = tables.indicators.get(indicator) else { return Vec::new() };
    let (comparisons, within) = said;
    let all: Set = (0..grouping.groups.len()).collect();
    let mut every: Vec<Set> = sets(grouping, &all);
    every.extend(kinds(tables, within).flat_map(|kind| sets(grouping, &kind)));
    let kinds = within.iter().flat_map(|(_, kinds)| kinds).filter_map(|kind| kind.indicators.get(indicator));
    let shown = comparisons.get(indicator).into_iter().chain(kinds).flat_map(|comparison| {
        let figures = comparison.groups.iter().map(|(_, figure)| figure).chain([&comparison.study_area]);
        figures.map(|figure| figure.withheld.is_none())
    });
    // What is withheld of the groups is no figure at all.
    let mut sets: Vec<&[usize]> =
        every.iter().zip(shown).filter(|(_, shown)| *shown).map(|(s, _)| s.as_slice()).collect();
    let fixed = sets.len();
    sets.extend(places);
    let before: Vec<bool> = (0..sets.len()).map(|set| set < fixed).collect();
    Column::new(of, None, options.minimum_denominator).verdicts(&sets, &before, options.secondary).split_off(fixed)
}
