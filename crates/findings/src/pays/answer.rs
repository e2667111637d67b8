//! Does work pay, for a set of households and a set of hours?

use serde::Serialize;

use super::budget::{Budget, budget};
use super::gain::{WorkPays, work_pays};
use super::household::{Costs, Household, Work};
use super::parameters::Parameters;

/// Whether work pays, household by household.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaysAnswer {
    /// Tax year of the rules, such as `2025-26`.
    pub year: String,
    /// £ an hour.
    pub wage_pounds_per_hour: f64,
    /// Whose wage it is, in words.
    pub wage_label: String,
    /// The legal minimum from 21, £ an hour.
    pub minimum_wage_pounds_per_hour: f64,
    /// What work costs.
    pub costs: Costs,
    /// What childcare fee and fares rest on, in words.
    pub costs_label: String,
    /// Households in the order given.
    pub households: Vec<HouseholdAnswer>,
    /// Pages that state the rules.
    pub sources: Vec<String>,
}

/// One household at each of the hours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HouseholdAnswer {
    /// The household.
    pub household: Household,
    /// Its year without this work.
    pub out_of_work: Budget,
    /// At each of the hours, in the order given.
    pub points: Vec<WorkPays>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Question<'a> {
    /// The rules.
    pub parameters: &'a Parameters,
    /// The households.
    pub households: &'a [Household],
    /// Hours a week.
    pub hours: &'a [f64],
    /// £ an hour.
    pub wage_pounds_per_hour: f64,
    /// Whose wage it is, in words.
    pub wage_label: String,
    /// What work costs.
    pub costs: &'a Costs,
    /// What childcare fee and fares rest on, in words.
    pub costs_label: String,
}

/// Answers for every household and all of the hours.
pub fn answer(question: Question<'_>) -> PaysAnswer {
    let Question { parameters, costs, .. } = question;
    let work = |hours: f64| Work { hours_per_week: hours, wage_pounds_per_hour: question.wage_pounds_per_hour };
    let one = |household: &Household| HouseholdAnswer {
        household: household.clone(),
        out_of_work: budget(parameters, household, work(0.0), costs),
        points: question.hours.iter().map(|h| work_pays(parameters, household, work(*h), costs)).collect(),
    };
    PaysAnswer {
        year: parameters.year.clone(),
        wage_pounds_per_hour: question.wage_pounds_per_hour,
        minimum_wage_pounds_per_hour: parameters.minimum_wage.aged_21_and_over.value,
        households: question.households.iter().map(one).collect(),
        sources: parameters.sources().into_iter().map(str::to_owned).collect(),
        wage_label: question.wage_label,
        costs: costs.clone(),
        costs_label: question.costs_label,
    }
}
