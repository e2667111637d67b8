//! Walks between points and stops over the streets, as whole seconds rounded up.

use lynchpin_network::streets::{Reached, Snap, StreetGraph, StreetSearch, Weights};

/// Marks "no walk" in a list of seconds.
pub const NO_WALK: u16 = u16::MAX;

/// Latitude units (1e-7 degrees) in a metre, rounded up: a band this wide per metre misses nothing.
const LATITUDE_UNITS_PER_METRE: f64 = 90.5;

/// Places that walks lead to, ordered by latitude so that only those in reach are looked at.
#[derive(Clone, Debug)]
pub(crate) struct Targets {
    /// Latitude on the street and number, by latitude.
    by_latitude: Vec<(i32, u32)>,
    snaps: Vec<Snap>,
}

impl Targets {
    /// Over all places that are linked to a street.
    pub(crate) fn new(snaps: &[Snap]) -> Self {
        let linked = snaps.iter().enumerate().filter(|(_, snap)| snap.is_linked());
        let mut by_latitude: Vec<_> = linked.map(|(at, snap)| (snap.point.lat_e7, at as u32)).collect();
        by_latitude.sort_unstable();
        Self { by_latitude, snaps: snaps.to_vec() }
    }

    /// Every target within the search's limit, with seconds; those that a straight line cannot reach are not looked at.
    fn within(&self, reached: &Reached<'_>, root: &Snap, metres: f64, mut found: impl FnMut(u32, u16)) {
        let band = (metres * LATITUDE_UNITS_PER_METRE) as i32 + 1;
        let (south, north) = (root.point.lat_e7.saturating_sub(band), root.point.lat_e7.saturating_add(band));
        let from = self.by_latitude.partition_point(|&(lat, _)| lat < south);
        for &(lat, target) in &self.by_latitude[from..] {
            if lat > north {
                break;
            }
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
