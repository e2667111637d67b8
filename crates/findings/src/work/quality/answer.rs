//! The answer to "what good work do people here hold, and what is offered here?".

use super::cells::{Dimension, SIX, dimension_label};
use super::figures::{Side, sides};
use super::joint::Conjunction;
use super::model::QualityModel;
use super::model_error::ModelError;
use super::validate::{Validation, validate};
use crate::FindingsError;
use crate::interval::Interval;
use crate::places::{Group, Grouping};
use crate::sample::Bootstrap;
use crate::work::pay::WageLine;
use lynchpin_pack::config::WageFloor;
use lynchpin_pack::tables::{Pay, Provenance, Tables};
use serde::Serialize;

/// How the model is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityOptions {
    /// The least number in work whose mix may be told (disclosure threshold, default 10).
    pub minimum: f64,
    /// Draws (Lynchpin default 499) and their seed.
    pub bootstrap: Bootstrap,
    /// Whether pay at the wage takes the place of the job-quality table's own pay dimension; it does in any case where the table has none.
    pub pay_at_wage: bool,
}

impl Default for QualityOptions {
    fn default() -> Self {
        let bootstrap = Bootstrap { resamples: 499, ..Bootstrap::default() };
        Self { minimum: 10.0, bootstrap, pay_at_wage: false }
    }
}

/// Good work held and offered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QualityAnswer {
    /// The dimensions that the data tell of.
    pub dimensions: Vec<Dimension>,
    /// Those of the six that they do not.
    pub missing: Vec<&'static str>,
    /// The wage of the pay dimension, where it is read from pay percentiles.
    pub wage: Option<WageFloor>,
    /// The spread of areas about the model, by dimension.
    pub errors: Vec<ModelError>,
    /// How well mixes predict districts, by dimension that has direct estimates.
    pub validations: Vec<Validation>,
    /// Residents of each group.
    pub held_by_group: Vec<(Group, SetFigures)>,
    /// All residents in work whose mix is known.
    pub held_by_all: Option<SetFigures>,
    /// Workplaces in the neighbourhoods of each group; empty where workplaces are not told by neighbourhood.
    pub offered_by_group: Vec<(Group, SetFigures)>,
    /// All workplaces of the pack.
    pub offered_by_all: Option<SetFigures>,
    /// Residents by study area.
    pub held: Option<Side>,
    /// Workplaces.
    pub offered: Option<Side>,
    /// Study areas without residents by occupation or industry.
    pub areas_missing: usize,
    /// Study areas with too few in work to be told of.
    pub areas_withheld: usize,
    /// Tables that the figures rest on.
    pub sources: Vec<Provenance>,
    /// The model, of which any draw can be made again.
    #[serde(skip)]
    pub model: QualityModel,
}

/// Rates over a set of areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetFigures {
    /// Areas whose mix is known.
    pub areas: usize,
    /// Residents in work, or jobs.
    pub people: f64,
    /// The rate of each dimension, `0..=1`.
    pub rates: Vec<Option<Interval>>,
    /// Every dimension at once.
    pub all_at_once: Option<Conjunction>,
}

