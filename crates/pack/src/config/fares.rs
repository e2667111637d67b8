//! What journeys cost, and what people may spend.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Prices of public transport: a fares file (`file`), one price for every ride (`single`), or neither where the timetables publish fares.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaresSection {
    /// Path of a fares file as `lynchpin matrix --fares` reads it, from the pack's folder, with `/`; may start with `${LYNCHPIN_DATA}/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// What each ride costs, £, where all cost alike and no ticket covers a second ride.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub single: Option<f64>,
    /// The most that a whole journey costs under `single`, £.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub cap: Option<f64>,
    /// The most that a journey one way may cost to count as within reach, £.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0))]
    pub budget: Option<f64>,
    /// What the publisher calls the prices, or what they illustrate.
    pub title: String,
    /// Who publishes them.
    pub publisher: String,
    /// Their licence, as the publisher names it.
    #[serde(default)]
    pub licence: String,
    /// The time that they describe.
    #[serde(default)]
    pub period: String,
}

impl FaresSection {
    /// The budget where a pack names none, £: what a single bus fare costs at most in England since January 2025 (Lynchpin default).
    pub const DEFAULT_BUDGET: f64 = 3.00;

    /// The most that a journey one way may cost, £.
    pub fn budget_pounds(&self) -> f64 {
        self.budget.unwrap_or(Self::DEFAULT_BUDGET)
    }
}
