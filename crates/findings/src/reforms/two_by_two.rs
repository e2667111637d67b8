//! The plainest comparison: how much treated places changed, less how much the others did.

use super::bands::student;
use super::panel::Panel;
use crate::interval::{Interval, Method};

/// Mean after less mean before, treated less never treated, with Welch's interval.
///
/// `before` and `after` are periods; treated units are those first treated after the last of `before` and by the first of `after`. `None` with fewer than two units
/// on a side.
pub fn two_by_two(panel: &Panel, before: &[usize], after: &[usize]) -> Option<Interval> {
    let (last, first) = (*before.iter().max()?, *after.iter().min()?);
    let mean = |row: &[f64], periods: &[usize]| periods.iter().map(|p| row[*p]).sum::<f64>() / periods.len() as f64;
    let changes = |wanted: &dyn Fn(Option<usize>) -> bool| -> Vec<f64> {
        let rows = panel.outcomes.iter().zip(&panel.first_treated).filter(|(_, f)| wanted(**f));
        rows.map(|(row, _)| mean(row, after) - mean(row, before)).collect()
    };
    let treated = changes(&|f| f.is_some_and(|f| f > last && f <= first));
    let control = changes(&|f| f.is_none());
    let (a, b) = (moments(&treated)?, moments(&control)?);
    let estimate = a.0 - b.0;
    let error = (a.1 + b.1).sqrt();
    // Welch and Satterthwaite's degrees of freedom.
    let freedom = (a.1 + b.1).powi(2)
        / (a.1.powi(2) / (treated.len() - 1) as f64 + b.1.powi(2) / (control.len() - 1) as f64).max(f64::MIN_POSITIVE);
    let reach = student(0.975, freedom) * error;
    Some(Interval { estimate, low: estimate - reach, high: estimate + reach, method: Method::Welch })
}

/// Mean and the variance of it.
fn moments(values: &[f64]) -> Option<(f64, f64)> {
    let n = values.len() as f64;
    if n < 2.0 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    Some((mean, values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0) / n))
}
