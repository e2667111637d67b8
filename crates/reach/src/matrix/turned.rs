//! A matrix asked the other way round: from workplaces to homes, told home by home.

use std::path::Path;

use super::rows::{MatrixRow, RowSink, TURNED_IN_MEMORY};
use super::turn::Turn;
use crate::error::ReachError;

/// Takes the rows of a matrix and hands them on turned: what were destinations are origins, so the travel times of a row lead *to* its origin.
///
/// A matrix that is too large for memory goes by way of a temporary file.
pub struct TurnedRows(Turn);

impl TurnedRows {
    /// For a matrix of so many origins and destinations with `columns` values a pair; a temporary file goes into `folder` or the system's own place.
    pub fn new(origins: usize, destinations: usize, columns: usize, folder: Option<&Path>) -> Self {
        Self(Turn::new([origins, destinations, columns], TURNED_IN_MEMORY, folder))
    }

    /// Hands the turned rows on, once all are there.
    ///
    /// # Errors
    /// A temporary file that fails, or what the sink says.
    pub fn hand_on(self, sink: &mut dyn RowSink) -> Result<(), ReachError> {
        self.0.rows(&mut |row| sink.row(row))
    }
}

impl RowSink for TurnedRows {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        self.0.add(row.minutes)
    }
}
