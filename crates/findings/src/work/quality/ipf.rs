//! Iterative proportional fitting: a table of counts made to agree with two margins, its odds ratios kept.

use crate::FindingsError;
use crate::error::aligned;

/// Rounds after which fitting stops where it does not settle.
const MOST_ROUNDS: usize = 200;

/// The largest gap to a margin, as a share of the total, at which fitting is done.
const TOLERANCE: f64 = 1e-10;

/// A fitted table.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Cells, row by row.
    pub cells: Vec<f64>,
    /// People of the margins that no cell of the seed can hold; they are left out.
    pub unplaced: f64,
    /// The largest gap to a margin, as a share of the total.
    pub gap: f64,
}

/// Fits `seed` (row by row) to the sums of its rows and columns.
///
/// The total of `rows` stands: `columns` are scaled to it, as two published tables seldom add up to the same. A cell of 0 stays 0, so a margin whose
/// cells are all 0 cannot be met: its people are `unplaced`, and the rest of the other margin is scaled to what could be placed.
/// Source: Deming and Stephan (1940), *Annals of Mathematical Statistics* 11.
///
/// # Errors
/// [`FindingsError::Misaligned`] where the seed is not rows × columns.
pub fn fit(seed: &[f64], rows: &[f64], columns: &[f64]) -> Result<Fitted, FindingsError> {
    aligned("seed of the fit", rows.len() * columns.len(), seed.len())?;
    let width = columns.len();
    let holds_row: Vec<bool> = (0..rows.len()).map(|r| (0..width).any(|c| seed[r * width + c] > 0.0)).collect();
    let holds_column: Vec<bool> = (0..width).map(|c| (0..rows.len()).any(|r| seed[r * width + c] > 0.0)).collect();
    let kept = |values: &[f64], holds: &[bool]| -> Vec<f64> {
        values.iter().zip(holds).map(|(value, holds)| if *holds { *value } else { 0.0 }).collect()
    };
    let (wanted_rows, mut wanted_columns) = (kept(rows, &holds_row), kept(columns, &holds_column));
    let total: f64 = wanted_rows.iter().sum();
    let other: f64 = wanted_columns.iter().sum();
    let unplaced = rows.iter().sum::<f64>() - total;
    if total <= 0.0 || other <= 0.0 {
        return Ok(Fitted { cells: vec![0.0; seed.len()], unplaced: unplaced + total, gap: 0.0 });
    }
    for column in &mut wanted_columns {
        *column *= total / other;
    }
    let mut cells = seed.to_vec();
    let mut gap = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        scale_rows(&mut cells, &wanted_rows, width);
        gap = scale_columns(&mut cells, &wanted_columns) / total;
        if gap < TOLERANCE {
            break;
        }
    }
    // Rows last: the total that stands is theirs.
    scale_rows(&mut cells, &wanted_rows, width);
    Ok(Fitted { cells, unplaced, gap })
}

fn scale_rows(cells: &mut [f64], wanted: &[f64], width: usize) {
    for (row, wanted) in cells.chunks_mut(width).zip(wanted) {
        let sum: f64 = row.iter().sum();
        let factor = if sum > 0.0 { wanted / sum } else { 0.0 };
        for cell in row {
            *cell *= factor;
        }
    }
}

/// Scales the columns; the largest gap there was before.
fn scale_columns(cells: &mut [f64], wanted: &[f64]) -> f64 {
    let mut sums = vec![0.0; wanted.len()];
    for row in cells.chunks(wanted.len()) {
        sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += cell);
    }
    let gap = sums.iter().zip(wanted).map(|(sum, wanted)| (sum - wanted).abs()).fold(0.0, f64::max);
    for row in cells.chunks_mut(wanted.len()) {
        for ((cell, sum), wanted) in row.iter_mut().zip(&sums).zip(wanted) {
            *cell *= if *sum > 0.0 { wanted / sum } else { 0.0 };
        }
    }
    gap
}
