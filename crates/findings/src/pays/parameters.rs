//! The rules of one tax year as numbers, each with its unit and source.

use serde::{Deserialize, Serialize};

/// Tax years whose parameters are built in, the latest last.
pub const YEARS: [&str; 3] = ["2024-25", "2025-26", "2026-27"];

const EMBEDDED: [&str; 3] = [
    include_str!("parameters/2024-25.toml"),
    include_str!("parameters/2025-26.toml"),
    include_str!("parameters/2026-27.toml"),
];

/// Why parameters or households cannot be used.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum PaysError {
    /// A file is not well formed, or has a key that is not known.
    #[error("{file}, line {line}, column {column}: {message}\n  hint: {hint}")]
    File {
        /// The file, or what stands for it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// A value is outside its range.
    #[error("{file}, {key}: {value}; expected {expected}")]
    Value {
        /// The file, or what stands for it.
        file: String,
        /// The key.
        key: String,
        /// The value found.
        value: String,
        /// What is allowed.
        expected: String,
    },
    /// No parameters for a year.
    #[error("no parameters for the tax year \"{year}\"; built in: {}\n  hint: give a file of your own with --parameters", YEARS.join(", "))]
    Year {
        /// The year asked for.
        year: String,
    },
}

/// One number of the rules.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// In [`Quantity::unit`].
    pub value: f64,
    /// Such as `£/month`.
    pub unit: String,
    /// The page that states it.
    pub source: String,
}

