//! How `pack.toml` describes a published file.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A published file that is a table: CSV, CSV.gz, Parquet, GeoJSON, GeoJSON.gz, xlsx, xls or ods.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceSection {
    /// Path from the pack's folder, with `/`; may start with `${LYNCHPIN_DATA}/`.
    pub file: String,
    /// What the publisher calls it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its licence, as the publisher names it.
    #[serde(default)]
    pub licence: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The time that the figures describe, such as `2021` or `2023-04`.
    #[serde(default)]
    pub period: String,
    /// The geography of its rows and the vintage, such as `lsoa21`; absent where rows are not areas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geography: Option<String>,
    /// The column that names the row: an area code, mostly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Keep only the rows whose columns have these values; `*` at either end matches anything, `!` in front means all but.
    #[serde(default, rename = "where", skip_serializing_if = "IndexMap::is_empty")]
    pub filter: Filter,
    /// Other sources whose columns are added to the rows with the same key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub join: Vec<String>,
    /// What to do with a row whose code is neither among the areas nor in a lookup.
    #[serde(default)]
    pub unmatched: Unmatched,
    /// Marks that stand for a figure held back by the publisher, such as `*` or `[c]`: read as missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suppressed: Vec<String>,
    /// The sheet of a workbook; the first one where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of a workbook that holds the column names, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub header_row: Option<u32>,
}

/// What to do with a row whose code is neither among the areas nor in a lookup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unmatched {
    /// It is a mistake.
    #[default]
    Refuse,
    /// It belongs to the table, and is carried nowhere: told on the ledger. For lists that are whole only with such rows, such as ranks.
    Keep,
}

/// A file that is handed on as it is: streets or a timetable.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileSection {
    /// Path from the pack's folder, with `/`; may start with `${LYNCHPIN_DATA}/`.
    pub file: String,
    /// What the publisher calls it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its licence, as the publisher names it.
    #[serde(default)]
    pub licence: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The time that it describes.
    #[serde(default)]
    pub period: String,
}

/// Row filter: column name to the value or values wanted. All columns must agree.
pub type Filter = IndexMap<String, WantedValues>;

/// One value, or any of several.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum WantedValues {
    /// This value.
    One(Scalar),
    /// Any of these.
    Any(Vec<Scalar>),
}

/// A value to compare a cell with.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// `true` or `false`, in any case.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A decimal number.
    Decimal(f64),
    /// Text; `*` at either end matches anything, `!` in front means all but.
    Text(String),
}

impl WantedValues {
    /// The values as a slice.
    pub fn as_slice(&self) -> &[Scalar] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Any(values) => values,
        }
    }

    /// Whether `cell` is wanted: it matches one of the plain values (if there are any) and none of those with `!`.
    pub fn accepts(&self, cell: &str) -> bool {
        let mut any_plain = false;
        let mut matched = false;
        for value in self.as_slice() {
            if let Scalar::Text(text) = value
                && let Some(excluded) = text.strip_prefix('!')
            {
                if glob(excluded, cell) {
                    return false;
                }
            } else {
                any_plain = true;
                matched = matched || value.accepts(cell);
            }
        }
        matched || !any_plain
    }
}

impl Scalar {
    fn accepts(&self, cell: &str) -> bool {
        match self {
            Self::Flag(flag) => cell.eq_ignore_ascii_case(if *flag { "true" } else { "false" }),
            Self::Whole(number) => cell.parse::<f64>().is_ok_and(|value| value == *number as f64),
            Self::Decimal(number) => cell.parse::<f64>().is_ok_and(|value| value == *number),
            Self::Text(pattern) => glob(pattern, cell),
        }
    }
}

/// Matches `*` at the start, at the end, or at both.
fn glob(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(_), Some(_)) => text.contains(pattern.trim_matches('*')),
        (Some(tail), None) => text.ends_with(tail),
        (None, Some(head)) => text.starts_with(head),
        (None, None) => text == pattern,
    }
}

/// One column, or several that are added up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Columns {
    /// This column.
    One(String),
    /// The sum of these.
    Sum(Vec<String>),
}

impl Columns {
    /// The column names as a slice.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Sum(names) => names,
        }
    }
}

impl From<&str> for Columns {
    fn from(name: &str) -> Self {
        Self::One(name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Scalar {
        Scalar::Text(value.to_owned())
    }

    #[test]
    fn a_filter_takes_globs_numbers_flags_and_exclusions() {
        assert!(WantedValues::One(text("E01*")).accepts("E01000001"));
        assert!(!WantedValues::One(text("E01*")).accepts("W01000001"));
        assert!(WantedValues::One(Scalar::Whole(2023)).accepts("2023.0"));
        assert!(WantedValues::One(Scalar::Flag(true)).accepts("TRUE"));
        assert!(!WantedValues::One(text("!W*")).accepts("W01"));
        assert!(WantedValues::One(text("!W*")).accepts("E01"));
        let but_one = WantedValues::Any(vec![text("E*"), text("!E09")]);
        assert!(but_one.accepts("E01"));
        assert!(!but_one.accepts("E09"));
        assert!(!but_one.accepts("S01"));
    }
}
