//! A poll's question as the model needs it, and the model's answer by group of places.

use super::model::{Answers, Cell, Fit, FitOptions, Pulled, Stratum, fit};
use crate::FindingsError;
use crate::interval::Interval;
use crate::places::{Group, Grouping};
use crate::voices::poll::{Weighted, cell_groups};
use lynchpin_pack::tables::Tables;
use lynchpin_pack::voices::{Poll, Question};
use serde::Serialize;
use std::collections::BTreeMap;

/// A modelled answer by group of places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Modelled {
    /// Each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, ModelledGroup)>,
    /// The whole population, `0..=1`.
    pub study_area: Interval,
    /// Respondents in the model.
    pub respondents: usize,
    /// Respondents left out, as something that the model needs is not known of them.
    pub left_out: usize,
    /// Posterior mean of the standard deviation of each set of intercepts, on the logit.
    pub deviations: Vec<(String, f64)>,
    /// The largest split R̂ of the groups' shares: above 1.05 the chains do not agree.
    pub r_hat: f64,
}

/// A modelled answer of one group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ModelledGroup {
    /// The share, `0..=1`, with its central 95 % posterior interval; `None` where nobody lives there.
    pub share: Option<Interval>,
    /// How far its answers are pulled towards the others.
    pub pulled: Pulled,
}

/// Where people stand in the model: what is the same for every question of a poll.
pub(in crate::voices) struct Frame {
    strata: Vec<Stratum>,
    respondents: Vec<Option<Cell>>,
    factors: Vec<usize>,
    names: Vec<String>,
    areas: usize,
    /// What goes into the model, in a sentence.
    pub words: String,
}

impl Frame {
    /// Prepares a poll; or says in words what the data lack for a model.
    ///
    /// # Errors
    /// What the groups of the population's cells refuse.
    pub fn of(
        weighted: &Weighted<'_>,
        tables: &Tables,
        grouping: &Grouping,
    ) -> Result<Result<Self, String>, FindingsError> {
        let poll = weighted.poll;
        if poll.population.is_empty() {
            return Ok(Err(
                "the pack does not say how many people live where by these characteristics together.".into()
            ));
        }
        let groups = cell_groups(poll, tables, grouping)?;
        if groups.iter().all(Option::is_none) {
            return Ok(Err("the cells of the population are of no known group of places.".into()));
        }
        let (many, two): (Vec<usize>, Vec<usize>) = (0..poll.demographics.len())
            .filter(|at| poll.demographics[*at].categories.len() > 1)
            .partition(|at| poll.demographics[*at].categories.len() > 2);
        let with_areas = poll.population.iter().all(|cell| cell.area.is_some());
        let mut codes: Vec<&str> = poll.population.iter().filter_map(|cell| cell.area.as_deref()).collect();
        codes.sort_unstable();
        codes.dedup();
        let codes = if with_areas { codes } else { Vec::new() };
        let covariates = if with_areas { covariates(poll, tables, &codes) } else { Vec::new() };
        let cell = |categories: &[usize], area: Option<usize>, group: Group| Cell {
            fixed: (covariates.iter().map(|(_, values)| area.map_or(0.0, |area| values[area])))
                .chain(two.iter().map(|at| categories[*at] as f64 - 0.5))
                .collect(),
            levels: std::iter::once(group as usize).chain(many.iter().map(|at| categories[*at])).collect(),
            area,
        };
        let place = |code: Option<&str>| code.and_then(|code| codes.binary_search(&code).ok());
        let strata = poll.population.iter().zip(&groups).filter_map(|(of, group)| {
            let group = (*group)?;
            let cell = cell(&of.categories, place(of.area.as_deref()), group);
            Some(Stratum { cell, people: of.people, group: group as usize })
        });
        let respondents = (0..poll.respondents.len()).map(|person| {
            let categories: Option<Vec<usize>> = poll.demographics.iter().map(|d| d.of[person]).collect();
            let area = place(poll.homes.areas[person].as_deref());
            (area.is_some() || !with_areas).then(|| Some(cell(&categories?, area, weighted.groups[person]?)))?
        });
        let named = |at: &usize| poll.demographics[*at].name.clone();
        let mut names = vec!["group of places".to_owned()];
        names.extend(many.iter().map(named));
        let words = words(poll, &names, &two.iter().map(named).collect::<Vec<_>>(), &covariates, with_areas, tables);
        names.extend(with_areas.then(|| poll.homes.level.clone()).flatten());
        let of_factor = |at: &usize| poll.demographics[*at].categories.len();
        Ok(Ok(Self {
            strata: strata.collect(),
            respondents: respondents.collect(),
            factors: std::iter::once(Group::ALL.len()).chain(many.iter().map(of_factor)).collect(),
            areas: codes.len(),
            names,
            words,
        }))
    }
}

