//! Income tax and National Insurance on one person's earnings, £ a year.

use super::parameters::{IncomeTax, NationalInsurance};

/// Income tax on earnings that are someone's only income. The personal allowance shrinks above its taper start; marriage allowance is left out.
pub fn income_tax(rules: &IncomeTax, earnings_pounds: f64) -> f64 {
    let over = (earnings_pounds - rules.allowance_taper_start.value).max(0.0);
    let allowance = (rules.personal_allowance.value - rules.allowance_taper.value * over).max(0.0);
    let taxable = (earnings_pounds - allowance).max(0.0);
    let (basic, higher) = (rules.basic_rate_limit.value, rules.higher_rate_limit.value);
    rules.basic_rate.value * taxable.min(basic)
        + rules.higher_rate.value * (taxable.min(higher) - basic).max(0.0)
        + rules.additional_rate.value * (taxable - higher).max(0.0)
}

/// An employee's National Insurance (category A) on earnings that are the same all year.
pub fn national_insurance(rules: &NationalInsurance, earnings_pounds: f64) -> f64 {
    let (start, end) = (rules.primary_threshold.value, rules.upper_earnings_limit.value);
    rules.main_rate.value * (earnings_pounds.min(end) - start).max(0.0)
        + rules.upper_rate.value * (earnings_pounds - end).max(0.0)
}
