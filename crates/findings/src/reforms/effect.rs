//! Did it work? Everything that bears on the question, and a verdict that may be that the data cannot tell.

use lynchpin_pack::tables::Direction;
use serde::Serialize;

use super::average::{Average, Estimate, Over, average};
use super::bands::{simultaneous, student, student_p};
use super::detectable::minimum_detectable;
use super::group_time::{Base, EffectOptions, GroupTime, PreTrend, group_time};
use super::panel::Panel;
use super::placebo::{Placebos, placebos};
use super::randomisation::{Randomisation, randomisation};
use super::synthetic_control::{Donors, Importance, Synthetic};
use super::two_by_two::two_by_two;
use super::two_period::Estimator;
use super::verdict::{Evidence, Judged, judge};
use crate::FindingsError;
use crate::interval::{Interval, Method};
use crate::sample::Bootstrap;

/// What is asked.
#[derive(Clone, Debug)]
pub struct EffectQuestion<'a> {
    /// The outcome of places over time.
    pub panel: &'a Panel,
    /// Whether more of the outcome is better.
    pub direction: Direction,
    /// How effects are estimated.
    pub options: EffectOptions,
    /// The least effect that would matter, in the unit of the outcome, where somebody has said.
    pub smallest_effect: Option<f64>,
    /// Draws and their seed.
    pub bootstrap: Bootstrap,
}

/// An effect with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EffectFigure {
    /// The effect, in the unit of the outcome.
    pub att: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// 95 % limits by Student's t on treated places less one for each cohort, the error widened for as many estimated means; `None` with fewer than
    /// [`FEWEST_TREATED`], which bear no such interval.
    pub interval: Option<Interval>,
    /// Two-sided chance of so large an effect where there is none, under the same t.
    pub p_value: Option<f64>,
}

/// An effect at a time since treatment, for a cohort or in a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectPoint {
    /// Periods since the first treated one (below nought before), or the label of cohort or period.
    pub label: String,
    /// Whether places are treated by then.
    pub post: bool,
    /// The effect.
    pub effect: EffectFigure,
    /// Limits that hold for all points at once in 95 % of samples.
    pub band: Option<(f64, f64)>,
}

/// A blend of untreated places for those treated first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SyntheticAnswer {
    /// Position in the panel of each donor.
    pub donors: Vec<usize>,
    /// The blend and its gaps.
    pub synthetic: Synthetic,
    /// Donors taken for treated in turn.
    pub placebos: Option<Placebos>,
}

/// Everything that bears on whether it worked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectAnswer {
    /// Units compared, those treated in some period, and units left out as treated from the first period on.
    pub units: (usize, usize, usize),
    /// Labels of periods.
    pub periods: Vec<String>,
    /// Treated units (or clusters) that an interval rests on.
    pub draws: usize,
    /// How it was estimated.
    pub options: EffectOptions,
    /// The least effect that would be found in four of five such samples.
    pub detectable: Option<f64>,
    /// The mean effect on a cohort, weighed by its size; `None` where no comparison could be made.
    pub overall: Option<EffectFigure>,
    /// By time since treatment: the event study.
    pub by_event: Vec<EffectPoint>,
    /// By first treated period.
    pub by_cohort: Vec<EffectPoint>,
    /// By calendar period.
    pub by_period: Vec<EffectPoint>,
    /// The mean of all effects after treatment.
    pub simple: Option<EffectFigure>,
    /// The overall effect by each estimator, where there are covariates.
    pub by_estimator: Vec<(Estimator, EffectFigure)>,
    /// Treated before and after against never treated, those of the first cohort.
    pub two_by_two: Option<Interval>,
    /// How much faster treated places moved before treatment, a period: the mean of all effects before it. Nought where they had moved alike.
    pub drift: Option<EffectFigure>,
    /// The test of all effects before treatment at once; its chance is right where treated places are many times the comparisons.
    pub pre_trend: Option<PreTrend>,
    /// The randomisation test, where few places are treated.
    pub randomisation: Option<Randomisation>,
    /// A synthetic control, where few places are treated.
    pub synthetic: Option<SyntheticAnswer>,
    /// Comparisons that could not be made, as cohort and period.
    pub failed: Vec<(String, String)>,
    /// What all this says.
    pub verdict: Judged,
}

