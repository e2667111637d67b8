//! Numbers that carry their first and second derivative along.

use std::ops::{Div, Mul, Sub};

/// A value with its first and second derivative by one parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Jet {
    /// The value.
    pub value: f64,
    /// Its first derivative.
    pub slope: f64,
    /// Its second derivative.
    pub bend: f64,
}

impl Jet {
    /// A value that the parameter does not change.
    pub const fn constant(value: f64) -> Self {
        Self { value, slope: 0.0, bend: 0.0 }
    }

    /// A value that the parameter changes at this rate.
    pub const fn line(value: f64, slope: f64) -> Self {
        Self { value, slope, bend: 0.0 }
    }

    /// The natural logarithm.
    pub fn ln(self) -> Self {
        let slope = self.slope / self.value;
        Self { value: self.value.ln(), slope, bend: self.bend / self.value - slope * slope }
    }
}

impl std::ops::Add for Jet {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { value: self.value + other.value, slope: self.slope + other.slope, bend: self.bend + other.bend }
    }
}

impl Sub for Jet {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { value: self.value - other.value, slope: self.slope - other.slope, bend: self.bend - other.bend }
    }
}

impl Mul for Jet {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            slope: self.slope * other.value + self.value * other.slope,
            bend: self.bend * other.value + 2.0 * self.slope * other.slope + self.value * other.bend,
        }
    }
}

impl Div for Jet {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let inverse = 1.0 / other.value;
        let value = self.value * inverse;
        let slope = (self.slope - value * other.slope) * inverse;
        Self { value, slope, bend: (self.bend - 2.0 * slope * other.slope - value * other.bend) * inverse }
    }
}
