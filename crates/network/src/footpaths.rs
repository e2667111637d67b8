//! Walks from stop to stop over the streets, with the transfer rules of the feeds laid over them.

use bytemuck::{Pod, Zeroable};
use rayon::prelude::*;

use crate::column::Column;
use crate::error::NetworkError;
use crate::file::{SectionReader, SectionWriter};
use crate::ids::StopId;
use crate::streets::{Snap, Speeds, StreetGraph, StreetSearch, Weights};
use crate::timetable::changes::{self, PairRule};
use crate::timetable::{Stops, Timetable};

/// At this speed a millisecond on foot is a millimetre, and a search over time is one over distance.
const METRE_A_SECOND_KMH: f64 = 3.6;
/// Metres in a degree of latitude, a little under so that nothing near the limit is missed.
const METRES_A_DEGREE: f64 = 110_500.0;

/// A walk to another stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub struct Footpath {
    /// Where it ends.
    pub to: StopId,
    /// Its length over the streets, millimetres, the ways between the stops and their streets included.
    pub millimetres: u32,
    /// What `transfers.txt` says it takes at the least, seconds, however fast the rider walks; else 0.
    pub least_seconds: u32,
}

/// All walks between stops, by the stop where they begin. A stop has none to itself: see [`Stops::change_seconds`].
#[derive(Clone, Debug, Default)]
pub struct Footpaths {
    /// Where each stop's walks start in `paths`; one more than there are stops.
    pub first: Column<u32>,
    /// The walks, by stop and then by where they end.
    pub paths: Column<Footpath>,
    /// Lengths of walks that are not in `paths` and that rules about certain routes or trips allow, ascending.
    pub named: Column<NamedPath>,
}

/// A walk that only riders of certain routes or trips may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(C)]
pub struct NamedPath {
    /// Where it begins.
    pub from: StopId,
    /// Where it ends.
    pub to: StopId,
    /// See [`Footpath::millimetres`].
    pub millimetres: u32,
}

/// What was lost and gained while stops were linked to the streets and to each other.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FootpathsReport {
    /// Stops at which trips call.
    pub served_stops: u64,
    /// Ids and names of served stops without a street near them: only a transfer rule leads there.
    pub unlinked_stops: Vec<String>,
    /// Walks found.
    pub footpaths: u64,
    /// Walks struck out by `transfer_type` 3.
    pub forbidden: u64,
    /// Walks that a transfer rule has and the streets have not within the radius; their length is the straight line.
    pub by_rule_alone: u64,
}

impl Footpath {
    /// Seconds that the walk takes at a speed, rounded up.
    pub fn seconds(&self, metres_per_second: f64) -> u32 {
        let walked = f64::from(self.millimetres) / 1000.0 / metres_per_second;
        (walked.ceil() as u32).max(self.least_seconds)
    }
}

/// The place on the streets of every served stop, [`Snap::NOWHERE`] for others and where there is no street within `max_metres`.
pub fn snap_stops(timetable: &Timetable, walk: &StreetGraph, max_metres: f64) -> Vec<Snap> {
    let stops = &timetable.stops;
    (0..stops.len())
        .into_par_iter()
        .map(|stop| {
            let usable = stops.served[stop] == 1 && stops.point[stop] != Stops::NOWHERE;
            let snap = usable.then(|| walk.snap(stops.point[stop], max_metres)).flatten();
            snap.unwrap_or(Snap::NOWHERE)
        })
        .collect()
}

impl Footpaths {
    /// Finds the walks of up to `radius_metres` between stops whose places on the streets are `snaps`.
    pub fn build(
        timetable: &Timetable,
        walk: &StreetGraph,
        snaps: &[Snap],
        radius_metres: f64,
    ) -> (Self, FootpathsReport) {
        let weights = walk.weigh(&Speeds::uniform(METRE_A_SECOND_KMH));
        let near = Near::new(timetable, snaps, radius_metres);
        let rules = changes::pair_rules(timetable);
        let named = changes::named_pairs(timetable);
        let found: Vec<(Vec<Footpath>, Vec<NamedPath>, u64, u64)> = (0..snaps.len())
            .into_par_iter()
            .map_init(StreetSearch::new, |search, stop| {
                let stop = StopId::from(stop);
                let walks = near.walks(search, walk, &weights, stop);
                let from = rules.partition_point(|rule| rule.from < stop);
                let its = rules[from..].iter().take_while(|rule| rule.from == stop);
                let from = named.partition_point(|pair| pair.0 < stop);
                let ruled = named[from..].iter().take_while(|pair| pair.0 == stop);
                let lengths: Vec<_> = ruled.map(|&(_, to)| named_path(timetable, &walks, stop, to)).collect();
                let (walks, forbidden, alone) = apply(timetable, walks, its);
                let lost = lengths.into_iter().filter(|path| walks.binary_search_by_key(&path.to, |w| w.to).is_err());
                let lost = lost.collect();
                (walks, lost, forbidden, alone)
            })
            .collect();
        let mut report = report(timetable, snaps);
        let (mut first, mut paths, mut named) = (vec![0], Vec::new(), Vec::new());
        for (walks, lost, forbidden, by_rule_alone) in found {
            named.extend(lost);
            paths.extend(walks);
            first.push(paths.len() as u32);
            report.forbidden += forbidden;
            report.by_rule_alone += by_rule_alone;
        }
        report.footpaths = paths.len() as u64;
        (Self { first: first.into(), paths: paths.into(), named: named.into() }, report)
    }

