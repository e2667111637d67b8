//! Indices that an analyst declares.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::tables::IndexAxis;

/// An index made of the pack's indicators: indicators → shrinkage → standardising → domains → transform → weights → rank.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredIndex {
    /// What to call it in a sentence.
    pub label: String,
    /// The axis of “left behind” that it measures; its worst areas are then set beside those of the published indices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis: Option<IndexAxis>,
    /// The higher geography towards whose rate those of small areas are shrunk, such as `local_authority`; raw rates where absent. Only indicators with counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrink_towards: Option<String>,
    /// How indicators are put on one scale before they are combined within a domain.
    #[serde(default)]
    pub standardise: Standard,
    /// How the scores of domains are put on one scale before they are combined.
    #[serde(default = "exponential")]
    pub transform: Standard,
    /// How the domains are combined.
    #[serde(default)]
    pub combine: Combine,
    /// Its domains by name.
    pub domains: IndexMap<String, DeclaredDomain>,
    /// How far each weight is moved, up and down, to see how firm the ranks are: 0.2 is 20 %.
    #[serde(default = "fifth")]
    #[schemars(range(min = 0, max = 1))]
    pub weights_moved_by: f64,
    /// Draws of weights (and of rates, where they are counts) for rank intervals.
    #[serde(default = "draws")]
    #[schemars(range(min = 100, max = 10_000))]
    pub draws: u32,
}

const fn exponential() -> Standard {
    Standard::Exponential
}

const fn fifth() -> f64 {
    0.2
}

const fn draws() -> u32 {
    500
}

/// A domain of a declared index.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclaredDomain {
    /// Ids of its indicators. Those whose direction is higher-is-better are turned round.
    pub indicators: Vec<String>,
    /// How its indicators are combined.
    #[serde(default)]
    pub combine: Combine,
    /// Weights of its indicators, in their order, where `combine = "given"`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<f64>,
    /// Weight of the domain, where the index combines by given weights.
    #[serde(default = "one")]
    #[schemars(range(min = 0))]
    pub weight: f64,
}

const fn one() -> f64 {
    1.0
}

/// A scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standard {
    /// `Φ⁻¹((rank − ½) / N)`: the normal score of the rank.
    #[default]
    Rankit,
    /// Less the mean, over the standard deviation.
    Z,
    /// `100 · (rank − ½) / N`.
    Percentile,
    /// The exponential transform of the English indices: high scores on one domain are not cancelled by low ones on another.
    Exponential,
}

/// How several scores become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// All alike.
    #[default]
    Equal,
    /// By the weights given.
    Given,
    /// By the weights of the first factor: the scoring coefficients of a one-factor model.
    FirstFactor,
}
