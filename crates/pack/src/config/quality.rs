//! How `pack.toml` maps tables of residents' jobs and of job quality.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{IndustryColumns, MissingArea};

/// Residents in work by occupation or by industry: a column for every group.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResidentJobsSection {
    /// What the groups are: `occupation` or `industry`.
    pub by: String,
    /// The source that holds them, with its geography.
    pub source: String,
    /// A pattern of column names whose `*` is the code of the group, such as `soc_*`, or a map from code to column.
    pub groups: IndustryColumns,
    /// Names of the groups by code; sections of SIC 2007 and major groups of SOC 2020 have theirs.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<String, String>,
    /// What an area means that is not in the file.
    #[serde(default)]
    pub missing: MissingArea,
}

/// Shares of jobs that meet a dimension of good work, by occupation and industry, a row for every cell.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobQualitySection {
    /// The source that holds them.
    pub source: String,
    /// The column with the occupation (SOC 2020, any number of digits); blank means all occupations, and so does leaving it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occupation: Option<String>,
    /// The column with the industry (section of SIC 2007); blank means all industries, and so does leaving it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// The column with the dimension.
    pub dimension: String,
    /// The column with the share of jobs that meet the dimension.
    pub rate: String,
    /// The column with the effective number of respondents behind the rate.
    pub sample: String,
    /// Direct estimates for higher areas, to which the modelled rates are drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<DirectSection>,
}

/// Direct estimates of job quality for higher areas, a row for every area and dimension.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DirectSection {
    /// The source that holds them.
    pub source: String,
    /// The kind of higher area: one of `areas.parents`.
    pub level: String,
    /// The column with the code of the higher area.
    pub area: String,
    /// The column with the dimension.
    pub dimension: String,
    /// The column with the share of residents in work whose job meets the dimension.
    pub rate: String,
    /// The column with its standard error.
    pub standard_error: String,
}