/// What tells cells apart: categories, area and the bits of the covariates.
type Standing = (Vec<usize>, Option<usize>, Vec<u64>);

/// A question modelled; `None` where nobody who answered is in the model.
pub(in crate::voices) fn modelled(frame: &Frame, question: &Question, stream: u64) -> Option<Modelled> {
    let mut cells: BTreeMap<Standing, Answers> = BTreeMap::new();
    let (mut respondents, mut left_out) = (0, 0);
    for (said, cell) in question.said.iter().zip(&frame.respondents) {
        let Some(said) = said else { continue };
        let Some(cell) = cell else {
            left_out += 1;
            continue;
        };
        respondents += 1;
        let fixed = cell.fixed.iter().map(|x| x.to_bits()).collect();
        let answers = cells.entry((cell.levels.clone(), cell.area, fixed)).or_default();
        answers.cell.clone_from(cell);
        answers.asked += 1;
        answers.said += u32::from(*said);
    }
    if respondents == 0 {
        return None;
    }
    let answers: Vec<Answers> = cells.into_values().collect();
    let options = FitOptions { stream, ..FitOptions::default() };
    let Fit { groups, all, pulled, deviations, r_hat } =
        fit(&answers, &frame.strata, &frame.factors, frame.areas, options);
    let group = |group: Group| {
        let at = group as usize;
        (group, ModelledGroup { share: groups[at], pulled: pulled[at] })
    };
    Some(Modelled {
        groups: Group::ALL.map(group).to_vec(),
        study_area: all,
        respondents,
        left_out,
        deviations: frame.names.iter().cloned().zip(deviations).collect(),
        r_hat,
    })
}

/// Covariates of areas that every area has, each with mean 0 and standard deviation 1 over areas.
fn covariates(poll: &Poll, tables: &Tables, codes: &[&str]) -> Vec<(String, Vec<f64>)> {
    let one = |id: &String| {
        let indicator = tables.indicators.iter().find(|indicator| indicator.id == *id)?;
        let parents = tables.areas.parents.get(poll.homes.level.as_ref()?)?;
        let people = tables.residents.columns.get("population");
        let mut sums = vec![(0.0, 0.0); codes.len()];
        for (area, code) in parents.codes.iter().enumerate() {
            let at = code.as_deref().and_then(|code| codes.binary_search(&code).ok());
            if let (Some(at), Some(Some(value))) = (at, indicator.values.get(area)) {
                let weight = people.map_or(1.0, |p| p.get(area).copied().flatten().unwrap_or(0.0));
                sums[at] = (sums[at].0 + weight * value, sums[at].1 + weight);
            }
        }
        let values: Vec<f64> = sums.iter().map(|(sum, weight)| sum / weight).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let spread = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt();
        // An area without a value has no mean; a covariate that is the same everywhere says nothing.
        (spread > 0.0).then(|| (indicator.label.clone(), values.iter().map(|v| (v - mean) / spread).collect()))
    };
    poll.covariates.iter().filter_map(one).collect()
}

fn words(
    poll: &Poll,
    random: &[String],
    two: &[String],
    covariates: &[(String, Vec<f64>)],
    with_areas: bool,
    tables: &Tables,
) -> String {
    let mut intercepts: Vec<String> = random.iter().map(|name| name.replace('_', " ")).collect();
    intercepts.extend(poll.homes.level.clone().filter(|_| with_areas));
    let mut fixed: Vec<String> = two.iter().map(|name| name.replace('_', " ")).collect();
    fixed.extend(covariates.iter().map(|(label, _)| label.to_lowercase()));
    let fixed = if fixed.is_empty() { String::new() } else { format!("; coefficients: {}", fixed.join(", ")) };
    let unused = poll.covariates.iter().filter(|id| {
        let label = tables.indicators.iter().find(|i| i.id == **id).map(|i| &i.label);
        !covariates.iter().any(|(used, _)| Some(used) == label)
    });
    let unused: Vec<&str> = unused.map(String::as_str).collect();
    let unused = if unused.is_empty() {
        String::new()
    } else {
        format!(" Not used, as some area has no value or no area differs: {}.", unused.join(", "))
    };
    format!("Random intercepts: {}{fixed}.{unused}", intercepts.join(", "))
}
