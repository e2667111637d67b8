//! What childcare costs and what the state gives towards it outside Universal Credit, £ a year.

use super::WEEKS;
use super::household::{Costs, Household};
use super::parameters::Parameters;

/// From this age a child is at school in term time.
pub const SCHOOL_AGE: u8 = 5;

/// From this age a child needs no paid care (Lynchpin default; also the first age without Tax-Free Childcare).
pub const NO_CARE_AGE: u8 = 12;

/// Whether every adult earns enough, and none too much, for help that is for working parents. Earnings are £ a year.
fn qualifies_as_working(parameters: &Parameters, household: &Household, earnings: [f64; 2]) -> bool {
    let rules = &parameters.tax_free_childcare;
    let least = |age: u8| rules.minimum_hours_at_minimum_wage.value * parameters.minimum_wage_at(age) * WEEKS;
    let enough = |age: u8, pounds: f64| {
        // A wage given in pence must not fail by the last bit of a product.
        pounds >= least(age) - 1e-6 && pounds <= rules.income_limit.value
    };
    enough(household.age, earnings[0]) && household.partner.as_ref().is_none_or(|p| enough(p.age, earnings[1]))
}

/// Hours a week in term that the state funds for a child of this age.
fn funded_hours(parameters: &Parameters, age: u8, working: bool) -> f64 {
    let rules = &parameters.funded_hours;
    match (age, working) {
        (0..=1, true) => rules.under_2_working.value,
        (2, true) => rules.aged_2_working.value,
        (3..=4, true) => rules.aged_3_to_4_working.value,
        (3..=4, false) => rules.aged_3_to_4_universal.value,
        _ => 0.0,
    }
}

/// What each child's care costs after funded hours, £ a year, in the order of the children. Nothing where an adult is at home.
pub fn bills(
    parameters: &Parameters,
    household: &Household,
    costs: &Costs,
    hours: f64,
    earnings: [f64; 2],
) -> Vec<f64> {
    let partner_at_home = household.partner.as_ref().is_some_and(|p| p.earnings_pounds_per_week <= 0.0);
    if hours <= 0.0 || partner_at_home {
        return vec![0.0; household.children.len()];
    }
    let working = qualifies_as_working(parameters, household, earnings);
    let term_weeks = parameters.funded_hours.weeks.value.min(costs.childcare_weeks);
    let bill = |age: &u8| {
        let holiday = costs.care_hours(*age, hours);
        let term = if *age < SCHOOL_AGE { holiday } else { costs.school_term_share * holiday };
        let paid_in_term = (term - funded_hours(parameters, *age, working)).max(0.0);
        costs.childcare_pounds_per_hour * (term_weeks * paid_in_term + (costs.childcare_weeks - term_weeks) * holiday)
    };
    household.children.iter().map(bill).collect()
}

/// Tax-Free Childcare, for a household that does not get Universal Credit; `bills` are £ a year in the order of the children.
pub fn tax_free_childcare(parameters: &Parameters, household: &Household, bills: &[f64], earnings: [f64; 2]) -> f64 {
    let rules = &parameters.tax_free_childcare;
    if !qualifies_as_working(parameters, household, earnings) {
        return 0.0;
    }
    let young = household.children.iter().zip(bills).filter(|(age, _)| f64::from(**age) <= rules.oldest_age.value);
    young.map(|(_, bill)| (rules.top_up.value * bill).min(rules.most_per_child.value)).sum()
}