/// Defines a section of the parameters whose fields are [`Quantity`]s, with a list of them for checks and sources.
macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $unit:literal,)* $(? $(#[$option_doc:meta])* $option:ident: $option_unit:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Quantity,)*
            $($(#[$option_doc])* #[serde(default)] pub $option: Option<Quantity>,)*
        }
        impl $name {
            fn quantities(&self) -> Vec<(&'static str, &'static str, &Quantity)> {
                let mut all = vec![$((stringify!($field), $unit, &self.$field)),*];
                $(all.extend(self.$option.iter().map(|q| (stringify!($option), $option_unit, q)));)*
                all.shrink_to_fit();
                all
            }
        }
    };
}

section!(
    /// Income tax on earnings (England).
    IncomeTax {
        /// Income that is free of tax.
        personal_allowance: "£/year",
        /// Income above which the allowance shrinks.
        allowance_taper_start: "£/year",
        /// Allowance lost for each £ above.
        allowance_taper: "£ per £",
        /// Tax on the first band.
        basic_rate: "£ per £",
        /// Taxable income at which it ends.
        basic_rate_limit: "£/year",
        /// Tax on the second band.
        higher_rate: "£ per £",
        /// Taxable income at which it ends.
        higher_rate_limit: "£/year",
        /// Tax on the rest.
        additional_rate: "£ per £",
    }
);
section!(
    /// Employee's National Insurance, category A, taken over the whole year.
    NationalInsurance {
        /// Earnings that are free of it.
        primary_threshold: "£/year",
        /// Earnings at which the main rate ends.
        upper_earnings_limit: "£/year",
        /// Rate between the two.
        main_rate: "£ per £",
        /// Rate above.
        upper_rate: "£ per £",
    }
);
section!(
    /// Universal Credit.
    UniversalCreditRules {
        /// Standard allowance of a single person under 25.
        standard_single_under_25: "£/month",
        /// Standard allowance of a single person of 25 or over.
        standard_single: "£/month",
        /// Standard allowance of a couple both under 25.
        standard_couple_under_25: "£/month",
        /// Standard allowance of a couple, one of them 25 or over.
        standard_couple: "£/month",
        /// Child element of a first child born before 6 April 2017.
        first_child_born_before_april_2017: "£/month",
        /// Child element of any other child.
        child: "£/month",
        /// Share of childcare costs that is paid.
        childcare_share: "£ per £",
        /// Most that is paid for the childcare of one child.
        childcare_most_one_child: "£/month",
        /// Most that is paid for the childcare of two or more.
        childcare_most_more_children: "£/month",
        /// Earnings of a family that do not count, where the award has a housing element.
        work_allowance_with_housing: "£/month",
        /// The same where it has none.
        work_allowance_without_housing: "£/month",
        /// Award lost for each £ of net earnings above.
        taper: "£ per £",
        ? /// Children who get the element, of those born since 6 April 2017 and after the first two; absent where there is no limit.
        child_limit: "children",
    }
);
section!(
    /// The benefit cap.
    BenefitCap {
        /// Couples and lone parents outside Greater London.
        family: "£/year",
        /// Single people outside Greater London.
        single: "£/year",
        /// Couples and lone parents in Greater London.
        family_london: "£/year",
        /// Single people in Greater London.
        single_london: "£/year",
        /// Net earnings of so many hours at the minimum wage (whole £ a month) lift the cap.
        exempt_hours_at_minimum_wage: "hours/week",
    }
);
section!(
    /// Child Benefit and the charge on high incomes.
    ChildBenefit {
        /// The eldest child.
        eldest: "£/week",
        /// Each other child.
        other: "£/week",
        /// Income at which the charge begins.
        charge_start: "£/year",
        /// Income at which it takes the whole benefit.
        charge_end: "£/year",
    }
);
section!(
    /// Tax-Free Childcare, which nobody gets beside Universal Credit.
    TaxFreeChildcare {
        /// Share of childcare costs that the state adds.
        top_up: "£ per £",
        /// Most for each child.
        most_per_child: "£/year",
        /// Oldest age of a child.
        oldest_age: "years",
        /// Each adult earns at least so many hours at the minimum wage.
        minimum_hours_at_minimum_wage: "hours/week",
        /// No adult has more income.
        income_limit: "£/year",
    }
);
section!(
    /// Hours of childcare that the state funds, in school terms.
    FundedHours {
        /// Children under 2 of working parents (from 9 months; taken for all of them).
        under_2_working: "hours/week",
        /// Children of 2 of working parents.
        aged_2_working: "hours/week",
        /// Children of 3 and 4 of working parents, the universal hours included.
        aged_3_to_4_working: "hours/week",
        /// Children of 3 and 4 of everyone.
        aged_3_to_4_universal: "hours/week",
        /// Weeks of a year.
        weeks: "weeks/year",
    }
);
section!(
    /// The legal minimum wage.
    MinimumWage {
        /// The National Living Wage.
        aged_21_and_over: "£/hour",
        /// From 18 to 20.
        aged_18_to_20: "£/hour",
        /// Under 18.
        under_18: "£/hour",
    }
);

/// The rules of one tax year.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// The tax year, such as `2025-26`.
    pub year: String,
    /// The nation whose rules these are; only England's are understood.
    pub nation: String,
    /// Income tax.
    pub income_tax: IncomeTax,
    /// National Insurance.
    pub national_insurance: NationalInsurance,
    /// Universal Credit.
    pub universal_credit: UniversalCreditRules,
    /// The benefit cap.
    pub benefit_cap: BenefitCap,
    /// Child Benefit.
    pub child_benefit: ChildBenefit,
    /// Tax-Free Childcare.
    pub tax_free_childcare: TaxFreeChildcare,
    /// Funded hours.
    pub funded_hours: FundedHours,
    /// Minimum wage.
    pub minimum_wage: MinimumWage,
}

impl Parameters {
    /// The built-in rules of a tax year.
    ///
    /// # Errors
    /// [`PaysError::Year`] for a year that is not in [`YEARS`].
    pub fn of_year(year: &str) -> Result<Self, PaysError> {
        let at = YEARS.iter().position(|y| *y == year).ok_or_else(|| PaysError::Year { year: year.to_owned() })?;
        Self::parse(EMBEDDED[at], &format!("built-in parameters {year}"))
    }

    /// The built-in rules of the tax year in which the day lies, or of the nearest that is built in, with whether it is that very year.
    ///
    /// # Errors
    /// As [`Parameters::of_year`].
    pub fn nearest(calendar_year: i32, month: u32, day: u32) -> Result<(Self, bool), PaysError> {
        let start = if (month, day) >= (4, 6) { calendar_year } else { calendar_year - 1 };
        let at = (start - 2024).clamp(0, YEARS.len() as i32 - 1);
        Ok((Self::of_year(YEARS[at as usize])?, at == start - 2024))
    }

