//! From stops to destinations: for each destination and minute the best of all useful last walks and the direct one.

use super::egress::{Egress, TILE};
use super::labels::Labels;
use super::lanes::{Lanes, lower_walked};
use super::links::Links;
use super::plan::NEVER;
use super::row::{Row, UNREACHABLE};
use super::scan::Block;
use super::seeds::{Moments, Seeds};

/// Writes a block's minutes into the row, for those tiles of destinations that somebody can reach.
#[inline(always)]
pub(crate) fn fill<const N: usize, V: Lanes<N>>(
    labels: &Labels<N, V>,
    block: &Block<N>,
    egress: &Egress,
    seeds: &Seeds<'_>,
    row: &mut Row,
) {
    activate(labels, egress, seeds, row);
    for at in 0..row.active().len() {
        for destination in row.tile(row.active()[at]) {
            let mut best = arrivals(labels, block, &egress.links, seeds, destination);
            for lane in 0..N {
                let minutes = (best[lane].wrapping_sub(block.depart[lane]).wrapping_add(59)) / 60;
                best[lane] = if best[lane] <= block.expiry[lane] { minutes } else { UNREACHABLE };
            }
            let minutes = &mut row.minutes[destination * row.stride..][..row.stride];
            minutes[block.first..block.first + block.lanes].copy_from_slice(&best[..block.lanes]);
        }
    }
}

/// Notes the tiles that the stops and seeds of this search lead to.
fn activate<const N: usize, V: Lanes<N>>(labels: &Labels<N, V>, egress: &Egress, seeds: &Seeds<'_>, row: &mut Row) {
    for stop in labels.arrived_stops() {
        for &tile in egress.tiles_of(stop) {
            row.activate(tile);
        }
    }
    match seeds {
        Seeds::Root { direct, .. } => {
            for (tile, walks) in direct.chunks(TILE).enumerate() {
                if walks.iter().fold(NEVER, |least, &walk| least.min(walk)) != NEVER {
                    row.activate(tile as u32);
                }
            }
        }
        Seeds::Moments { destinations, .. } => {
            for &destination in destinations.places() {
                row.activate(destination / TILE as u32);
            }
        }
    }
}

/// The same as moments, late ones included: a minute that is too late now need not make a later one so, and the labels must not decrease.
#[inline(always)]
pub(crate) fn fill_moments<const N: usize, V: Lanes<N>>(
    labels: &Labels<N, V>,
    block: &Block<N>,
    egress: &Egress,
    seeds: &Seeds<'_>,
    moments: &mut Moments,
) {
    for destination in 0..egress.links.rows() {
        let best = arrivals(labels, block, &egress.links, seeds, destination);
        let known = moments.get(destination as u32).is_some();
        if known || best[0] != NEVER {
            moments.get_mut(destination as u32)[block.first..block.first + block.lanes]
                .copy_from_slice(&best[..block.lanes]);
        }
    }
}

/// When a destination is reached, by lane.
#[inline(always)]
fn arrivals<const N: usize, V: Lanes<N>>(
    labels: &Labels<N, V>,
    block: &Block<N>,
    egress: &Links,
    seeds: &Seeds<'_>,
    destination: usize,
) -> [u16; N] {
    let mut best = seeds.at_destination(destination, block);
    for (stop, walk) in egress.row(destination) {
        lower_walked(&mut best, labels.arrived[stop as usize].get(), walk);
    }
    best
}

/// The nearest-rank percentiles of every destination that is reached, after all blocks are in.
#[inline(always)]
pub(crate) fn percentiles(row: &mut Row, ranks: &[usize], max_minutes: u16) {
    let mut bins = vec![0; usize::from(max_minutes) + 2];
    for at in 0..row.active().len() {
        for destination in row.tile(row.active()[at]) {
            let minutes = &row.minutes[destination * row.stride..][..row.window];
            let values = &mut row.percentiles[destination * ranks.len()..][..ranks.len()];
            if row.window == 1 {
                values.fill(minutes[0]);
            } else {
                pick(minutes, ranks, &mut bins, values);
            }
        }
    }
}

/// Writes the `rank`-th smallest of `minutes` (from 1) for each of the ranks, by counting. `bins` are empty, one for each possible
/// number of minutes and a last one for all that are not reached.
#[inline(always)]
fn pick(minutes: &[u16], ranks: &[usize], bins: &mut [u16], values: &mut [u16]) {
    let never = bins.len() - 1;
    let (mut least, mut most) = (never, 0);
    for &m in minutes {
        let bin = usize::from(m).min(never);
        bins[bin] += 1;
        least = least.min(bin);
        most = most.max(bin);
    }
    let (mut bin, mut counted) = (least, usize::from(bins[least]));
    for (value, &rank) in values.iter_mut().zip(ranks) {
        if counted - usize::from(bins[bin]) >= rank {
            (bin, counted) = (least, usize::from(bins[least]));
        }
        while counted < rank {
            bin += 1;
            counted += usize::from(bins[bin]);
        }
        *value = if bin == never { UNREACHABLE } else { bin as u16 };
    }
    bins[least..=most].fill(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picking_agrees_with_sorting() {
        let mut minutes: Vec<u16> =
            (0..90_u16).map(|i| if i % 7 == 3 { UNREACHABLE } else { (i * 377) % 121 }).collect();
        let mut bins = vec![0; 122];
        for shift in 0..90 {
            let ranks: Vec<usize> = (0..90).map(|i| (i * 37 + shift) % 90 + 1).collect();
            let mut sorted = minutes.clone();
            sorted.sort_unstable();
            let mut found = vec![0; 90];
            pick(&minutes, &ranks, &mut bins, &mut found);
            assert_eq!(found, ranks.iter().map(|&rank| sorted[rank - 1]).collect::<Vec<_>>());
            assert!(bins.iter().all(|&count| count == 0));
            minutes.rotate_left(1);
            minutes[5] = minutes[6];
        }
    }
}
