//! Shortest ways from every junction to the nearest settlement's middle: the skeleton of main roads and bus routes.

use crate::areas::NONE;
use crate::land::{Land, Spot};
use crate::settlements::Kind;
use crate::streets::{Class, Link, is_major};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// The road between two settlements whose grounds meet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Join {
    /// The settlements, lower number first.
    pub(crate) ends: (u32, u32),
    /// The link where their grounds meet.
    pub(crate) link: u32,
    /// Length of the whole road, metres, as it seems: busy roads count for less.
    pub(crate) metres: f64,
}

/// The skeleton.
pub(crate) struct Tree {
    /// The middle of each settlement.
    pub(crate) roots: Vec<u32>,
    /// The link towards the root, per node; `NONE` at a root.
    pub(crate) up: Vec<u32>,
    /// The settlement at whose middle the way ends, per node.
    pub(crate) root_of: Vec<u32>,
    /// The best road between each two settlements that touch.
    pub(crate) joins: Vec<Join>,
    /// Per link: neighbourhoods whose way to the middle leads along it.
    pub(crate) load: Vec<u32>,
    /// Per link: its class, where it is part of a road between settlements.
    pub(crate) between: Vec<Option<Class>>,
    /// Per link: whether the network would fall apart without it.
    pub(crate) kept: Vec<bool>,
}

impl Tree {
    fn new(roots: &[u32], links: usize) -> Self {
        Self {
            roots: roots.to_vec(),
            up: Vec::new(),
            root_of: Vec::new(),
            joins: Vec::new(),
            load: vec![0; links],
            between: vec![None; links],
            kept: vec![false; links],
        }
    }

    /// Follows links that were renumbered after some were taken away.
    pub(crate) fn renumber(&mut self, number: &[u32]) {
        for link in self.up.iter_mut().filter(|l| **l != NONE) {
            *link = number[*link as usize];
        }
        for join in &mut self.joins {
            join.link = number[join.link as usize];
        }
        let stay: Vec<usize> = (0..number.len()).filter(|n| number[*n] != NONE).collect();
        self.load = stay.iter().map(|n| self.load[*n]).collect();
        self.between = stay.iter().map(|n| self.between[*n]).collect();
        self.kept = stay.iter().map(|n| self.kept[*n]).collect();
    }

    /// Links from a node up to its settlement's middle.
    pub(crate) fn way_up(&self, links: &[Link], mut node: u32) -> Vec<u32> {
        let mut way = Vec::new();
        while self.up[node as usize] != NONE {
            let link = self.up[node as usize];
            way.push(link);
            let ends = &links[link as usize];
            node = if ends.a == node { ends.b } else { ends.a };
        }
        way
    }

    /// Links from the middle of `ends.0` to the middle of `ends.1`, or the other way where `reverse`.
    pub(crate) fn way_between(&self, links: &[Link], join: &Join, reverse: bool) -> Vec<u32> {
        let link = &links[join.link as usize];
        let a_is_first = self.root_of[link.a as usize] == join.ends.0;
        let (near, far) = if a_is_first { (link.a, link.b) } else { (link.b, link.a) };
        let mut way: Vec<u32> = self.way_up(links, near).into_iter().rev().collect();
        way.push(join.link);
        way.extend(self.way_up(links, far));
        if reverse {
            way.reverse();
        }
        way
    }
}