    /// Rules from the text of a file called `file`.
    ///
    /// # Errors
    /// [`PaysError::File`] with line and column for text that is not well formed or a key that is not known; [`PaysError::Value`] for a number, a unit or
    /// a nation that cannot be right.
    pub fn parse(text: &str, file: &str) -> Result<Self, PaysError> {
        let parameters: Self = toml::from_str(text).map_err(|error| {
            located(&error, text, file, "copy the keys of crates/findings/src/pays/parameters/2025-26.toml")
        })?;
        parameters.check(file)?;
        Ok(parameters)
    }

    /// The calendar year in which the tax year begins.
    pub fn start_year(&self) -> i32 {
        self.year.get(..4).and_then(|y| y.parse().ok()).unwrap_or_default()
    }

    /// The minimum wage at an age, £ per hour.
    pub fn minimum_wage_at(&self, age: u8) -> f64 {
        match age {
            21.. => self.minimum_wage.aged_21_and_over.value,
            18..21 => self.minimum_wage.aged_18_to_20.value,
            _ => self.minimum_wage.under_18.value,
        }
    }

    /// The pages that state the numbers, each once, in order.
    pub fn sources(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for (_, _, _, quantity) in self.quantities() {
            if !all.contains(&quantity.source.as_str()) {
                all.push(&quantity.source);
            }
        }
        all
    }

    /// Every number as section, key, expected unit and quantity, in order.
    pub fn quantities(&self) -> Vec<(&'static str, &'static str, &'static str, &Quantity)> {
        let sections = [
            ("income_tax", self.income_tax.quantities()),
            ("national_insurance", self.national_insurance.quantities()),
            ("universal_credit", self.universal_credit.quantities()),
            ("benefit_cap", self.benefit_cap.quantities()),
            ("child_benefit", self.child_benefit.quantities()),
            ("tax_free_childcare", self.tax_free_childcare.quantities()),
            ("funded_hours", self.funded_hours.quantities()),
            ("minimum_wage", self.minimum_wage.quantities()),
        ];
        let flat = sections.into_iter().flat_map(|(name, list)| list.into_iter().map(move |(k, u, q)| (name, k, u, q)));
        flat.collect()
    }

    fn check(&self, file: &str) -> Result<(), PaysError> {
        let wrong = |key: String, value: String, expected: &str| {
            Err(PaysError::Value { file: file.to_owned(), key, value, expected: expected.to_owned() })
        };
        if self.nation != "England" {
            return wrong(
                "nation".into(),
                format!("{:?}", self.nation),
                "\"England\": the rules of no other nation are built",
            );
        }
        let starts = self.year.len() == 7 && (2017..2100).contains(&self.start_year());
        if !starts {
            return wrong("year".into(), format!("{:?}", self.year), "a tax year such as \"2025-26\"");
        }
        for (section, key, unit, quantity) in self.quantities() {
            let place = format!("{section}.{key}");
            if quantity.unit != unit {
                return wrong(place, format!("unit {:?}", quantity.unit), &format!("unit {unit:?}"));
            }
            let most = if unit == "£ per £" { 1.0 } else { 1e7 };
            if !(0.0..=most).contains(&quantity.value) {
                return wrong(place, quantity.value.to_string(), &format!("a number from 0 to {most}"));
            }
        }
        let charge = &self.child_benefit;
        if charge.charge_end.value <= charge.charge_start.value {
            return wrong(
                "child_benefit.charge_end".into(),
                charge.charge_end.value.to_string(),
                "more than charge_start",
            );
        }
        Ok(())
    }
}

/// A reader's error with the line and column where it lies.
pub(super) fn located(error: &toml::de::Error, text: &str, file: &str, hint: &str) -> PaysError {
    let start = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..start).unwrap_or_default();
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    let line = before.matches('\n').count() + 1;
    PaysError::File { file: file.to_owned(), line, column, message: error.message().to_owned(), hint: hint.to_owned() }
}
