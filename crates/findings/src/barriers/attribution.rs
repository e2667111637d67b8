//! The gap of each area to the benchmark, shared out among barriers, with intervals from draws of what is uncertain.

use super::barrier::{Barrier, Barriers};
use super::shapley::shapley;
use super::value::{Conditions, average, open_jobs};
use crate::interval::{Interval, Method, total};
use crate::sample::nearest_rank;
use rayon::prelude::*;
use serde::Serialize;

/// What the scenarios of an attribution are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Uncertainty {
    /// Seeded draws from the sampling error of rates: intervals are percentiles, and how often a barrier comes first is a probability.
    Draws,
    /// A few cases that bound what is not known: intervals are ranges, and a barrier is first only if it is in every case.
    Bounds,
}

/// The conditions of areas as they may be.
pub struct Scenarios<'a> {
    /// What they are.
    pub uncertainty: Uncertainty,
    /// How many.
    pub count: usize,
    /// The conditions of an area in a scenario; `None` for the areas that have none at all.
    pub conditions: &'a (dyn Fn(usize, usize) -> Option<Conditions> + Sync),
}

/// A gap and its parts, in good jobs for each jobseeker.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attribution {
    /// Good jobs open for each jobseeker.
    pub open: Interval,
    /// What more there would be under the benchmark's conditions.
    pub gap: Interval,
    /// The part of each barrier, in the order in which they were asked for; they add up to the gap. Positive where the barrier holds people back.
    pub parts: Vec<Interval>,
    /// Share of the scenarios in which each barrier's part is the largest and above [`LEAST_PART`].
    pub first: Vec<f64>,
}

/// Attributions of areas and of sets of areas.
#[derive(Clone, Debug, PartialEq)]
pub struct Attributions {
    /// The benchmark's conditions by the point estimates.
    pub benchmark: Conditions,
    /// One an area; `None` where its conditions are not known.
    pub areas: Vec<Option<Attribution>>,
    /// One a set of areas, the mean over its people; `None` without people.
    pub sets: Vec<Option<Attribution>>,
}

/// Areas and how they are put together.
pub struct Sets<'a> {
    /// People per area, who weigh it.
    pub people: &'a [f64],
    /// Whether an area belongs to the benchmark.
    pub benchmark: &'a [bool],
    /// Positions of the areas of each set that wants a figure of its own.
    pub members: &'a [Vec<usize>],
}

/// A part counts as holding people back where it is more than this share of what the benchmark has (Lynchpin default: 2 %).
pub const LEAST_PART: f64 = 0.02;

/// Areas worked on at a time: their draws are held together.
const CHUNK: usize = 256;

/// Open, gap and parts of one area, or sums over people.
type Row = Vec<f64>;

