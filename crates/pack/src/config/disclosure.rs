//! When a count of people is too small to show: one policy for every view and export.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// When a count of people is too small to show.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Disclosure {
    /// Counts of people under this are not shown, nor rates with such a denominator.
    pub threshold: u32,
    /// Whether further counts are withheld where a small one could be worked out from sums and differences of what is shown.
    pub secondary: bool,
    /// Counts made from records of people are shown to the nearest multiple of this; 1 leaves them as they are.
    #[schemars(range(min = 1, max = 1000))]
    pub rounding: u32,
    /// What must reach the threshold for a percentage of people whose records the pack holds.
    pub percentages: PercentageRule,
    /// How many speakers of an interview must share what is told of each of them.
    #[schemars(range(min = 2, max = 100))]
    pub k_anonymity: u32,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { threshold: 10, secondary: true, rounding: 1, percentages: PercentageRule::default(), k_anonymity: 5 }
    }
}

/// What must reach the threshold for a percentage of people whose records the pack holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PercentageRule {
    /// Those counted, and the rest of those asked.
    #[default]
    BothSides,
    /// Those asked.
    Denominator,
}