/// Grows the skeleton from the settlements' middles.
pub(crate) fn grow(
    land: &Land,
    nodes: &[Spot],
    links: &[Link],
    rows: (&[u32], &[u32]),
    roots: &[u32],
    area_node: &[u32],
) -> Tree {
    // Roads draw traffic: in each pass the ways that many took before are quicker, so that ways run together.
    // Nobody walks over a motor-road bridge, so no way that must stay whole may lead over one.
    let closed = |link: &Link| link.bridge.is_some_and(|b| !land.bridges[b as usize].1);
    let mut pace: Vec<f32> = links.iter().map(|l| if closed(l) { 1_000.0 } else { 1.0 }).collect();
    let mut tree = Tree::new(roots, links.len());
    let mut cost = Vec::new();
    for _ in 0..3 {
        (tree.up, tree.root_of, cost) = shortest(nodes.len(), links, rows, roots, &pace);
        tree.load.fill(0);
        for node in area_node {
            for link in tree.way_up(links, *node) {
                tree.load[link as usize] += 1;
            }
        }
        for (pace, (load, link)) in pace.iter_mut().zip(tree.load.iter().zip(links)) {
            *pace = match load {
                _ if closed(link) => 1_000.0,
                0 => 1.0,
                1..4 => 0.72,
                _ => 0.5,
            };
        }
    }
    for link in tree.up.iter().filter(|l| **l != NONE) {
        tree.kept[*link as usize] = true;
    }
    tree.joins = find_joins(links, &tree.root_of, &cost);
    draw_roads(land, links, &mut tree);
    tree
}
fn shortest(
    nodes: usize,
    links: &[Link],
    (first, beside): (&[u32], &[u32]),
    roots: &[u32],
    pace: &[f32],
) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let (mut up, mut root_of, mut cost) = (vec![NONE; nodes], vec![NONE; nodes], vec![NONE; nodes]);
    let mut queue = BinaryHeap::new();
    for (number, root) in roots.iter().enumerate() {
        if cost[*root as usize] != 0 {
            cost[*root as usize] = 0;
            root_of[*root as usize] = number as u32;
            queue.push(Reverse((0_u32, *root)));
        }
    }
    while let Some(Reverse((so_far, node))) = queue.pop() {
        if so_far > cost[node as usize] {
            continue;
        }
        for number in &beside[first[node as usize] as usize..first[node as usize + 1] as usize] {
            let link = &links[*number as usize];
            let next = if link.a == node { link.b } else { link.a };
            let then = so_far + (link.metres * 10.0 * pace[*number as usize]) as u32 + 1;
            if then < cost[next as usize] {
                cost[next as usize] = then;
                up[next as usize] = *number;
                root_of[next as usize] = root_of[node as usize];
                queue.push(Reverse((then, next)));
            }
        }
    }
    (up, root_of, cost)
}

fn find_joins(links: &[Link], root_of: &[u32], cost: &[u32]) -> Vec<Join> {
    let mut best: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    let bridges = links.iter().enumerate().filter(|(_, l)| l.bridge.is_some());
    let plain = links.iter().enumerate();
    for (number, link) in plain {
        let (a, b) = (root_of[link.a as usize], root_of[link.b as usize]);
        if a != b {
            let whole = cost[link.a as usize] + cost[link.b as usize] + (link.metres * 10.0) as u32;
            let entry = best.entry((a.min(b), a.max(b))).or_insert((whole, number as u32));
            *entry = (*entry).min((whole, number as u32));
        }
    }
    let mut joins: Vec<Join> =
        best.into_iter().map(|(ends, (whole, link))| Join { ends, link, metres: f64::from(whole) / 10.0 }).collect();
    // A bridge carries a road even where a shorter way joins the same two settlements.
    for (number, link) in bridges {
        let (a, b) = (root_of[link.a as usize], root_of[link.b as usize]);
        if a != b && !joins.iter().any(|j| j.link == number as u32) {
            let whole = cost[link.a as usize] + cost[link.b as usize] + (link.metres * 10.0) as u32;
            joins.push(Join { ends: (a.min(b), a.max(b)), link: number as u32, metres: f64::from(whole) / 10.0 });
        }
    }
    joins
}

/// Marks the roads between settlements with their class, and keeps them.
fn draw_roads(land: &Land, links: &[Link], tree: &mut Tree) {
    for join in tree.joins.clone() {
        let kinds = (land.settlements[join.ends.0 as usize].kind, land.settlements[join.ends.1 as usize].kind);
        let class = match kinds {
            _ if links[join.link as usize].bridge.is_some() => Class::Primary,
            (Kind::City, Kind::City | Kind::Coast | Kind::Town) => Class::Trunk,
            (a, b) if is_major(a) && is_major(b) => Class::Primary,
            (a, b) if is_major(a) || is_major(b) => Class::Secondary,
            _ => Class::Tertiary,
        };
        tree.kept[join.link as usize] = true;
        for link in tree.way_between(links, &join, false) {
            let slot = &mut tree.between[link as usize];
            *slot = Some(slot.map_or(class, |c| c.min(class)));
        }
    }
}
