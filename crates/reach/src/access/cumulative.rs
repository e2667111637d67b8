//! Cumulative opportunities: `A_i = Σ_j S_j · 1[c_ij ≤ T]`.

use super::opportunities::Opportunities;
use crate::error::ReachError;
use crate::matrix::{MatrixRow, RowSink};
use crate::search::UNREACHABLE;

/// Sums what is within reach, for several thresholds and columns of supply at once. Unit: that of the supply.
#[derive(Clone, Debug)]
pub struct Cumulative<'a> {
    supply: &'a Opportunities,
    column: usize,
    /// Minutes.
    thresholds: Vec<u16>,
    /// Origin-major, then threshold, then column of supply.
    sums: Vec<f64>,
}

impl<'a> Cumulative<'a> {
    /// `column` is which value of the matrix counts as the travel time (a percentile), `thresholds` are minutes; a destination exactly
    /// at a threshold is within it.
    pub fn new(supply: &'a Opportunities, column: usize, thresholds: &[u16]) -> Self {
        Self { supply, column, thresholds: thresholds.to_vec(), sums: Vec::new() }
    }

    /// What one origin reaches within a threshold, one value a column of supply.
    pub fn at(&self, origin: usize, threshold: usize) -> &[f64] {
        let columns = self.supply.columns();
        let first = (origin * self.thresholds.len() + threshold) * columns;
        &self.sums[first..first + columns]
    }
}

impl RowSink for Cumulative<'_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        let columns = self.supply.columns();
        let width = self.thresholds.len() * columns;
        self.sums.resize(self.sums.len().max((row.origin + 1) * width), 0.0);
        let sums = &mut self.sums[row.origin * width..(row.origin + 1) * width];
        // Most places are farther than any threshold.
        let farthest = self.thresholds.iter().copied().max().unwrap_or(0).min(UNREACHABLE - 1);
        for (minutes, supply) in row.column(self.column).zip(self.supply.rows()) {
            if minutes > farthest {
                continue;
            }
            for (sums, &threshold) in sums.chunks_exact_mut(columns).zip(&self.thresholds) {
                if minutes <= threshold {
                    sums.iter_mut().zip(supply).for_each(|(sum, s)| *sum += s);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two_name_who_is_reached() {
        let supply = Opportunities::new(&[("jobs", &[1.0, 2.0, 4.0, 8.0]), ("all", &[1.0; 4])]).unwrap();
        let mut sums = Cumulative::new(&supply, 1, &[30, 45]);
        let minutes = [0, 30, 0, 31, 0, 45, 0, UNREACHABLE];
        sums.row(&MatrixRow { origin: 1, minutes: &minutes, columns: 2 }).unwrap();
        assert_eq!(sums.at(1, 0), [1.0, 1.0]);
        assert_eq!(sums.at(1, 1), [7.0, 3.0]);
        assert_eq!(sums.at(0, 1), [0.0, 0.0]);
    }
}
