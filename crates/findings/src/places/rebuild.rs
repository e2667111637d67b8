//! An index rebuilt from the ranks of its domains, and how far that is from what was published.

use crate::FindingsError;
use crate::error::aligned;
use crate::places::rank_transform;
use lynchpin_pack::tables::Index;
use serde::Serialize;

/// How many of the rows that differ most are kept.
const WORST_ROWS: usize = 10;

/// An index rebuilt: `score = Σ weight · X(rank)` over its domains, with the weights as published (not rescaled to 1).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rebuilt {
    /// Id of the index.
    pub index: String,
    /// Score per area, in the order of the index.
    pub scores: Vec<f64>,
    /// Rank per area, 1 is worst; areas with the same score share the better-known, smaller rank.
    pub ranks: Vec<u32>,
    /// Largest absolute difference from the published score; `None` where none was published.
    pub max_error: Option<f64>,
    /// The areas that differ most from the published score, worst first, at most ten.
    pub worst: Vec<WorstRow>,
    /// How many areas have another rank than was published; `None` where none was published.
    pub rank_differences: Option<usize>,
}

/// One area whose rebuilt score differs from the published one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorstRow {
    /// Its code.
    pub code: String,
    /// Published score.
    pub published: f64,
    /// Rebuilt score.
    pub rebuilt: f64,
    /// Published rank, where there is one.
    pub published_rank: Option<u32>,
    /// Rebuilt rank.
    pub rebuilt_rank: u32,
}

/// Rebuilds an index from its domain ranks and weights.
///
/// # Errors
/// [`FindingsError::NoDomains`], [`FindingsError::Misaligned`], or [`FindingsError::BadRank`] for a rank outside `1..=N`.
pub fn rebuild(index: &Index) -> Result<Rebuilt, FindingsError> {
    let areas = index.codes.len();
    if index.domains.is_empty() {
        return Err(FindingsError::NoDomains { index: index.id.clone() });
    }
    let mut scores = vec![0.0; areas];
    for domain in &index.domains {
        aligned(&format!("{}: ranks of {}", index.id, domain.name), areas, domain.rank.len())?;
        for ((score, rank), code) in scores.iter_mut().zip(&domain.rank).zip(&index.codes) {
            if *rank == 0 || *rank as usize > areas {
                return Err(FindingsError::BadRank {
                    index: index.id.clone(),
                    domain: domain.name.clone(),
                    code: code.clone(),
                    rank: *rank,
                    areas,
                });
            }
            *score += domain.weight * rank_transform(f64::from(*rank), areas);
        }
    }
    let ranks = ranks_of(&scores);
    let (max_error, worst) = against_published(index, &scores, &ranks)?;
    let rank_differences = match &index.rank {
        Some(published) => {
            aligned(&format!("{}: overall ranks", index.id), areas, published.len())?;
            Some(published.iter().zip(&ranks).filter(|(a, b)| a != b).count())
        }
        None => None,
    };
    Ok(Rebuilt { index: index.id.clone(), scores, ranks, max_error, worst, rank_differences })
}

/// Ranks of scores, the highest score being rank 1; equal scores share the smallest rank.
pub fn ranks_of(scores: &[f64]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let mut ranks = vec![0; scores.len()];
    let mut shared = 0;
    for (place, &area) in order.iter().enumerate() {
        if place == 0 || scores[area] != scores[order[place - 1]] {
            shared = place as u32 + 1;
        }
        ranks[area] = shared;
    }
    ranks
}

fn against_published(
    index: &Index,
    scores: &[f64],
    ranks: &[u32],
) -> Result<(Option<f64>, Vec<WorstRow>), FindingsError> {
    let Some(published) = &index.score else {
        return Ok((None, Vec::new()));
    };
    aligned(&format!("{}: overall scores", index.id), scores.len(), published.len())?;
    let error = |area: usize| (scores[area] - published[area]).abs();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| error(b).total_cmp(&error(a)).then(a.cmp(&b)));
    let worst = order
        .iter()
        .take(WORST_ROWS)
        .map(|&area| WorstRow {
            code: index.codes[area].clone(),
            published: published[area],
            rebuilt: scores[area],
            published_rank: index.rank.as_ref().and_then(|r| r.get(area).copied()),
            rebuilt_rank: ranks[area],
        })
        .collect();
    Ok((order.first().map(|&area| error(area)), worst))
}
