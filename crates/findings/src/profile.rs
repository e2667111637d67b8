//! Everything that a page about one place needs: a neighbourhood, or a ward or other higher area added up from its neighbourhoods.

use crate::FindingsError;
use crate::places::PlaceTypeComparison;
use crate::places::compare::{CompareOptions, IndicatorComparison};
use crate::places::group_figure::{Column, GroupFigure};
use crate::places::left_behind::{Group, Grouping};
use crate::places::rank_transform::decile;
use crate::places::withhold::beside;
use crate::work::cut_off::{CutOffReport, Verdict};
use crate::work::reach::{Cut, ReachTable, Reached};
use crate::work::reach_groups::{Measure, ReachSummary};
use crate::work::skill_match::{levels_held, open_share};
use lynchpin_pack::tables::{Areas, Index, Indicator, Tables};
use serde::Serialize;

/// A place that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// `area`, or the name of the higher geography, such as `ward`.
    pub level: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Positions of its study areas.
    pub members: Vec<usize>,
}

/// The findings that a profile draws on.
#[derive(Clone, Copy, Debug)]
pub struct ProfileInput<'a> {
    /// The pack.
    pub tables: &'a Tables,
    /// The groups of places.
    pub grouping: &'a Grouping,
    /// The comparison of indicators, in the order of the pack.
    pub comparisons: &'a [IndicatorComparison],
    /// Jobs within reach, by cut; may be empty.
    pub reach: &'a [ReachTable],
    /// Their summaries, in the same order.
    pub summaries: &'a [ReachSummary],
    /// Who is cut off, where it was asked.
    pub cut_off: Option<&'a CutOffReport>,
    /// The comparison within each kind of place.
    pub within: &'a [(String, Vec<PlaceTypeComparison>)],
    /// The disclosure policy.
    pub options: CompareOptions,
}

/// One place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceProfile {
    /// Which.
    pub place: Place,
    /// People in those of its neighbourhoods whose people the pack has.
    pub population: Option<f64>,
    /// The group that most of its people live in (most of its neighbourhoods, where not all of their people are known); the first of equals.
    pub group: Option<Group>,
    /// Its neighbourhoods in each group; those left over could not be placed.
    pub areas_by_group: Vec<(Group, usize)>,
    /// Its rank on each index.
    pub ranks: Vec<PlaceRank>,
    /// Every indicator.
    pub indicators: Vec<PlaceIndicator>,
    /// Good work within reach, by mode, shift and minutes.
    pub reach: Vec<PlaceReach>,
    /// Its neighbourhoods with each verdict on being cut off; empty where it was not asked.
    pub cut_off: Vec<(Verdict, usize)>,
}

/// The rank of a place on an index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceRank {
    /// Id of the index.
    pub index: String,
    /// What to call it.
    pub label: String,
    /// Areas ranked nationally (N); rank 1 is worst.
    pub of: usize,
    /// The rank; for several neighbourhoods the mean of theirs, weighted by people where all of theirs are known.
    pub rank: f64,
    /// Decile of that rank, 1 is worst.
    pub decile: u8,
    /// Smallest and largest rank among its neighbourhoods.
    pub range: (f64, f64),
    /// Its neighbourhoods in decile 1, and those ranked.
    pub in_decile_1: (usize, usize),
}

/// An indicator in a place beside the figures to judge it by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceIndicator {
    /// Id of the indicator.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// The place.
    pub place: GroupFigure,
    /// The group that the place belongs to, over the study area.
    pub group: Option<f64>,
    /// The study area.
    pub study_area: Option<f64>,
    /// The nation, or whatever the publisher's file covers.
    pub nation: Option<f64>,
}

/// Good work within reach of a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceReach {
    /// How, when, within how long.
    pub cut: Cut,
    /// What is counted.
    pub measure: Measure,
    /// Low, point and high: the mean over its working-age residents; `None` where none of its neighbourhoods could be judged.
    pub value: Option<(f64, f64, f64)>,
    /// Good jobs for each jobseeker who competes for them: the mean over its working-age residents.
    pub per_seeker: Option<f64>,
    /// Share of the good jobs within its reach that asks for no more than its residents hold, `0..=1`.
    pub open: Option<f64>,
    /// Mean of the group that the place belongs to.
    pub group: Option<f64>,
    /// Mean of the study area.
    pub study_area: Option<f64>,
}

