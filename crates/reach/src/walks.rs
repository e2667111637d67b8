//! Walks between points and stops over the streets, as whole seconds rounded up.

use std::collections::HashMap;

use lynchpin_network::streets::{Reached, Snap, StreetGraph, StreetSearch, Weights};
use rayon::prelude::*;

use crate::search::Links;

/// Marks "no walk" in a list of seconds.
pub const NO_WALK: u16 = u16::MAX;

/// Latitude units (1e-7 degrees) in a metre, rounded up: a band this wide per metre misses nothing.
const LATITUDE_UNITS_PER_METRE: f64 = 90.5;

/// Places that walks lead to, ordered by latitude so that only those in reach are looked at.
#[derive(Clone, Debug)]
pub(crate) struct Targets {
    /// Latitude and longitude on the street and number, by latitude.
    by_latitude: Vec<(i32, i32, u32)>,
    snaps: Vec<Snap>,
}

impl Targets {
    /// Over all places that are linked to a street.
    pub(crate) fn new(snaps: &[Snap]) -> Self {
        let linked = snaps.iter().enumerate().filter(|(_, snap)| snap.is_linked());
        let mut by_latitude: Vec<_> =
            linked.map(|(at, snap)| (snap.point.lat_e7, snap.point.lon_e7, at as u32)).collect();
        by_latitude.sort_unstable();
        Self { by_latitude, snaps: snaps.to_vec() }
    }

    /// Every target within the search's limit, with seconds; those that a straight line cannot reach are not looked at.
    fn within(&self, reached: &Reached<'_>, root: &Snap, metres: f64, mut found: impl FnMut(u32, u16)) {
        let band = (metres * LATITUDE_UNITS_PER_METRE) as i32 + 1;
        let (south, north) = (root.point.lat_e7.saturating_sub(band), root.point.lat_e7.saturating_add(band));
        // Meridians are nearest to each other at the edge of the band that is nearest to a pole.
        let narrowest = (f64::from(south.abs().max(north.abs())) * 1e-7).min(89.9).to_radians().cos();
        let span = (f64::from(band) / narrowest).min(f64::from(i32::MAX)) as u32;
        let from = self.by_latitude.partition_point(|&(lat, ..)| lat < south);
        let in_band = self.by_latitude[from..].iter().take_while(|&&(lat, ..)| lat <= north);
        for &(.., target) in in_band.filter(|&&(_, lon, _)| lon.abs_diff(root.point.lon_e7) <= span) {
            let snap = &self.snaps[target as usize];
            if snap == root {
                // Whoever is there already does not walk to the street and back.
                found(target, 0);
            } else if let Some(milliseconds) = reached.time_to(snap) {
                found(target, milliseconds.div_ceil(1_000).min(u32::from(NO_WALK) - 1) as u16);
            }
        }
    }
}

/// How far and over what one walks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walking<'a> {
    pub(crate) graph: &'a StreetGraph,
    pub(crate) weights: &'a Weights,
    pub(crate) kmh: f64,
    pub(crate) minutes: f64,
}

impl Walking<'_> {
    /// Walks from `root` (or to it) to several lists of targets at once: calls `found(list, target, seconds)`.
    pub(crate) fn walk(
        &self,
        search: &mut StreetSearch,
        root: &Snap,
        towards: bool,
        lists: &[&Targets],
        mut found: impl FnMut(usize, u32, u16),
    ) {
        if !root.is_linked() {
            return;
        }
        let limit = (self.minutes * 60_000.0) as u32;
        let metres = self.minutes * self.kmh / 0.06;
        let reached = if towards {
            search.run_towards(self.graph, self.weights, root, limit)
        } else {
            search.run(self.graph, self.weights, root, limit)
        };
        for (number, targets) in lists.iter().enumerate() {
            targets.within(&reached, root, metres, |target, seconds| found(number, target, seconds));
        }
    }
}

/// Walks from places to each of some lists, by place; towards the places where `towards`.
pub(crate) fn around<const N: usize>(
    walking: &Walking<'_>,
    places: &[Snap],
    towards: bool,
    lists: [&Targets; N],
) -> [Links; N] {
    let found: Vec<[Vec<(u32, u32, u16)>; N]> = places
        .par_iter()
        .enumerate()
        .map_init(StreetSearch::new, |search, (number, place)| {
            let mut links = [const { Vec::new() }; N];
            walking.walk(search, place, towards, &lists, |list, target, seconds| {
                links[list].push((number as u32, target, seconds));
            });
            links
        })
        .collect();
    std::array::from_fn(|list| {
        let all: Vec<_> = found.iter().flat_map(|links| &links[list]).copied().collect();
        Links::from_triples(places.len(), &all)
    })
}

/// For each root the place among `places` that is the very same, if any.
pub(crate) fn same_places(roots: &[Snap], places: &[Snap]) -> Vec<Option<u32>> {
    let key = |snap: &Snap| (snap.link, snap.along_millimetres, snap.offset_millimetres, snap.point);
    let known: HashMap<_, u32> = places.iter().map(key).zip(0..).collect();
    roots.iter().map(|root| known.get(&key(root)).copied()).collect()
}