    /// The walks that begin at a stop, by where they end.
    pub fn from(&self, stop: StopId) -> &[Footpath] {
        &self.paths[self.first[stop.index()] as usize..self.first[stop.index() + 1] as usize]
    }

    /// The length of the walk between two stops, whatever rules say about certain routes and trips; `None` where there is none.
    pub fn millimetres(&self, from: StopId, to: StopId) -> Option<u32> {
        let walks = self.from(from);
        if let Ok(at) = walks.binary_search_by_key(&to, |walk| walk.to) {
            return Some(walks[at].millimetres);
        }
        let found = self.named.binary_search_by_key(&(from, to), |path| (path.from, path.to));
        found.ok().map(|at| self.named[at].millimetres)
    }

    /// Adds the walks to a network file.
    pub fn put(&self, writer: &mut SectionWriter) -> Result<(), NetworkError> {
        writer.put("footpaths.first", &self.first)?;
        writer.put("footpaths.paths", &self.paths)?;
        writer.put("footpaths.named", &self.named)
    }

    /// Takes the walks from a network file.
    pub fn take(reader: &SectionReader) -> Result<Self, NetworkError> {
        let taken = Self {
            first: reader.take("footpaths.first")?,
            paths: reader.take("footpaths.paths")?,
            named: reader.take("footpaths.named")?,
        };
        let sound = taken.first.is_sorted() && taken.first.last().copied() == Some(taken.paths.len() as u32);
        if sound { Ok(taken) } else { Err(reader.unsound("the parts of the footpaths do not fit together")) }
    }
}

/// Stops that have a place on the streets, by latitude.
struct Near<'a> {
    timetable: &'a Timetable,
    snaps: &'a [Snap],
    radius_metres: f64,
    by_latitude: Vec<(i32, StopId)>,
}

impl<'a> Near<'a> {
    fn new(timetable: &'a Timetable, snaps: &'a [Snap], radius_metres: f64) -> Self {
        let linked = (0..snaps.len()).filter(|&stop| snaps[stop].is_linked());
        let mut by_latitude: Vec<_> =
            linked.map(|stop| (timetable.stops.point[stop].lat_e7, StopId::from(stop))).collect();
        by_latitude.sort_unstable();
        Self { timetable, snaps, radius_metres, by_latitude }
    }

    /// Walks over the streets to all other stops within the radius, by where they end.
    fn walks(&self, search: &mut StreetSearch, walk: &StreetGraph, weights: &Weights, from: StopId) -> Vec<Footpath> {
        if !self.snaps[from.index()].is_linked() {
            return Vec::new();
        }
        let limit_millimetres = (self.radius_metres * 1000.0) as u32;
        let reached = search.run(walk, weights, &self.snaps[from.index()], limit_millimetres);
        let here = self.timetable.stops.point[from.index()];
        let band = (self.radius_metres / METRES_A_DEGREE * 1e7).ceil() as i32;
        let start = self.by_latitude.partition_point(|&(lat, _)| lat < here.lat_e7.saturating_sub(band));
        let in_band = self.by_latitude[start..].iter().take_while(|&&(lat, _)| lat <= here.lat_e7.saturating_add(band));
        let mut walks: Vec<Footpath> = in_band
            .filter(|&&(_, to)| to != from && self.is_near(from, to))
            .filter_map(|&(_, to)| {
                let millimetres = reached.time_to(&self.snaps[to.index()])?;
                Some(Footpath { to, millimetres, least_seconds: 0 })
            })
            .collect();
        walks.sort_unstable();
        walks
    }

