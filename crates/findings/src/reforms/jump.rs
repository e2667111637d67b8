//! Did being just eligible make a difference? The jump at the cut-off, at three bandwidths, and a verdict.

use lynchpin_pack::tables::Direction;
use serde::Serialize;

use super::detectable::minimum_detectable;
use super::discontinuity::{Discontinuity, discontinuity, discontinuity_within};
use super::verdict::{EFFECT_LEVEL, Judged, Verdict, moved};

/// What a cut-off of eligibility says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JumpAnswer {
    /// The least jump that would be found in four of five such samples.
    pub detectable: f64,
    /// The jump at the best bandwidth.
    pub found: Discontinuity,
    /// The same within four fifths and within five fourths of that bandwidth.
    pub nearby: Vec<Discontinuity>,
    /// What this says.
    pub verdict: Judged,
}

/// How much narrower and wider the bandwidth is tried.
const TRIED: [f64; 2] = [0.8, 1.25];

/// Judges the jump of an outcome from below to at or above `cut`; `None` as [`discontinuity`].
///
/// An effect is found only where the interval leaves out nought at all three bandwidths.
pub fn jump(running: &[f64], outcome: &[f64], cut: f64, direction: Direction) -> Option<JumpAnswer> {
    let found = discontinuity(running, outcome, cut)?;
    let nearby: Vec<Discontinuity> = TRIED
        .iter()
        .filter_map(|times| {
            discontinuity_within(running, outcome, cut, found.bandwidth * times, found.bias_bandwidth * times)
        })
        .collect();
    let stands = |d: &Discontinuity| d.p_value() < EFFECT_LEVEL && (d.estimate > 0.0) == (found.estimate > 0.0);
    let verdict = if stands(&found) && nearby.len() == TRIED.len() && nearby.iter().all(stands) {
        let reason = "The interval of the jump leaves out nought at this bandwidth, a narrower and a wider one.";
        Judged { verdict: moved(found.estimate, direction), reasons: vec![reason.into()] }
    } else {
        let reason = if stands(&found) {
            "The jump does not stand at a somewhat narrower or wider bandwidth."
        } else if found.interval.contains(0.0) {
            "The interval of the jump holds nought."
        } else {
            "The interval of the jump only just leaves out nought."
        };
        Judged { verdict: Verdict::CannotTell, reasons: vec![reason.into()] }
    };
    Some(JumpAnswer { detectable: minimum_detectable(found.robust_error, found.freedom), found, nearby, verdict })
}
