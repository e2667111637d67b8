//! The junctions by which one gets away from a place on a link, and those by which one gets to it.

use super::graph::StreetGraph;
use super::snap::Snap;
use super::speeds::Weights;
use crate::ids::NodeId;

/// Calls `each(junction, milliseconds)` for every junction at which one arrives who leaves `place` along its link.
/// The walk between the point and its street is not included.
pub(super) fn leaving(graph: &StreetGraph, weights: &Weights, place: &Snap, mut each: impl FnMut(NodeId, u32)) {
    let link = graph.link(place.link);
    let (to_end, to_start) = weights.towards_ends(place);
    for (head, part) in [(link.forward_head, to_end), (link.backward_head, to_start)] {
        if head.is_some() {
            each(head, part);
        }
    }
}

/// Calls `each(junction, milliseconds)` for every junction from which one enters the link of `place` on the way to it,
/// the copies of split junctions included. The walk between the street and the point is not included.
pub(super) fn entering(graph: &StreetGraph, weights: &Weights, place: &Snap, mut each: impl FnMut(NodeId, u32)) {
    let link = graph.link(place.link);
    let (from_start, from_end) = weights.ends_towards(place);
    let ways = [(link.forward_head, 0, link.start, from_start), (link.backward_head, 1, link.end, from_end)];
    for (head, direction, tail, part) in ways {
        if head.is_some() {
            each(tail, part);
            for more in graph.more_tails(place.link.0 * 2 + direction) {
                each(more.tail, part);
            }
        }
    }
}
