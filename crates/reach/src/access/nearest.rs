//! Time to the k-th nearest place.

use crate::error::ReachError;
use crate::matrix::{MatrixRow, RowSink};
use crate::search::UNREACHABLE;

/// Finds the k-th smallest travel time to a destination that counts, for several k at once. Unit: minutes.
#[derive(Clone, Debug)]
pub struct Nearest {
    column: usize,
    /// Destinations that count.
    counts: Vec<bool>,
    ks: Vec<usize>,
    /// Origin-major, then k.
    found: Vec<u16>,
    row: Vec<u16>,
}

impl Nearest {
    /// `column` is which value of the matrix counts as the travel time, `counts` says which destinations are places of the kind sought,
    /// `ks` are counted from 1.
    ///
    /// # Errors
    /// A k of 0.
    pub fn new(column: usize, counts: Vec<bool>, ks: &[usize]) -> Result<Self, ReachError> {
        if ks.contains(&0) {
            return Err(ReachError::Parameter {
                name: "nearest",
                value: "0".to_owned(),
                expected: "at least 1".to_owned(),
                hint: "1 asks for the nearest place".to_owned(),
            });
        }
        Ok(Self { column, counts, ks: ks.to_vec(), found: Vec::new(), row: Vec::new() })
    }

    /// Minutes from an origin to its k-th nearest place, by the position of k; `None` where fewer are reached.
    pub fn at(&self, origin: usize, k: usize) -> Option<u16> {
        let minutes = self.found[origin * self.ks.len() + k];
        (minutes != UNREACHABLE).then_some(minutes)
    }
}

impl RowSink for Nearest {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        self.row.clear();
        let times = row.column(self.column).zip(&self.counts);
        self.row.extend(times.filter(|&(minutes, &counts)| counts && minutes != UNREACHABLE).map(|(m, _)| m));
        self.row.sort_unstable();
        let width = self.ks.len();
        self.found.resize(self.found.len().max((row.origin + 1) * width), UNREACHABLE);
        for (found, &k) in self.found[row.origin * width..].iter_mut().zip(&self.ks) {
            *found = self.row.get(k - 1).copied().unwrap_or(UNREACHABLE);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_that_count_are_found() {
        let mut nearest = Nearest::new(0, vec![true, false, true, true], &[1, 2, 3]).unwrap();
        nearest.row(&MatrixRow { origin: 0, minutes: &[20, 1, UNREACHABLE, 7], columns: 1 }).unwrap();
        assert_eq!([nearest.at(0, 0), nearest.at(0, 1), nearest.at(0, 2)], [Some(7), Some(20), None]);
        assert!(Nearest::new(0, vec![], &[0]).is_err());
    }
}
