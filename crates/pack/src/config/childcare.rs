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