/// Finds a place by code, or by a name that only one place has (upper and lower case alike).
///
/// A name shared by places of different levels is ambiguous save where a higher area holds the same neighbourhoods.
///
/// # Errors
/// [`FindingsError::UnknownPlace`] or [`FindingsError::AmbiguousPlace`].
pub fn find_place(areas: &Areas, asked: &str) -> Result<Place, FindingsError> {
    let mut found: Vec<Place> = Vec::new();
    let same = |name: &str| name.to_lowercase() == asked.to_lowercase();
    for (area, code) in areas.codes.iter().enumerate() {
        let name = areas.names.get(area).map_or(code.as_str(), String::as_str);
        if code == asked || same(name) {
            add(&mut found, "area", code, name, area);
        }
    }
    for (level, parents) in &areas.parents {
        for (area, code) in parents.codes.iter().enumerate() {
            let Some(code) = code else { continue };
            let name = parents.names.get(area).and_then(Option::as_deref).unwrap_or(code);
            if code == asked || same(name) {
                add(&mut found, level, code, name, area);
            }
        }
    }
    found.dedup_by(|later, first| later.members == first.members);
    match found.len() {
        0 => Err(FindingsError::UnknownPlace {
            levels: std::iter::once("area")
                .chain(areas.parents.keys().map(String::as_str))
                .collect::<Vec<_>>()
                .join(", "),
            asked: asked.to_owned(),
        }),
        1 => Ok(found.remove(0)),
        _ => Err(FindingsError::AmbiguousPlace {
            asked: asked.to_owned(),
            codes: found.iter().map(|place| format!("{} {}", place.level, place.code)).collect::<Vec<_>>().join(", "),
        }),
    }
}

fn add(found: &mut Vec<Place>, level: &str, code: &str, name: &str, area: usize) {
    match found.iter_mut().find(|p| p.level == level && p.code == code) {
        Some(place) => place.members.push(area),
        None => found.push(Place {
            level: level.to_owned(),
            code: code.to_owned(),
            name: name.to_owned(),
            members: vec![area],
        }),
    }
}

/// Draws up the profiles of several places, withholding what would give away a small count by subtraction from each other or from the groups.
pub fn profiles(input: ProfileInput<'_>, places: Vec<Place>) -> Vec<PlaceProfile> {
    let mut profiles: Vec<PlaceProfile> = places.into_iter().map(|place| profile(input, place)).collect();
    let members: Vec<Vec<usize>> = profiles.iter().map(|profile| profile.place.members.clone()).collect();
    let members: Vec<&[usize]> = members.iter().map(Vec::as_slice).collect();
    for at in 0..input.tables.indicators.len() {
        let said = (input.comparisons, input.within);
        let verdicts = beside(input.tables, input.grouping, input.options, at, said, &members);
        for (profile, verdict) in profiles.iter_mut().zip(verdicts) {
            profile.indicators[at].place.follow(verdict);
        }
    }
    profiles
}

/// Draws up the profile of a place by itself.
pub fn profile(input: ProfileInput<'_>, place: Place) -> PlaceProfile {
    let population = input.tables.residents.columns.get("population").map(Vec::as_slice);
    let people = |area: usize| population.and_then(|p| p.get(area).copied().flatten());
    let members = &place.members;
    let known: Vec<f64> = members.iter().filter_map(|a| people(*a)).collect();
    // People weigh neighbourhoods only where all of them are known: people and neighbourhoods do not add up.
    let all_known = known.len() == members.len() && known.iter().all(|p| *p > 0.0);
    let weight = |area: usize| if all_known { people(area).unwrap_or(1.0) } else { 1.0 };
    let in_group =
        |group: Group| members.iter().copied().filter(move |a| input.grouping.groups.get(*a) == Some(&Some(group)));
    let group = Group::ALL
        .into_iter()
        .map(|group| (group, in_group(group).map(weight).sum::<f64>()))
        .filter(|(_, people)| *people > 0.0)
        .reduce(|most, next| if next.1 > most.1 { next } else { most })
        .map(|(group, _)| group);
    PlaceProfile {
        population: (!known.is_empty()).then(|| known.iter().sum()),
        group,
        areas_by_group: Group::ALL.map(|group| (group, in_group(group).count())).to_vec(),
        ranks: input.tables.indices.iter().filter_map(|i| rank(i, members, weight)).collect(),
        indicators: input
            .tables
            .indicators
            .iter()
            .map(|indicator| place_indicator(indicator, input, members, group))
            .collect(),
        reach: reach(input, members, group),
        cut_off: input.cut_off.map_or_else(Vec::new, |report| verdicts(report, members)),
        place,
    }
}

