//! Outside options told for a place: what the occupations that a pack compares pay beside each other, and how many jobs of the better-paid ones there are.

use super::answer::WorkAnswer;
use super::outside_options::{OutsideOptions, jobs_of_occupation, outside_options};
use super::pay::median;
use super::reach::Reached;
use super::skill::SkillLevel;
use super::skill_jobs::skill_jobs;
use crate::FindingsError;
use crate::places::{Group, Grouping};
use lynchpin_pack::tables::{Jobs, Pay, Staffing, Tables};
use serde::Serialize;

/// An occupation with its outside options, in a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutsideView {
    /// The occupation and every better-paid one of no more skill.
    pub found: OutsideOptions,
    /// Those of them with jobs at the pack's workplaces, most jobs first; all of them, by pay, where jobs are not known.
    pub here: Vec<OptionHere>,
    /// The other occupations that the pack names, in its order, whatever they pay.
    pub compared: Vec<OptionHere>,
    /// The period of the pay table.
    pub period: String,
    /// What the publisher calls the pay table.
    pub source: String,
    /// Share of the pack's jobs at skill level 1 to 4 that a working-age resident of each group reaches on average, `0..=1`, on the cut that the report
    /// leads with; the share of all jobs at each level where the reach of levels is not known.
    pub reached: Vec<(Group, [f64; 4])>,
}

/// An occupation beside the one that would be left.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OptionHere {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Its skill level; `None` where its code has none.
    pub skill: Option<SkillLevel>,
    /// Its published median, £ an hour.
    pub median_pounds: f64,
    /// How much more than in the occupation left, £ an hour; negative where it pays less.
    pub gap_pounds: f64,
    /// Jobs at the pack's workplaces, modelled from the national staffing of their industries; `None` where there is no staffing table.
    pub jobs: Option<f64>,
}

/// Outside options of each occupation that the pack compares, from the first pay table by occupation; empty where there is none.
///
/// Occupations without a skill level or a published median are left out. `minimum` is the fewest jobs that make an option.
///
/// # Errors
/// What the tables refuse.
pub fn outside_view(
    tables: &Tables,
    compared: &[String],
    reach: Option<(&WorkAnswer, &Grouping)>,
    minimum: f64,
) -> Result<Vec<OutsideView>, FindingsError> {
    // The latest period is the pack's first table, but some occupations are published in an older one only.
    let pays: Vec<&Pay> = tables.pay.iter().filter(|pay| pay.by == "occupation").collect();
    let jobs = tables.jobs.as_ref().zip(tables.staffing.as_ref());
    let reached = match reach {
        Some((work, grouping)) => reached(tables, work, grouping)?,
        None => Vec::new(),
    };
    let mut views = Vec::new();
    for code in compared {
        let Some((pay, found)) = pays.iter().find_map(|pay| Some((*pay, outside_options(pay, code).ok()?))) else {
            continue;
        };
        let here = |code: &str, label: &str, pounds: f64| -> Result<OptionHere, FindingsError> {
            Ok(OptionHere {
                code: code.to_owned(),
                label: label.to_owned(),
                skill: SkillLevel::of_occupation(code),
                median_pounds: pounds,
                gap_pounds: pounds - found.median_pounds,
                jobs: jobs.map(|(jobs, staffing)| jobs_here(jobs, staffing, code)).transpose()?,
            })
        };
        let mut options = Vec::with_capacity(found.options.len());
        for option in &found.options {
            options.push(here(&option.code, &option.label, option.median_pounds)?);
        }
        if jobs.is_some() {
            options.retain(|option| option.jobs.is_some_and(|jobs| jobs >= minimum.max(1.0)));
            options.sort_by(|a, b| {
                b.jobs.unwrap_or(0.0).total_cmp(&a.jobs.unwrap_or(0.0)).then_with(|| a.code.cmp(&b.code))
            });
        }
        let mut others = Vec::new();
        for other in compared.iter().filter(|other| *other != code) {
            let at = pay.codes.iter().position(|c| c == other);
            if let (Some(at), Ok(pounds)) = (at, median(pay, other)) {
                others.push(here(other, pay.labels.get(at).map_or(other.as_str(), String::as_str), pounds)?);
            }
        }
        views.push(OutsideView {
            here: options,
            compared: others,
            period: pay.provenance.period.clone(),
            source: pay.provenance.title.clone(),
            reached: reached.clone(),
            found,
        });
    }
    Ok(views)
}

fn jobs_here(jobs: &Jobs, staffing: &Staffing, code: &str) -> Result<f64, FindingsError> {
    if !staffing.occupations.iter().any(|occupation| occupation == code) {
        return Ok(0.0);
    }
    let counts: Vec<f64> = jobs.counts.iter().map(|column| column.iter().sum()).collect();
    jobs_of_occupation(staffing, code, &jobs.industries, &counts)
}

/// Mean over working-age residents of each group of the jobs within reach at each skill level, as a share of all jobs at that level.
fn reached(tables: &Tables, work: &WorkAnswer, grouping: &Grouping) -> Result<Vec<(Group, [f64; 4])>, FindingsError> {
    let Some(table) = work.reach.iter().find(|table| table.cut == work.cut_off.rule.cut) else {
        return Ok(Vec::new());
    };
    let all = skill_jobs(tables, &work.shares)?.ok().map(|jobs| {
        jobs.all.iter().fold([0.0; 4], |sum: [f64; 4], at| std::array::from_fn(|level| sum[level] + at[level]))
    });
    let share = |reached: &Reached| -> [f64; 4] {
        match (&all, &reached.skill) {
            (Some(all), Some(skill)) => {
                std::array::from_fn(|at| if all[at] > 0.0 { skill.all[at] / all[at] } else { 0.0 })
            }
            _ => [reached.all / work.good.totals().0.max(1.0); 4],
        }
    };
    let people = work.working_age(tables);
    let of_group = |group: Group| {
        let (mut sum, mut weight) = ([0.0; 4], 0.0);
        for area in grouping.members(group) {
            if let (Some(reached), Some(people)) = (&table.areas[area], people.get(area).copied().flatten()) {
                sum.iter_mut().zip(share(reached)).for_each(|(sum, share)| *sum += people * share);
                weight += people;
            }
        }
        (weight > 0.0).then(|| (group, sum.map(|sum| sum / weight)))
    };
    Ok(Group::ALL.into_iter().filter_map(of_group).collect())
}
