//! What work adds, and how much of more pay is kept.

use serde::Serialize;

use super::WEEKS;
use super::break_even::break_even_wage;
use super::budget::{Budget, budget};
use super::household::{Costs, Household, Work};
use super::parameters::Parameters;

/// How much more pay the effective marginal rate is worked out over, £ a year.
const STEP_POUNDS: f64 = 1.0;

/// A gain of less than this is taken for none, £ a week: half a penny.
const SMALL_POUNDS: f64 = 0.005;

/// What some work leaves a household with, against none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WorkPays {
    /// Hours and wage.
    pub work: Work,
    /// The year at this work.
    pub budget: Budget,
    /// What is left after childcare and fares, less what is left without this work, £ a week.
    pub gain_pounds_per_week: f64,
    /// Share of earnings lost in tax and in benefits, before childcare and fares (help with childcare left out); `None` without earnings.
    pub participation_tax_rate: Option<f64>,
    /// The same with childcare and fares, less help with them, counted as lost.
    pub participation_tax_rate_after_costs: Option<f64>,
    /// Share lost of £1 a year more in pay at the same hours; `None` without hours.
    pub effective_marginal_rate: Option<f64>,
    /// The wage from which on these hours pay, £ an hour; `None` where no wage up to [`super::HIGHEST_WAGE`] does.
    pub break_even_wage: Option<f64>,
    /// Whether the wage is below the legal minimum at this age.
    pub below_minimum_wage: bool,
}

impl WorkPays {
    /// Whether the household is better off for it.
    pub fn pays(&self) -> bool {
        self.gain_pounds_per_week > SMALL_POUNDS
    }
}

/// What some work leaves a household with, against none.
pub fn work_pays(parameters: &Parameters, household: &Household, work: Work, costs: &Costs) -> WorkPays {
    let at_work = budget(parameters, household, work, costs);
    let without = budget(parameters, household, Work { hours_per_week: 0.0, ..work }, costs);
    let gain = at_work.left() - without.left();
    let free = Costs { childcare_pounds_per_hour: 0.0, fares_pounds_per_week: 0.0, ..costs.clone() };
    let gain_before_costs = budget(parameters, household, work, &free).net_income()
        - budget(parameters, household, Work { hours_per_week: 0.0, ..work }, &free).net_income();
    let lost = |gain: f64| (at_work.earnings > 0.0).then(|| 1.0 - gain / at_work.earnings);
    WorkPays {
        work,
        budget: at_work,
        gain_pounds_per_week: gain / WEEKS,
        participation_tax_rate: lost(gain_before_costs),
        participation_tax_rate_after_costs: lost(gain),
        effective_marginal_rate: marginal_rate(parameters, household, work, costs),
        break_even_wage: break_even_wage(parameters, household, work.hours_per_week, costs),
        below_minimum_wage: work.hours_per_week > 0.0
            && work.wage_pounds_per_hour < parameters.minimum_wage_at(household.age),
    }
}

fn marginal_rate(parameters: &Parameters, household: &Household, work: Work, costs: &Costs) -> Option<f64> {
    if work.hours_per_week <= 0.0 {
        return None;
    }
    let more = work.wage_pounds_per_hour + STEP_POUNDS / (WEEKS * work.hours_per_week);
    let left = |wage: f64| budget(parameters, household, Work { wage_pounds_per_hour: wage, ..work }, costs).left();
    Some(1.0 - (left(more) - left(work.wage_pounds_per_hour)) / STEP_POUNDS)
}
