//! Is there a way round a junction that is as short as the way through it?

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::FAR;

/// Junctions a witness search settles before it gives up: then a shortcut is made that may not be needed.
const MOST_SETTLED: u32 = 64;

/// The junctions that are still there, with the arcs between them, shortcuts included.
#[derive(Debug, Default)]
pub(super) struct Core {
    /// Heads and milliseconds, by tail.
    pub(super) out: Vec<Vec<(u32, u32)>>,
    /// Tails and milliseconds, by head.
    pub(super) into: Vec<Vec<(u32, u32)>>,
}

/// An arc that takes the place of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shortcut {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) milliseconds: u32,
}

/// Scratch of witness searches, to be used again; one for each thread.
#[derive(Debug)]
pub(super) struct Witnesses {
    /// By junction, twice the milliseconds, and one more where the way leads over a junction that is leaving: of two equally
    /// fast ways, the one that stays is taken. `u32::MAX` but for those in `touched`.
    time: Vec<u32>,
    touched: Vec<u32>,
    /// What `time` holds in the upper half, junction in the lower.
    queue: BinaryHeap<Reverse<u64>>,
}

impl Witnesses {
    pub(super) fn new(nodes: usize) -> Self {
        Self { time: vec![u32::MAX; nodes], touched: Vec::new(), queue: BinaryHeap::new() }
    }

    /// The shortcuts without which times would change if `node` were taken out together with all that are `leaving`,
    /// none of which is its neighbour.
    ///
    /// A witness is a way that is faster, or as fast and over no junction that is leaving. That is enough: a shortest way
    /// through `node` has no faster one beside it, so it is replaced either by its shortcut or by a way that stays.
    pub(super) fn shortcuts(&mut self, core: &Core, node: u32, leaving: &[bool]) -> Vec<Shortcut> {
        let (into, out) = (&core.into[node as usize], &core.out[node as usize]);
        let mut needed = Vec::new();
        for &(from, first) in into {
            let others = out.iter().map(|&(to, second)| (to, first + second));
            let others = others.filter(|&(to, through)| to != from && through < FAR);
            let Some(longest) = others.clone().map(|(_, through)| through).max() else {
                continue;
            };
            self.search(core, [from, node], out, longest, leaving);
            needed.extend(
                others
                    .filter(|&(to, through)| self.time[to as usize] > 2 * through)
                    .map(|(to, milliseconds)| Shortcut { from, to, milliseconds }),
            );
        }
        needed
    }

    /// Times from `from` that do not lead over `without`, as far as they matter for the `wanted` junctions.
    fn search(
        &mut self,
        core: &Core,
        [from, without]: [u32; 2],
        wanted: &[(u32, u32)],
        longest: u32,
        leaving: &[bool],
    ) {
        for node in self.touched.drain(..) {
            self.time[node as usize] = u32::MAX;
        }
        self.queue.clear();
        self.improve(from, 0);
        let (mut settled, mut missing) = (0, wanted.len());
        while let Some(Reverse(entry)) = self.queue.pop() {
            let (time, node) = ((entry >> 32) as u32, entry as u32);
            if time > self.time[node as usize] {
                continue;
            }
            missing -= usize::from(wanted.iter().any(|(to, _)| *to == node));
            settled += 1;
            if time / 2 >= longest || settled > MOST_SETTLED || missing == 0 {
                break;
            }
            for &(to, milliseconds) in &core.out[node as usize] {
                let milliseconds = time / 2 + milliseconds;
                if milliseconds <= longest && to != without {
                    let over = (time % 2) | u32::from(leaving[to as usize]);
                    self.improve(to, milliseconds * 2 + over);
                }
            }
        }
    }

    fn improve(&mut self, node: u32, time: u32) {
        let known = &mut self.time[node as usize];
        if time < *known {
            if *known == u32::MAX {
                self.touched.push(node);
            }
            *known = time;
            self.queue.push(Reverse(u64::from(time) << 32 | u64::from(node)));
        }
    }
}
