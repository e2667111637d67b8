//! One root at a time, for whoever waits for the answer: a map, or a measurement.

use lynchpin_network::streets::{Snap, Weights};

use super::legs::{LegWeights, Root};
use super::transit::{Prepared, TransitMatrix, Worker};
use crate::error::ReachError;
use crate::search::Row;

/// A matrix's question made ready once, to be asked of one root after the other, by any number of threads. A root is an origin of a window of
/// departures, or a destination of a window of arrivals; the row then has the times to all destinations, or from all origins.
pub struct OneByOne<'a>(Prepared<'a>);

/// What one thread needs to ask.
pub struct Asker(Worker);

impl<'a> OneByOne<'a> {
    /// Prepares the day, the walks and the destinations of `matrix`; its roots are not looked at. `weights` are the walking times of its
    /// streets: `matrix.walk.weigh(&Speeds::uniform(matrix.request.walk_kmh))`.
    ///
    /// # Errors
    /// A request out of range, or with legs by bicycle.
    pub fn new(matrix: &TransitMatrix<'a>, weights: &'a Weights) -> Result<Self, ReachError> {
        matrix.request.check()?;
        if matrix.request.cycles() {
            matrix.request.check_walks_alike()?;
        }
        Ok(Self(Prepared::new(matrix, LegWeights { walk: weights, cycle: None }, &[])?))
    }

    /// Scratch for one thread; it may be used for any number of roots.
    pub fn asker(&self) -> Asker {
        Asker(self.0.worker())
    }

    /// The times of one root.
    pub fn ask<'b>(&self, asker: &'b mut Asker, root: &Snap) -> &'b Row {
        self.0.answer(&mut asker.0, Root { walk: root, cycle: root }, None);
        &asker.0.row
    }
}

impl Asker {
    /// Stops that the last root reached, on foot or by vehicle: what its cost follows.
    pub fn stops_reached(&self) -> usize {
        self.0.scratch.stops_reached()
    }
}