    fn is_near(&self, from: StopId, to: StopId) -> bool {
        let points = &self.timetable.stops.point;
        points[from.index()].metres_to(points[to.index()]) <= self.radius_metres + 1.0
    }
}

/// Lays the rules of one stop over its walks. Returns also how many were struck out and how many only a rule has.
fn apply<'a>(
    timetable: &Timetable,
    mut walks: Vec<Footpath>,
    rules: impl Iterator<Item = &'a PairRule>,
) -> (Vec<Footpath>, u64, u64) {
    let (mut forbidden, mut alone) = (0, 0);
    for rule in rules.filter(|rule| rule.from != rule.to) {
        let least_seconds = if rule.kind == changes::NEEDS_TIME { rule.seconds } else { 0 };
        match walks.binary_search_by_key(&rule.to, |walk| walk.to) {
            Ok(at) if rule.kind == changes::IMPOSSIBLE => {
                walks.remove(at);
                forbidden += 1;
            }
            Ok(at) => walks[at].least_seconds = least_seconds,
            Err(_) if rule.kind == changes::IMPOSSIBLE => {}
            Err(at) => {
                let millimetres = straight(timetable, rule.from, rule.to);
                walks.insert(at, Footpath { to: rule.to, millimetres, least_seconds });
                alone += 1;
            }
        }
    }
    (walks, forbidden, alone)
}

/// The straight line between two stops, 0 where the place of one is not known.
fn straight(timetable: &Timetable, from: StopId, to: StopId) -> u32 {
    let points = &timetable.stops.point;
    let (from, to) = (points[from.index()], points[to.index()]);
    let known = from != Stops::NOWHERE && to != Stops::NOWHERE;
    if known { (from.metres_to(to) * 1000.0) as u32 } else { 0 }
}

/// The walk to a stop that a rule about certain routes or trips names: over the streets, or straight where they have none within the radius.
fn named_path(timetable: &Timetable, walks: &[Footpath], from: StopId, to: StopId) -> NamedPath {
    let walked = walks.binary_search_by_key(&to, |walk| walk.to).ok().map(|at| walks[at].millimetres);
    NamedPath { from, to, millimetres: walked.unwrap_or_else(|| straight(timetable, from, to)) }
}

fn report(timetable: &Timetable, snaps: &[Snap]) -> FootpathsReport {
    let stops = &timetable.stops;
    let served = (0..stops.len()).filter(|&stop| stops.served[stop] == 1);
    let unlinked = served.clone().filter(|&stop| !snaps[stop].is_linked());
    FootpathsReport {
        served_stops: served.count() as u64,
        unlinked_stops: unlinked.map(|stop| format!("{} {}", stops.id.get(stop), stops.name.get(stop))).collect(),
        ..FootpathsReport::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;

    fn timetable() -> Timetable {
        let points = [0.0, 0.001, 0.002].map(|lon| Point::from_degrees(lon, 0.0).unwrap());
        let stops = Stops { point: points.to_vec().into(), ..Stops::default() };
        Timetable { stops, ..Timetable::default() }
    }

    fn rule(to: u32, kind: u32, seconds: u32) -> PairRule {
        PairRule { from: StopId(0), to: StopId(to), kind, seconds }
    }

    #[test]
    fn rules_lengthen_strike_out_and_add_walks() {
        let walk = Footpath { to: StopId(1), millimetres: 120_000, least_seconds: 0 };
        let with = |rules: &[PairRule]| apply(&timetable(), vec![walk], rules.iter());
        assert_eq!(with(&[rule(1, 2, 300)]), (vec![Footpath { least_seconds: 300, ..walk }], 0, 0));
        assert_eq!(with(&[rule(1, 3, 0)]), (vec![], 1, 0));
        assert_eq!(with(&[rule(0, 2, 300), rule(1, 0, 9)]), (vec![walk], 0, 0));
        let (walks, forbidden, alone) = with(&[rule(2, 2, 60)]);
        assert_eq!((walks.len(), forbidden, alone), (2, 0, 1));
        assert_eq!((walks[1].to, walks[1].millimetres / 1000, walks[1].least_seconds), (StopId(2), 222, 60));
    }

    #[test]
    fn a_walk_takes_what_its_length_and_the_rule_say() {
        let walk = Footpath { to: StopId(1), millimetres: 100_001, least_seconds: 90 };
        assert_eq!(walk.seconds(1.0), 101);
        assert_eq!(walk.seconds(2.0), 90);
    }
}
