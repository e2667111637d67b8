//! How large an effect must be for the data to see it: told before the effect itself.

use super::bands::student;

/// Chance with which an effect of the size told is found.
pub const POWER: f64 = 0.8;

/// The least effect that a two-sided test at 5 % finds in four of five samples, in the unit of the outcome: `(t₀.₉₇₅ + t₀.₈) · standard error`.
///
/// `freedom` are the degrees of freedom of the standard error. Source: Bloom (1995), *Evaluation Review* 19.
pub fn minimum_detectable(standard_error: f64, freedom: f64) -> f64 {
    (student(0.975, freedom) + student(POWER, freedom)) * standard_error
}
