//! How much "left behind" depends on the version of the index and on the cut-off.

use crate::FindingsError;
use crate::places::left_behind::{Group, classify_with};
use lynchpin_pack::tables::{Index, IndexAxis};
use serde::Serialize;

/// How firmly an area is left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Robustness {
    /// Under every combination that ranks it.
    Robustly,
    /// Under some combinations.
    Marginally,
    /// Under none.
    Not,
    /// No combination ranks it on both axes.
    Unranked,
}

/// The classification under every pair of index versions and every cut-off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RobustnessReport {
    /// Each combination: index of deprivation, index of community needs, cut-off in per cent, and how many areas it leaves behind.
    pub combinations: Vec<(String, String, f64, usize)>,
    /// Verdict per study area.
    pub verdicts: Vec<Robustness>,
    /// Share of the combinations that rank the area and leave it behind, `0..=1`; `None` where none ranks it.
    pub shares: Vec<Option<f64>>,
}

impl RobustnessReport {
    /// Number of areas with a verdict.
    pub fn count(&self, verdict: Robustness) -> usize {
        self.verdicts.iter().filter(|v| **v == verdict).count()
    }
}

/// Classifies under every combination of an index of deprivation, an index of community needs and a cut-off (per cent, as 5 to 20).
///
/// # Errors
/// [`FindingsError::NoIndex`] where an axis has no index, [`FindingsError::BadParameter`] where there is no cut-off or one is out of range.
pub fn robustness(indices: &[Index], cutoffs: &[f64]) -> Result<RobustnessReport, FindingsError> {
    let of_axis = |axis| indices.iter().filter(move |i| i.axis == axis);
    let ids: Vec<_> = indices.iter().map(|i| i.id.as_str()).collect();
    for (axis, name) in [(IndexAxis::Deprivation, "deprivation"), (IndexAxis::CommunityNeeds, "community-needs")] {
        if of_axis(axis).next().is_none() {
            return Err(FindingsError::NoIndex { axis: name.to_owned(), available: ids.join(", ") });
        }
    }
    if cutoffs.is_empty() {
        return Err(FindingsError::BadParameter {
            name: "cutoffs".to_owned(),
            value: "empty".to_owned(),
            expected: "at least one percentage".to_owned(),
        });
    }
    let areas = indices.first().map_or(0, |i| i.area_rank.len());
    let mut combinations = Vec::new();
    let mut left_behind = vec![0_u32; areas];
    let mut ranked = vec![0_u32; areas];
    for deprivation in of_axis(IndexAxis::Deprivation) {
        for needs in of_axis(IndexAxis::CommunityNeeds) {
            for &percent in cutoffs {
                let grouping = classify_with(deprivation, needs, percent)?;
                crate::error::aligned("ranks on the study areas", areas, grouping.groups.len())?;
                for (area, group) in grouping.groups.iter().enumerate() {
                    ranked[area] += u32::from(group.is_some());
                    left_behind[area] += u32::from(*group == Some(Group::LeftBehind));
                }
                combinations.push((
                    deprivation.id.clone(),
                    needs.id.clone(),
                    percent,
                    grouping.count(Group::LeftBehind),
                ));
            }
        }
    }
    let verdict = |(&times, &of): (&u32, &u32)| match (times, of) {
        (_, 0) => Robustness::Unranked,
        (0, _) => Robustness::Not,
        (times, of) if times == of => Robustness::Robustly,
        _ => Robustness::Marginally,
    };
    let share = |(&times, &of): (&u32, &u32)| (of > 0).then(|| f64::from(times) / f64::from(of));
    Ok(RobustnessReport {
        combinations,
        verdicts: left_behind.iter().zip(&ranked).map(verdict).collect(),
        shares: left_behind.iter().zip(&ranked).map(share).collect(),
    })
}
