//! Matrices on foot, by bicycle and by car.

use std::marker::PhantomData;
use std::ops::Range;

use lynchpin_network::streets::{ManyMethod, ManyScratch, ManyTimes, Snap, StreetGraph, Weights};

use super::rows::{Job, MatrixSummary, RowSink};
use super::transit::unlinked;
use crate::error::ReachError;
use crate::request::check_positive;
use crate::search::UNREACHABLE;

/// A matrix over the streets of one mode.
#[derive(Clone, Copy)]
pub struct StreetMatrix<'a> {
    /// The mode's streets.
    pub graph: &'a StreetGraph,
    /// What each street takes.
    pub weights: &'a Weights,
    /// Where journeys start.
    pub origins: &'a [Snap],
    /// Where they end.
    pub destinations: &'a [Snap],
    /// Longest travel time that counts, minutes.
    pub max_minutes: f64,
}

/// Computes the matrix row by row, one value a destination; `sink` gets the rows in the order of the origins.
///
/// # Errors
/// A limit that is none, or what the sink says.
pub fn street_rows(
    matrix: &StreetMatrix<'_>,
    sink: &mut dyn RowSink,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<MatrixSummary, ReachError> {
    check_positive("max-minutes", matrix.max_minutes, 10_000.0)?;
    let mut summary = MatrixSummary {
        unlinked_origins: unlinked(matrix.origins),
        unlinked_destinations: unlinked(matrix.destinations),
        pairs_reached: 0,
    };
    let limit = (matrix.max_minutes * 60_000.0) as u32;
    let ends = [matrix.origins, matrix.destinations];
    let many = ManyTimes::prepare(matrix.graph, matrix.weights, ends, limit, false, ManyMethod::Cheaper);
    let job = Job {
        roots: matrix.origins.len(),
        targets: matrix.destinations.len(),
        columns: 1,
        turned: false,
        new_worker: ManyScratch::default,
        answer: |scratch: &mut ManyScratch, roots: Range<usize>, values: &mut [u16]| {
            let times = many.times(scratch, &matrix.origins[roots]);
            for (value, &milliseconds) in values.iter_mut().zip(times) {
                let out_of_reach = milliseconds == u32::MAX;
                *value = if out_of_reach { UNREACHABLE } else { milliseconds.div_ceil(60_000) as u16 };
            }
        },
        progress,
        worker: PhantomData,
    };
    job.run(sink, &mut summary)?;
    Ok(summary)
}
