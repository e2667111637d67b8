//! Illustrative households, and what work costs them.

use serde::{Deserialize, Serialize};

use super::childcare::{NO_CARE_AGE, SCHOOL_AGE};
use super::parameters::{PaysError, located};

/// A household in which one adult's hours and wage are varied.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Household {
    /// What to call it, such as `Lone parent, children of 2 and 5`.
    pub label: String,
    /// Age of the adult whose work is varied, years.
    pub age: u8,
    /// The other adult of a couple.
    pub partner: Option<Partner>,
    /// Ages of the children on the first day of the tax year (6 April), years.
    pub children: Vec<u8>,
    /// Rent, £ a week.
    pub rent_pounds_per_week: f64,
    /// The most rent that Universal Credit covers, £ a week (the Local Housing Allowance for a private tenant); the whole rent where absent.
    pub rent_limit_pounds_per_week: Option<f64>,
    /// Whether the household lives in Greater London, where the benefit cap is higher.
    pub london: bool,
}

/// The other adult of a couple.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Age, years.
    pub age: u8,
    /// Earnings before tax, £ a week; 0 where they are at home.
    pub earnings_pounds_per_week: f64,
}

/// Hours and hourly pay of the adult whose work is varied; both the same all year, holidays paid.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Work {
    /// Hours a week.
    pub hours_per_week: f64,
    /// £ an hour before tax.
    pub wage_pounds_per_hour: f64,
}

/// What it costs to be at work.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Costs {
    /// What a provider charges, £ an hour for each child.
    pub childcare_pounds_per_hour: f64,
    /// Hours of care a week for each child in school holidays, and all year under school age; `None` for the hours of work times
    /// [`Costs::care_per_hour_of_work`].
    pub childcare_hours_per_week: Option<f64>,
    /// Hours of care for each hour of work, as travel and breaks take time too.
    pub care_per_hour_of_work: f64,
    /// Share of those hours that a child of school age needs in term time.
    pub school_term_share: f64,
    /// Weeks of childcare paid for in a year.
    pub childcare_weeks: f64,
    /// Fares, £ in each week worked (52 a year).
    pub fares_pounds_per_week: f64,
}

impl Default for Costs {
    /// Lynchpin defaults: £6.50 an hour, 1.2 hours of care for each hour of work, 0.3 of them in term time at school age, 52 weeks, fares £15 a week.
    fn default() -> Self {
        Self {
            childcare_pounds_per_hour: 6.5,
            childcare_hours_per_week: None,
            care_per_hour_of_work: 1.2,
            school_term_share: 0.3,
            childcare_weeks: 52.0,
            fares_pounds_per_week: 15.0,
        }
    }
}

impl Costs {
    /// Hours of care a week of a child in school holidays.
    pub(super) fn care_hours(&self, age: u8, hours_of_work: f64) -> f64 {
        if age >= NO_CARE_AGE {
            return 0.0;
        }
        self.childcare_hours_per_week.unwrap_or(self.care_per_hour_of_work * hours_of_work)
    }

    /// Checks that every number is one that can be.
    ///
    /// # Errors
    /// [`PaysError::Value`] naming the first that cannot; `file` says where it came from.
    pub fn check(&self, file: &str) -> Result<(), PaysError> {
        let numbers = [
            ("childcare_pounds_per_hour", self.childcare_pounds_per_hour, 100.0),
            ("childcare_hours_per_week", self.childcare_hours_per_week.unwrap_or(0.0), 100.0),
            ("care_per_hour_of_work", self.care_per_hour_of_work, 3.0),
            ("school_term_share", self.school_term_share, 1.0),
            ("childcare_weeks", self.childcare_weeks, 52.0),
            ("fares_pounds_per_week", self.fares_pounds_per_week, 1_000.0),
        ];
        numbers.iter().try_for_each(|(key, value, most)| within(file, key, *value, 0.0, *most))
    }
}

