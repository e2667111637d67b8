//! Matrices under a limit of money or of walking in all, and frontiers of money and time.

use lynchpin_network::ids::RouteId;
use lynchpin_network::streets::{Snap, Speeds, StreetSearch};
use rayon::prelude::*;

use super::rows::{MatrixRow, MatrixSummary, RowSink};
use super::transit::{TransitMatrix, transit_rows, unlinked};
use crate::error::ReachError;
use crate::fares::Tariff;
use crate::request::{Switches, TransitRequest};
use crate::search::budget::{
    Budget, BudgetEngine, BudgetRow, BudgetScratch, MoneyBudget, WalkingBudget, forward, forward_lines,
};
use crate::search::{Lines, Links, Plan, UNREACHABLE};
use crate::walks::{NO_WALK, Targets, Walking, around};

/// Origins answered by one thread before the rows are handed on.
const ORIGINS_PER_THREAD: usize = 32;

/// Prices and what may be spent.
#[derive(Clone, Copy, Debug)]
pub struct FareLimit<'a> {
    /// What rides cost.
    pub tariff: &'a Tariff,
    /// The timetable's routes by trip ([`lynchpin_network::timetable::Trips::route`]).
    pub trip_route: &'a [RouteId],
    /// The most that a journey may cost, minor units; `None` for any price.
    pub most: Option<u32>,
}

/// What bounds journeys besides time.
#[derive(Clone, Copy, Debug)]
pub enum Limit<'a> {
    /// Money.
    Fare(FareLimit<'a>),
    /// Walking in all: to the first stop, between vehicles, from the last stop or all the way, seconds. A change between two stops counts
    /// with all the time that it takes, least times of `transfers.txt` included.
    Walking(u16),
}

