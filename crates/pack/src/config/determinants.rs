//! What is asked of the determinants of an outcome.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An outcome, what may go with it, and how neighbours and districts are taken into account.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeterminantsSection {
    /// Id of the indicator or index to explain.
    pub outcome: String,
    /// Ids of the indicators, indices or declared indices that may go with it, at most 20.
    pub predictors: Vec<String>,
    /// Name of a block to the predictors in it, each in one block at most; a predictor in none is a block of its own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub blocks: IndexMap<String, Vec<String>>,
    /// The higher geography whose areas are alike, such as `local_authority`: errors and resamples are by it. Neighbourhoods count as independent where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Who is whose neighbour.
    #[serde(default)]
    pub neighbours: Neighbours,
    /// Resamples for intervals and ranks.
    #[serde(default = "resamples")]
    #[schemars(range(min = 100, max = 100_000))]
    pub resamples: u32,
    /// Id of a predictor to a sentence on why it is partly the outcome itself; the report repeats the shares without these.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub overlaps: IndexMap<String, String>,
    /// What others have published of the order of determinants, to set beside the result.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimSection>,
}

const fn resamples() -> u32 {
    1000
}

/// Who is whose neighbour; what the neighbours of an area count adds up to 1.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
#[derive(Default)]
pub enum Neighbours {
    /// Areas whose outlines share a corner.
    #[default]
    Queen,
    /// The areas whose points are nearest.
    Nearest {
        /// How many.
        #[schemars(range(min = 1, max = 50))]
        count: u32,
    },
    /// All areas whose points lie within a distance.
    Distance {
        /// Kilometres as the crow flies.
        #[schemars(range(min = 0))]
        kilometres: f64,
    },
    /// The areas that are soonest reached, over the pack's streets and timetables.
    TravelTime {
        /// By public transport or by car.
        mode: TravelMode,
        /// Within how many minutes.
        #[schemars(range(min = 1, max = 240))]
        minutes: u16,
        /// How many at most.
        #[schemars(range(min = 1, max = 50))]
        count: u32,
    },
}

/// How people travel to neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TravelMode {
    /// By bus, tram and train, on the day and first shift of the pack.
    PublicTransport,
    /// By car at the hour of the first shift.
    Car,
}

/// A published claim about which determinants come first.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimSection {
    /// Who published it, and when.
    pub source: String,
    /// The claim, to complete “… says that”.
    pub says: String,
    /// The blocks, or the predictors, that the claim puts in the first places, in any order; empty where the pack cannot tell.
    #[serde(default)]
    pub first: Vec<String>,
}
