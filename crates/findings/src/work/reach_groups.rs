//! Good jobs within reach, summed up over the groups of places.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::{Interval, across_areas, total};
use crate::places::compare::Contrast;
use crate::places::left_behind::{Group, Grouping};
use crate::sample::{Bootstrap, median_interval};
use crate::work::reach::{Cut, PerSeeker, ReachTable, Reached};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What is counted from each area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Good jobs that a resident can reach. Averages are over working-age residents.
    #[default]
    GoodJobs,
    /// Good jobs within reach for each working-age resident of the area itself: not a market, as other areas reach the same jobs.
    PerResident,
    /// Good jobs for each jobseeker who competes for them (2SFCA).
    PerSeeker,
    /// All jobs, good or not.
    AllJobs,
}

impl Measure {
    /// Its unit.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::GoodJobs => "good jobs within reach",
            Self::PerResident => "good jobs within reach per working-age resident of the area",
            Self::PerSeeker => "good jobs per jobseeker",
            Self::AllJobs => "jobs within reach",
        }
    }

    /// The measure of one area as (low, point, high); `None` where what it is divided by is missing or nought.
    pub fn of(self, reached: &Reached, working_age: Option<f64>) -> Option<(f64, f64, f64)> {
        let per = match self {
            Self::GoodJobs => 1.0,
            Self::AllJobs => return Some((reached.all, reached.all, reached.all)),
            Self::PerResident => working_age?,
            Self::PerSeeker => {
                let PerSeeker { low, point, high, .. } = reached.per_seeker?;
                return Some((low, point, high));
            }
        };
        (per > 0.0).then(|| (reached.low / per, reached.point / per, reached.high / per))
    }
}

/// One cut over the groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReachSummary {
    /// The question.
    pub cut: Cut,
    /// What is counted.
    pub measure: Measure,
    /// The figure of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, ReachFigure)>,
    /// Over all study areas.
    pub study_area: ReachFigure,
    /// Left behind against other deprived, and against the rest: means.
    pub contrasts: Vec<Contrast>,
}

impl ReachSummary {
    /// The figure of a group.
    pub fn group(&self, group: Group) -> Option<&ReachFigure> {
        self.groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure)
    }
}

/// A cut over one set of areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReachFigure {
    /// Areas in the set.
    pub areas: usize,
    /// Areas left out: not linked to the streets, or without working-age residents.
    pub missing: usize,
    /// Working-age residents of the areas counted.
    pub working_age: f64,
    /// Mean over working-age residents.
    pub mean: Option<f64>,
    /// Interval of the mean, areas being the draws.
    pub mean_interval: Option<Interval>,
    /// The mean under the lower and upper bounds of what jobs pay: another uncertainty, not in the interval.
    pub mean_bounds: Option<(f64, f64)>,
    /// Median working-age resident, with a seeded bootstrap of areas.
    pub median: Option<Interval>,
}

/// Sums every cut up over the groups; averages are over working-age residents.
///
/// # Errors
/// [`FindingsError::Misaligned`] where a column does not fit the groups.
pub fn summarise_reach(
    tables: &[ReachTable],
    grouping: &Grouping,
    working_age: &[Option<f64>],
    measure: Measure,
    bootstrap: Bootstrap,
) -> Result<Vec<ReachSummary>, FindingsError> {
    let areas = grouping.groups.len();
    aligned("working-age residents", areas, working_age.len())?;
    for table in tables {
        aligned(&format!("reach, {}", table.cut), areas, table.areas.len())?;
    }
    let summary = |(place, table): (usize, &ReachTable)| {
        // Each figure draws from a stream of its own.
        let stream = |set: u64| 16 * place as u64 + set;
        let figure = |set: u64, members: &mut dyn Iterator<Item = usize>| {
            figure(table, members, working_age, measure, bootstrap, stream(set))
        };
        let groups: Vec<_> = Group::ALL
            .into_iter()
            .enumerate()
            .map(|(set, group)| (group, figure(set as u64, &mut grouping.members(group))))
            .collect();
        ReachSummary {
            cut: table.cut.clone(),
            measure,
            study_area: figure(15, &mut (0..areas)),
            contrasts: Contrast::of_groups(|group| interval_of(&groups, group)),
            groups,
        }
    };
    Ok(tables.par_iter().enumerate().map(summary).collect())
}

