//! Raking: weights changed as little as need be until they add up to known margins.
//!
//! Source: Deming and Stephan (1940), *Annals of Mathematical Statistics* 11. Each round multiplies the weights of a category by its target over its
//! sum, variable after variable, until every margin fits.

use crate::FindingsError;
use crate::interval::total;
use serde::Serialize;

/// A margin to meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Target<'a> {
    /// What the margin is of, for messages.
    pub variable: &'a str,
    /// Names of its categories, for messages.
    pub categories: &'a [String],
    /// Category of each respondent; whoever has none keeps their weight on this margin.
    pub of: &'a [Option<usize>],
    /// People of the population in each category.
    pub people: &'a [f64],
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RakeOptions {
    /// The largest gap between a margin's share and its target (Lynchpin default 1e-12).
    pub gap: f64,
    /// Most rounds (Lynchpin default 1,000).
    pub rounds: u32,
}

impl Default for RakeOptions {
    fn default() -> Self {
        Self { gap: 1e-12, rounds: 1000 }
    }
}

/// Weights that meet the margins.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Raked {
    /// A weight per respondent; their sum is that of the weights given.
    pub weights: Vec<f64>,
    /// Rounds taken.
    pub rounds: u32,
    /// The largest gap left between a margin's share and its target.
    pub gap: f64,
}

/// Rakes weights to margins.
///
/// # Errors
/// [`FindingsError::EmptyCategory`] where nobody answered in a category that has people, [`FindingsError::Misaligned`], and
/// [`FindingsError::NoConvergence`] where the margins cannot all be met.
pub fn rake(weights: &[f64], targets: &[Target<'_>], options: RakeOptions) -> Result<Raked, FindingsError> {
    for target in targets {
        crate::error::aligned(target.variable, weights.len(), target.of.len())?;
        check(weights, target)?;
    }
    let mut weights = weights.to_vec();
    let whole: f64 = total(weights.iter().copied());
    for round in 0..=options.rounds {
        let gap = targets.iter().map(|t| gap(&weights, t)).fold(0.0, f64::max);
        if gap <= options.gap {
            let now: f64 = total(weights.iter().copied());
            let scale = if now > 0.0 { whole / now } else { 1.0 };
            for weight in &mut weights {
                *weight *= scale;
            }
            return Ok(Raked { weights, rounds: round, gap });
        }
        if round < options.rounds {
            for target in targets {
                meet(&mut weights, target);
            }
        }
    }
    let variables = targets.iter().map(|t| t.variable).collect::<Vec<_>>().join(", ");
    Err(FindingsError::NoConvergence {
        what: format!("raking to {variables}"),
        hint: "the margins may contradict each other, or a category holds hardly anybody: merge categories".to_owned(),
    })
}

fn check(weights: &[f64], target: &Target<'_>) -> Result<(), FindingsError> {
    for (category, people) in target.people.iter().enumerate() {
        let asked = target.of.iter().zip(weights).any(|(of, w)| *of == Some(category) && *w > 0.0);
        if *people > 0.0 && !asked {
            return Err(FindingsError::EmptyCategory {
                variable: target.variable.to_owned(),
                category: target.categories.get(category).cloned().unwrap_or_default(),
            });
        }
    }
    Ok(())
}

/// Sum of weights in each category.
fn sums(weights: &[f64], target: &Target<'_>) -> Vec<f64> {
    let mut sums = vec![0.0; target.people.len()];
    for (of, weight) in target.of.iter().zip(weights) {
        if let Some(sum) = of.and_then(|category| sums.get_mut(category)) {
            *sum += weight;
        }
    }
    sums
}

fn gap(weights: &[f64], target: &Target<'_>) -> f64 {
    let sums = sums(weights, target);
    let (all, people): (f64, f64) = (sums.iter().sum(), target.people.iter().sum());
    sums.iter().zip(target.people).map(|(sum, people_in)| (sum / all - people_in / people).abs()).fold(0.0, f64::max)
}

fn meet(weights: &mut [f64], target: &Target<'_>) {
    let sums = sums(weights, target);
    let (all, people): (f64, f64) = (sums.iter().sum(), target.people.iter().sum());
    let factors: Vec<f64> = sums
        .iter()
        .zip(target.people)
        .map(|(sum, people_in)| if *sum > 0.0 { people_in / people * all / sum } else { 1.0 })
        .collect();
    for (of, weight) in target.of.iter().zip(weights) {
        *weight *= of.and_then(|category| factors.get(category)).copied().unwrap_or(1.0);
    }
}
