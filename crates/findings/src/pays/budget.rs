//! What a household has in a year, part by part.

use serde::Serialize;

use super::WEEKS;
use super::childcare::{bills, tax_free_childcare};
use super::family_benefits::{child_benefit, high_income_charge};
use super::household::{Costs, Household, Work};
use super::parameters::Parameters;
use super::tax::{income_tax, national_insurance};
use super::universal_credit::{Means, UniversalCredit};

/// What a household has in a year. £ a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Budget {
    /// Earnings before tax of the adult whose work is varied.
    pub earnings: f64,
    /// The partner's earnings before tax.
    pub partner_earnings: f64,
    /// Income tax of both.
    pub income_tax: f64,
    /// National Insurance of both.
    pub national_insurance: f64,
    /// Universal Credit with its parts; all zero where the household is better off with Tax-Free Childcare.
    pub universal_credit: UniversalCredit,
    /// Child Benefit.
    pub child_benefit: f64,
    /// High Income Child Benefit Charge.
    pub high_income_charge: f64,
    /// What the state adds to a Tax-Free Childcare account.
    pub tax_free_childcare: f64,
    /// Childcare after funded hours, before any help with it.
    pub childcare: f64,
    /// Fares.
    pub fares: f64,
    /// Rent.
    pub rent: f64,
}

impl Budget {
    /// Income after taxes and benefits, before childcare, fares and rent; help with childcare is in it.
    pub fn net_income(&self) -> f64 {
        self.earnings + self.partner_earnings - self.income_tax - self.national_insurance
            + self.universal_credit.award
            + self.child_benefit
            - self.high_income_charge
            + self.tax_free_childcare
    }

    /// What is left after childcare, fares and rent.
    pub fn left(&self) -> f64 {
        self.net_income() - self.childcare - self.fares - self.rent
    }
}

/// The year of a household at some work. Of Universal Credit and Tax-Free Childcare, which exclude each other, it has what leaves it better off.
pub fn budget(parameters: &Parameters, household: &Household, work: Work, costs: &Costs) -> Budget {
    let earnings = WEEKS * work.hours_per_week * work.wage_pounds_per_hour;
    let partner_earnings = WEEKS * household.partner.as_ref().map_or(0.0, |p| p.earnings_pounds_per_week);
    let bills = bills(parameters, household, costs, work.hours_per_week, [earnings, partner_earnings]);
    let fares = if work.hours_per_week > 0.0 { WEEKS * costs.fares_pounds_per_week } else { 0.0 };
    of_earnings(parameters, household, [earnings, partner_earnings], &bills, fares)
}

/// The year of a household with these earnings and childcare bills (£ a year, a bill for each child).
pub fn of_earnings(
    parameters: &Parameters,
    household: &Household,
    earnings: [f64; 2],
    bills: &[f64],
    fares: f64,
) -> Budget {
    let taxed = |of: &dyn Fn(f64) -> f64| earnings.iter().map(|e| of(*e)).sum::<f64>();
    let income_tax = taxed(&|e| income_tax(&parameters.income_tax, e));
    let national_insurance = taxed(&|e| national_insurance(&parameters.national_insurance, e));
    let child_benefit = child_benefit(&parameters.child_benefit, household.children.len());
    let childcare = bills.iter().sum();
    let means = Means {
        net_earnings_pounds: earnings[0] + earnings[1] - income_tax - national_insurance,
        all_work: earnings[0] > 0.0 && (household.partner.is_none() || earnings[1] > 0.0),
        childcare_pounds: childcare,
        children_in_childcare: bills.iter().filter(|b| **b > 0.0).count(),
        child_benefit_pounds: child_benefit,
    };
    let credit = UniversalCredit::of(parameters, household, means);
    let top_up = tax_free_childcare(parameters, household, bills, earnings);
    let with_credit = credit.award >= top_up;
    Budget {
        earnings: earnings[0],
        partner_earnings: earnings[1],
        income_tax,
        national_insurance,
        universal_credit: if with_credit { credit } else { UniversalCredit::default() },
        child_benefit,
        high_income_charge: high_income_charge(&parameters.child_benefit, child_benefit, earnings[0].max(earnings[1])),
        tax_free_childcare: if with_credit { 0.0 } else { top_up },
        childcare,
        fares,
        rent: WEEKS * household.rent_pounds_per_week,
    }
}