fn figure(
    table: &ReachTable,
    members: &mut dyn Iterator<Item = usize>,
    working_age: &[Option<f64>],
    measure: Measure,
    bootstrap: Bootstrap,
    stream: u64,
) -> ReachFigure {
    let mut areas = 0;
    let counted: Vec<(f64, (f64, f64, f64))> = members
        .inspect(|_| areas += 1)
        .filter_map(|area| {
            let people = working_age[area].filter(|p| *p > 0.0)?;
            Some((people, measure.of(table.areas[area].as_ref()?, Some(people))?))
        })
        .collect();
    let people = total(counted.iter().map(|(people, _)| *people));
    let mean = |of: fn(&(f64, f64, f64)) -> f64| {
        let sum: f64 = counted.iter().map(|(people, value)| people * of(value)).sum();
        (people > 0.0).then(|| sum / people)
    };
    let points: Vec<_> = counted.iter().map(|(people, value)| (value.1, *people)).collect();
    let amounts: Vec<_> = points.iter().map(|(value, people)| (people * value, *people)).collect();
    ReachFigure {
        areas,
        missing: areas - counted.len(),
        working_age: people,
        mean: mean(|v| v.1),
        mean_interval: across_areas(&amounts),
        mean_bounds: mean(|v| v.0).zip(mean(|v| v.2)),
        median: median_interval(&points, bootstrap, stream),
    }
}

/// An area among those with the least good work in reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorstArea {
    /// Position among the study areas.
    pub area: usize,
    /// Low, point and high.
    pub value: (f64, f64, f64),
    /// Its place from the bottom by the point estimate, 1 being the least.
    pub place: usize,
    /// The range of places that the bounds allow, each area's bounds being taken on their own: wide where the data cannot tell.
    pub place_range: (usize, usize),
}

/// The `count` areas with the least in reach, least first, with the places that their bounds allow.
pub fn worst_areas(table: &ReachTable, working_age: &[Option<f64>], measure: Measure, count: usize) -> Vec<WorstArea> {
    let people = |area: usize| working_age.get(area).copied().flatten();
    let mut values: Vec<(usize, (f64, f64, f64))> = table
        .areas
        .iter()
        .enumerate()
        .filter_map(|(area, reached)| Some((area, measure.of(reached.as_ref()?, people(area))?)))
        .collect();
    values.sort_by(|a, b| a.1.1.total_cmp(&b.1.1).then(a.0.cmp(&b.0)));
    let sorted = |of: fn(&(f64, f64, f64)) -> f64| {
        let mut column: Vec<f64> = values.iter().map(|(_, value)| of(value)).collect();
        column.sort_by(f64::total_cmp);
        column
    };
    let (lows, highs) = (sorted(|v| v.0), sorted(|v| v.2));
    let place = |(place, (area, value)): (usize, &(usize, (f64, f64, f64)))| WorstArea {
        area: *area,
        value: *value,
        place: place + 1,
        place_range: (
            // Surely below it: areas whose upper bound is under its lower bound.
            1 + highs.partition_point(|high| *high < value.0),
            // Possibly below it: areas whose lower bound is under its upper bound, or level with a bound that has no width.
            lows.partition_point(|low| *low < value.2).max(place + 1),
        ),
    };
    values.iter().enumerate().take(count).map(place).collect()
}

fn interval_of(groups: &[(Group, ReachFigure)], group: Group) -> Option<Interval> {
    groups.iter().find(|(g, _)| *g == group)?.1.mean_interval
}
