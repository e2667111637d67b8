//! Invented panels whose true effect is known.

use lynchpin_findings::reforms::Panel;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Standard normal (Box and Muller).
pub fn normal(random: &mut ChaCha8Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.random::<f64>()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.random::<f64>()).cos()
}

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// Places.
    pub units: usize,
    /// Of them, treated: half from period 4 and half from period 6 on (of 9, counted from 0).
    pub treated: usize,
    /// The effect on treated places, from the first treated period on, each place's own about this mean.
    pub effect: f64,
    /// Spread of the places' own effects.
    pub varied: f64,
}

/// Periods of every panel.
pub const PERIODS: usize = 9;

impl World {
    /// A panel: places differ in level and in size, the poorer are likelier treated, outcomes of a place hang together over time.
    pub fn panel(&self, seed: u64) -> Panel {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let level: Vec<f64> = (0..self.units).map(|_| 20.0 + 4.0 * normal(&mut random)).collect();
        let mut order: Vec<(f64, usize)> =
            level.iter().enumerate().map(|(u, l)| (l + 6.0 * normal(&mut random), u)).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut first_treated = vec![None; self.units];
        for (place, (_, unit)) in order.iter().take(self.treated).enumerate() {
            first_treated[*unit] = Some(if place % 2 == 0 { 4 } else { 6 });
        }
        let outcomes = (0..self.units).map(|unit| self.path(&mut random, level[unit], first_treated[unit])).collect();
        Panel { periods: (0..PERIODS).map(|p| p.to_string()).collect(), outcomes, first_treated, ..Panel::default() }
    }

    fn path(&self, random: &mut ChaCha8Rng, level: f64, first: Option<usize>) -> Vec<f64> {
        let own = self.effect + self.varied * normal(random);
        let mut shock = normal(random) / 0.8;
        (0..PERIODS)
            .map(|period| {
                shock = 0.6 * shock + normal(random);
                let effect = if first.is_some_and(|f| period >= f) { own } else { 0.0 };
                level - 0.3 * period as f64 + shock + effect
            })
            .collect()
    }
}

/// Ranks of places with an outcome that bends and, up to rank `cut`, jumps by `effect`.
pub fn ranked(units: usize, cut: usize, effect: f64, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let outcome = |rank: usize| {
        let x = rank as f64 / units as f64;
        30.0 - 12.0 * x + 6.0 * x * x + if rank <= cut { effect } else { 0.0 }
    };
    let running = (1..=units).map(|rank| -(rank as f64)).collect();
    (running, (1..=units).map(|rank| outcome(rank) + 2.0 * normal(&mut random)).collect())
}
