//! How `pack.toml` maps published columns to what Lynchpin reads.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Columns, Filter};
use crate::tables::{Direction, IndexAxis};

/// A lookup between two geographies; read both ways.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookupSection {
    /// The source that holds it.
    pub source: String,
    /// One geography, such as `lsoa11`.
    pub from: String,
    /// The column with its codes.
    pub from_code: String,
    /// The other geography, such as `lsoa21`.
    pub to: String,
    /// The column with its codes.
    pub to_code: String,
}

/// The population of a geography.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PopulationSection {
    /// The source that holds it.
    pub source: String,
    /// The column with the number of people, or several to add up.
    pub count: Columns,
}

/// The neighbourhoods under study.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AreasSection {
    /// The source with a row for every area; its `geography` and `key` are those of the study.
    pub source: String,
    /// The column with the area's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Study only the areas whose columns have these values.
    #[serde(default, rename = "where", skip_serializing_if = "IndexMap::is_empty")]
    pub filter: Filter,
    /// Where the area's people live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsSection>,
    /// Its outline, for maps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlines: Option<OutlinesSection>,
    /// Higher geographies, by name (`ward`, `msoa`, `local_authority`, `region`, …).
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub parents: IndexMap<String, ParentSection>,
    /// Kinds of place, by name (`rural_urban`, `coastal`, …).
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub place_types: IndexMap<String, PlaceTypeSection>,
}

/// Population-weighted points: longitude and latitude, or eastings and northings of the British National Grid.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsSection {
    /// The source that holds them.
    pub source: String,
    /// The column with the longitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<String>,
    /// The column with the latitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<String>,
    /// The column with the easting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub easting: Option<String>,
    /// The column with the northing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub northing: Option<String>,
}

/// Outlines of the areas.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutlinesSection {
    /// The GeoJSON source; its key is a property of each feature.
    pub source: String,
}

/// A higher geography.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParentSection {
    /// The source that holds it, keyed by area, or by the parent that `via` names.
    pub source: String,
    /// The column with the higher area's code.
    pub code: String,
    /// The column with the higher area's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Another parent, listed before, whose code is the source's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
}

/// A kind of place.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceTypeSection {
    /// The source that holds it; on another geography the label that holds most people is taken.
    pub source: String,
    /// The column with the label.
    pub label: String,
}

/// A published index.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndexSection {
    /// What to call it in a sentence.
    pub label: String,
    /// Deprivation or community needs.
    pub axis: IndexAxis,
    /// The source that holds it, with every area of the nation.
    pub source: String,
    /// The column with the overall rank, 1 is worst.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// The column with the overall score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// The column with the published flag of left-behind areas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// Its domains.
    #[serde(default)]
    pub domains: Vec<DomainSection>,
}

/// A domain of an index.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DomainSection {
    /// Its name.
    pub name: String,
    /// Its weight, as published.
    #[schemars(range(min = 0))]
    pub weight: f64,
    /// The column with its rank, 1 is worst.
    pub rank: String,
}

/// A statistic: a `value`, or a `numerator` over a `denominator`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSection {
    /// What to call it in a sentence.
    pub label: String,
    /// Its unit; a unit that starts with `%` makes `100 · numerator / denominator` and must lie within 0 to 100.
    pub unit: String,
    /// Whether more is better.
    #[serde(default)]
    pub direction: Direction,
    /// Indices that already contain it, or a near equivalent of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contained_in: Vec<String>,
    /// The source that holds it.
    pub source: String,
    /// The column with the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The column with the count above the line, or several to add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Columns>,
    /// The column with the count below the line, or several to add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Columns>,
    /// Multiply the published value by this, such as 100 to make a proportion a percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// What an area means that is not in the file.
    #[serde(default)]
    pub missing: MissingArea,
}

/// What an area means that is not in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingArea {
    /// Nothing is known of it.
    #[default]
    Unknown,
    /// There are none there: the publisher lists only areas that have some.
    Zero,
}

/// A count of people or households.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResidentSection {
    /// The source that holds it.
    pub source: String,
    /// The column with the count, or several to add up.
    pub count: Columns,
    /// What an area means that is not in the file.
    #[serde(default)]
    pub missing: MissingArea,
}

/// Jobs by workplace and industry: a column for every industry (`industries`), or a row for every workplace and industry (`industry` and `count`).
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JobsSection {
    /// The source that holds them, with its geography.
    pub source: String,
    /// The geography to carry the workplaces to; the study's where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// A pattern of column names whose `*` is the industry code, such as `sic_*`, or a map from industry code to column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industries: Option<IndustryColumns>,
    /// The column with the industry code, where every industry has its own row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// The column with the number of jobs, where every industry has its own row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// Industry names by code; sections of SIC 2007 have theirs.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<String, String>,
    /// Where the workplaces are; the points of the areas where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsSection>,
    /// Keep only the workplaces that lie in these areas, after the conversion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// Which share of a workplace's jobs starts early.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub early_shift: Option<EarlyShift>,
}

/// Columns of industries.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum IndustryColumns {
    /// Column names with a `*` where the industry code stands.
    Pattern(String),
    /// Industry code to column, or several to add up.
    Map(IndexMap<String, Columns>),
}

/// A choice of areas by the rows of a source.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Within {
    /// The source whose key is the area code.
    pub source: String,
    /// Keep the areas whose columns have these values.
    #[serde(rename = "where")]
    pub filter: Filter,
}

/// Which share of a workplace's jobs starts early.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EarlyShift {
    /// The source that holds it.
    pub source: String,
    /// The column with the share, 0 to 1.
    pub share: String,
}

/// Published percentiles of hourly pay.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaySection {
    /// What the groups are: `industry` or `occupation`.
    pub by: String,
    /// The source that holds them.
    pub source: String,
    /// The column with the group's code.
    pub code: String,
    /// What a blank code stands for, such as `all`; without it a blank code is a mistake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_code: Option<String>,
    /// The column with the group's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The column with the number of jobs, thousands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs_thousand: Option<String>,
    /// Percentile (`10`, `25`, `50`, …) to the column with £ per hour.
    pub percentiles: IndexMap<String, String>,
}

/// People by occupation and industry.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingSection {
    /// The source that holds them.
    pub source: String,
    /// The column with the occupation code.
    pub occupation: String,
    /// A pattern of column names whose `*` is the industry code, or a map from industry code to column.
    pub industries: IndustryColumns,
}
