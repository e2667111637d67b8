//! A job that meets every dimension at once: what the separate rates allow, and a point only where the joint rate is published.

use crate::interval::Interval;
use serde::Serialize;

/// The share of jobs that meet several dimensions at once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conjunction {
    /// Dimensions that a job has to meet.
    pub dimensions: usize,
    /// The least share that their rates allow, with the interval of its draws.
    pub low: Interval,
    /// The largest share that their rates allow, with the interval of its draws.
    pub high: Interval,
    /// The share itself, where the joint rate is published.
    pub point: Option<Interval>,
}

/// Bounds of the share that meets all, whatever the dependence: `max(0, Σp − (k−1)) ≤ P(all) ≤ min p`; `None` without rates.
///
/// Source: Fréchet (1935).
///
/// # Examples
/// ```
/// let bounds = lynchpin_findings::work::quality::frechet(&[0.9, 0.8]).unwrap_or_default();
/// assert!((bounds.0 - 0.7).abs() < 1e-12 && bounds.1 == 0.8);
/// ```
pub fn frechet(rates: &[f64]) -> Option<(f64, f64)> {
    let high = rates.iter().copied().reduce(f64::min)?;
    let low = (rates.iter().sum::<f64>() - (rates.len() - 1) as f64).max(0.0);
    // Rounding of the sum must not lift the lower bound over the upper.
    Some((low.min(high), high))
}
