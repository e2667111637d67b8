//! The answer for one root: minutes to every destination, for every minute of the window and at the percentiles asked for.

use super::egress::TILE;

/// The minutes of a destination that is not reached.
pub const UNREACHABLE: u16 = u16::MAX;

/// Travel times from one root, in whole minutes, rounded up.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Destination-major, `stride` per destination, of which the first `window` are meant.
    pub(crate) minutes: Vec<u16>,
    pub(crate) stride: usize,
    pub(crate) window: usize,
    /// Destination-major, one per percentile.
    pub(crate) percentiles: Vec<u16>,
    pub(crate) percentile_count: usize,
    /// Tiles of destinations that may hold anything but [`UNREACHABLE`]; only these are reset.
    active: Vec<u32>,
    is_active: Vec<bool>,
}

impl Row {
    /// Makes room for `destinations` × `window`, all unreachable.
    pub(crate) fn prepare(&mut self, destinations: usize, window: usize, percentiles: usize) {
        let stride = window.next_multiple_of(if window == 1 { 1 } else { 16 });
        let fits = (self.stride, self.window, self.percentile_count) == (stride, window, percentiles)
            && self.minutes.len() == destinations * stride;
        if !fits {
            (self.stride, self.window, self.percentile_count) = (stride, window, percentiles);
            self.minutes = vec![UNREACHABLE; destinations * stride];
            self.percentiles = vec![UNREACHABLE; destinations * percentiles];
            self.is_active = vec![false; destinations.div_ceil(TILE)];
            self.active.clear();
        }
        for tile in std::mem::take(&mut self.active) {
            self.is_active[tile as usize] = false;
            let its = self.tile(tile);
            self.minutes[its.start * stride..its.end * stride].fill(UNREACHABLE);
            self.percentiles[its.start * percentiles..its.end * percentiles].fill(UNREACHABLE);
        }
    }

    /// Notes that something is about to be written in a tile.
    pub(crate) fn activate(&mut self, tile: u32) {
        if !self.is_active[tile as usize] {
            self.is_active[tile as usize] = true;
            self.active.push(tile);
        }
    }

    /// The tiles that something was written in.
    pub(crate) fn active(&self) -> &[u32] {
        &self.active
    }

    /// The destinations of a tile.
    pub(crate) fn tile(&self, tile: u32) -> std::ops::Range<usize> {
        let first = tile as usize * TILE;
        first..(first + TILE).min(self.destinations())
    }

    pub(crate) fn minutes_mut(&mut self, destination: usize) -> &mut [u16] {
        self.activate((destination / TILE) as u32);
        &mut self.minutes[destination * self.stride..(destination + 1) * self.stride]
    }

    /// How many minutes were sampled.
    pub(crate) fn window(&self) -> usize {
        self.window
    }

    /// Replaces the minutes of a destination, leaving its percentiles as they are.
    pub(crate) fn set_minutes(&mut self, destination: usize, minutes: &[u16]) {
        self.minutes_mut(destination)[..minutes.len()].copy_from_slice(minutes);
    }

    /// How many destinations.
    pub fn destinations(&self) -> usize {
        self.minutes.len().checked_div(self.stride).unwrap_or(0)
    }

    /// The travel time to a destination for every sampled minute, [`UNREACHABLE`] where there is none. For a window of departures in
    /// their order, for one of arrivals from the last deadline to the first.
    pub fn minutes(&self, destination: usize) -> &[u16] {
        &self.minutes[destination * self.stride..][..self.window]
    }

    /// The travel times to a destination at the percentiles of the engine, in their order; [`UNREACHABLE`] sorts last.
    pub fn at_percentiles(&self, destination: usize) -> &[u16] {
        &self.percentiles[destination * self.percentile_count..][..self.percentile_count]
    }

    /// All destinations' percentiles, destination by destination.
    pub fn all_percentiles(&self) -> &[u16] {
        &self.percentiles
    }

    /// The share of the sampled minutes from which the destination is reached, 0 to 1.
    pub fn share_reached(&self, destination: usize) -> f64 {
        let reached = self.minutes(destination).iter().filter(|&&m| m != UNREACHABLE).count();
        reached as f64 / self.window as f64
    }
}

/// Nearest rank, from 1, of a percentile among `count` values: the least rank that at least `percentile` % of the values do not exceed.
pub(crate) fn rank(percentile: u8, count: usize) -> usize {
    (usize::from(percentile) * count).div_ceil(100).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_nearest_ranks() {
        assert_eq!([0, 5, 25, 50, 75, 100].map(|p| rank(p, 60)), [1, 3, 15, 30, 45, 60]);
        assert_eq!([25, 50, 75].map(|p| rank(p, 1)), [1, 1, 1]);
        assert_eq!(rank(50, 5), 3);
    }
}
