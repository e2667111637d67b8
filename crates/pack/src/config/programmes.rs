//! How `pack.toml` maps reforms: whom they treat, and outcomes over time.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tables::Direction;

/// A reform: a list of places or counts of participants, when it began, what it costs, who is eligible.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeSection {
    /// What to call it in a sentence.
    pub label: String,
    /// The source with a row for every place that it treats (or may treat), on any geography that a lookup carries to the study's.
    pub source: String,
    /// The column that says whether the place is treated; every place in the source is where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<String>,
    /// The column with the first period of treatment, written as the panel of its outcome writes periods; blank where it is never treated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began: Option<String>,
    /// The column with the number of people who took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<String>,
    /// The column with the number of people who are eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible: Option<String>,
    /// The column with what was spent, £.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_pounds: Option<String>,
    /// Whom it could serve: one of [residents].
    pub people: String,
    /// The cut-off that decides which places are eligible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<EligibilitySection>,
    /// What it is meant to change: one of [panels].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The least effect that would matter, in the unit of the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub smallest_effect: Option<f64>,
    /// Indicators that make places comparable, as they stood before it began.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<String>,
    /// The higher areas whose places rise and fall together, for standard errors: one of [areas.parents].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Steps on the way to taking part that an indicator measures: what those have who pass, and the indicator (a percentage), in order.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub steps: IndexMap<String, String>,
}

/// Eligible are the places with so low a rank.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EligibilitySection {
    /// The index whose rank decides: one of [indices].
    pub index: String,
    /// The last rank that is eligible, 1 being the worst.
    #[schemars(range(min = 1))]
    pub rank_at_most: f64,
}

/// An outcome of the study areas over time: a row for every area and period.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelSection {
    /// What to call it in a sentence.
    pub label: String,
    /// Its unit, such as `% of people aged 16 to 64`.
    pub unit: String,
    /// Whether more is better.
    #[serde(default)]
    pub direction: Direction,
    /// The source that holds it; it needs no key, as an area stands in it once a period.
    pub source: String,
    /// The column with the code of the study area.
    pub area: String,
    /// The column with the period: numbers, or text that sorts as time does, such as `2024-05`.
    pub period: String,
    /// The column with the value.
    pub value: String,
}