/// Treated places below which no interval is given.
pub const FEWEST_TREATED: usize = 5;
/// Treated places below which chance is judged by randomisation too.
pub const FEW_TREATED: usize = 100;
/// Treated places up to which a synthetic control is made.
const SYNTHETIC_UP_TO: usize = 5;
/// Donors that a synthetic control may blend: those nearest before treatment.
const DONORS: usize = 40;
/// Periods before treatment below which a synthetic control fits anything.
const PERIODS_BEFORE: usize = 4;

/// Asks whether it worked.
///
/// # Errors
/// As [`Panel::check`].
pub fn effect(question: &EffectQuestion<'_>) -> Result<EffectAnswer, FindingsError> {
    let (panel, options) = (question.panel, question.options);
    let effects = group_time(panel, options)?;
    let draws = Draws { treated: effects.treated_draws(), freedom: effects.freedom() };
    let figure = |estimate: &Estimate| draws.figure(estimate);
    let overall = average(&effects, Over::Cohort).map(|a| figure(&a.overall));
    let points = |over: Over, stream: u64| {
        let found = average(&effects, over);
        found.map_or_else(Vec::new, |a| points(panel, &effects, &a, draws, question.bootstrap, stream))
    };
    let few = draws.treated < FEW_TREATED;
    let randomisation = if few && overall.is_some() { randomisation(panel, options, question.bootstrap) } else { None };
    let synthetic = if panel.treated() <= SYNTHETIC_UP_TO { synthetic(panel) } else { None };
    let drift = drift(panel, options, draws)?;
    let verdict = judge(&Evidence {
        direction: question.direction,
        overall,
        drift,
        randomisation,
        placebo_p: synthetic.as_ref().and_then(|s| s.placebos.as_ref()).map(|p| p.p_value),
        few,
        smallest_effect: question.smallest_effect,
        detectable: draws.detectable(overall),
    });
    Ok(EffectAnswer {
        units: (effects.units.len(), panel.treated(), panel.units() - effects.units.len()),
        periods: panel.periods.clone(),
        draws: draws.treated,
        options,
        detectable: draws.detectable(overall),
        overall,
        by_event: points(Over::Event, 1),
        by_cohort: points(Over::Cohort, 2),
        by_period: points(Over::Calendar, 3),
        simple: average(&effects, Over::Simple).map(|a| figure(&a.overall)),
        by_estimator: by_estimator(panel, options, draws)?,
        two_by_two: first_cohort(panel),
        drift,
        pre_trend: effects.pre_trend(),
        randomisation,
        synthetic,
        failed: effects.failed.iter().map(|(c, p)| (panel.periods[*c].clone(), panel.periods[*p].clone())).collect(),
        verdict,
    })
}

/// What intervals rest on.
#[derive(Clone, Copy)]
pub(crate) struct Draws {
    pub treated: usize,
    pub freedom: usize,
}

impl Draws {
    fn bear_intervals(self) -> bool {
        self.treated >= FEWEST_TREATED && self.freedom > 0
    }

    /// The error with as many estimated means counted as there are cohorts.
    fn widened(self, error: f64) -> f64 {
        error * (self.treated as f64 / self.freedom as f64).sqrt()
    }

    pub fn figure(self, estimate: &Estimate) -> EffectFigure {
        let (att, error) = (estimate.att, estimate.standard_error);
        let bears = self.bear_intervals() && error > 0.0;
        let freedom = self.freedom as f64;
        let interval =
            |reach: f64| Interval { estimate: att, low: att - reach, high: att + reach, method: Method::Influence };
        EffectFigure {
            att,
            standard_error: error,
            interval: bears.then(|| interval(student(0.975, freedom) * self.widened(error))),
            p_value: bears.then(|| student_p(att / self.widened(error), freedom)),
        }
    }

    fn detectable(self, overall: Option<EffectFigure>) -> Option<f64> {
        let error = overall.map(|o| o.standard_error).filter(|e| *e > 0.0 && self.bear_intervals())?;
        Some(minimum_detectable(self.widened(error), self.freedom as f64))
    }
}

