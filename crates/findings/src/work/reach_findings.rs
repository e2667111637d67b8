//! What jobs within reach say beyond their number: competition, the car gap, what a budget and a child to drop off cost, inequality and skill.

use super::paired::{Paired, paired};
use super::reach::{Condition, Cut, Mode, ReachTable};
use super::reach_groups::{Measure, ReachSummary, summarise_reach};
use super::reach_inequality::{ReachInequality, reach_inequality};
use super::skill_match::{SkillMatch, levels_held, skill_match};
use crate::FindingsError;
use crate::places::Grouping;
use crate::sample::Bootstrap;
use lynchpin_pack::tables::Tables;
use rayon::prelude::*;
use serde::Serialize;

/// Findings on reach. Those with an interval by bootstrap are at the minutes of the lead cut only.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReachFindings {
    /// Good jobs for each jobseeker, by group.
    pub per_seeker: Vec<ReachSummary>,
    /// Public transport against the car: good jobs, every shift and threshold.
    pub car_gap: Vec<Paired>,
    /// Public transport within the fare budget against any price.
    pub fare_loss: Vec<Paired>,
    /// By way of a nursery against the direct trip, by every mode that has it: the childcare penalty.
    pub nursery_loss: Vec<Paired>,
    /// How unequal good jobs within reach and good jobs per jobseeker are.
    pub inequality: Vec<ReachInequality>,
    /// Which skill the jobs within reach ask for.
    pub skill: Vec<SkillMatch>,
}

impl ReachFindings {
    /// Draws them from all reach tables; `lead` is the cut that the report leads with.
    ///
    /// # Errors
    /// [`FindingsError::Misaligned`] where a table does not fit the pack.
    pub fn of(
        tables: &Tables,
        reach: &[ReachTable],
        grouping: &Grouping,
        working_age: &[Option<f64>],
        lead: &Cut,
    ) -> Result<Self, FindingsError> {
        let at_lead: Vec<&ReachTable> =
            reach.iter().filter(|t| t.cut.minutes == lead.minutes && t.cut.condition == Condition::Direct).collect();
        let competed: Vec<ReachTable> = at_lead
            .iter()
            .filter(|t| t.areas.iter().flatten().any(|reached| reached.per_seeker.is_some()))
            .map(|t| (*t).clone())
            .collect();
        // Each pair is of one table with that of the same question, but for the mode or the condition.
        let pairs = |wanted: &dyn Fn(&Cut) -> bool, other: &dyn Fn(Cut) -> Cut| -> Result<Vec<Paired>, FindingsError> {
            let found = reach.iter().filter(|t| wanted(&t.cut)).filter_map(|table| {
                let against = other(table.cut.clone());
                Some((table, reach.iter().find(|t| t.cut == against)?))
            });
            found.map(|(table, against)| paired(table, against, grouping, working_age, Measure::GoodJobs)).collect()
        };
        let direct = |cut: Cut| Cut { condition: Condition::Direct, ..cut };
        let by_bus = |cut: &Cut| cut.mode == Mode::PublicTransport && cut.condition == Condition::Direct;
        Ok(Self {
            per_seeker: summarise_reach(&competed, grouping, working_age, Measure::PerSeeker, Bootstrap::default())?,
            car_gap: pairs(&by_bus, &|cut| Cut { mode: Mode::Car, ..cut })?,
            fare_loss: pairs(&|cut| cut.condition == Condition::WithinFare, &direct)?,
            nursery_loss: pairs(&|cut| cut.condition == Condition::PastNursery, &direct)?,
            inequality: inequalities(tables, &at_lead, &competed, grouping, working_age)?,
            skill: skills(tables, &at_lead, grouping, working_age)?,
        })
    }

    /// The pair of a list at a cut's shift, minutes and mode.
    pub fn pair<'a>(pairs: &'a [Paired], cut: &Cut) -> Option<&'a Paired> {
        let same =
            |pair: &&Paired| (pair.cut.mode, &pair.cut.shift, pair.cut.minutes) == (cut.mode, &cut.shift, cut.minutes);
        pairs.iter().find(same)
    }
}

fn inequalities(
    tables: &Tables,
    at_lead: &[&ReachTable],
    competed: &[ReachTable],
    grouping: &Grouping,
    working_age: &[Option<f64>],
) -> Result<Vec<ReachInequality>, FindingsError> {
    let Some(deprivation) = tables.indices.iter().find(|index| index.id == grouping.deprivation) else {
        return Ok(Vec::new());
    };
    let counted = at_lead.iter().map(|table| (*table, Measure::GoodJobs));
    let shared = competed.iter().filter(|t| t.cut.mode == Mode::CarMix).map(|table| (table, Measure::PerSeeker));
    let all: Vec<(&ReachTable, Measure)> = counted.chain(shared).collect();
    let one = |(table, measure): &(&ReachTable, Measure)| {
        reach_inequality(table, &deprivation.area_rank, working_age, *measure, Bootstrap::default())
    };
    all.par_iter().map(one).collect()
}

fn skills(
    tables: &Tables,
    at_lead: &[&ReachTable],
    grouping: &Grouping,
    working_age: &[Option<f64>],
) -> Result<Vec<SkillMatch>, FindingsError> {
    let held = levels_held(&tables.residents, grouping.groups.len());
    let found = at_lead.iter().map(|table| skill_match(table, held.as_deref(), grouping, working_age));
    Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}
