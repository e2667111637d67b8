//! How `pack.toml` describes childcare: providers, the children who may need a place, published access to compare with.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MissingArea;

/// Childcare.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildcareSection {
    /// Nurseries and other providers.
    pub providers: ProvidersSection,
    /// Children who may need a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub children: Option<ChildrenSection>,
    /// Published access to childcare, to compare with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PublishedAccessSection>,
    /// How far families go; each has a default.
    #[serde(default)]
    pub access: ChildcareAccess,
}

/// How far families go to childcare, and when there is too little of it. Limits and line are those of Ofsted and the ONS; the rest are Lynchpin defaults.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ChildcareAccess {
    /// Longest drive, minutes.
    #[schemars(range(min = 1, max = 120))]
    pub drive_minutes: f64,
    /// Longest journey by public transport or on foot, minutes.
    #[schemars(range(min = 1, max = 120))]
    pub transit_minutes: f64,
    /// Longest walk of such a journey, minutes.
    #[schemars(range(min = 1, max = 120))]
    pub walk_minutes: f64,
    /// What a place at the limit counts, against 1 at the door: the weight falls as a Gaussian in between.
    #[schemars(range(min = 0.001, max = 1))]
    pub weight_at_limit: f64,
    /// More children than this to a place make a childcare desert.
    #[schemars(range(min = 0.1, max = 100))]
    pub children_per_place: f64,
    /// Kilometres by street for each in a straight line; used where the pack has no streets.
    #[schemars(range(min = 1, max = 3))]
    pub detour: f64,
    /// Door-to-door driving speed, km/h, where few, some and many children live; used where the pack has no streets.
    pub drive_kmh: [f64; 3],
    /// Children for each square kilometre within 2 km that make the first two of those.
    pub density_breaks: [f64; 2],
    /// Door-to-door speed by public transport, km/h; used where the pack has no streets or no timetable.
    #[schemars(range(min = 1, max = 100))]
    pub transit_kmh: f64,
    /// An indicator of how well connected areas are: speed by public transport is in proportion to it (from a quarter to one and a half of the median).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transit_indicator: Option<String>,
}

impl Default for ChildcareAccess {
    fn default() -> Self {
        Self {
            drive_minutes: 15.0,
            transit_minutes: 25.0,
            walk_minutes: 15.0,
            weight_at_limit: 0.05,
            children_per_place: 3.0,
            detour: 1.3,
            drive_kmh: [27.0, 24.0, 22.0],
            density_breaks: [50.0, 500.0],
            transit_kmh: 12.0,
            transit_indicator: None,
        }
    }
}

/// Providers, a row each. Where they are: `lon` and `lat`, or `easting` and `northing`, or `area`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvidersSection {
    /// The source that holds them; its `where` says which of them count, such as those on the Early Years Register.
    pub source: String,
    /// The column with the publisher's id.
    pub id: String,
    /// The column with the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The column with the kind of provider, such as day nursery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The column with the registered places.
    pub places: String,
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
    /// The column with the area's code, in the geography of the study: the provider stands at the area's point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The column with the opening time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
    /// The column with the closing time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<String>,
    /// What the provider earns and spends, where the file says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounts: Option<AccountsSection>,
}

/// What a provider earns and spends. A provider with a blank among these has no accounts.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountsSection {
    /// Columns with the shares of children under 2, aged 2, and aged 3 to 4; a row adds up to 1.
    pub age_shares: [String; 3],
    /// The column with the share of places that are taken.
    pub occupancy: String,
    /// Columns with the share of hours that the state funds, by age as above.
    pub funded_shares: [String; 3],
    /// The column with what parents pay.
    pub fee: String,
    /// The column with what the staff earn.
    pub wage: String,
    /// The column with the rent.
    pub rent: String,
    /// The column with everything else.
    pub other: String,
    /// The column with the hours open.
    pub hours: String,
    /// The financial year of the money, such as `2025-26`, for funded rates; that of the pack's date where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<String>,
}

/// Children who may need a place.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChildrenSection {
    /// The source that holds them; areas outside the study count as those who compete for the same places.
    pub source: String,
    /// The column with the count, several to add up, or columns with the part of each that counts, such as `{ age_0_3 = 1, age_4_10 = 0.5714 }`.
    pub count: PartColumns,
    /// What an area means that is not in the file.
    #[serde(default)]
    pub missing: MissingArea,
}

/// Columns of counts.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum PartColumns {
    /// This column.
    One(String),
    /// The sum of these.
    Sum(Vec<String>),
    /// The sum of these, each times the part that counts.
    Parts(IndexMap<String, f64>),
}

impl PartColumns {
    /// Each column with the part of it that counts.
    pub fn parts(&self) -> Vec<(&str, f64)> {
        match self {
            Self::One(name) => vec![(name, 1.0)],
            Self::Sum(names) => names.iter().map(|name| (name.as_str(), 1.0)).collect(),
            Self::Parts(parts) => parts.iter().map(|(name, part)| (name.as_str(), *part)).collect(),
        }
    }
}

/// Published access to childcare, as places per child.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedAccessSection {
    /// The source that holds it.
    pub source: String,
    /// The column for all families.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<String>,
    /// The column for families who drive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driving: Option<String>,
    /// The column for families who go by public transport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_transport: Option<String>,
}
