//! Gravity (Hansen): `A_i = Σ_j S_j f(c_ij)`.

use super::decay::Decay;
use super::opportunities::Opportunities;
use super::weights::Weights;
use crate::error::ReachError;
use crate::matrix::{MatrixRow, RowSink};
use crate::search::UNREACHABLE;

/// Sums what is within reach, weighted by how far it is. Unit: that of the supply.
#[derive(Clone, Debug)]
pub struct Gravity<'a> {
    supply: &'a Opportunities,
    column: usize,
    weights: Weights,
    /// Origin-major.
    sums: Vec<f64>,
}

impl<'a> Gravity<'a> {
    /// `column` is which value of the matrix counts as the travel time (a percentile).
    ///
    /// # Errors
    /// A decay that is none; see [`Decay::check`].
    pub fn new(supply: &'a Opportunities, column: usize, decay: Decay) -> Result<Self, ReachError> {
        Ok(Self { supply, column, weights: Weights::new(decay)?, sums: Vec::new() })
    }

    /// What one origin reaches, one value a column of supply.
    pub fn at(&self, origin: usize) -> &[f64] {
        let columns = self.supply.columns();
        &self.sums[origin * columns..(origin + 1) * columns]
    }
}

impl RowSink for Gravity<'_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        let columns = self.supply.columns();
        self.sums.resize(self.sums.len().max((row.origin + 1) * columns), 0.0);
        let sums = &mut self.sums[row.origin * columns..(row.origin + 1) * columns];
        for (minutes, supply) in row.column(self.column).zip(self.supply.rows()) {
            if minutes == UNREACHABLE {
                continue;
            }
            let weight = self.weights.at(minutes);
            sums.iter_mut().zip(supply).for_each(|(sum, s)| *sum += weight * s);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three zones after Shen's and Páez's example; values of METHODS §3.2.
    #[test]
    fn golden_toy() {
        let supply = Opportunities::new(&[("jobs", &[100_000.0, 100_000.0, 10_000.0])]).unwrap();
        let mut gravity = Gravity::new(&supply, 0, Decay::Exponential { rate: 0.1 }).unwrap();
        for (origin, minutes) in [[15, 30, 100], [30, 15, 100], [100, 100, 15]].iter().enumerate() {
            gravity.row(&MatrixRow { origin, minutes, columns: 1 }).unwrap();
        }
        for (origin, expected) in [27_292.176_850_93, 27_292.176_850_93, 2_240.381_587_44].iter().enumerate() {
            assert!((gravity.at(origin)[0] - expected).abs() < 1e-7, "{:?}", gravity.at(origin));
        }
    }

    #[test]
    fn binary_decay_is_the_cumulative_measure() {
        let supply = Opportunities::new(&[("jobs", &[1.0, 2.0, 4.0])]).unwrap();
        let mut gravity = Gravity::new(&supply, 0, Decay::Binary { limit: 30.0 }).unwrap();
        gravity.row(&MatrixRow { origin: 0, minutes: &[30, 31, UNREACHABLE], columns: 1 }).unwrap();
        assert_eq!(gravity.at(0), [1.0]);
    }
}