/// Models good work, or says in words what the pack lacks for it. `floors` are the pack's, the wage that makes a job good first.
///
/// # Errors
/// What the tables refuse.
pub fn quality(
    tables: &Tables,
    grouping: &Grouping,
    floors: &[WageFloor],
    options: QualityOptions,
) -> Result<Result<QualityAnswer, String>, FindingsError> {
    if tables.resident_jobs.is_empty() && tables.jobs.is_none() {
        return Ok(Err("the pack has neither residents' jobs nor jobs by workplace.".into()));
    }
    let in_table = tables.job_quality.as_ref().is_some_and(|q| q.dimensions.iter().any(|d| d == "pay"));
    let pay = if options.pay_at_wage || !in_table { pay_at_wage(tables, floors) } else { None };
    let model = QualityModel::new(tables, pay.map(|(pay, line, _)| (pay, line)), options.minimum, options.bootstrap)?;
    if model.dimensions.is_empty() {
        return Ok(Err("the pack has neither a job-quality table nor pay percentiles with a wage floor.".into()));
    }
    let (held, offered) = sides(&model, options.bootstrap.resamples);
    let all: Vec<usize> = (0..tables.areas.codes.len()).collect();
    let in_group = |group: Group| grouping.members(group).collect::<Vec<usize>>();
    let by_group = |side: Option<&Side>, members: &dyn Fn(Group) -> Vec<usize>| {
        let figures = |group| Some((group, figures(side?, &model, &members(group), options.minimum)?));
        Group::ALL.into_iter().filter_map(figures).collect::<Vec<_>>()
    };
    let workplaces = workplaces_by_area(tables);
    let workplaces_in = |group| in_group(group).into_iter().filter_map(|area| workplaces[area]).collect();
    let every = |side: &Side| (0..side.people.len()).collect::<Vec<usize>>();
    let mixes = model.residents.as_ref();
    Ok(Ok(QualityAnswer {
        missing: SIX
            .into_iter()
            .filter(|id| !model.dimensions.iter().any(|d| d.id == *id))
            .map(dimension_label)
            .collect(),
        wage: pay.map(|(_, _, floor)| floor.clone()),
        errors: model.errors.clone(),
        validations: validate(&model),
        held_by_group: by_group(held.as_ref(), &in_group),
        held_by_all: held.as_ref().and_then(|side| figures(side, &model, &all, options.minimum)),
        offered_by_group: by_group(offered.as_ref(), &workplaces_in),
        offered_by_all: offered.as_ref().and_then(|side| figures(side, &model, &every(side), options.minimum)),
        areas_missing: mixes.map_or(all.len(), |mixes| mixes.missing),
        areas_withheld: mixes.map_or(0, |mixes| mixes.withheld),
        sources: sources(tables, pay.map(|(pay, ..)| pay)),
        dimensions: model.dimensions.clone(),
        held,
        offered,
        model,
    }))
}

/// The wage that makes a job good, with the pay table to read it from: pay by industry where there is some, else by occupation.
fn pay_at_wage<'a>(tables: &'a Tables, floors: &'a [WageFloor]) -> Option<(&'a Pay, WageLine, &'a WageFloor)> {
    let floor = floors.first()?;
    let pay = tables.pay.iter().find(|p| p.by == "industry").or_else(|| tables.pay.first())?;
    Some((pay, crate::work::answer::wage_line(floors)?, floor))
}

/// Rates of a set of areas; `None` where too few work there.
fn figures(side: &Side, model: &QualityModel, members: &[usize], minimum: f64) -> Option<SetFigures> {
    let people = side.people_in(members);
    (people >= minimum.max(1.0)).then(|| SetFigures {
        areas: members.iter().filter(|area| side.people[**area] > 0.0).count(),
        people,
        rates: (0..model.dimensions.len()).map(|dimension| side.rate(dimension, members)).collect(),
        all_at_once: side.all_at_once(members),
    })
}

/// The workplace that lies in each study area, where workplaces are told by neighbourhood.
fn workplaces_by_area(tables: &Tables) -> Vec<Option<usize>> {
    let codes = tables.jobs.iter().flat_map(|jobs| &jobs.codes).enumerate();
    let of_code: std::collections::HashMap<&String, usize> = codes.map(|(at, code)| (code, at)).collect();
    tables.areas.codes.iter().map(|code| of_code.get(code).copied()).collect()
}

impl QualityAnswer {
    /// Good work held in a set of study areas; `None` where too few are in work there.
    pub fn held_in(&self, members: &[usize], minimum: f64) -> Option<SetFigures> {
        figures(self.held.as_ref()?, &self.model, members, minimum)
    }

    /// Good work offered at the workplaces of a set of study areas; `None` where there are too few jobs.
    pub fn offered_in(&self, tables: &Tables, members: &[usize], minimum: f64) -> Option<SetFigures> {
        let workplaces = workplaces_by_area(tables);
        let members: Vec<usize> = members.iter().filter_map(|area| workplaces[*area]).collect();
        figures(self.offered.as_ref()?, &self.model, &members, minimum)
    }
}

fn sources(tables: &Tables, pay: Option<&Pay>) -> Vec<Provenance> {
    let quality = tables.job_quality.iter().flat_map(|quality| &quality.provenance);
    let residents = tables.resident_jobs.iter().map(|table| &table.provenance);
    let jobs = tables.jobs.iter().map(|jobs| &jobs.provenance);
    let staffing = tables.staffing.iter().map(|staffing| &staffing.provenance);
    let mut all: Vec<Provenance> = Vec::new();
    for provenance in quality.chain(pay.map(|pay| &pay.provenance)).chain(staffing).chain(residents).chain(jobs) {
        if !all.contains(provenance) {
            all.push(provenance.clone());
        }
    }
    all
}
