//! Everything that a pack says of its reforms.

use lynchpin_pack::tables::{Direction, Programme, Provenance, Tables};
use serde::Serialize;

use super::build::{Built, LeftOut, build, indicators};
use super::effect::{EffectAnswer, EffectQuestion, effect};
use super::elsewhere::{Elsewhere, elsewhere};
use super::funnel::{Funnel, Step, funnel};
use super::group_time::EffectOptions;
use super::jump::{JumpAnswer, jump};
use super::reach::{Reach, ReachInput, Serves, reach};
use crate::FindingsError;
use crate::interval::total;
use crate::places::{Group, Grouping};
use crate::sample::Bootstrap;

/// What is needed beside the tables.
#[derive(Clone, Debug)]
pub struct ReformsQuestion<'a> {
    /// The pack.
    pub tables: &'a Tables,
    /// The groups of places.
    pub grouping: &'a Grouping,
    /// Steps of the funnel that other findings measure, after everyone and before eligibility.
    pub steps: &'a [Step],
    /// Steps that nothing measures.
    pub missing: &'a [String],
    /// Fewest people for whom a figure is shown.
    pub minimum: f64,
    /// Draws and their seed.
    pub bootstrap: Bootstrap,
}

/// One reform.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProgrammeAnswer {
    /// Short name.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Whom it could serve, as the residents column is called.
    pub people: String,
    /// Share of each study area's people in a treated place.
    pub treated_share: Vec<Option<f64>>,
    /// Whom it reaches, or why that is not said.
    pub reach: Result<Reach, String>,
    /// What it costs, where the pack says.
    pub cost: Option<Cost>,
    /// The funnel, or why there is none.
    pub funnel: Result<Funnel, String>,
    /// What it is meant to change.
    pub outcome: Option<Outcome>,
    /// Whether it worked, or why that is not asked.
    pub effect: Result<EffectAnswer, String>,
    /// The jump at the cut-off of eligibility, or why it is not asked.
    pub jump: Result<JumpFound, String>,
    /// Whether it would work elsewhere, or why that is not asked.
    pub elsewhere: Result<Elsewhere, String>,
    /// Where it all came from.
    pub sources: Vec<Provenance>,
}

/// The jump with what decides eligibility.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JumpFound {
    /// Label of the index.
    pub index: String,
    /// Last rank that is eligible.
    pub rank_at_most: f64,
    /// Share of eligible places treated, and of the others.
    pub treated: (f64, f64),
    /// The jump.
    pub answer: JumpAnswer,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// What to call it.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Whether more is better.
    pub direction: Direction,
    /// The least effect that would matter, where the pack says.
    pub smallest_effect: Option<f64>,
    /// Areas that the comparison leaves out.
    pub left_out: Vec<LeftOut>,
    /// Labels of the indicators that make places comparable.
    pub covariates: Vec<String>,
    /// The higher areas whose places are taken to rise and fall together.
    pub cluster: Option<String>,
}

/// What a reform costs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// £ in the study area.
    pub pounds: f64,
    /// £ for each person served; `None` where nobody is.
    pub pounds_per_person: Option<f64>,
    /// Share spent in left-behind places.
    pub left_behind_share: f64,
}

/// Says everything of every reform of the pack.
///
/// # Errors
/// [`FindingsError`] where a panel does not fit together.
pub fn answer(question: &ReformsQuestion<'_>) -> Result<Vec<ProgrammeAnswer>, FindingsError> {
    question.tables.programmes.iter().map(|programme| one(question, programme)).collect()
}

