//! Child Benefit and the High Income Child Benefit Charge, £ a year.

use super::WEEKS;
use super::parameters::ChildBenefit;

/// Child Benefit for so many children.
pub fn child_benefit(rules: &ChildBenefit, children: usize) -> f64 {
    match children {
        0 => 0.0,
        n => WEEKS * (rules.eldest.value + rules.other.value * (n - 1) as f64),
    }
}

/// The charge on the adult with the most income: 1 % of the benefit for each hundredth of the band, in whole percents and whole pounds, both rounded
/// down as the law has it. So it rises in steps.
pub fn high_income_charge(rules: &ChildBenefit, child_benefit_pounds: f64, highest_income_pounds: f64) -> f64 {
    let width = rules.charge_end.value - rules.charge_start.value;
    let points = (100.0 * (highest_income_pounds - rules.charge_start.value).max(0.0) / width).min(100.0).floor();
    (points * child_benefit_pounds.floor() / 100.0).floor()
}
