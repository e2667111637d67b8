//! What the state pays for an hour of childcare, and how many children an adult may look after, by year.

use serde::{Deserialize, Serialize};

use crate::FindingsError;
use crate::pays::parameters::Quantity;

const EMBEDDED: [&str; 3] = [
    include_str!("parameters/2024-25.toml"),
    include_str!("parameters/2025-26.toml"),
    include_str!("parameters/2026-27.toml"),
];

/// The numbers of one year (England), each with its unit and source.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The financial year, such as `2025-26`.
    pub year: String,
    /// Average rate at which the state funds local authorities, £ an hour.
    pub funded_rate: FundedRate,
    /// Children whom one adult may look after.
    pub children_per_adult: ChildrenPerAdult,
}

/// £ an hour by age.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FundedRate {
    /// Under 2.
    pub under_2: Quantity,
    /// Aged 2.
    pub aged_2: Quantity,
    /// Aged 3 to 4.
    pub aged_3_4: Quantity,
}

/// Children by age.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ChildrenPerAdult {
    /// Under 2.
    pub under_2: Quantity,
    /// Aged 2.
    pub aged_2: Quantity,
    /// Aged 3 to 4.
    pub aged_3_4: Quantity,
    /// Aged 3 to 4, where a qualified teacher works with them.
    pub aged_3_4_with_teacher: Quantity,
}

impl Parameters {
    /// The numbers of a financial year.
    ///
    /// # Errors
    /// [`FindingsError::BadParameter`] for a year that is not built in.
    pub fn of_year(year: &str) -> Result<Self, FindingsError> {
        let all = Self::all()?;
        let known = all.iter().map(|parameters| parameters.year.clone()).collect::<Vec<_>>().join(", ");
        all.into_iter().find(|parameters| parameters.year == year).ok_or_else(|| FindingsError::BadParameter {
            name: "the year of the accounts".to_owned(),
            value: year.to_owned(),
            expected: format!("funded rates are built in for {known}"),
        })
    }

    /// The numbers of the year that a day falls in, or of the nearest year built in.
    ///
    /// # Errors
    /// As [`Parameters::of_year`].
    pub fn nearest(year: i32, month: u32) -> Result<Self, FindingsError> {
        let starts = (if month >= 4 { year } else { year - 1 }).clamp(2024, 2026);
        Self::of_year(&format!("{starts}-{:02}", (starts + 1) % 100))
    }

    fn all() -> Result<Vec<Self>, FindingsError> {
        let parsed = EMBEDDED.iter().map(|text| toml::from_str(text));
        parsed.collect::<Result<_, _>>().map_err(|error: toml::de::Error| FindingsError::BadParameter {
            name: "childcare parameters".to_owned(),
            value: error.message().to_owned(),
            expected: "the keys of the built-in files".to_owned(),
        })
    }

    /// Funded rates by age group, £ an hour.
    pub fn rates(&self) -> [f64; 3] {
        [self.funded_rate.under_2.value, self.funded_rate.aged_2.value, self.funded_rate.aged_3_4.value]
    }

    /// Children per adult by age group; `teacher`: whether one works with those aged 3 to 4.
    pub fn ratios(&self, teacher: bool) -> [f64; 3] {
        let ratios = &self.children_per_adult;
        let oldest = if teacher { &ratios.aged_3_4_with_teacher } else { &ratios.aged_3_4 };
        [ratios.under_2.value, ratios.aged_2.value, oldest.value]
    }

    /// Pages that state the numbers, each once.
    pub fn sources(&self) -> Vec<String> {
        let mut pages = vec![self.funded_rate.under_2.source.clone(), self.children_per_adult.under_2.source.clone()];
        pages.dedup();
        pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_year_reads_and_a_day_finds_its_year() {
        assert_eq!(Parameters::all().unwrap().len(), 3);
        assert_eq!(Parameters::nearest(2025, 4).unwrap().rates(), [11.54, 8.53, 6.12]);
        assert_eq!(Parameters::nearest(2026, 3).unwrap().year, "2025-26");
        assert_eq!(Parameters::nearest(2031, 1).unwrap().year, "2026-27");
        assert_eq!(Parameters::of_year("2024-25").unwrap().ratios(true), [3.0, 5.0, 13.0]);
        assert!(Parameters::of_year("2019-20").unwrap_err().to_string().contains("2024-25"));
    }
}
