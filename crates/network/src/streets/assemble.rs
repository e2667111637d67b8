//! From links to a graph: islands left out, junctions numbered along a Hilbert curve, columns filled.

use super::gather::Gathered;
use super::graph::{Arc, HAS_MORE_TAILS, Link, Mode, MoreTail, SNAPS, StreetGraph};
use super::hilbert::hilbert;
use super::pieces::{RawLink, RawLinks};
use super::report::{Islands, TurnReport};
use super::rtree::SegmentTree;
use super::turns;
use crate::geometry::Point;
use crate::ids::NodeId;

/// Builds the graph of one mode.
pub(super) fn graph(
    gathered: &Gathered,
    mode: Mode,
    raw: &RawLinks,
    least_island_millimetres: u64,
    turn_report: &mut TurnReport,
) -> (StreetGraph, Islands) {
    let (ends, origin) = separate_blocked_ends(gathered, mode, raw);
    let (kept, islands) = keep_connected(&raw.links, &ends, origin.len(), least_island_millimetres);
    let (number, points) = number_junctions(gathered, &kept, &ends, &origin);
    let mut order: Vec<(u32, u32, usize)> = kept
        .iter()
        .map(|&link| {
            let [a, b] = ends[link].map(|end| number[end as usize]);
            (a.min(b), a.max(b), link)
        })
        .collect();
    order.sort_unstable();
    let order: Vec<usize> = order.into_iter().map(|(_, _, link)| link).collect();
    let mut links: Vec<Link> = order.iter().map(|&at| new_link(gathered, &raw.links[at], ends[at], &number)).collect();
    let (shape_first, shape) = shapes(raw, &order);
    let mut node_points = points;
    let split = if mode == Mode::Drive {
        let origins: Vec<&RawLink> = order.iter().map(|&at| &raw.links[at]).collect();
        turns::split(gathered, &origins, &number, &mut links, &mut node_points, turn_report)
    } else {
        Vec::new()
    };
    for more in &split {
        links[more.way as usize >> 1].flags |= HAS_MORE_TAILS;
    }
    let symmetric = split.is_empty() && links.iter().all(|l| l.forward_head == l.end && l.backward_head == l.start);
    let (arc_first, arcs) = arcs(&links, &split, node_points.len());
    let tree = SegmentTree::build(&links, &shape_first, &shape);
    let graph = StreetGraph {
        mode,
        node_points: node_points.into(),
        arc_first: arc_first.into(),
        arcs: arcs.into(),
        links: links.into(),
        more_tails: split.into(),
        shape_first: shape_first.into(),
        shape: shape.into(),
        tree,
        symmetric,
    };
    (graph, islands)
}

/// Ends of links as positions among all nodes; an end at a barrier that stops the mode gets a position of its own
/// beyond them. Also the node that each position stands for.
fn separate_blocked_ends(gathered: &Gathered, mode: Mode, raw: &RawLinks) -> (Vec<[u32; 2]>, Vec<u32>) {
    let mut origin: Vec<u32> = (0..gathered.points.len() as u32).collect();
    let ends = raw
        .links
        .iter()
        .map(|link| {
            link.ends.map(|node| {
                if !gathered.blocked[node as usize].has(mode.access()) {
                    return node;
                }
                origin.push(node);
                origin.len() as u32 - 1
            })
        })
        .collect();
    (ends, origin)
}

/// The links that hang together in one way or another: the largest group (by length) and every group that is long enough.
fn keep_connected(links: &[RawLink], ends: &[[u32; 2]], nodes: usize, least: u64) -> (Vec<usize>, Islands) {
    let mut parent: Vec<u32> = (0..nodes as u32).collect();
    for &[a, b] in ends {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        parent[a.max(b) as usize] = a.min(b);
    }
    let mut length = vec![0_u64; nodes];
    for (link, &[end, _]) in links.iter().zip(ends) {
        length[root(&mut parent, end) as usize] += u64::from(link.millimetres);
    }
    let largest = (0..nodes).rev().max_by_key(|&node| length[node]).unwrap_or(0) as u32;
    let mut kept = Vec::with_capacity(links.len());
    let mut islands = Islands::default();
    let mut dropped = vec![false; nodes];
    for (number, (link, &[end, _])) in links.iter().zip(ends).enumerate() {
        let group = root(&mut parent, end);
        if group == largest || length[group as usize] >= least {
            kept.push(number);
        } else {
            islands.groups += u64::from(!std::mem::replace(&mut dropped[group as usize], true));
            islands.links += 1;
            islands.millimetres += u64::from(link.millimetres);
        }
    }
    (kept, islands)
}

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        let above = parent[parent[node as usize] as usize];
        parent[node as usize] = above;
        node = above;
    }
    node
}