fn one(question: &ReformsQuestion<'_>, programme: &Programme) -> Result<ProgrammeAnswer, FindingsError> {
    let tables = question.tables;
    let panel = programme.outcome.as_ref().and_then(|id| tables.panels.iter().find(|p| p.id == *id));
    let built = panel.map(|panel| build(tables, programme, panel));
    let direction = panel.map_or(Direction::Neutral, |p| p.direction);
    let outcome = panel.zip(built.as_ref()).map(|(panel, built)| Outcome {
        label: panel.label.clone(),
        unit: panel.unit.clone(),
        direction,
        smallest_effect: programme.smallest_effect,
        left_out: built.left_out.clone(),
        covariates: indicators(tables, &programme.covariates).map(|i| i.label.clone()).collect(),
        cluster: programme.cluster.clone(),
    });
    let mut sources = vec![programme.provenance.clone()];
    sources.extend(panel.map(|p| p.provenance.clone()));
    sources.extend(tables.residents.provenance.get(&programme.people).cloned());
    let reach = reached(question, programme);
    Ok(ProgrammeAnswer {
        id: programme.id.clone(),
        label: programme.label.clone(),
        people: programme.people.clone(),
        treated_share: programme.treated_share.clone(),
        cost: cost(question, programme, &reach),
        funnel: way(question, programme),
        effect: effect_of(question, programme, built.as_ref(), direction)?,
        jump: jump_of(tables, programme, built.as_ref(), direction),
        elsewhere: elsewhere(tables, programme, question.grouping, built.as_ref()).ok_or_else(|| {
            "it needs `covariates`, two places that tried it and two left-behind or deprived places that did not, each with every indicator.".into()
        }),
        reach,
        outcome,
        sources,
    })
}

fn people<'a>(question: &ReformsQuestion<'a>, programme: &Programme) -> Option<&'a Vec<Option<f64>>> {
    question.tables.residents.columns.get(&programme.people)
}

fn reached(question: &ReformsQuestion<'_>, programme: &Programme) -> Result<Reach, String> {
    let people = people(question, programme).ok_or("the pack does not count the people whom it could serve.")?;
    let (serves, served) = if let Some(participants) = &programme.participants {
        (Serves::Participants, participants.clone())
    } else {
        let living = people.iter().zip(&programme.treated_share).map(|(p, share)| Some((*p)? * (*share)?));
        (Serves::Places, living.collect())
    };
    let index = question.tables.indices.iter().find(|i| i.id == question.grouping.deprivation);
    Ok(reach(&ReachInput {
        serves,
        people,
        served: &served,
        grouping: question.grouping,
        need_rank: index.map_or(&[], |i| &i.area_rank),
        minimum: question.minimum,
        bootstrap: question.bootstrap,
    }))
}

fn cost(question: &ReformsQuestion<'_>, programme: &Programme, reach: &Result<Reach, String>) -> Option<Cost> {
    let spent = programme.cost_pounds.as_ref()?;
    let pounds = total(spent.iter().flatten().copied());
    let served = reach.as_ref().ok().and_then(|r| r.overall.count).filter(|n| *n > 0.0);
    let here = total(question.grouping.members(Group::LeftBehind).filter_map(|a| spent.get(a).copied().flatten()));
    (pounds > 0.0).then(|| Cost {
        pounds,
        pounds_per_person: served.map(|n| pounds / n),
        left_behind_share: here / pounds,
    })
}

/// Everyone, then the steps that others measure, eligibility, the indicators that the pack names, and taking part.
fn way(question: &ReformsQuestion<'_>, programme: &Programme) -> Result<Funnel, String> {
    let start = people(question, programme).ok_or("the pack does not count the people whom it could serve.")?;
    let participants =
        programme.participants.as_ref().ok_or("the pack does not say how many people took part in each place.")?;
    let mut steps = question.steps.to_vec();
    // What the pack names an indicator for is measured.
    let named = |told: &&String| !programme.steps.iter().any(|(step, _)| told.starts_with(step.as_str()));
    let mut missing: Vec<String> = question.missing.iter().filter(named).cloned().collect();
    steps.push(Step {
        label: "offered where they live".into(),
        source: "Share of people who live in a treated place.".into(),
        rate: programme.treated_share.clone(),
    });
    match &programme.eligible {
        Some(eligible) => steps.push(Step {
            label: "eligible".into(),
            source: "The programme’s count of eligible people over the people whom it could serve.".into(),
            rate: start.iter().zip(eligible).map(|(all, some)| share(*some, *all)).collect(),
        }),
        None => missing.push("eligible: the pack does not count eligible people".into()),
    }
    for (label, id) in &programme.steps {
        if let Some(indicator) = question.tables.indicators.iter().find(|i| i.id == *id) {
            steps.push(Step {
                label: label.clone(),
                source: format!("{} ({}), taken for those who came so far.", indicator.label, indicator.unit),
                rate: indicator.values.iter().map(|v| v.map(|v| (v / 100.0).clamp(0.0, 1.0))).collect(),
            });
        }
    }
    let left = |area: usize| -> Option<f64> {
        steps.iter().try_fold(start.get(area).copied().flatten()?, |left, step| {
            Some(left * step.rate.get(area).copied().flatten()?)
        })
    };
    let rate: Vec<Option<f64>> =
        (0..start.len()).map(|area| share(participants.get(area).copied().flatten(), left(area))).collect();
    let over = |area: usize| {
        let took_part = participants.get(area).copied().flatten()?;
        Some((took_part - left(area)?).max(0.0))
    };
    let beyond = total((0..start.len()).filter_map(over));
    steps.push(Step {
        label: "taken up".into(),
        source: "People who took part, over those who came so far.".into(),
        rate,
    });
    let told = beyond == 0.0 || beyond >= question.minimum;
    let found = funnel(start, &steps, missing, question.grouping, question.minimum);
    Ok(Funnel { beyond: told.then_some(beyond), ..found })
}