/// Computes the matrix under a limit, row by row, in the order of the origins whatever the number of threads.
///
/// # Errors
/// A request out of range, prices that do not fit together, or what the sink says.
pub fn limited_rows(
    matrix: &TransitMatrix<'_>,
    limit: &Limit<'_>,
    sink: &mut dyn RowSink,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<MatrixSummary, ReachError> {
    let mut pairs = 0;
    let mut take = |origin: usize, row: &BudgetRow| {
        let row = MatrixRow { origin, minutes: row.all(), columns: matrix.percentiles.len() };
        pairs += row.destinations().filter(|values| values.iter().any(|&m| m != UNREACHABLE)).count() as u64;
        sink.row(&row)
    };
    match *limit {
        Limit::Walking(most_seconds) => {
            let request = with_all_walks(matrix.request);
            let plan = plan(matrix, &request, forward_lines(matrix.day, &request))?;
            answer(matrix, &request, plan, WalkingBudget::new(most_seconds), &mut take, progress)?;
        }
        Limit::Fare(fare) => {
            let (request, lines, budget) = by_money(matrix, &fare, false)?;
            if let Some(max_rides) = budget.plain_rides(matrix.request.max_rides) {
                // The limit only bounds the number of rides, or nothing at all: the plain search says the same, faster.
                let request = TransitRequest { max_rides, ..matrix.request.clone() };
                return transit_rows(&TransitMatrix { request: &request, ..*matrix }, sink, progress);
            }
            answer(matrix, &request, plan(matrix, &request, lines)?, budget, &mut take, progress)?;
        }
    }
    Ok(summary(matrix, pairs))
}

/// Computes the exact trade between money and time for every pair: `take` gets each origin's position and row, in order.
///
/// # Errors
/// A request out of range, prices that do not fit together, or what `take` says.
pub fn frontier_rows(
    matrix: &TransitMatrix<'_>,
    fare: &FareLimit<'_>,
    take: &mut (dyn FnMut(usize, &BudgetRow) -> Result<(), ReachError> + Send),
    progress: &(dyn Fn(usize) + Sync),
) -> Result<MatrixSummary, ReachError> {
    let (request, lines, budget) = by_money(matrix, fare, true)?;
    let mut pairs = 0;
    let mut counted = |origin: usize, row: &BudgetRow| {
        pairs += (0..row.destinations()).filter(|&to| row.frontier(to).next().is_some()).count() as u64;
        take(origin, row)
    };
    answer(matrix, &request, plan(matrix, &request, lines)?, budget, &mut counted, progress)?;
    Ok(summary(matrix, pairs))
}

type Take<'a> = dyn FnMut(usize, &BudgetRow) -> Result<(), ReachError> + 'a;

fn summary(matrix: &TransitMatrix<'_>, pairs_reached: u64) -> MatrixSummary {
    MatrixSummary {
        unlinked_origins: unlinked(matrix.origins),
        unlinked_destinations: unlinked(matrix.destinations),
        pairs_reached,
    }
}

fn with_all_walks(request: &TransitRequest) -> TransitRequest {
    TransitRequest { switches: Switches { drop_dominated_walks: false, ..request.switches }, ..request.clone() }
}

fn by_money(
    matrix: &TransitMatrix<'_>,
    fare: &FareLimit<'_>,
    frontier: bool,
) -> Result<(TransitRequest, Lines, MoneyBudget), ReachError> {
    let dropped = fare.tariff.keeps_dominated_walks_useless();
    let request = if dropped { matrix.request.clone() } else { with_all_walks(matrix.request) };
    let class_of = |trip: u32| {
        let trip = matrix.day.trip[trip as usize];
        fare.tariff.class_of(fare.trip_route[trip.index()].index())
    };
    let (lines, classes) = forward_lines(matrix.day, &request).split_by(class_of);
    let tariff = fare.tariff.clone().with_copies(&lines);
    let budget = MoneyBudget::new(tariff, classes, request.max_rides, fare.most, frontier)?;
    Ok((request, lines, budget))
}

fn plan(matrix: &TransitMatrix<'_>, request: &TransitRequest, lines: Lines) -> Result<Plan, ReachError> {
    request.check()?;
    if request.cycles() {
        return Err(ReachError::Parameter {
            name: "access-mode, egress-mode",
            value: "cycle".to_owned(),
            expected: "walk, where money or walking in all is limited".to_owned(),
            hint: "leave out the limit, or the bicycle".to_owned(),
        });
    }
    Plan::prepare(&forward(request), lines, &Links::changes(matrix.day, matrix.footpaths, request))
}

/// What each thread owns.
struct Worker<M> {
    streets: StreetSearch,
    scratch: BudgetScratch<M>,
    access: Vec<(u32, u16)>,
    direct: Vec<u16>,
}

fn answer<B: Budget>(
    matrix: &TransitMatrix<'_>,
    request: &TransitRequest,
    plan: Plan,
    budget: B,
    take: &mut Take<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<(), ReachError> {
    let weights = matrix.walk.weigh(&Speeds::uniform(request.walk_kmh));
    let walking =
        Walking { graph: matrix.walk, weights: &weights, kmh: request.walk_kmh, minutes: request.max_walk_minutes };
    let (stops, targets) = (Targets::new(matrix.stops), Targets::new(matrix.destinations));
    let [to_stops] = around(&walking, matrix.destinations, true, [&stops]);
    let egress = to_stops.transposed(matrix.stops.len());
    let count = matrix.destinations.len();
    let engine = BudgetEngine::new(plan, budget, request, &egress, count, matrix.percentiles)?;
    let new_worker = || Worker {
        streets: StreetSearch::new(),
        scratch: engine.scratch(),
        access: Vec::new(),
        direct: vec![NO_WALK; count],
    };
    let one = |worker: &mut Worker<B::Memory>, origin: &Snap| {
        let Worker { streets, scratch, access, direct } = worker;
        access.clear();
        direct.fill(NO_WALK);
        walking.walk(streets, origin, false, &[&stops, &targets], |list, target, seconds| {
            if list == 0 {
                access.push((target, seconds));
            } else {
                direct[target as usize] = seconds;
            }
        });
        let mut row = BudgetRow::default();
        engine.answer(scratch, access, direct, &mut row);
        row
    };
    let threads = rayon::current_num_threads();
    let mut workers: Vec<Worker<B::Memory>> = (0..threads).map(|_| new_worker()).collect();
    let mut first = 0;
    for origins in matrix.origins.chunks(threads * ORIGINS_PER_THREAD) {
        let shares = origins.par_chunks(ORIGINS_PER_THREAD).zip(workers.par_iter_mut());
        let rows: Vec<Vec<BudgetRow>> =
            shares.map(|(share, worker)| share.iter().map(|origin| one(worker, origin)).collect()).collect();
        for row in rows.iter().flatten() {
            take(first, row)?;
            first += 1;
        }
        progress(first);
    }
    Ok(())
}