/// New numbers by position (`u32::MAX` where unused), and the junctions' places by new number.
fn number_junctions(gathered: &Gathered, kept: &[usize], ends: &[[u32; 2]], origin: &[u32]) -> (Vec<u32>, Vec<Point>) {
    let mut number = vec![u32::MAX; origin.len()];
    let mut used: Vec<(u64, u32)> = Vec::new();
    for end in kept.iter().flat_map(|&link| ends[link]) {
        if number[end as usize] == u32::MAX {
            number[end as usize] = 0;
            used.push((hilbert(gathered.points[origin[end as usize] as usize]), end));
        }
    }
    used.sort_unstable();
    for (new, &(_, end)) in used.iter().enumerate() {
        number[end as usize] = new as u32;
    }
    let points = used.iter().map(|&(_, end)| gathered.points[origin[end as usize] as usize]).collect();
    (number, points)
}

fn new_link(gathered: &Gathered, raw: &RawLink, ends: [u32; 2], number: &[u32]) -> Link {
    let [start, end] = ends.map(|end| NodeId(number[end as usize]));
    let street = &gathered.streets[raw.streets[0] as usize];
    Link {
        start,
        end,
        forward_head: if raw.open[0] { end } else { NodeId::NONE },
        backward_head: if raw.open[1] { start } else { NodeId::NONE },
        millimetres: raw.millimetres,
        class: street.class as u8,
        limit_kmh: street.limit_kmh,
        flags: if street.class.is_motorway() { 0 } else { SNAPS },
    }
}

fn shapes(raw: &RawLinks, order: &[usize]) -> (Vec<u32>, Vec<Point>) {
    let mut first = Vec::with_capacity(order.len() + 1);
    let mut shape = Vec::with_capacity(raw.shape.len());
    for &link in order {
        first.push(shape.len() as u32);
        let end = raw.links.get(link + 1).map_or(raw.shape.len(), |next| next.shape_first as usize);
        shape.extend_from_slice(&raw.shape[raw.links[link].shape_first as usize..end]);
    }
    first.push(shape.len() as u32);
    (first, shape)
}

/// Arcs grouped by the junction they leave; those of split junctions included.
pub(super) fn arcs(links: &[Link], split: &[MoreTail], nodes: usize) -> (Vec<u32>, Vec<Arc>) {
    let own = links.iter().enumerate().flat_map(|(number, link)| {
        let way = number as u32 * 2;
        [(link.start, link.forward_head, way), (link.end, link.backward_head, way + 1)]
    });
    let more = split.iter().map(|more| {
        let link = &links[more.way as usize >> 1];
        let head = if more.way & 1 == 0 { link.forward_head } else { link.backward_head };
        (more.tail, head, more.way)
    });
    let all: Vec<(NodeId, NodeId, u32)> = own.chain(more).filter(|(_, head, _)| head.is_some()).collect();
    let mut first = vec![0_u32; nodes + 1];
    for (tail, _, _) in &all {
        first[tail.index() + 1] += 1;
    }
    for node in 0..nodes {
        first[node + 1] += first[node];
    }
    let mut place = first.clone();
    let mut arcs = vec![Arc { to: NodeId::NONE, way: 0 }; all.len()];
    for (tail, to, way) in all {
        let at = &mut place[tail.index()];
        arcs[*at as usize] = Arc { to, way };
        *at += 1;
    }
    (first, arcs)
}