/// Shares the gap of every area and set out among `barriers`; `None` where the benchmark has nobody.
///
/// `point` has the conditions by the point estimates. In every scenario the benchmark is that scenario's. Parts of a set are means of those of its areas, as
/// the Shapley value is linear.
pub fn attribute(
    barriers: &[Barrier],
    point: &[Option<Conditions>],
    scenarios: &Scenarios<'_>,
    sets: &Sets<'_>,
) -> Option<Attributions> {
    let conditions = |scenario: usize, area: usize| {
        point[area].and_then(|own| if scenario == 0 { Some(own) } else { (scenarios.conditions)(scenario - 1, area) })
    };
    // Scenario 0 is the point estimate.
    let benchmarks: Vec<Conditions> = (0..=scenarios.count)
        .into_par_iter()
        .map(|scenario| {
            let members = (0..point.len()).filter(|area| sets.benchmark[*area]);
            let known = members.filter_map(|area| Some((conditions(scenario, area)?, sets.people[area])));
            average(&known.collect::<Vec<_>>())
        })
        .collect::<Option<_>>()?;
    let columns = barriers.len() + 2;
    let rows_of = |area: usize| -> Option<Vec<Row>> {
        let row = |(scenario, benchmark)| Some(row(barriers, &conditions(scenario, area)?, benchmark));
        benchmarks.iter().enumerate().map(row).collect()
    };
    let mut areas = Vec::with_capacity(point.len());
    let mut sums = vec![vec![vec![0.0; columns]; benchmarks.len()]; sets.members.len()];
    for first in (0..point.len()).step_by(CHUNK) {
        let chunk = first..(first + CHUNK).min(point.len());
        let rows: Vec<Option<Vec<Row>>> = chunk.clone().into_par_iter().map(rows_of).collect();
        // Sums are added up area by area in one thread, so that their last bits do not depend on threads.
        for (members, sums) in sets.members.iter().zip(&mut sums) {
            for area in members.iter().filter(|area| chunk.contains(area)) {
                if let Some(rows) = &rows[area - first] {
                    add(sums, rows, sets.people[*area]);
                }
            }
        }
        let summary = |rows: Option<Vec<Row>>| rows.map(|rows| summarise(&rows, scenarios.uncertainty));
        areas.extend(rows.into_par_iter().map(summary).collect::<Vec<_>>());
    }
    let mean = |(members, sums): (&Vec<usize>, Vec<Row>)| {
        let people = total(members.iter().filter(|area| areas[**area].is_some()).map(|area| sets.people[*area]));
        let rows: Vec<Row> = sums.into_iter().map(|row| row.into_iter().map(|sum| sum / people).collect()).collect();
        (people > 0.0).then(|| summarise(&rows, scenarios.uncertainty))
    };
    let sets = sets.members.iter().zip(sums).map(mean).collect();
    Some(Attributions { benchmark: benchmarks[0], areas, sets })
}

fn row(barriers: &[Barrier], own: &Conditions, benchmark: &Conditions) -> Row {
    let value = |subset: u32| open_jobs(own, benchmark, Barriers::subset(barriers, subset));
    let open = value(0);
    let gap = value((1 << barriers.len()) - 1) - open;
    [open, gap].into_iter().chain(shapley(barriers.len(), value)).collect()
}

fn add(sums: &mut [Row], rows: &[Row], people: f64) {
    for (sums, row) in sums.iter_mut().zip(rows) {
        for (sum, value) in sums.iter_mut().zip(row) {
            *sum += people * value;
        }
    }
}

/// Rows of the point estimate and of each scenario, as estimates with intervals.
fn summarise(rows: &[Row], uncertainty: Uncertainty) -> Attribution {
    let (point, scenarios) = (&rows[0], &rows[1..]);
    let of = |column: usize| interval(point[column], scenarios.iter().map(|row| row[column]), uncertainty);
    let barriers = point.len() - 2;
    // Bounds are cases beside the point estimate, which counts among them; draws are not.
    let judged = if uncertainty == Uncertainty::Bounds || scenarios.is_empty() { rows } else { scenarios };
    let firsts: Vec<Option<usize>> =
        judged.iter().map(|row| largest(&row[2..], LEAST_PART * (row[0] + row[1]))).collect();
    let share = |at: usize| firsts.iter().filter(|first| **first == Some(at)).count() as f64 / firsts.len() as f64;
    Attribution {
        open: of(0),
        gap: of(1),
        parts: (2..point.len()).map(of).collect(),
        first: (0..barriers).map(share).collect(),
    }
}

/// The position of the largest part, the first of equals; `None` where none is above `least`.
pub fn largest(parts: &[f64], least: f64) -> Option<usize> {
    let most = parts.iter().enumerate().reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    (*most.1 > least).then_some(most.0)
}

fn interval(estimate: f64, scenarios: impl Iterator<Item = f64>, uncertainty: Uncertainty) -> Interval {
    let mut sorted: Vec<f64> = scenarios.collect();
    sorted.sort_by(f64::total_cmp);
    let (method, low, high) = match uncertainty {
        Uncertainty::Draws => (Method::ParametricBootstrap, 0.025, 0.975),
        Uncertainty::Bounds => (Method::Bounds, 0.0, 1.0),
    };
    let at = |share: f64| nearest_rank(&sorted, share).unwrap_or(estimate);
    Interval { estimate, low: at(low).min(estimate), high: at(high).max(estimate), method }
}
