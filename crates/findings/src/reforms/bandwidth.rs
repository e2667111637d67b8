//! The bandwidths of a discontinuity that make its mean squared error least.
//!
//! Source: Calonico, Cattaneo and Farrell (2020), *Econometrics Journal* 23: a rule of thumb, then a bandwidth for the third derivative, for the bias, and
//! for the jump, each from the one before, with a term that keeps it small where the bias is badly known.

use super::local::Side;

/// For the jump, and for its bias.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bandwidths {
    pub main: f64,
    pub bias: f64,
}

/// Chooses both; `None` where a curve cannot be fitted.
pub(crate) fn choose(running: &[f64], left: &Side, right: &Side) -> Option<Bandwidths> {
    let spread = deviation(running);
    // The outcome's unit cancels out.
    let (l, r) = (left.scaled(spread, 1.0), right.scaled(spread, 1.0));
    let different = (l.distinct() + r.distinct()) as f64;
    let widest = l.farthest().max(r.farthest());
    let scale = (interquartile(running) / spread / 1.349).min(1.0);
    let pilot = (2.576 * scale * different.powf(-0.2)).min(widest);
    let steps = Steps { left: &l, right: &r, pilot, widest };
    let beyond = 1.0 + f64::EPSILON.sqrt();
    let third = steps.next(3, 3, (l.farthest() * beyond, r.farthest() * beyond), false)?;
    let bias = steps.next(2, 2, (third, third), true)?;
    let main = steps.next(1, 0, (bias, bias), true)?;
    Some(Bandwidths { main: main * spread, bias: bias * spread })
}

struct Steps<'a> {
    left: &'a Side,
    right: &'a Side,
    pilot: f64,
    widest: f64,
}

impl Steps<'_> {
    /// The best bandwidth for coefficient `nu` of a fit of `order`, the next coefficient being estimated within `wide`.
    fn next(&self, order: usize, nu: usize, wide: (f64, f64), careful: bool) -> Option<f64> {
        let mut noise = 0.0;
        let mut bias = 0.0;
        let mut doubt = 0.0;
        for (side, within, sign) in [(self.left, wide.0, -1.0), (self.right, wide.1, 1.0)] {
            let curvature = side.curvature(self.pilot, order, nu)?;
            let (coefficient, variance) = side.highest(within, order + 1)?;
            noise += curvature.variance * self.pilot.powi(2 * nu as i32 + 1);
            bias += sign * curvature.bias * coefficient;
            doubt += 3.0 * curvature.bias.powi(2) * variance;
        }
        let twice = (2 * (order + 1 - nu)) as f64;
        let squared = twice * (bias * bias + if careful { doubt } else { 0.0 });
        let best = ((2 * nu + 1) as f64 * noise / squared).powf(1.0 / (2 * order + 3) as f64);
        (best.is_finite() && best > 0.0).then(|| best.min(self.widest))
    }
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// Distance of the quartiles, each the middle of two values where it falls between them.
fn interquartile(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let at = |quarters: usize| {
        let below = n * quarters / 4;
        if (n * quarters).is_multiple_of(4) {
            f64::midpoint(sorted[below.max(1) - 1], sorted[below.min(n - 1)])
        } else {
            sorted[below]
        }
    };
    at(3) - at(1)
}
