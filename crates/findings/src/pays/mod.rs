//! Does work pay? Taxes, benefits, childcare and fares of illustrative households in England.
//!
//! Rules of one tax year come from a file of [`Parameters`], every value with its source. Everyone is taken to claim what they are entitled to, to have
//! no savings and no other income, and to keep the same pay and hours all year. Left out: council tax and its reduction, marriage allowance, pensions,
//! student loans, limited capability for work, disability and carer elements, free school meals and other passported help. Illustrative, never advice.

pub mod answer;
pub mod break_even;
pub mod budget;
pub mod childcare;
pub mod family_benefits;
pub mod gain;
pub mod household;
pub mod parameters;
pub mod tax;
pub mod universal_credit;

pub use answer::{HouseholdAnswer, PaysAnswer, Question, answer};
pub use break_even::{HIGHEST_WAGE, break_even_wage, share_where_work_pays};
pub use budget::{Budget, budget};
pub use gain::{WorkPays, work_pays};
pub use household::{Costs, Household, Partner, Work, default_households, parse_households};
pub use parameters::{Parameters, PaysError, YEARS};
pub use universal_credit::UniversalCredit;

/// Weeks in a year, as the Universal Credit Regulations 2013 turn weekly amounts into monthly ones (times 52, divided by 12).
pub const WEEKS: f64 = 52.0;

/// Months in a year.
pub const MONTHS: f64 = 12.0;
