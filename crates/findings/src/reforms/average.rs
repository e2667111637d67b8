//! Averages of the effects by cohort and period, with the error of their weights in them.

use serde::Serialize;

use super::group_time::{Cell, GroupTime};
use super::linear::dot;

/// What an average is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// Every effect after treatment, by size of cohort.
    Simple,
    /// Cohorts, each the mean of its periods.
    Cohort,
    /// Time since treatment: an event study.
    Event,
    /// Calendar periods.
    Calendar,
}

/// An effect with the influence of every unit on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The effect, in the unit of the outcome.
    pub att: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// How much each unit moves it.
    pub influence: Vec<f64>,
}

/// One part of an average.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Position of the cohort or period, or periods since treatment (below nought before it).
    pub at: i64,
    /// The effect.
    pub effect: Estimate,
}

/// An average and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Average {
    /// What it is over.
    pub over: Over,
    /// The average.
    pub overall: Estimate,
    /// What it is made of, in order; none for the simple one.
    pub parts: Vec<Part>,
}

/// Averages the effects; `None` where there is none after treatment.
pub fn average(effects: &GroupTime, over: Over) -> Option<Average> {
    let shares = Shares::of(effects);
    let post: Vec<&Cell> = effects.cells.iter().filter(|c| c.post()).collect();
    if post.is_empty() {
        return None;
    }
    let parts = match over {
        Over::Simple => Vec::new(),
        Over::Cohort => {
            let cohorts = distinct(post.iter().map(|c| c.cohort as i64));
            parts(effects, cohorts, |at| plain(post.iter().copied().filter(|c| c.cohort as i64 == at)))
        }
        Over::Event => {
            let event = |c: &Cell| c.period as i64 - c.cohort as i64;
            let events = distinct(effects.cells.iter().map(event));
            parts(effects, events, |at| shares.weighted(effects.cells.iter().filter(|c| event(c) == at)))
        }
        Over::Calendar => {
            let periods = distinct(post.iter().map(|c| c.period as i64));
            parts(effects, periods, |at| shares.weighted(post.iter().copied().filter(|c| c.period as i64 == at)))
        }
    };
    let (att, influence) = match over {
        Over::Simple => shares.weighted(post.into_iter()),
        Over::Cohort => shares.of_cohorts(&parts),
        Over::Event => mean(parts.iter().filter(|p| p.at >= 0)),
        Over::Calendar => mean(parts.iter()),
    };
    Some(Average { over, overall: estimate(effects, (att, influence)), parts })
}

fn distinct(all: impl Iterator<Item = i64>) -> Vec<i64> {
    all.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

fn estimate(effects: &GroupTime, (att, influence): (f64, Vec<f64>)) -> Estimate {
    Estimate { att, standard_error: effects.standard_error(&influence), influence }
}

fn parts(effects: &GroupTime, at: Vec<i64>, of: impl Fn(i64) -> (f64, Vec<f64>)) -> Vec<Part> {
    at.into_iter().map(|at| Part { at, effect: estimate(effects, of(at)) }).collect()
}

/// The plain mean of parts.
fn mean<'a>(parts: impl Iterator<Item = &'a Part>) -> (f64, Vec<f64>) {
    let parts: Vec<&Part> = parts.collect();
    let share = 1.0 / parts.len() as f64;
    combine(&parts.iter().map(|p| (share, p.effect.att, p.effect.influence.as_slice())).collect::<Vec<_>>())
}

/// Cells weighed equally, as all are of one cohort.
fn plain<'a>(cells: impl Iterator<Item = &'a Cell>) -> (f64, Vec<f64>) {
    let cells: Vec<&Cell> = cells.collect();
    let share = 1.0 / cells.len() as f64;
    combine(&cells.iter().map(|c| (share, c.att, c.influence.as_slice())).collect::<Vec<_>>())
}

/// `Σ weight · effect`, with its influence.
fn combine(terms: &[(f64, f64, &[f64])]) -> (f64, Vec<f64>) {
    let units = terms.first().map_or(0, |t| t.2.len());
    let mut influence = vec![0.0; units];
    for (weight, _, moved) in terms {
        influence.iter_mut().zip(*moved).for_each(|(sum, m)| *sum += weight * m);
    }
    (terms.iter().map(|t| t.0 * t.1).sum(), influence)
}

/// Share of the units' weight in each cohort, and what it takes to tell the error of those shares.
struct Shares<'a> {
    effects: &'a GroupTime,
}

impl<'a> Shares<'a> {
    fn of(effects: &'a GroupTime) -> Self {
        Self { effects }
    }

    fn share(&self, cohort: usize) -> f64 {
        let (first, weights) = (&self.effects.first_treated, &self.effects.weights);
        let members = first.iter().zip(weights).filter(|(f, _)| **f == Some(cohort));
        members.map(|(_, w)| w).sum::<f64>() / first.len() as f64
    }

    /// Cells weighed by the size of their cohort, which is itself estimated.
    fn weighted(&self, cells: impl Iterator<Item = &'a Cell>) -> (f64, Vec<f64>) {
        let terms: Vec<(usize, f64, &[f64])> = cells.map(|c| (c.cohort, c.att, c.influence.as_slice())).collect();
        self.by_size(&terms)
    }

    fn of_cohorts(&self, parts: &'a [Part]) -> (f64, Vec<f64>) {
        let terms: Vec<(usize, f64, &[f64])> =
            parts.iter().map(|p| (p.at as usize, p.effect.att, p.effect.influence.as_slice())).collect();
        self.by_size(&terms)
    }

    fn by_size(&self, terms: &[(usize, f64, &[f64])]) -> (f64, Vec<f64>) {
        let shares: Vec<f64> = terms.iter().map(|t| self.share(t.0)).collect();
        let total: f64 = shares.iter().sum();
        let weighed: Vec<(f64, f64, &[f64])> = terms.iter().zip(&shares).map(|(t, s)| (s / total, t.1, t.2)).collect();
        let (att, mut influence) = combine(&weighed);
        let effects: Vec<f64> = terms.iter().map(|t| t.1).collect();
        let level = dot(&shares, &effects) / (total * total);
        for (i, moved) in influence.iter_mut().enumerate() {
            let member = |cohort: usize| match self.effects.first_treated[i] {
                Some(own) if own == cohort => self.effects.weights[i],
                _ => 0.0,
            };
            let off: Vec<f64> = terms.iter().zip(&shares).map(|(t, s)| member(t.0) - s).collect();
            *moved += dot(&off, &effects) / total - off.iter().sum::<f64>() * level;
        }
        (att, influence)
    }
}
