//! Shortest times from one place to everywhere within a limit.

use super::ends;
use super::graph::StreetGraph;
use super::snap::Snap;
use super::speeds::Weights;
use crate::ids::NodeId;

/// Width of a bucket of the queue, as a power of two milliseconds (8.2 s: about the time to walk a short link).
const BUCKET_BITS: u32 = 13;

/// Scratch for street searches, to be kept and used again: one for each thread.
///
/// The queue is an array of buckets of equal width. A bucket is emptied last in, first out; a junction that improves
/// while its own bucket is being emptied goes back into it, so times are exact whatever the width.
#[derive(Debug, Default)]
pub struct StreetSearch {
    /// Milliseconds by junction; `u32::MAX` where not reached. Only entries in `touched` differ from that.
    time: Vec<u32>,
    touched: Vec<NodeId>,
    buckets: Vec<Vec<(u32, NodeId)>>,
}

/// What a search found. It lives until the next search.
#[derive(Clone, Copy, Debug)]
pub struct Reached<'a> {
    search: &'a StreetSearch,
    graph: &'a StreetGraph,
    weights: &'a Weights,
    root: Snap,
    limit_milliseconds: u32,
    towards: bool,
}

impl StreetSearch {
    /// Empty scratch; it grows to the size of the graphs it is used on.
    pub fn new() -> Self {
        Self::default()
    }

    /// Times from `from` to everywhere within `limit_milliseconds`, the walk from the point to its street included.
    pub fn run<'a>(
        &'a mut self,
        graph: &'a StreetGraph,
        weights: &'a Weights,
        from: &Snap,
        limit_milliseconds: u32,
    ) -> Reached<'a> {
        self.reset(graph.node_count());
        let mut last = 0;
        if from.is_linked() {
            let start = weights.offset_milliseconds(from.offset_millimetres);
            ends::leaving(graph, weights, from, |junction, part| {
                self.reach(junction, start.saturating_add(part), limit_milliseconds, &mut last);
            });
            self.spread(&graph.arc_first, &weights.out, limit_milliseconds, last);
        }
        Reached { search: self, graph, weights, root: *from, limit_milliseconds, towards: false }
    }

    /// Times to `to` from everywhere within `limit_milliseconds`: the same roads driven the way they allow.
    pub fn run_towards<'a>(
        &'a mut self,
        graph: &'a StreetGraph,
        weights: &'a Weights,
        to: &Snap,
        limit_milliseconds: u32,
    ) -> Reached<'a> {
        self.reset(graph.node_count());
        let mut last = 0;
        if to.is_linked() {
            let end = weights.offset_milliseconds(to.offset_millimetres);
            ends::entering(graph, weights, to, |junction, part| {
                self.reach(junction, end.saturating_add(part), limit_milliseconds, &mut last);
            });
            let (first, arcs) = weights.backward(graph);
            self.spread(first, arcs, limit_milliseconds, last);
        }
        Reached { search: self, graph, weights, root: *to, limit_milliseconds, towards: true }
    }

    fn reset(&mut self, nodes: usize) {
        for node in self.touched.drain(..) {
            self.time[node.index()] = u32::MAX;
        }
        if self.time.len() < nodes {
            self.time.resize(nodes, u32::MAX);
        }
    }

    #[inline]
    fn reach(&mut self, node: NodeId, time: u32, limit: u32, last: &mut usize) {
        if time > limit {
            return;
        }
        let known = &mut self.time[node.index()];
        if time >= *known {
            return;
        }
        if *known == u32::MAX {
            self.touched.push(node);
        }
        *known = time;
        let bucket = (time >> BUCKET_BITS) as usize;
        if bucket >= self.buckets.len() {
            self.buckets.resize_with(bucket + 1, Vec::new);
        }
        *last = bucket.max(*last);
        self.buckets[bucket].push((time, node));
    }

    fn spread(&mut self, first: &[u32], arcs: &[(NodeId, u32)], limit: u32, mut last: usize) {
        let mut bucket = 0;
        while bucket <= last {
            while let Some((time, node)) = self.buckets.get_mut(bucket).and_then(Vec::pop) {
                if self.time[node.index()] != time {
                    continue;
                }
                let leaving = first[node.index()] as usize..first[node.index() + 1] as usize;
                for &(to, milliseconds) in &arcs[leaving] {
                    self.reach(to, time.saturating_add(milliseconds), limit, &mut last);
                }
            }
            bucket += 1;
        }
    }
}

impl Reached<'_> {
    /// Milliseconds between the root and `place`, the walks between points and streets included;
    /// `None` where that is more than the limit or there is no way.
    pub fn time_to(&self, place: &Snap) -> Option<u32> {
        if !place.is_linked() || !self.root.is_linked() {
            return None;
        }
        let mut through = u32::MAX;
        let take = |junction: NodeId, part| through = through.min(self.at(junction, part));
        if self.towards {
            ends::leaving(self.graph, self.weights, place, take);
        } else {
            ends::entering(self.graph, self.weights, place, take);
        }
        let along = self.along_the_same_link(place).unwrap_or(u32::MAX);
        let offset = self.weights.offset_milliseconds(place.offset_millimetres);
        let total = through.min(along).saturating_add(offset);
        (total <= self.limit_milliseconds).then_some(total)
    }

    /// Milliseconds to (or from) a junction, the walk between the root's point and its street included.
    pub fn node_milliseconds(&self, node: NodeId) -> Option<u32> {
        let time = self.search.time[node.index()];
        (time != u32::MAX).then_some(time)
    }

    /// The junctions reached, in no particular order.
    pub fn nodes(&self) -> &[NodeId] {
        &self.search.touched
    }

    fn at(&self, node: NodeId, part: u32) -> u32 {
        self.search.time[node.index()].saturating_add(part)
    }

    /// The way between two places on one link that never leaves it, offset at the root included.
    fn along_the_same_link(&self, place: &Snap) -> Option<u32> {
        if place.link != self.root.link {
            return None;
        }
        let (from, to) = if self.towards { (place, &self.root) } else { (&self.root, place) };
        let part = self.weights.along(self.graph.link(place.link), from, to)?;
        let offset = self.weights.offset_milliseconds(self.root.offset_millimetres);
        Some(offset.saturating_add(part))
    }
}
