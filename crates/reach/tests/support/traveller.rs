//! One traveller who leaves one place at one moment and goes wherever walking and vehicles lead.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use lynchpin_network::Network;
use lynchpin_network::ids::{NodeId, StopId};
use lynchpin_network::streets::{Snap, StreetGraph};
use lynchpin_network::timetable::{ALIGHT, BOARD, Day, DayTrip, Stops};
use lynchpin_reach::TransitRequest;

/// Walks from the origins to stops and areas and from stops to areas: seconds, rounded up, within the request's limit.
pub struct Walks {
    /// Origin → `(stop, seconds)`.
    access: Vec<Vec<(u32, u32)>>,
    /// Stop → `(area, seconds)`.
    egress: Vec<Vec<(u32, u32)>>,
    /// Origin → area → seconds.
    direct: Vec<Vec<Option<u32>>>,
}

impl Walks {
    /// At 3.6 km/h a millimetre takes a millisecond; streets are walked both ways.
    pub fn new(network: &Network, origins: &[Snap], areas: &[Snap], request: &TransitRequest) -> Self {
        let graph = &network.streets.walk;
        assert!(graph.is_symmetric() && request.walk_kmh.to_bits() == 3.6_f64.to_bits());
        let limit = (request.max_walk_minutes * 60_000.0) as u32;
        let stops: &[Snap] = &network.stop_snaps;
        let walk = |from: &Snap, to: &[Snap]| -> Vec<Option<u32>> {
            let nodes = distances(graph, from);
            to.iter().map(|to| distance(&nodes, graph, from, to).filter(|&mm| mm <= limit)).collect()
        };
        let seconds = |walks: Vec<Option<u32>>| -> Vec<Option<u32>> {
            walks.into_iter().map(|walk| walk.map(|mm| mm.div_ceil(1_000))).collect()
        };
        let found = |walks: Vec<Option<u32>>| -> Vec<(u32, u32)> {
            (0_u32..).zip(seconds(walks)).filter_map(|(to, walk)| Some((to, walk?))).collect()
        };
        Self {
            access: origins.iter().map(|origin| found(walk(origin, stops))).collect(),
            egress: stops.iter().map(|stop| found(walk(stop, areas))).collect(),
            direct: origins.iter().map(|origin| seconds(walk(origin, areas))).collect(),
        }
    }

    /// How many areas there are to go to.
    pub fn areas(&self) -> usize {
        self.direct[0].len()
    }

    /// Seconds on foot from an origin to an area.
    pub fn direct(&self, origin: usize, area: usize) -> Option<u32> {
        self.direct[origin][area]
    }
}

/// Millimetres from a place to every junction.
fn distances(graph: &StreetGraph, from: &Snap) -> Vec<u32> {
    let mut best = vec![u32::MAX; graph.node_count()];
    let mut queue = BinaryHeap::new();
    if from.is_linked() {
        let link = graph.link(from.link);
        queue.push(Reverse((from.offset_millimetres + from.along_millimetres, link.start)));
        queue.push(Reverse((from.offset_millimetres + link.millimetres - from.along_millimetres, link.end)));
    }
    while let Some(Reverse((length, node))) = queue.pop() {
        if length >= best[node.index()] {
            continue;
        }
        best[node.index()] = length;
        for arc in &graph.arcs()[graph.arcs_from(node)] {
            queue.push(Reverse((length + graph.link(arc.link()).millimetres, arc.to)));
        }
    }
    best
}

fn distance(nodes: &[u32], graph: &StreetGraph, from: &Snap, to: &Snap) -> Option<u32> {
    if !from.is_linked() || !to.is_linked() {
        return None;
    }
    if from == to {
        return Some(0);
    }
    let link = graph.link(to.link);
    let at = |node: NodeId| nodes[node.index()];
    let by_start = at(link.start).saturating_add(to.along_millimetres);
    let by_end = at(link.end).saturating_add(link.millimetres - to.along_millimetres);
    let along = from.offset_millimetres + from.along_millimetres.abs_diff(to.along_millimetres);
    let along = if from.link == to.link { along } else { u32::MAX };
    let best = by_start.min(by_end).min(along);
    (best != u32::MAX).then(|| best + to.offset_millimetres)
}

