//! Matrices by way of one of several places: see [`crate::chain`].

use std::marker::PhantomData;

use lynchpin_network::streets::{Snap, Speeds, StreetSearch};
use lynchpin_network::timetable::Day;

use super::rows::{Job, MatrixSummary, RowSink, each_root};
use super::transit::{TransitMatrix, unlinked};
use crate::chain::{Chain, ChainScratch, ChainWalks, Opening, Returning, Root, ViaSet};
use crate::error::ReachError;
use crate::request::Window;
use crate::search::{Lines, Links, Plan, Row};
use crate::walks::{NO_WALK, Targets, Walking, around};

/// A matrix of chains: each origin to each destination by way of one of several places.
#[derive(Clone, Copy)]
pub struct ChainedMatrix<'a> {
    /// The request, whose minutes count from leaving the origin to arriving at the destination; rides and walks are limited on each leg.
    pub matrix: TransitMatrix<'a>,
    /// The places on the way.
    pub vias: &'a [Snap],
    /// When they are open, one entry a place.
    pub openings: &'a [Opening],
    /// How long a stay takes, seconds.
    pub dwell_seconds: u32,
    /// A place serves an origin only where the median of the window's travel times to it is at most so many minutes. For a window of
    /// arrivals these are the times to be at the place by each of the window's moments.
    pub within_minutes: Option<u32>,
    /// A place serves a destination only where it can be reached again before it closes.
    pub back: Option<WayBack<'a>>,
}

/// When destinations are left for the way back.
#[derive(Clone, Copy)]
pub struct WayBack<'a> {
    /// Seconds since noon minus 12 h of the service day.
    pub from_seconds: u32,
    /// The trips of the day, from then until the last closing at least.
    pub day: &'a Day,
}

/// Computes the matrix row by row, as [`super::transit_rows`] does.
///
/// # Errors
/// A request out of range, closings too long after destinations are left, or what the sink says.
pub fn chained_rows(
    chained: &ChainedMatrix<'_>,
    sink: &mut dyn RowSink,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<MatrixSummary, ReachError> {
    let matrix = &chained.matrix;
    matrix.request.check()?;
    matrix.request.check_walks_alike()?;
    let weights = matrix.walk.weigh(&Speeds::uniform(matrix.request.walk_kmh));
    let walking = Walking {
        graph: matrix.walk,
        weights: &weights,
        kmh: matrix.request.walk_kmh,
        minutes: matrix.request.max_walk_minutes,
    };
    let arrive = matches!(matrix.request.window, Window::Arrive { .. });
    let (roots, targets) =
        if arrive { (matrix.destinations, matrix.origins) } else { (matrix.origins, matrix.destinations) };
    let prepared = Prepared::new(chained, walking, targets, arrive)?;
    let mut summary = MatrixSummary {
        unlinked_origins: unlinked(matrix.origins),
        unlinked_destinations: unlinked(matrix.destinations),
        pairs_reached: 0,
    };
    let job = Job {
        roots: roots.len(),
        targets: targets.len(),
        columns: matrix.percentiles.len(),
        turned: arrive,
        new_worker: || prepared.worker(),
        answer: each_root(targets.len() * matrix.percentiles.len(), |worker: &mut Worker, root, values: &mut [u16]| {
            prepared.answer(worker, root, &roots[root]);
            values.copy_from_slice(worker.row.all_percentiles());
        }),
        progress,
        worker: PhantomData,
    };
    job.run(sink, &mut summary)?;
    Ok(summary)
}

/// What all threads share.
struct Prepared<'a> {
    chain: Chain,
    walking: Walking<'a>,
    stops: Targets,
    vias: Targets,
    via_count: usize,
    /// By root, the places that serve it; none where all do.
    root_sets: Option<Vec<ViaSet>>,
    arrive: bool,
}

/// What each thread owns.
struct Worker {
    streets: StreetSearch,
    scratch: ChainScratch,
    row: Row,
    access: Vec<(u32, u16)>,
    to_vias: Vec<u16>,
}

