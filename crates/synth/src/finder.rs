//! Finds the junction nearest to a place, by a grid of cells.

use crate::land::Spot;

const CELL_METRES: f64 = 700.0;
/// Rings of cells searched before giving up: no dry place is farther from a street.
const RINGS: i64 = 14;

/// Junctions sorted by the cell they lie in.
pub(crate) struct Finder(Vec<((i64, i64), u32)>);

fn cell(spot: Spot) -> (i64, i64) {
    ((spot.x / CELL_METRES).floor() as i64, (spot.y / CELL_METRES).floor() as i64)
}

impl Finder {
    pub(crate) fn new(nodes: &[Spot]) -> Self {
        let mut order: Vec<_> = nodes.iter().enumerate().map(|(n, spot)| (cell(*spot), n as u32)).collect();
        order.sort_unstable();
        Self(order)
    }

    /// The nearest junction; the first of all where none is near.
    pub(crate) fn nearest(&self, nodes: &[Spot], place: Spot) -> u32 {
        let (i, j) = cell(place);
        let closest = |ring: i64| {
            (-ring..=ring)
                .flat_map(|di| (-ring..=ring).map(move |dj| (i + di, j + dj)))
                .flat_map(|key| self.in_cell(key))
                .min_by(|a, b| {
                    let apart = |n: u32| nodes[n as usize].metres_to(place);
                    apart(*a).total_cmp(&apart(*b))
                })
        };
        (1..RINGS).find_map(closest).unwrap_or(0)
    }

    fn in_cell(&self, key: (i64, i64)) -> impl Iterator<Item = u32> + '_ {
        let start = self.0.partition_point(|o| o.0 < key);
        self.0[start..].iter().take_while(move |o| o.0 == key).map(|o| o.1)
    }
}
