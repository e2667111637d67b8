//! Universal Credit of a household without savings or other income, £ a year.

use serde::Serialize;

use super::household::Household;
use super::parameters::Parameters;
use super::{MONTHS, WEEKS};

/// A couple gets the higher standard allowance where one of them is at least so old.
const ADULT_RATE_AGE: u8 = 25;

/// Children born before 6 April of this year have no limit on their number, and the first of them has a higher element.
const LIMIT_BEGAN: i32 = 2017;

/// An award with its parts. £ a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct UniversalCredit {
    /// Standard allowance.
    pub standard_allowance: f64,
    /// Child elements.
    pub child_elements: f64,
    /// Housing element.
    pub housing_element: f64,
    /// Childcare element.
    pub childcare_element: f64,
    /// Net earnings that do not count.
    pub work_allowance: f64,
    /// What earnings take off, at most the whole award.
    pub earnings_reduction: f64,
    /// The award before the benefit cap.
    pub before_cap: f64,
    /// What the benefit cap takes off (it can be more than the award).
    pub cap_reduction: f64,
    /// The award.
    pub award: f64,
}

/// What an award depends on besides the household.
#[derive(Clone, Copy, Debug)]
pub struct Means {
    /// Earnings of all adults after income tax and National Insurance, £ a year.
    pub net_earnings_pounds: f64,
    /// Whether every adult works.
    pub all_work: bool,
    /// What the household pays for childcare, £ a year.
    pub childcare_pounds: f64,
    /// Children whom it is paid for.
    pub children_in_childcare: usize,
    /// Child Benefit, which counts towards the cap, £ a year.
    pub child_benefit_pounds: f64,
}

impl UniversalCredit {
    /// The award of a household.
    pub fn of(parameters: &Parameters, household: &Household, means: Means) -> Self {
        let rules = &parameters.universal_credit;
        let standard_allowance = MONTHS * standard_allowance(parameters, household);
        let child_elements = MONTHS * child_elements(parameters, household);
        let housing_element = WEEKS * household.rent_covered();
        let childcare_element = childcare_element(parameters, means);
        let work_allowance = match (household.children.is_empty(), housing_element > 0.0) {
            (true, _) => 0.0,
            (false, true) => MONTHS * rules.work_allowance_with_housing.value,
            (false, false) => MONTHS * rules.work_allowance_without_housing.value,
        };
        let most = standard_allowance + child_elements + housing_element + childcare_element;
        let counted = (means.net_earnings_pounds - work_allowance).max(0.0);
        let earnings_reduction = (rules.taper.value * counted).min(most);
        let before_cap = most - earnings_reduction;
        let over_cap = benefit_cap(parameters, household, means.net_earnings_pounds)
            .map_or(0.0, |cap| before_cap + means.child_benefit_pounds - cap - childcare_element);
        let cap_reduction = if before_cap > 0.0 { over_cap.max(0.0) } else { 0.0 };
        Self {
            standard_allowance,
            child_elements,
            housing_element,
            childcare_element,
            work_allowance,
            earnings_reduction,
            before_cap,
            cap_reduction,
            award: (before_cap - cap_reduction).max(0.0),
        }
    }
}

/// £ a month.
fn standard_allowance(parameters: &Parameters, household: &Household) -> f64 {
    let rules = &parameters.universal_credit;
    let adult = household.age >= ADULT_RATE_AGE;
    match &household.partner {
        None if adult => rules.standard_single.value,
        None => rules.standard_single_under_25.value,
        Some(partner) if adult || partner.age >= ADULT_RATE_AGE => rules.standard_couple.value,
        Some(_) => rules.standard_couple_under_25.value,
    }
}

/// £ a month. Ages are those on the first day of the tax year, so the year of birth is known to the day that matters.
fn child_elements(parameters: &Parameters, household: &Household) -> f64 {
    let rules = &parameters.universal_credit;
    let protected_age = parameters.start_year() - LIMIT_BEGAN;
    let protected = household.children.iter().filter(|age| i32::from(**age) >= protected_age).count();
    let later = household.children.len() - protected;
    let within_limit =
        rules.child_limit.as_ref().map_or(later, |limit| later.min((limit.value as usize).saturating_sub(protected)));
    let first = if protected > 0 { rules.first_child_born_before_april_2017.value - rules.child.value } else { 0.0 };
    first + rules.child.value * (protected + within_limit) as f64
}

/// £ a year.
fn childcare_element(parameters: &Parameters, means: Means) -> f64 {
    let rules = &parameters.universal_credit;
    let most = match means.children_in_childcare {
        0 => 0.0,
        1 => rules.childcare_most_one_child.value,
        _ => rules.childcare_most_more_children.value,
    };
    if means.all_work { (rules.childcare_share.value * means.childcare_pounds).min(MONTHS * most) } else { 0.0 }
}

/// The most in benefits, £ a year; `None` where earnings lift the cap.
pub fn benefit_cap(parameters: &Parameters, household: &Household, net_earnings_pounds: f64) -> Option<f64> {
    let rules = &parameters.benefit_cap;
    let wage = parameters.minimum_wage.aged_21_and_over.value;
    let exempt_from = (rules.exempt_hours_at_minimum_wage.value * wage * WEEKS / MONTHS).floor() * MONTHS;
    let family = household.partner.is_some() || !household.children.is_empty();
    let cap = match (household.london, family) {
        (false, true) => &rules.family,
        (false, false) => &rules.single,
        (true, true) => &rules.family_london,
        (true, false) => &rules.single_london,
    };
    // Pay given by the hour must not miss a threshold in whole pounds by the last bit of a product.
    (net_earnings_pounds < exempt_from - 1e-6).then_some(cap.value)
}
