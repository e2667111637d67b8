//! Left behind: in the worst share of areas on deprivation and on community needs, both.

use crate::FindingsError;
use crate::error::aligned;
use lynchpin_pack::tables::{Index, IndexAxis};
use serde::{Deserialize, Serialize};

/// The groups that every comparison is made between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// In the worst share on both axes.
    LeftBehind,
    /// In the worst share on deprivation, not on community needs.
    OtherDeprived,
    /// Everywhere else.
    Rest,
}

impl Group {
    /// All groups, in the order of every table.
    pub const ALL: [Self; 3] = [Self::LeftBehind, Self::OtherDeprived, Self::Rest];

    /// What to call it in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LeftBehind => "left behind",
            Self::OtherDeprived => "other deprived",
            Self::Rest => "rest",
        }
    }
}

/// Which indices and how much of the ranking count as worst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LeftBehindRule {
    /// Id of the index of deprivation; the first of that axis in the pack where `None`.
    pub deprivation: Option<String>,
    /// Id of the index of community needs; the first of that axis in the pack where `None`.
    pub community_needs: Option<String>,
    /// The worst share, per cent of areas, on both axes. 10 is the published rule.
    pub worst_percent: f64,
}

impl Default for LeftBehindRule {
    fn default() -> Self {
        Self { deprivation: None, community_needs: None, worst_percent: 10.0 }
    }
}

/// Each study area's group under a rule.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Grouping {
    /// Id of the index of deprivation used.
    pub deprivation: String,
    /// Id of the index of community needs used.
    pub community_needs: String,
    /// Labels of the two, in the same order, for sentences.
    pub index_labels: (String, String),
    /// The worst share, per cent.
    pub worst_percent: f64,
    /// Group per study area; `None` where either index has no rank for it.
    pub groups: Vec<Option<Group>>,
}

impl Grouping {
    /// Positions of the areas of a group.
    pub fn members(&self, group: Group) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().enumerate().filter(move |(_, g)| **g == Some(group)).map(|(i, _)| i)
    }

    /// Number of areas of a group.
    pub fn count(&self, group: Group) -> usize {
        self.members(group).count()
    }

    /// Number of areas that could not be placed in any group.
    pub fn unplaced(&self) -> usize {
        self.groups.iter().filter(|g| g.is_none()).count()
    }
}

/// Whether a rank is in the worst `percent` of `areas`: `rank ≤ percent · N / 100`, which for 10 is decile 1.
pub fn in_worst(rank: f64, areas: usize, percent: f64) -> bool {
    // A carried mean of ranks, or a percentage such as 0.1 · N, may be off by its last bits.
    100.0 * rank <= percent * areas as f64 + 1e-6
}

/// Puts every study area in a group.
///
/// # Errors
/// [`FindingsError::NoIndex`] or [`FindingsError::UnknownIndex`] where an axis cannot be measured, [`FindingsError::BadParameter`] for a share
/// outside `(0, 50]`, [`FindingsError::Misaligned`] where carried ranks do not fit the study areas.
pub fn classify(indices: &[Index], rule: &LeftBehindRule) -> Result<Grouping, FindingsError> {
    let deprivation = choose(indices, IndexAxis::Deprivation, rule.deprivation.as_deref())?;
    let needs = choose(indices, IndexAxis::CommunityNeeds, rule.community_needs.as_deref())?;
    classify_with(deprivation, needs, rule.worst_percent)
}

pub(super) fn classify_with(deprivation: &Index, needs: &Index, percent: f64) -> Result<Grouping, FindingsError> {
    if !(percent > 0.0 && percent <= 50.0) {
        return Err(FindingsError::BadParameter {
            name: "worst_percent".to_owned(),
            value: percent.to_string(),
            expected: "a percentage above 0 and at most 50".to_owned(),
        });
    }
    let what = format!("ranks of {} on the study areas", needs.id);
    aligned(&what, deprivation.area_rank.len(), needs.area_rank.len())?;
    let worst = |rank: f64, index: &Index| in_worst(rank, index.codes.len(), percent);
    let group = |(a, b): (&Option<f64>, &Option<f64>)| match ((*a)?, (*b)?) {
        (a, b) if worst(a, deprivation) && worst(b, needs) => Some(Group::LeftBehind),
        (a, _) if worst(a, deprivation) => Some(Group::OtherDeprived),
        _ => Some(Group::Rest),
    };
    Ok(Grouping {
        deprivation: deprivation.id.clone(),
        community_needs: needs.id.clone(),
        index_labels: (deprivation.label.clone(), needs.label.clone()),
        worst_percent: percent,
        groups: deprivation.area_rank.iter().zip(&needs.area_rank).map(group).collect(),
    })
}

fn choose<'a>(indices: &'a [Index], axis: IndexAxis, id: Option<&str>) -> Result<&'a Index, FindingsError> {
    let available = || {
        let ids: Vec<_> = indices.iter().map(|i| i.id.as_str()).collect();
        if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
    };
    let name = match axis {
        IndexAxis::Deprivation => "deprivation",
        IndexAxis::CommunityNeeds => "community-needs",
    };
    match id {
        Some(id) => indices
            .iter()
            .find(|i| i.id == id && i.axis == axis)
            .ok_or_else(|| FindingsError::UnknownIndex { id: id.to_owned(), available: available() }),
        None => indices
            .iter()
            .find(|i| i.axis == axis)
            .ok_or_else(|| FindingsError::NoIndex { axis: name.to_owned(), available: available() }),
    }
}

/// Number of areas that the publisher flags as left behind, on the index's own geography; `None` where it publishes no flag.
pub fn flagged(index: &Index) -> Option<usize> {
    index.flag.as_ref().map(|flags| flags.iter().filter(|f| **f).count())
}
