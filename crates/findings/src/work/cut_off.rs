//! Who is cut off from good work: a stated line, the areas below it, and the people in them by group.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::{Interval, share_of_areas, total};
use crate::places::compare::Contrast;
use crate::places::left_behind::{Group, Grouping};
use crate::sample::weighted_quantile;
use crate::work::reach::{Condition, Cut, Mode, ReachTable};
use crate::work::reach_groups::Measure;
use serde::{Deserialize, Serialize};

/// The line below which an area is cut off (Lynchpin default: less than half of what the median working-age resident of the study area can reach
/// within 45 minutes by public transport on the day shift). An area from which nothing can be reached is always cut off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CutOffRule {
    /// Travel that the line is drawn on.
    pub cut: Cut,
    /// What is counted.
    pub measure: Measure,
    /// The share of the median below which an area is cut off, above 0 and at most 1.
    pub share_of_median: f64,
}

impl Default for CutOffRule {
    fn default() -> Self {
        Self {
            cut: Cut {
                mode: Mode::PublicTransport,
                shift: "day".to_owned(),
                minutes: 45,
                condition: Condition::Direct,
            },
            measure: Measure::GoodJobs,
            share_of_median: 0.5,
        }
    }
}

/// Whether an area is cut off under the low, point and high estimates of good jobs, each against its own line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Under all three.
    Firmly,
    /// By the point estimate, not under both bounds.
    Likely,
    /// Not by the point estimate, but under one of the bounds.
    Possibly,
    /// Under none.
    Not,
    /// The area could not be linked, or has no working-age residents.
    Unknown,
}

/// Who is cut off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CutOffReport {
    /// The line's definition.
    pub rule: CutOffRule,
    /// What the median working-age resident can reach, by the point estimate.
    pub median: f64,
    /// The line: `share_of_median · median`.
    pub line: f64,
    /// Verdict per study area.
    pub verdicts: Vec<Verdict>,
    /// Figures of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, CutOffFigure)>,
    /// Over all study areas.
    pub study_area: CutOffFigure,
    /// Left behind against other deprived, and against the rest: shares `-1..=1` and their ratio.
    pub contrasts: Vec<Contrast>,
}

/// The people cut off in one set of areas.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CutOffFigure {
    /// Areas with a verdict.
    pub areas: usize,
    /// Areas cut off by the point estimate.
    pub areas_cut_off: usize,
    /// Areas without a verdict.
    pub unknown: usize,
    /// Working-age residents of the areas with a verdict.
    pub working_age: f64,
    /// Working-age residents of the areas cut off by the point estimate.
    pub working_age_cut_off: f64,
    /// Share of working-age residents cut off, `0..=1`; areas are the draws. `None` where nobody lives there.
    pub share: Option<Interval>,
    /// The least and greatest share under the low, point and high estimates of good jobs.
    pub share_bounds: Option<(f64, f64)>,
}

impl CutOffReport {
    /// The figure of a group.
    pub fn group(&self, group: Group) -> Option<&CutOffFigure> {
        self.groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure)
    }
}

/// Draws the line and says who is below it.
///
/// # Errors
/// [`FindingsError::NoReach`] where no table answers the rule's question, or no area has a figure; [`FindingsError::BadParameter`] for a share outside
/// `(0, 1]`; [`FindingsError::Misaligned`].
pub fn cut_off(
    tables: &[ReachTable],
    grouping: &Grouping,
    working_age: &[Option<f64>],
    rule: &CutOffRule,
) -> Result<CutOffReport, FindingsError> {
    if !(rule.share_of_median > 0.0 && rule.share_of_median <= 1.0) {
        return Err(FindingsError::BadParameter {
            name: "share_of_median".to_owned(),
            value: rule.share_of_median.to_string(),
            expected: "a share above 0 and at most 1".to_owned(),
        });
    }
    let missing = || FindingsError::NoReach { cut: rule.cut.to_string() };
    let table = tables.iter().find(|t| t.cut == rule.cut).ok_or_else(missing)?;
    let areas = grouping.groups.len();
    aligned("working-age residents", areas, working_age.len())?;
    aligned(&format!("reach, {}", table.cut), areas, table.areas.len())?;
    let values: Vec<Option<Row>> = (0..areas)
        .map(|area| {
            let people = working_age[area].filter(|p| *p > 0.0)?;
            let (low, point, high) = rule.measure.of(table.areas[area].as_ref()?, Some(people))?;
            Some(Row { people, estimates: [low, point, high] })
        })
        .collect();
    let median = |estimate: usize| {
        let pairs: Vec<_> = values.iter().flatten().map(|r| (r.estimates[estimate], r.people)).collect();
        weighted_quantile(&pairs, 0.5).ok_or_else(missing)
    };
    let medians = [median(0)?, median(1)?, median(2)?];
    let below: Vec<Option<Below>> = values
        .iter()
        .map(|row| {
            let Row { people, estimates } = row.as_ref()?;
            // From where nothing can be reached people are cut off, even if that is so for most.
            let below = |e: usize| estimates[e] < rule.share_of_median * medians[e] || estimates[e] <= 0.0;
            Some(Below { people: *people, marks: [below(0), below(1), below(2)] })
        })
        .collect();
    let groups = Group::ALL.map(|group| (group, figure(grouping.members(group).map(|area| below[area].as_ref()))));
    Ok(CutOffReport {
        rule: rule.clone(),
        median: medians[1],
        line: rule.share_of_median * medians[1],
        verdicts: below.iter().map(|b| verdict(b.as_ref())).collect(),
        study_area: figure(below.iter().map(Option::as_ref)),
        contrasts: Contrast::of_groups(|group| interval_of(&groups, group)),
        groups: groups.to_vec(),
    })
}

struct Row {
    people: f64,
    estimates: [f64; 3],
}

struct Below {
    people: f64,
    marks: [bool; 3],
}

fn verdict(below: Option<&Below>) -> Verdict {
    match below.map(|b| b.marks) {
        None => Verdict::Unknown,
        Some([true, true, true]) => Verdict::Firmly,
        Some([_, true, _]) => Verdict::Likely,
        Some([false, false, false]) => Verdict::Not,
        Some(_) => Verdict::Possibly,
    }
}

fn figure<'a>(areas: impl Iterator<Item = Option<&'a Below>>) -> CutOffFigure {
    let all: Vec<Option<&Below>> = areas.collect();
    let known: Vec<&Below> = all.iter().copied().flatten().collect();
    let people = total(known.iter().map(|b| b.people));
    let cut_off = |estimate: usize| total(known.iter().filter(|b| b.marks[estimate]).map(|b| b.people));
    let counts = [cut_off(0), cut_off(1), cut_off(2)];
    let pairs: Vec<_> = known.iter().map(|b| (b.marks[1], b.people)).collect();
    CutOffFigure {
        areas: known.len(),
        areas_cut_off: known.iter().filter(|b| b.marks[1]).count(),
        unknown: all.len() - known.len(),
        working_age: people,
        working_age_cut_off: counts[1],
        share: share_of_areas(&pairs),
        share_bounds: (people > 0.0).then(|| {
            let least = counts.iter().copied().fold(f64::INFINITY, f64::min);
            let most = counts.iter().copied().fold(0.0, f64::max);
            (least / people, most / people)
        }),
    }
}

fn interval_of(groups: &[(Group, CutOffFigure)], group: Group) -> Option<Interval> {
    groups.iter().find(|(g, _)| *g == group)?.1.share
}
