//! Draws from the Pólya–Gamma distribution PG(n, z), exactly.
//!
//! Source: Polson, Scott and Windle (2013), after Devroye (2009): an alternating series accepts draws from an exponential tail and a truncated inverse
//! Gaussian.

use super::random::Random;
use statrs::function::erf::erfc;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// Where the two proposals meet.
const MIDDLE: f64 = 0.64;

/// A draw from PG(n, z), the sum of n draws from PG(1, z).
pub fn polya_gamma(random: &mut Random, n: u32, z: f64) -> f64 {
    let tilt = z.abs() / 2.0;
    let rate = PI * PI / 8.0 + tilt * tilt / 2.0;
    let tail = PI / (2.0 * rate) * (-rate * MIDDLE).exp();
    let head = 2.0 * (-tilt).exp() * inverse_gaussian_below(tilt);
    let share = tail / (tail + head);
    0.25 * (0..n).map(|_| one(random, tilt, rate, share)).sum::<f64>()
}

fn one(random: &mut Random, tilt: f64, rate: f64, share: f64) -> f64 {
    loop {
        let x = if random.uniform() <= share {
            MIDDLE + random.exponential() / rate
        } else {
            truncated_inverse_gaussian(random, tilt)
        };
        let mut sum = coefficient(0, x);
        let y = random.uniform() * sum;
        let mut n = 0;
        loop {
            n += 1;
            if n % 2 == 1 {
                sum -= coefficient(n, x);
                if y <= sum {
                    return x;
                }
            } else {
                sum += coefficient(n, x);
                if y > sum {
                    break;
                }
            }
        }
    }
}

/// Term of the alternating series of the density.
fn coefficient(n: u32, x: f64) -> f64 {
    let k = f64::from(n) + 0.5;
    if x <= MIDDLE {
        PI * k * (2.0 / (PI * x)).powf(1.5) * (-2.0 * k * k / x).exp()
    } else {
        PI * k * (-k * k * PI * PI * x / 2.0).exp()
    }
}

/// Probability that an inverse Gaussian with mean `1 / tilt` and shape 1 lies below the middle.
fn inverse_gaussian_below(tilt: f64) -> f64 {
    let root = (1.0 / MIDDLE).sqrt();
    let below = |x: f64| 0.5 * erfc(-x * FRAC_1_SQRT_2);
    below(root * (MIDDLE * tilt - 1.0)) + (2.0 * tilt).exp() * below(-root * (MIDDLE * tilt + 1.0))
}

/// An inverse Gaussian with mean `1 / tilt` and shape 1, given that it lies below the middle.
fn truncated_inverse_gaussian(random: &mut Random, tilt: f64) -> f64 {
    if tilt * MIDDLE < 1.0 {
        loop {
            let x = loop {
                let (a, b) = (random.exponential(), random.exponential());
                if a * a <= 2.0 * b / MIDDLE {
                    break MIDDLE / (1.0 + MIDDLE * a).powi(2);
                }
            };
            if random.uniform() <= (-0.5 * tilt * tilt * x).exp() {
                return x;
            }
        }
    }
    let mean = 1.0 / tilt;
    loop {
        let y = random.normal().powi(2);
        let mut x = mean + 0.5 * mean * mean * y - 0.5 * mean * (4.0 * mean * y + (mean * y).powi(2)).sqrt();
        if random.uniform() > mean / (mean + x) {
            x = mean * mean / x;
        }
        if x <= MIDDLE {
            return x;
        }
    }
}
