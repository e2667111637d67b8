//! The wage from which on work pays.

use super::budget::budget;
use super::household::{Costs, Household, Work};
use super::parameters::Parameters;
use crate::work::{PayCurve, Share};

/// The highest wage tried, £ an hour: 40 hours at it stay below the £100,000 a year where help with childcare ends at a stroke.
pub const HIGHEST_WAGE: f64 = 45.0;

/// Wages tried from the top down before the crossing is found exactly, £ an hour.
const STEP: f64 = 0.05;

/// Halvings of a step: they leave less than a millionth of a penny.
const HALVINGS: usize = 24;

/// The lowest wage, £ an hour, from which on so many hours leave a household no worse off than none, at every higher wage up to [`HIGHEST_WAGE`] too.
/// `None` where it is worse off even at that wage; 0 where it never is.
///
/// What is left does not rise steadily with pay (help that ends at a stroke makes it fall), so the last wage at which work does not pay is looked for
/// from the top in steps of 5 pence, and the crossing above it by bisection. A dip narrower than a step can be missed.
pub fn break_even_wage(
    parameters: &Parameters,
    household: &Household,
    hours_per_week: f64,
    costs: &Costs,
) -> Option<f64> {
    let left = |wage: f64, hours: f64| {
        budget(parameters, household, Work { hours_per_week: hours, wage_pounds_per_hour: wage }, costs).left()
    };
    let without = left(0.0, 0.0);
    let pays = |wage: f64| left(wage, hours_per_week) >= without - 1e-9;
    let steps = (HIGHEST_WAGE / STEP).round() as usize;
    let Some(last_bad) = (0..=steps).rev().find(|step| !pays(*step as f64 * STEP)) else { return Some(0.0) };
    if last_bad == steps {
        return None;
    }
    let (mut bad, mut good) = (last_bad as f64 * STEP, (last_bad + 1) as f64 * STEP);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(bad, good);
        if pays(middle) { good = middle } else { bad = middle }
    }
    Some(good)
}

/// The share of a group's jobs at which work pays: those paid at least the break-even wage.
/// Bounds as in [`PayCurve::share_at_or_above`]; no job where there is no break-even wage.
pub fn share_where_work_pays(curve: &PayCurve, break_even_wage: Option<f64>) -> Share {
    break_even_wage.map_or(Share { low: 0.0, point: Some(0.0), high: 0.0 }, |wage| match wage {
        wage if wage <= 0.0 => Share { low: 1.0, point: Some(1.0), high: 1.0 },
        wage => curve.share_at_or_above(wage),
    })
}
