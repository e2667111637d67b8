//! A weighted share of respondents, what it rests on, and the test of one group against another.

use crate::interval::{Interval, Method, difference, wilson};
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

/// A weighted share of respondents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Respondents with an answer.
    pub respondents: usize,
    /// Those of them who are counted.
    pub said: usize,
    /// Effective number of respondents, `(Σw)² / Σw²`: how many with equal weights would say as much.
    pub effective: f64,
    /// Design effect of the weights, `n · Σw² / (Σw)²`.
    pub design_effect: f64,
    /// The share with Wilson's interval on the effective number, `0..=1`.
    pub interval: Interval,
}

/// The share of `answers`, pairs of an answer and a weight; `None` where nobody answered.
///
/// The interval takes respondents as independent draws: where a poll visits clusters of homes it is too narrow.
pub fn share(answers: &[(bool, f64)]) -> Option<Share> {
    let weight: f64 = answers.iter().map(|a| a.1).sum();
    let squares: f64 = answers.iter().map(|a| a.1 * a.1).sum();
    if squares <= 0.0 {
        return None;
    }
    let effective = weight * weight / squares;
    let said: f64 = 0.0 + answers.iter().filter(|a| a.0).map(|a| a.1).sum::<f64>();
    let interval = wilson((said / weight).min(1.0) * effective, effective)?;
    Some(Share {
        respondents: answers.len(),
        said: answers.iter().filter(|a| a.0).count(),
        effective,
        design_effect: answers.len() as f64 / effective,
        interval: Interval { method: Method::WilsonEffective, ..interval },
    })
}

/// One group against another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct GroupTest {
    /// First minus second, `-1..=1`, limits recovered from the two intervals.
    pub difference: Interval,
    /// The pooled z statistic on effective numbers; 0 where both shares are none or all.
    pub z: f64,
    /// Two-sided probability of a difference as large where there is none.
    pub p: f64,
}

/// Tests two independent shares: `z = (p₁ − p₂) / √(p(1−p)(1/n₁ + 1/n₂))`, n effective and p pooled over them.
pub fn test(first: &Share, second: &Share) -> GroupTest {
    let (a, b) = (first.interval.estimate, second.interval.estimate);
    let (m, n) = (first.effective, second.effective);
    let pooled = (a * m + b * n) / (m + n);
    let error = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    let z = if error > 0.0 { (a - b) / error } else { 0.0 };
    GroupTest { difference: difference(&first.interval, &second.interval), z, p: two_sided(z) }
}

/// Probability of a standard normal beyond `z` on either side.
pub(crate) fn two_sided(z: f64) -> f64 {
    2.0 * Normal::standard().sf(z.abs())
}
