//! From stops to destinations: for each destination and minute the best of all useful last walks and the direct one.

use super::labels::Labels;
use super::lanes::{Lanes, lower_walked};
use super::links::Links;
use super::plan::NEVER;
use super::row::{Row, UNREACHABLE};
use super::scan::Block;
use super::seeds::{Moments, Seeds};

/// Writes a block's minutes into the row. `egress` are the walks by destination, seconds.
#[inline(always)]
pub(crate) fn fill<const N: usize, V: Lanes<N>>(
    labels: &Labels<N, V>,
    block: &Block<N>,
    egress: &Links,
    seeds: &Seeds<'_>,
    row: &mut Row,
) {
    for destination in 0..egress.rows() {
        let mut best = arrivals(labels, block, egress, seeds, destination);
        for lane in 0..N {
            let minutes = (best[lane].wrapping_sub(block.depart[lane]).wrapping_add(59)) / 60;
            best[lane] = if best[lane] <= block.expiry[lane] { minutes } else { UNREACHABLE };
        }
        row.minutes_mut(destination)[block.first..block.first + block.lanes].copy_from_slice(&best[..block.lanes]);
    }
}

/// The same as moments, late ones included: a minute that is too late now need not make a later one so, and the labels must not decrease.
#[inline(always)]
pub(crate) fn fill_moments<const N: usize, V: Lanes<N>>(
    labels: &Labels<N, V>,
    block: &Block<N>,
    egress: &Links,
    seeds: &Seeds<'_>,
    moments: &mut Moments,
) {
    for destination in 0..egress.rows() {
        let best = arrivals(labels, block, egress, seeds, destination);
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

/// The nearest-rank percentiles of every destination, after all blocks are in.
#[inline(always)]
pub(crate) fn percentiles(row: &mut Row, ranks: &[usize], max_minutes: u16) {
    row.percentiles.clear();
    for minutes in row.minutes.chunks_exact(row.stride) {
        for &rank in ranks {
            let value = nth(minutes, rank, max_minutes);
            row.percentiles.push(value);
        }
    }
}

/// The `rank`-th smallest of `minutes` (from 1): the least value that at least `rank` minutes do not exceed.
#[inline(always)]
fn nth(minutes: &[u16], rank: usize, max_minutes: u16) -> u16 {
    let not_over = |bound: u16| {
        let (wide, rest) = minutes.as_chunks::<16>();
        let mut counts = [0_u16; 16];
        for chunk in wide {
            for lane in 0..16 {
                counts[lane] += u16::from(chunk[lane] <= bound);
            }
        }
        let rest = rest.iter().filter(|&&m| m <= bound).count();
        usize::from(counts.iter().sum::<u16>()) + rest
    };
    if not_over(max_minutes) < rank {
        return UNREACHABLE;
    }
    let (mut low, mut high) = (0, max_minutes);
    while low < high {
        let middle = u16::midpoint(low, high);
        if not_over(middle) >= rank { high = middle } else { low = middle + 1 }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nth_agrees_with_sorting() {
        let mut minutes: Vec<u16> =
            (0..90_u16).map(|i| if i % 7 == 3 { UNREACHABLE } else { (i * 37) % 121 }).collect();
        for rank in 1..=90 {
            let found = nth(&minutes, rank, 120);
            let mut sorted = minutes.clone();
            sorted.sort_unstable();
            assert_eq!(found, sorted[rank - 1]);
            minutes.rotate_left(1);
        }
    }
}
