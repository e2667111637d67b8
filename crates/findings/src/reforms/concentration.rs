//! Whether a programme's places go to the most deprived: the concentration curve and its coefficient.
//!
//! Source: Kakwani, Wagstaff and van Doorslaer (1997), *Journal of Econometrics* 77.

use serde::Serialize;

use crate::interval::Interval;
use crate::sample::{Bootstrap, resampled_areas};

/// How what is given out lies along deprivation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concentration {
    /// Share of those served (second) who live in the most deprived areas with so large a share of all people (first), at every tenth of people.
    pub curve: Vec<(f64, f64)>,
    /// Twice the area between the curve and the diagonal: above nought where it goes to the most deprived, 0 where it is blind to deprivation, at most 1.
    /// Interval: areas drawn anew.
    pub coefficient: Interval,
}

/// A stream of randomness of its own.
const STREAM: u64 = 0x5EED_0002;

/// Draws the curve of areas given as `(rank on deprivation, people, served)`; `None` where nobody is served.
pub fn concentration(areas: &[(f64, f64, f64)], bootstrap: Bootstrap) -> Option<Concentration> {
    let mut sorted: Vec<&(f64, f64, f64)> = areas.iter().collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let coefficient = resampled_areas(sorted.len(), bootstrap, STREAM, |drawn| coefficient(&sorted, drawn))?;
    let people: f64 = sorted.iter().map(|a| a.1).sum();
    let served: f64 = sorted.iter().map(|a| a.2).sum();
    let mut curve = vec![(0.0, 0.0)];
    let (mut so_far, mut given, mut tenth) = (0.0, 0.0, 1);
    for area in sorted {
        // Areas that a tenth runs through count in part.
        while tenth <= 10 && (so_far + area.1) / people >= f64::from(tenth) / 10.0 - 1e-12 {
            let share = f64::from(tenth) / 10.0;
            let part = if area.1 > 0.0 { (share * people - so_far) / area.1 } else { 1.0 };
            curve.push((share, ((given + part * area.2) / served).min(1.0)));
            tenth += 1;
        }
        so_far += area.1;
        given += area.2;
    }
    Some(Concentration { curve, coefficient })
}

/// `2 ∫ curve − 1`; areas of the same rank share a straight piece.
fn coefficient(sorted: &[&(f64, f64, f64)], times: &[f64]) -> Option<f64> {
    let sum = |of: fn(&(f64, f64, f64)) -> f64| -> f64 { sorted.iter().zip(times).map(|(a, t)| t * of(a)).sum() };
    let (people, served) = (sum(|a| a.1), sum(|a| a.2));
    if !(people > 0.0 && served > 0.0) {
        return None;
    }
    let (mut height, mut area, mut at) = (0.0, 0.0, 0);
    while at < sorted.len() {
        let (mut width, mut rise) = (0.0, 0.0);
        let rank = sorted[at].0;
        while at < sorted.len() && sorted[at].0 == rank {
            width += times[at] * sorted[at].1 / people;
            rise += times[at] * sorted[at].2 / served;
            at += 1;
        }
        area += width * (height + rise / 2.0);
        height += rise;
    }
    Some(2.0 * area - 1.0)
}