fn rank(index: &Index, members: &[usize], weight: impl Fn(usize) -> f64) -> Option<PlaceRank> {
    let ranked: Vec<(f64, f64)> = members
        .iter()
        .filter_map(|area| Some((index.area_rank.get(*area).copied().flatten()?, *area)))
        .map(|(rank, area)| (rank, weight(area)))
        .collect();
    let all: f64 = ranked.iter().map(|r| r.1).sum();
    let of = index.codes.len();
    let mean = ranked.iter().map(|(rank, weight)| rank * weight).sum::<f64>() / all;
    let smallest = ranked.iter().map(|r| r.0).reduce(f64::min)?;
    let largest = ranked.iter().map(|r| r.0).reduce(f64::max)?;
    Some(PlaceRank {
        index: index.id.clone(),
        label: index.label.clone(),
        of,
        rank: mean,
        decile: decile(mean, of),
        range: (smallest, largest),
        in_decile_1: (ranked.iter().filter(|r| decile(r.0, of) == 1).count(), ranked.len()),
    })
}

fn place_indicator(
    indicator: &Indicator,
    input: ProfileInput<'_>,
    members: &[usize],
    group: Option<Group>,
) -> PlaceIndicator {
    let population = input.tables.residents.columns.get("population").map(Vec::as_slice);
    let column = Column::new(indicator, population, input.options.minimum_denominator);
    let compared = input.comparisons.iter().find(|c| c.id == indicator.id);
    PlaceIndicator {
        id: indicator.id.clone(),
        label: indicator.label.clone(),
        unit: indicator.unit.clone(),
        place: column.figure(members.iter().copied()),
        group: group.and_then(|g| compared?.group(g)?.value),
        study_area: compared.and_then(|c| c.study_area.value),
        nation: column.national(),
    }
}

fn reach(input: ProfileInput<'_>, members: &[usize], group: Option<Group>) -> Vec<PlaceReach> {
    let working_age = input.tables.residents.columns.get("working_age");
    let held = levels_held(&input.tables.residents, input.grouping.groups.len());
    let one = |table: &ReachTable| {
        let summary = input.summaries.iter().find(|s| s.cut == table.cut)?;
        let known = members.iter().filter_map(|area| {
            let people = working_age?.get(*area).copied().flatten().filter(|p| *p > 0.0)?;
            Some((*area, people, table.areas.get(*area)?.as_ref()?))
        });
        let known: Vec<(usize, f64, &Reached)> = known.collect();
        let values: Vec<(f64, (f64, f64, f64))> = known
            .iter()
            .filter_map(|(_, people, reached)| Some((*people, summary.measure.of(reached, Some(*people))?)))
            .collect();
        let per_seeker =
            known.iter().filter_map(|(_, people, reached)| Some((people * reached.per_seeker?.point, *people)));
        let open = known.iter().filter_map(|(area, people, reached)| {
            let good = reached.skill?.good?;
            let share = open_share(held.as_ref()?[*area]?, good)?;
            let weight = people * good.iter().sum::<f64>();
            Some((weight * share, weight))
        });
        let people: f64 = values.iter().map(|v| v.0).sum();
        let mean = |of: fn(&(f64, f64, f64)) -> f64| {
            values.iter().map(|(people, value)| people * of(value)).sum::<f64>() / people
        };
        Some(PlaceReach {
            cut: table.cut.clone(),
            measure: summary.measure,
            value: (people > 0.0).then(|| (mean(|v| v.0), mean(|v| v.1), mean(|v| v.2))),
            per_seeker: weighted_mean(per_seeker),
            open: weighted_mean(open),
            group: group.and_then(|g| summary.group(g)?.mean),
            study_area: summary.study_area.mean,
        })
    };
    input.reach.iter().filter_map(one).collect()
}

/// `Σ amount / Σ weight` of `(amount, weight)` pairs.
fn weighted_mean(pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (amount, weight) = pairs.fold((0.0, 0.0), |(amount, weight), pair| (amount + pair.0, weight + pair.1));
    (weight > 0.0).then(|| amount / weight)
}

fn verdicts(report: &CutOffReport, members: &[usize]) -> Vec<(Verdict, usize)> {
    use Verdict::{Firmly, Likely, Not, Possibly, Unknown};
    [Firmly, Likely, Possibly, Not, Unknown]
        .into_iter()
        .map(|verdict| {
            let count = members.iter().filter(|a| report.verdicts.get(**a) == Some(&verdict));
            (verdict, count.count())
        })
        .collect()
}
