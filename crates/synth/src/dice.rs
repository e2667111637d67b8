//! Randomness with a name: every part of the region draws from its own `ChaCha` stream, so that a change in one part leaves the others alone.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A source of random numbers for one purpose.
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of `purpose` under `seed`.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(fnv(purpose.as_bytes()));
        Self(rng)
    }

    /// Uniform in `[0, 1)`.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `[low, high)`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in `0..n`; 0 where `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// True with the given chance.
    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Standard normal (Box–Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Smooth noise over the plane in about `-1..=1`, the same for the same seed.
#[derive(Clone, Copy)]
pub(crate) struct Noise(u64);

impl Noise {
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ fnv(purpose.as_bytes()))
    }

    /// The value at a point (metres) for hills about `wavelength` metres across.
    pub(crate) fn at(self, x: f64, y: f64, wavelength: f64) -> f64 {
        let (u, v) = (x / wavelength, y / wavelength);
        let (i, j) = (u.floor(), v.floor());
        let (fu, fv) = (ease(u - i), ease(v - j));
        let corner = |di: f64, dj: f64| self.lattice((i + di) as i64, (j + dj) as i64);
        let south = corner(0.0, 0.0) * (1.0 - fu) + corner(1.0, 0.0) * fu;
        let north = corner(0.0, 1.0) * (1.0 - fu) + corner(1.0, 1.0) * fu;
        south * (1.0 - fv) + north * fv
    }

    fn lattice(self, i: i64, j: i64) -> f64 {
        let mut h =
            self.0 ^ (i as u64).wrapping_mul(0xd6e8_feb8_6659_fd93) ^ (j as u64).wrapping_mul(0xa076_1d64_78bd_642f);
        h = (h ^ (h >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        h = (h ^ (h >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
        h ^= h >> 32;
        (h >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}

fn ease(t: f64) -> f64 {
    t * t * (3.0 - 2.0 * t)
}

/// 0 below `low`, 1 above `high`, smooth between.
pub(crate) fn smooth_step(low: f64, high: f64, value: f64) -> f64 {
    ease(((value - low) / (high - low)).clamp(0.0, 1.0))
}
