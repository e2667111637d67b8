//! Rows in parallel, handed on in order.

use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use super::turn::Turn;
use crate::error::ReachError;
use crate::search::UNREACHABLE;

/// Roots that one task answers before it asks for more: as many as street searches take together.
const ROOTS_PER_TASK: usize = 16;

/// Tasks per thread before the rows are handed on, where there is room for their rows.
const TASKS_PER_THREAD: usize = 8;

/// Values that are computed before they are handed on, while as many of the batch before are; a task per thread is always taken.
const BATCH_VALUES: usize = 16 << 20;

/// Values of a matrix to be turned that are kept in memory; larger ones go through a file.
pub(super) const TURNED_IN_MEMORY: usize = 64 << 20;

/// The travel times from one origin, whole minutes rounded up.
#[derive(Clone, Copy, Debug)]
pub struct MatrixRow<'a> {
    /// Position of the origin in the list asked about.
    pub origin: usize,
    /// Destination-major, `columns` each; [`UNREACHABLE`] where there is no journey.
    pub minutes: &'a [u16],
    /// Values per destination: the percentiles, or 1 for walking, cycling and driving.
    pub columns: usize,
}

impl<'a> MatrixRow<'a> {
    /// The values of each destination in turn.
    pub fn destinations(&self) -> impl Iterator<Item = &'a [u16]> {
        self.minutes.chunks_exact(self.columns)
    }

    /// One value (a percentile) of every destination in turn.
    pub fn column(&self, column: usize) -> impl Iterator<Item = u16> + 'a {
        self.minutes.iter().skip(column).step_by(self.columns).copied()
    }
}

/// Takes the rows of a matrix as they are finished, in the order of the origins.
pub trait RowSink: Send {
    /// Takes one row.
    ///
    /// # Errors
    /// Whatever keeps the sink from taking more; it ends the run.
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError>;

    /// Where a temporary file may be put if the matrix is too large for memory; `None` for the system's own place.
    fn folder(&self) -> Option<&Path> {
        None
    }
}

impl<F: FnMut(&MatrixRow<'_>) -> Result<(), ReachError> + Send> RowSink for F {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        self(row)
    }
}

/// What a matrix run used and lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MatrixSummary {
    /// Origins that are linked to no street, by position: nothing is reached from them.
    pub unlinked_origins: Vec<usize>,
    /// Destinations that are linked to no street, by position.
    pub unlinked_destinations: Vec<usize>,
    /// Pairs of origin and destination with a journey at one percentile at least.
    pub pairs_reached: u64,
}

impl MatrixSummary {
    fn count(&mut self, row: &MatrixRow<'_>) {
        let reached = row.destinations().filter(|values| values.iter().any(|&m| m != UNREACHABLE)).count();
        self.pairs_reached += reached as u64;
    }
}

/// What is computed root by root.
pub(crate) struct Job<'a, W, N, A> {
    pub(crate) roots: usize,
    pub(crate) targets: usize,
    pub(crate) columns: usize,
    /// Roots are destinations: rows have to be turned before they are handed on.
    pub(crate) turned: bool,
    pub(crate) new_worker: N,
    /// Answers some roots into `targets × columns` values each.
    pub(crate) answer: A,
    /// Told how many roots are done.
    pub(crate) progress: &'a (dyn Fn(usize) + Sync),
    pub(crate) worker: std::marker::PhantomData<fn() -> W>,
}

/// An answer for some roots that is made of answers for one root each, of `width` values.
pub(crate) fn each_root<W>(
    width: usize,
    answer: impl Fn(&mut W, usize, &mut [u16]) + Sync,
) -> impl Fn(&mut W, Range<usize>, &mut [u16]) + Sync {
    move |worker, roots, values| {
        for (root, values) in roots.zip(values.chunks_exact_mut(width.max(1))) {
            answer(worker, root, values);
        }
    }
}

impl<W, N, A> Job<'_, W, N, A>
where
    W: Send,
    N: Fn() -> W + Sync,
    A: Fn(&mut W, Range<usize>, &mut [u16]) + Sync,
{
    /// Answers all roots. Rows are handed on while the next ones are computed; those of a turned job go by way of a file
    /// where they are too many for memory.
    pub(crate) fn run(&self, sink: &mut dyn RowSink, summary: &mut MatrixSummary) -> Result<(), ReachError> {
        if self.turned {
            return self.run_turned(sink, summary);
        }
        let mut first = 0;
        self.in_batches(&mut |values| {
            for values in values.chunks_exact((self.targets * self.columns).max(1)) {
                let row = MatrixRow { origin: first, minutes: values, columns: self.columns };
                summary.count(&row);
                sink.row(&row)?;
                first += 1;
            }
            Ok(())
        })
    }

    fn run_turned(&self, sink: &mut dyn RowSink, summary: &mut MatrixSummary) -> Result<(), ReachError> {
        let mut turn = Turn::new([self.roots, self.targets, self.columns], TURNED_IN_MEMORY, sink.folder());
        self.in_batches(&mut |values| turn.add(values))?;
        turn.rows(&mut |row| {
            summary.count(row);
            sink.row(row)
        })
    }

    fn in_batches(&self, take: &mut (dyn FnMut(&[u16]) -> Result<(), ReachError> + Send)) -> Result<(), ReachError> {
        let workers = Mutex::new(Vec::new());
        let room = BATCH_VALUES / (self.targets * self.columns * ROOTS_PER_TASK).max(1);
        let threads = rayon::current_num_threads();
        let size = ROOTS_PER_TASK * room.clamp(threads, threads * TASKS_PER_THREAD);
        let (mut ready, mut next) = (Vec::new(), Vec::new());
        for first in (0..self.roots).step_by(size) {
            let roots = first..(first + size).min(self.roots);
            let done = roots.end;
            let (taken, ()) = rayon::join(|| take(&ready), || self.batch(&workers, roots, &mut next));
            taken?;
            std::mem::swap(&mut ready, &mut next);
            (self.progress)(done);
        }
        take(&ready)
    }

    fn batch(&self, workers: &Mutex<Vec<W>>, roots: Range<usize>, values: &mut Vec<u16>) {
        let width = self.targets * self.columns;
        values.clear();
        values.resize(roots.len() * width, UNREACHABLE);
        if width == 0 {
            return;
        }
        let first = roots.start;
        values.par_chunks_mut(width * ROOTS_PER_TASK).enumerate().for_each(|(task, rows)| {
            let kept = workers.lock().ok().and_then(|mut idle| idle.pop());
            let mut worker = kept.unwrap_or_else(|| (self.new_worker)());
            let start = first + task * ROOTS_PER_TASK;
            (self.answer)(&mut worker, start..start + rows.len() / width, rows);
            if let Ok(mut idle) = workers.lock() {
                idle.push(worker);
            }
        });
    }
}
