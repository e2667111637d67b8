//! What others have published of the order of determinants, held against the resampled ranks.

use lynchpin_pack::config::ClaimSection;
use serde::Serialize;

use super::ranks::ranks_of;

/// From this share of resamples on, a claim counts as supported; below what is left of 1, as spoken against (Lynchpin default).
pub const SUPPORTED: f64 = 0.95;

/// What the data say to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// In 95 % of the resamples or more the claimed come first.
    Supports,
    /// In 5 % or fewer.
    SpeaksAgainst,
    /// The one with, the other without the determinants that are partly the outcome.
    TurnsOnCautions,
    /// In between.
    CannotTell,
    /// The pack lacks what the claim is about.
    NotInPack,
}

/// A claim and what the data say to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimTest {
    /// Who published it, and when.
    pub source: String,
    /// The claim, to complete “… says that”.
    pub says: String,
    /// What it puts first.
    pub first: Vec<String>,
    /// Share of resamples in which these take the first places, in any order; `None` where the pack lacks them.
    pub probability: Option<f64>,
    /// The same without the determinants that are partly the outcome; `None` where none is, or nothing named is left.
    pub without_cautions: Option<f64>,
    /// What follows.
    pub verdict: Verdict,
}

/// Names (of blocks, or of predictors) with their shares in each resample.
pub type Level<'a> = (&'a [String], &'a [Vec<f64>]);

/// Tests a claim against the blocks or predictors that it names: all of them, and those that are not partly the outcome. It is supported, or spoken against,
/// only where both agree.
pub fn test(claim: &ClaimSection, all: [Level<'_>; 2], without_cautions: Option<[Level<'_>; 2]>) -> ClaimTest {
    let of_level = |(names, draws): Level<'_>| {
        let wanted: Vec<usize> =
            claim.first.iter().map(|name| names.iter().position(|n| n == name)).collect::<Option<_>>()?;
        let holds = |draw: &&Vec<f64>| {
            let ranks = ranks_of(draw);
            wanted.iter().all(|player| ranks[*player] <= wanted.len())
        };
        (!wanted.is_empty() && !draws.is_empty())
            .then(|| draws.iter().filter(holds).count() as f64 / draws.len() as f64)
    };
    let probability = all.into_iter().find_map(of_level);
    let without_cautions = without_cautions.and_then(|levels| levels.into_iter().find_map(of_level));
    let verdict = match probability {
        None => Verdict::NotInPack,
        Some(p) => match (firm(p), firm(without_cautions.unwrap_or(p))) {
            (Some(true), Some(true)) => Verdict::Supports,
            (Some(false), Some(false)) => Verdict::SpeaksAgainst,
            (Some(_), Some(_)) => Verdict::TurnsOnCautions,
            _ => Verdict::CannotTell,
        },
    };
    ClaimTest {
        source: claim.source.clone(),
        says: claim.says.clone(),
        first: claim.first.clone(),
        probability,
        without_cautions,
        verdict,
    }
}

/// Whether a claim holds, or does not, beyond doubt.
fn firm(probability: f64) -> Option<bool> {
    match probability {
        p if p >= SUPPORTED => Some(true),
        p if p <= 1.0 - SUPPORTED => Some(false),
        _ => None,
    }
}
