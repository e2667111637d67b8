//! Neighbourhood statistics as a Gaussian model: patterns over the map, made exactly uncorrelated, then mixed to England's correlations.

use crate::areas::{Area, Place};
use crate::dice::{Dice, Noise};
use crate::targets::{CORRELATIONS, VARIABLES, Variable};
use statrs::distribution::{ContinuousCDF, Normal};

/// One standard normal value per variable and area.
pub(crate) struct Latent(Vec<Vec<f64>>);

impl Latent {
    /// The values of one variable, in the order of the areas.
    pub(crate) fn of(&self, variable: Variable) -> &[f64] {
        &self.0[variable as usize]
    }
}

/// What a kind of place adds to each variable beyond what the variables before it already say (standard deviations).
/// A variable that is not listed has no pattern of its own but noise.
fn pattern(place: Place, variable: usize) -> f64 {
    // Centre, Inner, Suburb, Leafy, Estate, Docks, Coast, Coalfield, Town, Rural.
    let row: [f64; 10] = match variable {
        0 => [0.3, 0.5, -0.5, -1.4, 1.5, 0.9, 0.9, 0.8, -0.5, -1.0],
        1 => [-1.6, -0.8, 0.0, -0.1, 0.9, 0.2, 1.0, 1.3, 0.0, 0.4],
        2 => [-1.8, -0.8, 0.9, 0.3, 1.1, 0.0, -0.4, 0.5, -0.7, 0.1],
        3 => [-0.2, -0.1, 0.5, -0.2, 0.6, 0.2, 0.2, 0.3, -0.2, -0.9],
        4 => [1.6, 0.9, -0.5, -0.2, 0.2, 0.5, 0.2, -0.5, -0.5, -1.1],
        5 => [0.6, 1.1, -0.3, -0.2, -0.9, 0.5, 0.5, -0.2, 0.1, 0.1],
        6 => [-0.4, -0.3, 0.1, -0.3, 0.2, 0.1, 0.8, 0.9, 0.0, -0.1],
        8 => [0.2, 0.1, 0.0, 0.0, 0.1, 0.2, 0.6, 0.7, -0.2, -0.6],
        9 => [0.9, 0.4, 0.0, -0.1, 0.2, 0.3, 0.3, 0.0, -0.1, -0.8],
        10 => [-0.2, 0.1, -0.4, -0.1, 0.0, 0.0, -0.1, 0.0, 0.1, 1.5],
        16 => [-1.0, -0.7, 0.2, 0.3, -0.2, -0.2, 1.2, 0.3, 0.5, 0.6],
        17 => [1.4, 0.9, -0.2, -0.1, -0.3, 0.0, -0.3, -0.3, -0.3, -0.3],
        18 => [-0.8, 0.1, 0.3, 0.1, 0.8, 0.2, -0.5, 0.1, 0.1, -0.2],
        _ => [0.0; 10],
    };
    row[place as usize]
}

/// Draws the values of every variable.
pub(crate) fn draw(areas: &[Area], seed: u64) -> Latent {
    let mut dice = Dice::new(seed, "statistics");
    let mut fields: Vec<Vec<f64>> = Vec::with_capacity(VARIABLES);
    for variable in 0..VARIABLES {
        let noise = Noise::new(seed, &format!("field {variable}"));
        let raw: Vec<f64> = areas
            .iter()
            .map(|area| {
                let smooth = noise.at(area.spot.x, area.spot.y, 2_600.0);
                pattern(area.place, variable) + 0.6 * smooth + 0.55 * dice.normal()
            })
            .collect();
        let mut field = normal_scores(&raw);
        for earlier in &fields {
            let shared = mean_product(&field, earlier);
            for (value, other) in field.iter_mut().zip(earlier) {
                *value -= shared * other;
            }
        }
        standardise(&mut field);
        fields.push(field);
    }
    let factor = cholesky();
    let mixed = factor
        .iter()
        .map(|row| (0..areas.len()).map(|a| row.iter().zip(&fields).map(|(l, f)| l * f[a]).sum()).collect())
        .collect();
    Latent(mixed)
}

/// Ranks (ties in the order given) as quantiles of the standard normal.
fn normal_scores(raw: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..raw.len()).collect();
    order.sort_by(|a, b| raw[*a].total_cmp(&raw[*b]));
    let normal = Normal::standard();
    let mut scores = vec![0.0; raw.len()];
    for (rank, area) in order.into_iter().enumerate() {
        scores[area] = normal.inverse_cdf((rank as f64 + 0.5) / raw.len() as f64);
    }
    scores
}

fn mean_product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / a.len() as f64
}

fn standardise(values: &mut [f64]) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    for value in values.iter_mut() {
        *value -= mean;
    }
    let spread = mean_product(values, values).sqrt().max(1e-9);
    for value in values.iter_mut() {
        *value /= spread;
    }
}

/// The lower triangle `L` with `L · Lᵀ` = the correlations.
fn cholesky() -> Vec<Vec<f64>> {
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(VARIABLES);
    for (i, row) in CORRELATIONS.iter().enumerate() {
        let mut made = vec![0.0; VARIABLES];
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| made[k] * if i == j { made[k] } else { factor[j][k] }).sum();
            made[j] = if i == j { (row[i] - known).max(0.0).sqrt() } else { (row[j] - known) / factor[j][j] };
        }
        factor.push(made);
    }
    factor
}
