//! A number line with round ticks.

use crate::markup::{Anchor, Svg, TextLook};
use crate::numbers::Style;
use crate::palette::{QUIET, RULE};

/// A number line from left to right.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    step: f64,
    left: f64,
    width: f64,
}

impl Axis {
    /// A line that holds every value, begins and ends on a tick and has about so many ticks.
    pub(super) fn fit(values: &[f64], from_zero: bool, ticks: usize, left: f64, width: f64) -> Self {
        let mut low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let mut high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        if high - low < f64::EPSILON * high.abs().max(1.0) {
            high = low + low.abs().max(1.0);
        }
        let step = round_step((high - low) / ticks.max(1) as f64);
        Self { low: (low / step + 1e-9).floor() * step, high: (high / step - 1e-9).ceil() * step, step, left, width }
    }

    /// Where a value stands.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.left + share.clamp(0.0, 1.0) * self.width
    }

    /// Where bars begin: at zero, or at the end that is nearer to it.
    pub(super) fn zero(&self) -> f64 {
        self.at(0.0)
    }

    pub(super) fn left(&self) -> f64 {
        self.left
    }

    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }

    fn ticks(&self) -> Vec<f64> {
        let count = ((self.high - self.low) / self.step).round() as i64;
        (0..=count).map(|i| self.low + i as f64 * self.step).collect()
    }

    /// Draws grid lines between two heights and the numbers beneath.
    pub(super) fn draw(&self, svg: &mut Svg, top: f64, bottom: f64, style: &Style) {
        let decimals = if self.step >= 1.0 { 0 } else { (-self.step.log10() - 1e-9).ceil() as usize };
        let style = style.clone().rounded_to(0.0).decimals(decimals);
        let look = TextLook { size: 12.0, fill: QUIET, anchor: Anchor::Middle, bold: false, rim: false };
        for tick in self.ticks() {
            let x = self.at(tick);
            svg.line((x, top), (x, bottom), RULE, 1.0, "");
            svg.text((x, bottom + 16.0), &style.bare(tick), &look, None);
        }
    }
}

/// 1, 2 or 5 times a power of ten, at least so long.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0, 10.0].iter().map(|m| m * power).find(|s| *s >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_values() {
        let axis = Axis::fit(&[23.3, 36.5], true, 4, 0.0, 100.0);
        assert_eq!(axis.ticks(), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(axis.at(20.0), 50.0);
        let axis = Axis::fit(&[-3.0, 4.0], false, 4, 0.0, 100.0);
        assert_eq!(axis.ticks(), [-4.0, -2.0, 0.0, 2.0, 4.0]);
        assert_eq!(axis.zero(), 50.0);
    }

    #[test]
    fn equal_values_and_no_values_still_have_a_line() {
        assert!(Axis::fit(&[5.0], false, 4, 0.0, 100.0).ticks().len() > 1);
        assert!(Axis::fit(&[], true, 4, 0.0, 100.0).ticks().len() > 1);
    }
}