impl Household {
    /// The rent that Universal Credit covers, £ a week.
    pub fn rent_covered(&self) -> f64 {
        self.rent_limit_pounds_per_week.map_or(self.rent_pounds_per_week, |limit| self.rent_pounds_per_week.min(limit))
    }

    /// Checks that every number is one that can be.
    ///
    /// # Errors
    /// [`PaysError::Value`] naming the first that cannot; `file` says where it came from.
    pub fn check(&self, file: &str) -> Result<(), PaysError> {
        let of = |key: &str| format!("household {:?}, {key}", self.label);
        within(file, &of("age"), f64::from(self.age), 18.0, 65.0)?;
        within(file, &of("rent_pounds_per_week"), self.rent_pounds_per_week, 0.0, 5_000.0)?;
        within(file, &of("rent_limit_pounds_per_week"), self.rent_limit_pounds_per_week.unwrap_or(0.0), 0.0, 5_000.0)?;
        if let Some(partner) = &self.partner {
            within(file, &of("partner.age"), f64::from(partner.age), 18.0, 65.0)?;
            within(file, &of("partner.earnings_pounds_per_week"), partner.earnings_pounds_per_week, 0.0, 10_000.0)?;
        }
        within(file, &of("children"), self.children.len() as f64, 0.0, 12.0)?;
        self.children.iter().try_for_each(|age| within(file, &of("children"), f64::from(*age), 0.0, 15.0))
    }

    /// Whether someone in it would need paid childcare.
    pub fn has_young_children(&self) -> bool {
        self.children.iter().any(|age| *age < NO_CARE_AGE)
    }

    /// Whether a child is under school age.
    pub fn has_children_under_school_age(&self) -> bool {
        self.children.iter().any(|age| *age < SCHOOL_AGE)
    }
}

fn within(file: &str, key: &str, value: f64, least: f64, most: f64) -> Result<(), PaysError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(PaysError::Value {
        file: file.to_owned(),
        key: key.to_owned(),
        value: value.to_string(),
        expected: format!("a number from {least} to {most}"),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HouseholdFile {
    households: Vec<Household>,
}

/// Households from the text of a file called `file`, with a `[[households]]` table for each.
///
/// # Errors
/// [`PaysError::File`] with line and column, or [`PaysError::Value`].
pub fn parse_households(text: &str, file: &str) -> Result<Vec<Household>, PaysError> {
    let hint = "keys of [[households]]: label, age, partner = { age, earnings_pounds_per_week }, children, rent_pounds_per_week, \
                rent_limit_pounds_per_week, london";
    let found: HouseholdFile = toml::from_str(text).map_err(|error| located(&error, text, file, hint))?;
    found.households.iter().try_for_each(|household| household.check(file))?;
    Ok(found.households)
}

/// Six households that show how the rules differ (Lynchpin defaults: ages, rents and the partner's pay are examples, not estimates).
/// A working partner has 37.5 hours at `wage_pounds_per_hour`.
pub fn default_households(wage_pounds_per_hour: f64) -> Vec<Household> {
    let at_home = Partner { age: 30, earnings_pounds_per_week: 0.0 };
    let working = Partner { age: 30, earnings_pounds_per_week: 37.5 * wage_pounds_per_hour };
    let household = |label: &str, age: u8, partner: Option<&Partner>, children: &[u8], rent: f64| Household {
        label: label.to_owned(),
        age,
        partner: partner.cloned(),
        children: children.to_vec(),
        rent_pounds_per_week: rent,
        ..Household::default()
    };
    vec![
        household("Single, 30, no children", 30, None, &[], 110.0),
        household("Single, 22, no children", 22, None, &[], 90.0),
        household("Lone parent, child of 1", 28, None, &[1], 130.0),
        household("Lone parent, children of 3 and 7", 30, None, &[3, 7], 150.0),
        household("Couple, partner at home, children of 2 and 5", 30, Some(&at_home), &[2, 5], 150.0),
        household("Couple, partner works full time, children of 2 and 5", 30, Some(&working), &[2, 5], 150.0),
    ]
}