/// `some / all`, at most one; nobody of nobody is none.
fn share(some: Option<f64>, all: Option<f64>) -> Option<f64> {
    let (some, all) = (some?, all?);
    Some(if all > 0.0 { (some / all).clamp(0.0, 1.0) } else { 0.0 })
}

fn effect_of(
    question: &ReformsQuestion<'_>,
    programme: &Programme,
    built: Option<&Built>,
    direction: Direction,
) -> Result<Result<EffectAnswer, String>, FindingsError> {
    let Some(built) = built else { return Ok(Err("the pack names no outcome over time for it.".into())) };
    if programme.began.is_none() {
        return Ok(Err("the pack does not say when places were treated.".into()));
    }
    if built.panel.treated() == 0 || built.panel.periods.len() < 2 {
        return Ok(Err("no place is treated within the periods of the outcome.".into()));
    }
    effect(&EffectQuestion {
        panel: &built.panel,
        direction,
        options: EffectOptions::default(),
        smallest_effect: programme.smallest_effect,
        bootstrap: question.bootstrap,
    })
    .map(Ok)
}

fn jump_of(
    tables: &Tables,
    programme: &Programme,
    built: Option<&Built>,
    direction: Direction,
) -> Result<JumpFound, String> {
    let (id, last) = programme.eligibility.as_ref().ok_or("the pack names no cut-off of eligibility for it.")?;
    let built = built.ok_or("the pack names no outcome over time for it.")?;
    let index = tables.indices.iter().find(|i| i.id == *id).ok_or("the index of eligibility is not in the pack.")?;
    let first = built.panel.cohorts().into_iter().find(|c| *c > 0);
    let mean = |row: &[f64]| row.iter().sum::<f64>() / row.len() as f64;
    let mut places: Vec<(f64, f64, bool)> = Vec::new();
    for (area, row) in built.areas.iter().zip(&built.panel.outcomes) {
        let Some(rank) = index.area_rank.get(*area).copied().flatten() else { continue };
        // Where it is known when it began, the change since is compared, which leaves out what places had been before.
        let outcome = match first {
            Some(first) => mean(&row[first..]) - mean(&row[..first]),
            None => row.last().copied().unwrap_or(f64::NAN),
        };
        let treated = programme.treated_share.get(*area).copied().flatten().is_some_and(|s| s > 0.0);
        places.push((-rank, outcome, treated));
    }
    let cut = -(last + 0.5);
    let (running, outcome): (Vec<f64>, Vec<f64>) = places.iter().map(|p| (p.0, p.1)).unzip();
    let treated = |eligible: bool| {
        let side: Vec<bool> = places.iter().filter(|p| (p.0 > cut) == eligible).map(|p| p.2).collect();
        side.iter().filter(|t| **t).count() as f64 / side.len().max(1) as f64
    };
    let answer = jump(&running, &outcome, cut, direction).ok_or_else(|| {
        format!("too few places on one side of rank {last} to fit a curve ({} are needed).", super::FEWEST_PLACES)
    })?;
    Ok(JumpFound { index: index.label.clone(), rank_at_most: *last, treated: (treated(true), treated(false)), answer })
}
