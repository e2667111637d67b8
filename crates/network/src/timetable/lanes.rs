//! Runs grouped into patterns within which no vehicle overtakes another.

use super::columns::Timetable;
use super::places::Told;
use super::runs::Run;

/// Positions in the list of runs: one list a pattern, in the order in which the vehicles run.
pub(super) type Lanes = Vec<Vec<u32>>;

/// Groups runs that make the same calls, at the same places, and, where riders stay seated afterwards, go on along the same calls; each group is then split
/// so that every vehicle is at every call no sooner than the one before it. A run joins the first pattern of its group that it fits.
pub(super) fn split(timetable: &Timetable, runs: &[Run], stays: &[(u32, u32)], told: &Told) -> Lanes {
    let mut next = vec![u32::MAX; if stays.is_empty() { 0 } else { runs.len() }];
    for &(from, to) in stays.iter().rev() {
        next[from as usize] = timetable.trips.sequence[runs[to as usize].trip.index()].0;
    }
    let mut order: Vec<_> = (0u32..)
        .zip(runs)
        .map(|(position, run)| {
            let times = run.times(timetable);
            let group = (
                timetable.trips.sequence[run.trip.index()],
                told.signature.get(&run.trip).copied().unwrap_or(0),
                next.get(position as usize).copied().unwrap_or(u32::MAX),
            );
            let start = run.board_by(timetable.departure[times.start]);
            let end = run.arrival(timetable.arrival[times.end - 1]);
            (group, start, end, position)
        })
        .collect();
    order.sort_unstable();
    let mut lanes = Lanes::new();
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let first = lanes.len();
        for &(.., position) in group {
            let run = &runs[position as usize];
            let follows = |lane: &Vec<u32>| {
                lane.last().is_some_and(|&before| never_overtakes(timetable, &runs[before as usize], run))
            };
            match lanes[first..].iter().position(follows) {
                Some(lane) => lanes[first + lane].push(position),
                None => lanes.push(vec![position]),
            }
        }
    }
    lanes
}

/// True where `run` is at every call no sooner than `before`, to board and to alight.
fn never_overtakes(timetable: &Timetable, before: &Run, run: &Run) -> bool {
    let (a, b) = (before.times(timetable), run.times(timetable));
    let mut departures = timetable.departure[a.clone()].iter().zip(&timetable.departure[b.clone()]);
    let mut arrivals = timetable.arrival[a].iter().zip(&timetable.arrival[b]);
    departures.all(|(&x, &y)| before.board_by(x) <= run.board_by(y))
        && arrivals.all(|(&x, &y)| before.arrival(x) <= run.arrival(y))
}