impl<'a> Prepared<'a> {
    fn new(
        chained: &ChainedMatrix<'a>,
        walking: Walking<'a>,
        targets: &[Snap],
        arrive: bool,
    ) -> Result<Self, ReachError> {
        let matrix = &chained.matrix;
        let stop_count = matrix.stops.len();
        let (stops, target_places) = (Targets::new(matrix.stops), Targets::new(targets));
        let mut changes = Links::changes(matrix.day, matrix.footpaths, matrix.request);
        if arrive {
            changes = changes.transposed(changes.rows());
        }
        let plan = Plan::prepare(matrix.request, Lines::from_day(matrix.day, matrix.request), &changes)?;
        let [from_vias, direct] = around(&walking, chained.vias, arrive, [&stops, &target_places]);
        let [to_vias] = around(&walking, chained.vias, !arrive, [&stops]);
        let [egress] = around(&walking, targets, !arrive, [&stops]);
        let walks = ChainWalks {
            to_vias: &to_vias.transposed(stop_count),
            from_vias: &from_vias,
            direct: &direct,
            egress: &egress.transposed(stop_count),
            targets: targets.len(),
        };
        let (openings, dwell) = (chained.openings, chained.dwell_seconds);
        let mut chain = Chain::new(plan, matrix.request, &walks, openings, dwell, matrix.percentiles)?;
        let returning = chained.back.map(|back| way_back(chained, &walking, &stops, back)).transpose()?;
        let mut root_sets = None;
        if arrive {
            root_sets = returning;
            if let Some(within) = chained.within_minutes {
                chain = near_targets(chain, chained.vias.len(), targets.len(), within);
            }
        } else {
            chain = chain.within(chained.within_minutes);
            if let Some(sets) = returning {
                chain = chain.permitting(&sets);
            }
        }
        let vias = Targets::new(chained.vias);
        Ok(Self { chain, walking, stops, vias, via_count: chained.vias.len(), root_sets, arrive })
    }

    fn worker(&self) -> Worker {
        Worker {
            streets: StreetSearch::new(),
            scratch: self.chain.scratch(),
            row: Row::default(),
            access: Vec::new(),
            to_vias: vec![NO_WALK; self.via_count],
        }
    }

    fn answer(&self, worker: &mut Worker, number: usize, root: &Snap) {
        let Worker { streets, scratch, row, access, to_vias } = worker;
        access.clear();
        to_vias.fill(NO_WALK);
        self.walking.walk(streets, root, self.arrive, &[&self.stops, &self.vias], |list, target, seconds| {
            if list == 0 {
                access.push((target, seconds));
            } else {
                to_vias[target as usize] = seconds;
            }
        });
        let permitted = self.root_sets.as_ref().map(|sets| &sets[number]);
        self.chain.answer(scratch, &Root { access, to_vias, permitted }, row);
    }
}

/// By destination, the places that it can get back to in time.
fn way_back(
    chained: &ChainedMatrix<'_>,
    walking: &Walking<'_>,
    stops: &Targets,
    back: WayBack<'_>,
) -> Result<Vec<ViaSet>, ReachError> {
    let matrix = TransitMatrix { day: back.day, ..chained.matrix };
    let destinations = Targets::new(matrix.destinations);
    let [to_vias, direct] = around(walking, chained.vias, true, [stops, &destinations]);
    let [from_destinations] = around(walking, matrix.destinations, false, [stops]);
    let returning = Returning {
        request: matrix.request,
        from_seconds: back.from_seconds,
        openings: chained.openings,
        lines: &|request| Lines::from_day(back.day, request),
        changes: &Links::changes(matrix.day, matrix.footpaths, matrix.request),
        to_vias: &to_vias,
        direct: &direct,
        egress: &from_destinations.transposed(matrix.stops.len()),
        destinations: matrix.destinations.len(),
    };
    returning.sets()
}

/// Lets each target be served only by the places near it, by one search from each place.
fn near_targets(chain: Chain, vias: usize, targets: usize, within_minutes: u32) -> Chain {
    let mut sets = vec![ViaSet::new(); targets];
    let mut scratch = chain.scratch();
    for via in 0..vias as u32 {
        for (set, median) in sets.iter_mut().zip(chain.medians_to_targets(&mut scratch, via)) {
            if median.is_some_and(|minutes| minutes <= within_minutes) {
                set.insert(via);
            }
        }
    }
    chain.permitting(&sets)
}
