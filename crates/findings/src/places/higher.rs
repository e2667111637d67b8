//! An index summed up by higher geography, as the File 10 of the English indices does.

use crate::FindingsError;
use crate::error::aligned;
use crate::places::rank_transform::decile;
use serde::Serialize;
use std::collections::BTreeMap;

/// An index on small areas, with their people and the higher area that each belongs to. All columns have one row per small area.
#[derive(Clone, Copy, Debug)]
pub struct HigherInput<'a> {
    /// Rank, 1 is worst.
    pub rank: &'a [Option<f64>],
    /// Score, higher is worse.
    pub score: &'a [Option<f64>],
    /// Number of areas that the index ranks (N).
    pub ranked_areas: usize,
    /// People.
    pub population: &'a [Option<f64>],
    /// Code of the higher area.
    pub parent: &'a [Option<String>],
}

/// The summaries of one higher area, all weighted by population.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HigherSummary {
    /// Its code.
    pub code: String,
    /// Small areas counted.
    pub areas: usize,
    /// Small areas left out for want of a rank or people.
    pub missing: usize,
    /// People in the small areas counted.
    pub population: f64,
    /// Mean of the inverted ranks, `N + 1 − rank`: higher is worse.
    pub average_rank: f64,
    /// Mean of the scores; `None` where an area counted has none.
    pub average_score: Option<f64>,
    /// Share of people in the worst tenth nationally, `0..=1`. (The published summary counts areas; see `areas_in_decile_1`.)
    pub people_in_decile_1: f64,
    /// Share of small areas in the worst tenth nationally, `0..=1`.
    pub areas_in_decile_1: f64,
    /// Extent, `0..=1`: people in the worst tenth in full, those up to the 30th percentile on a falling scale.
    pub extent: f64,
    /// Local concentration: mean inverted rank of the worst areas that hold a tenth of the people, the last of them part-counted.
    pub local_concentration: f64,
}

struct Small {
    rank: f64,
    score: Option<f64>,
    people: f64,
}

/// Sums an index up by higher area, in the order of codes.
///
/// # Errors
/// [`FindingsError::Misaligned`] where columns differ in length.
pub fn summarise_higher(input: HigherInput<'_>) -> Result<Vec<HigherSummary>, FindingsError> {
    let areas = input.parent.len();
    aligned("ranks", areas, input.rank.len())?;
    aligned("scores", areas, input.score.len())?;
    aligned("population", areas, input.population.len())?;
    let mut higher: BTreeMap<&str, (Vec<Small>, usize)> = BTreeMap::new();
    for (area, parent) in input.parent.iter().enumerate() {
        let Some(parent) = parent else { continue };
        let (small, missing) = higher.entry(parent).or_default();
        match (input.rank[area], input.population[area]) {
            (Some(rank), Some(people)) if people > 0.0 => {
                small.push(Small { rank, score: input.score[area], people });
            }
            _ => *missing += 1,
        }
    }
    let summary = |(code, (mut small, missing)): (&str, (Vec<Small>, usize))| {
        if small.is_empty() {
            return None;
        }
        small.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        Some(summarise(code, &small, missing, input.ranked_areas))
    };
    Ok(higher.into_iter().filter_map(summary).collect())
}

fn summarise(code: &str, small: &[Small], missing: usize, ranked: usize) -> HigherSummary {
    let people: f64 = small.iter().map(|s| s.people).sum();
    let mean = |of: &dyn Fn(&Small) -> f64| small.iter().map(|s| s.people * of(s)).sum::<f64>() / people;
    let worst = |s: &Small| decile(s.rank, ranked) == 1;
    let scored = small.iter().all(|s| s.score.is_some());
    HigherSummary {
        code: code.to_owned(),
        areas: small.len(),
        missing,
        population: people,
        average_rank: mean(&|s| inverted(s.rank, ranked)),
        average_score: scored.then(|| mean(&|s| s.score.unwrap_or(0.0))),
        people_in_decile_1: mean(&|s| f64::from(u8::from(worst(s)))),
        areas_in_decile_1: small.iter().filter(|s| worst(s)).count() as f64 / small.len() as f64,
        extent: mean(&|s| extent_weight(s.rank, ranked)),
        local_concentration: local_concentration(small, people, ranked),
    }
}

fn inverted(rank: f64, ranked: usize) -> f64 {
    ranked as f64 + 1.0 - rank
}

/// 1 for the worst ten percentiles, .95 at the 11th, falling by .9/19 each to .05 at the 30th, 0 beyond; percentile = `ceil(100 · rank / N)`.
pub fn extent_weight(rank: f64, ranked: usize) -> f64 {
    let percentile = (100.0 * rank / ranked as f64).ceil();
    if percentile <= 10.0 {
        1.0
    } else if percentile <= 30.0 {
        0.95 - (percentile - 11.0) * (0.9 / 19.0)
    } else {
        0.0
    }
}

/// `small` is sorted, worst first.
fn local_concentration(small: &[Small], people: f64, ranked: usize) -> f64 {
    let tenth = people / 10.0;
    let mut left = tenth;
    let mut sum = 0.0;
    for area in small {
        let counted = area.people.min(left);
        sum += counted * inverted(area.rank, ranked);
        left -= counted;
        if left <= 0.0 {
            break;
        }
    }
    sum / tenth
}
