//! The places asked about, as the junctions from which each is entered.

use super::FAR;
use crate::ids::NodeId;
use crate::streets::ends;
use crate::streets::graph::StreetGraph;
use crate::streets::snap::Snap;
use crate::streets::speeds::Weights;

/// A junction next to a target: the target's number, and the milliseconds between the two, the walk to the point included.
pub(super) struct Entry {
    pub(super) target: u32,
    pub(super) junction: NodeId,
    pub(super) milliseconds: u32,
}

/// Targets, grouped by the link they are on.
#[derive(Clone, Debug)]
pub(super) struct Targets {
    snaps: Vec<Snap>,
    /// Link and target, sorted.
    by_link: Vec<(u32, u32)>,
    towards: bool,
}

impl Targets {
    pub(super) fn new(snaps: &[Snap], towards: bool) -> Self {
        let linked = snaps.iter().enumerate().filter(|(_, snap)| snap.is_linked());
        let mut by_link: Vec<(u32, u32)> = linked.map(|(at, snap)| (snap.link.0, at as u32)).collect();
        by_link.sort_unstable();
        Self { snaps: snaps.to_vec(), by_link, towards }
    }

    pub(super) fn len(&self) -> usize {
        self.snaps.len()
    }

    /// The junctions next to each target, target by target.
    pub(super) fn entries(&self, graph: &StreetGraph, weights: &Weights) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(2 * self.snaps.len());
        for (target, snap) in self.snaps.iter().enumerate().filter(|(_, snap)| snap.is_linked()) {
            let offset = weights.offset_milliseconds(snap.offset_millimetres);
            let add = |junction, part: u32| {
                let milliseconds = part.saturating_add(offset).min(FAR);
                entries.push(Entry { target: target as u32, junction, milliseconds });
            };
            if self.towards {
                ends::leaving(graph, weights, snap, add);
            } else {
                ends::entering(graph, weights, snap, add);
            }
        }
        entries
    }

    /// Improves the times to targets on the root's own link: the way between the two need not leave it.
    /// Who is there already does not walk to the street and back.
    pub(super) fn along(&self, graph: &StreetGraph, weights: &Weights, root: &Snap, times: &mut [u32]) {
        let from = self.by_link.partition_point(|&(link, _)| link < root.link.0);
        let same = self.by_link[from..].iter().take_while(|&&(link, _)| link == root.link.0);
        for &(_, target) in same {
            let (place, time) = (&self.snaps[target as usize], &mut times[target as usize]);
            if place == root {
                *time = 0;
                continue;
            }
            let (start, end) = if self.towards { (place, root) } else { (root, place) };
            if let Some(part) = weights.along(graph.link(root.link), start, end) {
                let walks = [root, place].map(|snap| weights.offset_milliseconds(snap.offset_millimetres));
                *time = (*time).min(part.saturating_add(walks[0]).saturating_add(walks[1]));
            }
        }
    }
}
