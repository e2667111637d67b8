//! Would it work elsewhere: the left-behind (or other deprived) places where it was not tried, beside those where it was.

use lynchpin_pack::tables::{Programme, Tables};
use serde::Serialize;

use super::average::{Over, average};
use super::build::{Built, indicators};
use super::effect::{Draws, EffectFigure};
use super::group_time::{EffectOptions, group_time};
use super::panel::Panel;
use super::transport::{
    Alike, Generalizability, Profiles, Support, Weighed, Weighting, generalizability, nearest, support, weigh,
};
use super::two_period::Estimator;
use crate::places::{Group, Grouping};

/// What can be said of places where it was not tried.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Elsewhere {
    /// Labels of the indicators compared.
    pub indicators: Vec<String>,
    /// Study areas that tried it.
    pub study: Vec<usize>,
    /// The group of places that the target is of: left behind or, where fewer than two of those did not try it, other deprived.
    pub group: Group,
    /// Study areas of that group that did not.
    pub target: Vec<usize>,
    /// Areas of both left out, as an indicator is not known there.
    pub left_out: usize,
    /// How like the two are.
    pub generalizability: Option<Generalizability>,
    /// Where the target lies outside what was tried.
    pub support: Option<Support>,
    /// Weights of the places that tried it, by entropy balancing; `None` where no weighing of them gives the target's means.
    pub balanced: Option<Weighed>,
    /// The same by inverse odds.
    pub by_odds: Option<Weighed>,
    /// The effect with the balanced weights, places that did not try it being compared as they are.
    pub effect: Option<EffectFigure>,
    /// Target areas, the one most like a place that tried it first.
    pub nearest: Vec<Alike>,
    /// Why it may not carry over, one sentence each; empty where nothing speaks against it.
    pub why_not: Vec<String>,
}

/// Compares the untreated left-behind areas (or other deprived ones) with those that tried it. `None` where the programme names no covariates, or either side has fewer than two places.
pub(crate) fn elsewhere(
    tables: &Tables,
    programme: &Programme,
    grouping: &Grouping,
    built: Option<&Built>,
) -> Option<Elsewhere> {
    let chosen: Vec<_> = indicators(tables, &programme.covariates).collect();
    let known = |area: &usize| chosen.iter().all(|i| i.values.get(*area).copied().flatten().is_some());
    let share = |area: usize| programme.treated_share.get(area).copied().flatten();
    let all_study: Vec<usize> =
        (0..tables.areas.codes.len()).filter(|a| share(*a).is_some_and(|s| s >= super::build::TREATED_FROM)).collect();
    let untreated =
        |group: Group| -> Vec<usize> { grouping.members(group).filter(|a| share(*a) == Some(0.0)).collect() };
    let left_behind = untreated(Group::LeftBehind);
    let (group, all_target) = if left_behind.len() < 2 {
        (Group::OtherDeprived, untreated(Group::OtherDeprived))
    } else {
        (Group::LeftBehind, left_behind)
    };
    let study: Vec<usize> = all_study.iter().copied().filter(known).collect();
    let target: Vec<usize> = all_target.iter().copied().filter(known).collect();
    if chosen.is_empty() || study.len() < 2 || target.len() < 2 {
        return None;
    }
    let labels: Vec<String> = chosen.iter().map(|i| i.label.clone()).collect();
    let values: Vec<Vec<f64>> =
        chosen.iter().map(|i| i.values.iter().map(|v| v.unwrap_or(f64::NAN)).collect()).collect();
    let profiles = Profiles { labels: &labels, values: &values };
    let balanced = weigh(profiles, &study, &target, Weighting::EntropyBalancing);
    let mut found = Elsewhere {
        generalizability: generalizability(profiles, &study, &target),
        support: support(profiles, &study, &target),
        by_odds: weigh(profiles, &study, &target, Weighting::InverseOdds),
        effect: balanced.as_ref().zip(built).and_then(|(w, b)| transported(b, &study, w)),
        nearest: nearest(profiles, &study, &target),
        left_out: all_study.len() + all_target.len() - study.len() - target.len(),
        indicators: labels,
        balanced,
        group,
        study,
        target,
        why_not: Vec::new(),
    };
    found.why_not = why_not(&found);
    Some(found)
}

/// The effect on places weighed to the target.
fn transported(built: &Built, study: &[usize], weighed: &Weighed) -> Option<EffectFigure> {
    let scale = study.len() as f64;
    let weight = |area: &usize| {
        let at = study.iter().position(|s| s == area)?;
        // A weight of nought is none: the place stays in by next to nothing.
        Some((weighed.weights[at] * scale).max(1e-9))
    };
    let panel = Panel {
        weights: Some(built.areas.iter().map(|area| weight(area).unwrap_or(1.0)).collect()),
        covariates: Vec::new(),
        ..built.panel.clone()
    };
    let options = EffectOptions { estimator: Estimator::OutcomeRegression, ..EffectOptions::default() };
    let effects = group_time(&panel, options).ok()?;
    let overall = average(&effects, Over::Cohort)?.overall;
    let cohorts = effects.treated_draws() - effects.freedom();
    let treated = (weighed.effective.floor() as usize).min(effects.treated_draws());
    Some(Draws { treated, freedom: treated.saturating_sub(cohorts) }.figure(&overall))
}

/// Weights as few as this many places' worth rest on a handful.
const FEW_EFFECTIVE: f64 = 5.0;
/// A difference of this many standard deviations is one of kind.
const LARGE_DIFFERENCE: f64 = 1.0;

/// Places on a side below which the index of likeness is itself uncertain.
const FEW_PLACES: usize = 10;

fn why_not(found: &Elsewhere) -> Vec<String> {
    let mut reasons = Vec::new();
    let fewest = found.study.len().min(found.target.len());
    if fewest < FEW_PLACES {
        reasons.push(format!("Only {fewest} places stand on one side: how like the two are is itself uncertain."));
    }
    if let Some(g) = found.generalizability.filter(|g| g.index < 0.8) {
        reasons.push(format!("The generalizability index is {:.2}: {}.", g.index, g.reading.label()));
    }
    for c in found.support.iter().flat_map(|s| &s.covariates) {
        let share = 100.0 * c.outside as f64 / found.target.len() as f64;
        if c.mean_outside() {
            reasons.push(format!("{}: the target’s mean lies outside everything that was tried.", c.label));
        } else if share >= 10.0 {
            reasons.push(format!("{}: {share:.0} % of the target lies outside the range that was tried.", c.label));
        } else if c.standardised_difference.abs() >= LARGE_DIFFERENCE {
            reasons.push(format!(
                "{}: the target differs by {:.1} standard deviations.",
                c.label,
                c.standardised_difference.abs()
            ));
        }
    }
    match &found.balanced {
        None => reasons.push("No weighing of the places that tried it gives the target’s means.".into()),
        Some(w) if w.effective < FEW_EFFECTIVE => reasons.push(format!(
            "Weighed to the target, the places that tried it are worth no more than {:.1} places.",
            w.effective
        )),
        Some(_) => {}
    }
    reasons
}
