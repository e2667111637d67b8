//! Walks from stops to destinations, and which destinations a stop matters to.

use super::links::Links;

/// Destinations that are looked at together: neighbours in the list are mostly neighbours on the map.
pub(crate) const TILE: usize = 32;

/// The last walks of journeys.
#[derive(Clone, Debug)]
pub(crate) struct Egress {
    /// Destination → stops, with seconds on foot.
    pub(crate) links: Links,
    /// Stop → tiles of destinations that it leads to.
    first_tile: Vec<u32>,
    tiles: Vec<u32>,
}

impl Egress {
    /// `by_stop` are the walks from each stop to destinations.
    pub(crate) fn new(by_stop: &Links, destinations: usize) -> Self {
        let (mut first_tile, mut tiles) = (vec![0], Vec::new());
        let mut its = Vec::new();
        for stop in 0..by_stop.rows() {
            its.clear();
            its.extend(by_stop.row(stop).map(|(destination, _)| destination / TILE as u32));
            its.sort_unstable();
            its.dedup();
            tiles.extend_from_slice(&its);
            first_tile.push(tiles.len() as u32);
        }
        Self { links: by_stop.transposed(destinations), first_tile, tiles }
    }

    /// The tiles with a destination that the stop leads to.
    pub(crate) fn tiles_of(&self, stop: u32) -> &[u32] {
        let stop = stop as usize;
        &self.tiles[self.first_tile[stop] as usize..self.first_tile[stop + 1] as usize]
    }
}
