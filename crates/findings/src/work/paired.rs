//! Two reach tables over the same areas set against each other: with and without a car, with and without a fare budget, with and without a child to drop off.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::{Interval, across_areas};
use crate::places::left_behind::{Group, Grouping};
use crate::work::reach::{Cut, ReachTable};
use crate::work::reach_groups::Measure;
use serde::Serialize;

/// What some people reach beside what others from the same areas reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paired {
    /// The people asked about: those without a car, with a budget, with a child to drop off.
    pub cut: Cut,
    /// Those they are set against.
    pub against: Cut,
    /// What is counted.
    pub measure: Measure,
    /// The figure of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, PairedFigure)>,
    /// Over all study areas.
    pub study_area: PairedFigure,
}

/// One set of areas. Means are over working-age residents of the areas that both tables know.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PairedFigure {
    /// Areas that both tables know.
    pub areas: usize,
    /// Mean of the first table.
    pub mean: Option<f64>,
    /// Mean of the second.
    pub against: Option<f64>,
    /// First over second: the ratio of the means, areas as draws.
    pub ratio: Option<Interval>,
    /// First minus second, in the unit of the measure, areas as draws.
    pub difference: Option<Interval>,
}

impl Paired {
    /// The figure of a group.
    pub fn group(&self, group: Group) -> Option<&PairedFigure> {
        self.groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure)
    }
}

/// Sets one table against another, area by area: as both are seen from the same areas, their intervals are those of the pair and not of two separate samples.
///
/// # Errors
/// [`FindingsError::Misaligned`] where a column does not fit the groups.
pub fn paired(
    table: &ReachTable,
    against: &ReachTable,
    grouping: &Grouping,
    working_age: &[Option<f64>],
    measure: Measure,
) -> Result<Paired, FindingsError> {
    let areas = grouping.groups.len();
    aligned("working-age residents", areas, working_age.len())?;
    for table in [table, against] {
        aligned(&format!("reach, {}", table.cut), areas, table.areas.len())?;
    }
    let pair = |area: usize| {
        let people = working_age[area].filter(|p| *p > 0.0)?;
        let point = |table: &ReachTable| Some(measure.of(table.areas[area].as_ref()?, Some(people))?.1);
        Some([people, point(table)?, point(against)?])
    };
    let pairs: Vec<Option<[f64; 3]>> = (0..areas).map(pair).collect();
    let of = |members: &mut dyn Iterator<Item = usize>| figure(&members.filter_map(|a| pairs[a]).collect::<Vec<_>>());
    Ok(Paired {
        cut: table.cut.clone(),
        against: against.cut.clone(),
        measure,
        groups: Group::ALL.map(|group| (group, of(&mut grouping.members(group)))).to_vec(),
        study_area: of(&mut (0..areas)),
    })
}

fn figure(pairs: &[[f64; 3]]) -> PairedFigure {
    let people: f64 = pairs.iter().map(|[people, ..]| people).sum();
    let mean = |of: usize| (people > 0.0).then(|| pairs.iter().map(|pair| pair[0] * pair[of]).sum::<f64>() / people);
    let sums = |of: &dyn Fn(&[f64; 3]) -> (f64, f64)| across_areas(&pairs.iter().map(of).collect::<Vec<_>>());
    // A budget or a detour takes jobs away and brings nobody any: where no area gains, no limit of an interval says that all of them together do.
    let [most_ratio, most_difference] =
        if pairs.iter().all(|[_, first, second]| first <= second) { [1.0, 0.0] } else { [f64::INFINITY; 2] };
    let at_most = |interval: Option<Interval>, most: f64| interval.map(|i| Interval { high: i.high.min(most), ..i });
    PairedFigure {
        areas: pairs.len(),
        mean: mean(1),
        against: mean(2),
        ratio: at_most(sums(&|[people, first, second]| (people * first, people * second)), most_ratio),
        difference: at_most(sums(&|[people, first, second]| (people * (first - second), *people)), most_difference),
    }
}