/// Where the traveller stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// At a stop, free to board.
    Ready(StopId),
    /// At a stop, just off a vehicle.
    Off(StopId),
}

/// Who travels, and by what.
pub struct Traveller<'a> {
    pub network: &'a Network,
    pub day: &'a Day,
    pub walks: &'a Walks,
    pub request: &'a TransitRequest,
}

impl Traveller<'_> {
    /// The earliest arrival at every area, seconds of the day, for who leaves an origin at `depart`.
    pub fn arrivals(&self, origin: usize, depart: i32) -> Vec<Option<i32>> {
        let walked = self.walks.direct[origin].iter();
        let mut best: Vec<Option<i32>> = walked.map(|walk| walk.map(|walk| depart + walk as i32)).collect();
        let stops = self.walks.egress.len();
        // By place, the fewest rides with which it was reached so far: later and not with fewer is no use.
        let (mut ready, mut off) = (vec![u32::MAX; stops], vec![u32::MAX; stops]);
        let mut queue = BinaryHeap::new();
        for &(stop, walk) in &self.walks.access[origin] {
            queue.push(Reverse((depart + walk as i32, 0, Place::Ready(StopId(stop)))));
        }
        while let Some(Reverse((now, rides, place))) = queue.pop() {
            let fewest = match place {
                Place::Ready(stop) => &mut ready[stop.index()],
                Place::Off(stop) => &mut off[stop.index()],
            };
            if rides >= *fewest || now > depart + 60 * self.request.max_minutes as i32 {
                continue;
            }
            *fewest = rides;
            match place {
                Place::Ready(_) if rides == self.request.max_rides => {}
                Place::Ready(stop) => self.board(stop, now, |at, stop| {
                    queue.push(Reverse((at, rides + 1, Place::Off(stop))));
                }),
                Place::Off(stop) => {
                    self.change(stop, |walk, to| queue.push(Reverse((now + walk as i32, rides, Place::Ready(to)))));
                    for &(area, walk) in &self.walks.egress[stop.index()] {
                        let (known, there) = (&mut best[area as usize], now + walk as i32);
                        *known = Some(known.map_or(there, |known| known.min(there)));
                    }
                }
            }
        }
        best
    }

    /// Takes the next vehicle of every pattern at the stop: `off(moment, stop)` wherever one may get off it.
    fn board(&self, stop: StopId, now: i32, mut off: impl FnMut(i32, StopId)) {
        let by = now + self.request.boarding_slack_seconds as i32;
        for call in self.day.calls_at(stop) {
            let position = call.position as usize;
            if self.day.flags(call.pattern)[position] & BOARD == 0 {
                continue;
            }
            let next = self.day.board_by(call.pattern, position).iter().position(|&last| last >= by);
            if let Some(trip) = next {
                self.ride(DayTrip { pattern: call.pattern, trip: trip as u32 }, position + 1, &mut off);
            }
        }
    }

    fn ride(&self, trip: DayTrip, from: usize, off: &mut dyn FnMut(i32, StopId)) {
        let (stops, flags) = (self.day.stops(trip.pattern), self.day.flags(trip.pattern));
        for position in (from..stops.len()).filter(|&position| flags[position] & ALIGHT != 0) {
            off(self.day.arrival(trip.pattern, position)[trip.trip as usize], stops[position]);
        }
        for &next in self.day.stays(trip) {
            self.ride(next, 0, off);
        }
    }

    /// Goes on at the same stop or at one within a walk: `ready(seconds, stop)`.
    fn change(&self, stop: StopId, mut ready: impl FnMut(u32, StopId)) {
        let least = self.day.change_seconds[stop.index()];
        if least != Stops::NO_CHANGE {
            ready(least, stop);
        }
        let limit = self.request.max_transfer_walk_minutes * 60_000.0;
        for walk in self.network.footpaths.from(stop).iter().filter(|walk| f64::from(walk.millimetres) <= limit) {
            ready(walk.millimetres.div_ceil(1_000).max(walk.least_seconds), walk.to);
        }
    }
}