/// The mean of the changes from each period to the next before treatment, treated less the others.
fn drift(panel: &Panel, options: EffectOptions, draws: Draws) -> Result<Option<EffectFigure>, FindingsError> {
    let effects = group_time(panel, EffectOptions { base: Base::Varying, ..options })?;
    let Some(events) = average(&effects, Over::Event) else { return Ok(None) };
    let before: Vec<&Estimate> = events.parts.iter().filter(|p| p.at < 0).map(|p| &p.effect).collect();
    let share = 1.0 / before.len() as f64;
    let mut influence = vec![0.0; effects.units.len()];
    for effect in &before {
        influence.iter_mut().zip(&effect.influence).for_each(|(sum, moved)| *sum += share * moved);
    }
    let att = before.iter().map(|e| share * e.att).sum();
    let standard_error = effects.standard_error(&influence);
    Ok((!before.is_empty()).then(|| draws.figure(&Estimate { att, standard_error, influence })))
}

fn points(
    panel: &Panel,
    effects: &GroupTime,
    found: &Average,
    draws: Draws,
    bootstrap: Bootstrap,
    stream: u64,
) -> Vec<EffectPoint> {
    let critical = simultaneous(effects, &found.parts, bootstrap, stream);
    // A band is never narrower than an interval, and is widened as that is.
    let wide = critical.map(|c| draws.widened(c.max(student(0.975, draws.freedom as f64))));
    let point = |at: i64, estimate: &Estimate| EffectPoint {
        label: match found.over {
            Over::Event => at.to_string(),
            _ => panel.periods.get(at as usize).cloned().unwrap_or_default(),
        },
        post: found.over != Over::Event || at >= 0,
        effect: draws.figure(estimate),
        band: wide
            .filter(|_| draws.bear_intervals() && estimate.standard_error > 0.0)
            .map(|c| (estimate.att - c * estimate.standard_error, estimate.att + c * estimate.standard_error)),
    };
    found.parts.iter().map(|part| point(part.at, &part.effect)).collect()
}

fn by_estimator(
    panel: &Panel,
    options: EffectOptions,
    draws: Draws,
) -> Result<Vec<(Estimator, EffectFigure)>, FindingsError> {
    let mut all = Vec::new();
    if panel.covariates.is_empty() {
        return Ok(all);
    }
    for estimator in [Estimator::OutcomeRegression, Estimator::InverseProbability, Estimator::DoublyRobust] {
        let effects = group_time(panel, EffectOptions { estimator, ..options })?;
        all.extend(average(&effects, Over::Cohort).map(|a| (estimator, draws.figure(&a.overall))));
    }
    Ok(all)
}

/// All periods before the first cohort's treatment against all from it on.
fn first_cohort(panel: &Panel) -> Option<Interval> {
    let first = panel.cohorts().into_iter().find(|c| *c > 0)?;
    let (before, after): (Vec<usize>, Vec<usize>) = (0..panel.periods.len()).partition(|p| *p < first);
    two_by_two(panel, &before, &after)
}

/// A blend for the mean of the units treated first, from the untreated units that were nearest before.
fn synthetic(panel: &Panel) -> Option<SyntheticAnswer> {
    let first = panel.cohorts().into_iter().find(|c| *c > 0).filter(|c| *c >= PERIODS_BEFORE)?;
    let rows = |wanted: Option<usize>| {
        panel.outcomes.iter().enumerate().filter(move |(u, _)| panel.first_treated[*u] == wanted)
    };
    let treated: Vec<&Vec<f64>> = rows(Some(first)).map(|r| r.1).collect();
    let mean: Vec<f64> =
        (0..panel.periods.len()).map(|t| treated.iter().map(|r| r[t]).sum::<f64>() / treated.len() as f64).collect();
    let apart = |row: &[f64]| -> f64 { (0..first).map(|t| (row[t] - mean[t]).powi(2)).sum() };
    let mut near: Vec<(usize, &Vec<f64>)> = rows(None).collect();
    near.sort_by(|a, b| apart(a.1).total_cmp(&apart(b.1)).then(a.0.cmp(&b.0)));
    near.truncate(DONORS);
    let slices: Vec<&[f64]> = near.iter().map(|d| d.1.as_slice()).collect();
    let donors = Donors::of_outcomes(&mean, &slices, first);
    let synthetic = donors.blend(&Importance::Given(vec![1.0; first]))?;
    let placebos = placebos(&donors, &synthetic);
    Some(SyntheticAnswer { donors: near.iter().map(|d| d.0).collect(), synthetic, placebos })
}
