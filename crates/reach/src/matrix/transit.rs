//! Door-to-door matrices by public transport.

use std::marker::PhantomData;

use lynchpin_network::footpaths::Footpaths;
use lynchpin_network::streets::{Snap, Speeds, StreetGraph, StreetSearch};
use lynchpin_network::timetable::Day;

use super::legs::{CycleStreets, LegWeights, Legs, Root, cycle_weights, ends, unlinked_ends};
use super::rows::{Job, MatrixSummary, RowSink, each_root};
use crate::error::ReachError;
use crate::request::{LegMode, TransitRequest, Window};
use crate::search::{Engine, Lines, Links, Plan, Row, Scratch};
use crate::walks::{NO_WALK, same_places};

/// A matrix to be computed.
#[derive(Clone, Copy)]
pub struct TransitMatrix<'a> {
    /// When, how long, how far.
    pub request: &'a TransitRequest,
    /// The streets walked on.
    pub walk: &'a StreetGraph,
    /// The trips of the day, prepared for [`Window::horizon`] at least.
    pub day: &'a Day,
    /// Stop → where it meets the streets; [`Snap::NOWHERE`] for those that do not.
    pub stops: &'a [Snap],
    /// Walks between stops.
    pub footpaths: &'a Footpaths,
    /// Where journeys start.
    pub origins: &'a [Snap],
    /// Where they end.
    pub destinations: &'a [Snap],
    /// Percentiles of the window, 0 (the minimum) to 100.
    pub percentiles: &'a [u8],
    /// The streets cycled on; needed only where the request has a leg by bicycle.
    pub cycling: Option<CycleStreets<'a>>,
}

/// Computes the matrix row by row; `sink` gets the rows in the order of the origins, whatever the number of threads.
///
/// # Errors
/// A request out of range, or what the sink says.
pub fn transit_rows(
    matrix: &TransitMatrix<'_>,
    sink: &mut dyn RowSink,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<MatrixSummary, ReachError> {
    matrix.request.check()?;
    let arrive = matches!(matrix.request.window, Window::Arrive { .. });
    let weights = matrix.walk.weigh(&Speeds::uniform(matrix.request.walk_kmh));
    let cycle = cycle_weights(matrix)?;
    let (walked, cycled) = (ends(matrix, LegMode::Walk).roots, ends(matrix, LegMode::Cycle).roots);
    let prepared = Prepared::new(matrix, LegWeights { walk: &weights, cycle: cycle.as_ref() }, walked)?;
    let (unlinked_origins, unlinked_destinations) = unlinked_ends(matrix);
    let mut summary = MatrixSummary { unlinked_origins, unlinked_destinations, pairs_reached: 0 };
    let job = Job {
        roots: walked.len(),
        targets: prepared.target_count,
        columns: matrix.percentiles.len(),
        turned: arrive,
        new_worker: || prepared.worker(),
        answer: each_root(
            prepared.target_count * matrix.percentiles.len(),
            |worker: &mut Worker, root, values: &mut [u16]| {
                let place = Root { walk: &walked[root], cycle: &cycled[root] };
                prepared.answer(worker, place, prepared.known[root]);
                values.copy_from_slice(worker.row.all_percentiles());
            },
        ),
        progress,
        worker: PhantomData,
    };
    job.run(sink, &mut summary)?;
    Ok(summary)
}

pub(super) fn unlinked(places: &[Snap]) -> Vec<usize> {
    places.iter().enumerate().filter(|(_, snap)| !snap.is_linked()).map(|(at, _)| at).collect()
}

/// What all threads share.
pub(super) struct Prepared<'a> {
    engine: Engine,
    legs: Legs<'a>,
    target_count: usize,
    /// By root, the target that is the very same place: the walks around it are known.
    known: Vec<Option<u32>>,
    /// Target → stops and target → targets, the latter only where there are such places.
    to_stops: Links,
    to_targets: Links,
}

/// What each thread owns.
pub(super) struct Worker {
    streets: StreetSearch,
    pub(super) scratch: Scratch,
    pub(super) row: Row,
    access: Vec<(u32, u16)>,
    direct: Vec<u16>,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(matrix: &TransitMatrix<'a>, weights: LegWeights<'a>, roots: &[Snap]) -> Result<Self, ReachError> {
        let request = matrix.request;
        let arrive = matches!(request.window, Window::Arrive { .. });
        let legs = Legs::new(matrix, weights);
        let targets = ends(matrix, LegMode::Walk).targets;
        let mut changes = Links::changes(matrix.day, matrix.footpaths, request);
        if arrive {
            changes = changes.transposed(changes.rows());
        }
        let plan = Plan::prepare(request, Lines::from_day(matrix.day, request), &changes)?;
        // Where walking takes as long either way, one search serves a place as a root and as a target.
        let share = request.switches.share_walks && legs.are_walks_alike() && matrix.walk.is_symmetric();
        let known = if share { same_places(roots, targets) } else { vec![None; roots.len()] };
        let [to_stops, to_targets] = legs.around_targets(matrix, known.iter().any(Option::is_some));
        let egress = to_stops.transposed(matrix.stops.len());
        let engine = Engine::new(plan, &egress, targets.len(), matrix.percentiles)?;
        Ok(Self { engine, legs, target_count: targets.len(), known, to_stops, to_targets })
    }

    pub(super) fn worker(&self) -> Worker {
        Worker {
            streets: StreetSearch::new(),
            scratch: self.engine.scratch(),
            row: Row::default(),
            access: Vec::new(),
            direct: vec![NO_WALK; self.target_count],
        }
    }

    /// Answers one root; `known` is the target that is the very same place, if any.
    pub(super) fn answer(&self, worker: &mut Worker, root: Root<'_>, known: Option<u32>) {
        let Worker { streets, scratch, row, access, direct } = worker;
        if let Some(place) = known {
            access.clear();
            direct.fill(NO_WALK);
            access.extend(self.to_stops.row(place as usize));
            for (target, seconds) in self.to_targets.row(place as usize) {
                direct[target as usize] = seconds;
            }
        } else {
            self.legs.around_root(streets, root, access, direct);
        }
        self.engine.answer(scratch, access, direct, row);
    }
}
