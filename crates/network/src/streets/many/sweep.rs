//! From sixteen roots at a time up the hierarchy and down to the targets.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::FAR;
use super::hierarchy::{Arcs, Hierarchy};
use super::targets::Entry;

/// Roots answered by one sweep: as many 32-bit times as a cache line holds.
pub(super) const LANES: usize = 16;

/// Marks a junction from which no target is reached on the way down.
const BESIDE: u32 = u32::MAX;

type Lane = [u32; LANES];

/// A hierarchy with its way down cut to what lies above the targets.
#[derive(Clone, Debug)]
pub(super) struct Sweep {
    place: Vec<u32>,
    /// Arcs of the way up, which ends with a search all over the core.
    up: Arcs,
    /// Place in the hierarchy → place in the sweep, or [`BESIDE`].
    swept: Vec<u32>,
    /// Arcs by which one comes down to each junction of the sweep: places in the sweep, all before it, and milliseconds.
    /// None for those of the core, whose times are known before the sweep.
    down: Arcs,
    /// Places in the sweep from which each target is entered, and milliseconds.
    entries: Arcs,
}

/// Scratch of one thread.
#[derive(Debug, Default)]
pub(super) struct SweepScratch {
    /// Milliseconds by place; `u32::MAX` but for those in `touched`.
    time: Vec<u32>,
    touched: Vec<u32>,
    /// Milliseconds in the upper half, place in the lower.
    queue: BinaryHeap<Reverse<u64>>,
    lanes: Vec<Lane>,
}

impl Sweep {
    pub(super) fn new(hierarchy: Hierarchy, entries: &[Entry], targets: usize) -> Self {
        let Hierarchy { place, core, up, down } = hierarchy;
        let mut swept = vec![BESIDE; place.len()];
        for entry in entries {
            swept[place[entry.junction.index()] as usize] = 0;
        }
        for at in (core..place.len()).rev() {
            if swept[at] != BESIDE {
                for &(tail, _) in down.of(at) {
                    swept[tail as usize] = 0;
                }
            }
        }
        let mut cut = Arcs::new();
        for at in 0..place.len() {
            if swept[at] != BESIDE {
                swept[at] = cut.len() as u32;
                let arcs = if at < core { &[] } else { down.of(at) };
                cut.push(arcs.iter().map(|&(tail, ms)| (swept[tail as usize], ms)));
            }
        }
        let mut ends = Arcs::new();
        let mut rest = entries.iter().peekable();
        for target in 0..targets as u32 {
            let own = std::iter::from_fn(|| rest.next_if(|entry| entry.target == target));
            ends.push(own.map(|entry| (swept[place[entry.junction.index()] as usize], entry.milliseconds)));
        }
        Self { place, up, swept, down: cut, entries: ends }
    }

    /// Answers up to [`LANES`] roots, each given by the junctions from which it sets out and the milliseconds to get there;
    /// `times` is root-major. What is farther than `limit` may be [`FAR`] or right.
    pub(super) fn answer(&self, scratch: &mut SweepScratch, roots: &[Vec<(u32, u32)>], limit: u32, times: &mut [u32]) {
        scratch.time.resize(self.place.len(), u32::MAX);
        scratch.lanes.clear();
        scratch.lanes.resize(self.down.len(), [FAR; LANES]);
        for (lane, seeds) in roots.iter().enumerate() {
            self.climb(scratch, lane, seeds, limit);
        }
        self.descend(&mut scratch.lanes);
        let targets = self.entries.len();
        for target in 0..targets {
            let mut best = [FAR; LANES];
            for &(at, milliseconds) in self.entries.of(target) {
                shorten(&mut best, &scratch.lanes[at as usize], milliseconds);
            }
            for (root, time) in best.iter().enumerate().take(roots.len()) {
                times[root * targets + target] = *time;
            }
        }
    }

    /// A search that only goes up: it meets the core and a few hundred junctions, however large the graph is.
    fn climb(&self, scratch: &mut SweepScratch, lane: usize, seeds: &[(u32, u32)], limit: u32) {
        let SweepScratch { time, touched, queue, lanes } = scratch;
        let mut improve = |queue: &mut BinaryHeap<Reverse<u64>>, time: &mut [u32], place: u32, milliseconds: u32| {
            let known = &mut time[place as usize];
            if milliseconds <= limit && milliseconds < *known {
                if *known == u32::MAX {
                    touched.push(place);
                }
                *known = milliseconds;
                queue.push(Reverse(u64::from(milliseconds) << 32 | u64::from(place)));
            }
        };
        for &(junction, milliseconds) in seeds {
            improve(queue, time, self.place[junction as usize], milliseconds);
        }
        while let Some(Reverse(entry)) = queue.pop() {
            let (milliseconds, place) = ((entry >> 32) as u32, entry as u32);
            if milliseconds > time[place as usize] {
                continue;
            }
            for &(to, more) in self.up.of(place as usize) {
                improve(queue, time, to, milliseconds + more);
            }
        }
        for place in touched.drain(..) {
            let swept = self.swept[place as usize];
            if swept != BESIDE {
                lanes[swept as usize][lane] = time[place as usize];
            }
            time[place as usize] = u32::MAX;
        }
    }

    /// Every junction after all those by which one can come down to it.
    fn descend(&self, lanes: &mut [Lane]) {
        for at in 0..lanes.len() {
            let (above, rest) = lanes.split_at_mut(at);
            let Some(best) = rest.first_mut() else {
                return;
            };
            for &(tail, milliseconds) in self.down.of(at) {
                shorten(best, &above[tail as usize], milliseconds);
            }
        }
    }
}

#[inline]
fn shorten(best: &mut Lane, before: &Lane, milliseconds: u32) {
    for (best, before) in best.iter_mut().zip(before) {
        *best = (*best).min(before + milliseconds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::NodeId;
    use crate::streets::many::contract::contract;

    /// All-pairs times by the three loops of Floyd and Warshall.
    fn all_pairs(nodes: usize, arcs: &[(usize, usize, u32)]) -> Vec<Vec<u32>> {
        let mut times = vec![vec![FAR; nodes]; nodes];
        for (node, row) in times.iter_mut().enumerate() {
            row[node] = 0;
        }
        for &(from, to, milliseconds) in arcs {
            times[from][to] = times[from][to].min(milliseconds);
        }
        for via in 0..nodes {
            for from in 0..nodes {
                for to in 0..nodes {
                    times[from][to] = times[from][to].min(times[from][via] + times[via][to]);
                }
            }
        }
        times
    }

    /// Arcs between random junctions, loops, doubles and some without length among them.
    fn random(seed: u64) -> (usize, Vec<(usize, usize, u32)>) {
        let mut state = seed;
        let mut below = move |sides: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % sides
        };
        let nodes = 1 + below(40);
        let count = below(nodes * 5 + 1);
        let longest = [2, 10, 100_000][below(3)];
        let arcs = (0..count).map(|_| (below(nodes), below(nodes), below(longest) as u32));
        let mut arcs: Vec<_> = arcs.collect();
        if below(2) == 0 {
            arcs.extend(arcs.clone().iter().map(|&(from, to, milliseconds)| (to, from, milliseconds)));
        }
        arcs.sort_unstable();
        (nodes, arcs)
    }

    #[test]
    fn any_graph_with_any_core_gives_the_times_of_all_pairs() {
        for seed in 0..3_000 {
            let (nodes, arcs) = random(seed);
            let expected = all_pairs(nodes, &arcs);
            let first: Vec<u32> = (0..=nodes).map(|n| arcs.partition_point(|arc| arc.0 < n) as u32).collect();
            let out: Vec<(NodeId, u32)> = arcs.iter().map(|arc| (NodeId::from(arc.1), arc.2)).collect();
            let asked: Vec<usize> = (0..nodes).filter(|node| node % 3 != seed as usize % 3).collect();
            let targets: Vec<Entry> = asked
                .iter()
                .enumerate()
                .map(|(target, &node)| Entry { target: target as u32, junction: node.into(), milliseconds: 7 })
                .collect();
            for entangled in [0, 1, 2, 4, 16] {
                let hierarchy = Hierarchy::new(contract(&first, &out, entangled));
                for (towards, hierarchy) in [(false, hierarchy.clone()), (true, hierarchy.turned_round())] {
                    let sweep = Sweep::new(hierarchy, &targets, asked.len());
                    let mut scratch = SweepScratch::default();
                    for roots in (0..nodes).collect::<Vec<_>>().chunks(LANES) {
                        let seeds: Vec<_> = roots.iter().map(|&root| vec![(root as u32, 5)]).collect();
                        let mut times = vec![FAR; roots.len() * asked.len()];
                        sweep.answer(&mut scratch, &seeds, FAR - 1, &mut times);
                        for (at, &time) in times.iter().enumerate() {
                            let (root, target) = (roots[at / asked.len()], asked[at % asked.len()]);
                            let between = if towards { expected[target][root] } else { expected[root][target] };
                            let told = if between >= FAR { FAR } else { between + 12 };
                            assert_eq!(
                                time, told,
                                "seed {seed}, core {entangled}, towards {towards}: {root}, {target}"
                            );
                        }
                    }
                }
            }
        }
    }
}
