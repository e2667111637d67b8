//! Taking junctions out of the graph, the least important first.

use std::sync::Mutex;

use rayon::prelude::*;

use super::FAR;
use super::witness::{Core, Shortcut, Witnesses};
use crate::ids::NodeId;

/// Weight of one level of the hierarchy, and of one shortcut for every arc taken out, in a junction's importance.
const UNIT: u32 = 1_000;

/// Arcs per junction left, each way, at which it ends: what remains is then so entangled that taking out more costs more than
/// it saves. In towns without a hierarchy of roads it comes to a few hundred junctions.
pub(super) const ENTANGLED: usize = 16;

/// What was found about each junction when it was taken out.
#[derive(Debug)]
pub(super) struct Contracted {
    /// Junctions in the order in which they were taken out, and last the core: those that never were.
    pub(super) order: Vec<u32>,
    /// How many junctions the core has.
    pub(super) core: usize,
    /// Arcs to junctions taken out later: heads and milliseconds, by junction. In the core: all arcs left.
    pub(super) up: Vec<Vec<(u32, u32)>>,
    /// Arcs from junctions taken out later: tails and milliseconds, by junction. In the core: all arcs left.
    pub(super) down: Vec<Vec<(u32, u32)>>,
}

/// Takes junctions out of a graph whose arcs are given by tail, until none or a core is left that has more than
/// `entangled` arcs per junction.
///
/// It goes in rounds. In each, the junctions that matter less than all their neighbours are looked at together, in
/// parallel: none is another's neighbour, so each can go whether or not the others do. The outcome is the same for any
/// number of threads.
pub(super) fn contract(first: &[u32], arcs: &[(NodeId, u32)], entangled: usize) -> Contracted {
    let nodes = first.len().saturating_sub(1);
    let mut work = Work {
        core: core(first, arcs),
        ranks: vec![Rank::default(); nodes],
        leaving: vec![false; nodes],
        order: Vec::with_capacity(nodes),
        up: vec![Vec::new(); nodes],
        down: vec![Vec::new(); nodes],
        idle: Mutex::default(),
    };
    let mut remaining: Vec<u32> = (0..nodes as u32).collect();
    while !remaining.is_empty() && work.arcs(&remaining) <= entangled * remaining.len() {
        work.round(&remaining);
        remaining.retain(|&node| !work.ranks[node as usize].gone);
    }
    let Work { core, mut order, mut up, mut down, .. } = work;
    order.extend(&remaining);
    for &node in &remaining {
        up[node as usize].clone_from(&core.out[node as usize]);
        down[node as usize].clone_from(&core.into[node as usize]);
    }
    Contracted { order, core: remaining.len(), up, down }
}

#[derive(Clone, Copy, Debug, Default)]
struct Rank {
    importance: u32,
    /// Longest chain of junctions taken out below this one.
    level: u32,
    /// Nothing around it has changed since it was looked at.
    fresh: bool,
    gone: bool,
}

struct Work {
    core: Core,
    ranks: Vec<Rank>,
    /// Those looked at in this round.
    leaving: Vec<bool>,
    order: Vec<u32>,
    up: Vec<Vec<(u32, u32)>>,
    down: Vec<Vec<(u32, u32)>>,
    /// Scratch that no thread uses at the moment.
    idle: Mutex<Vec<Witnesses>>,
}

impl Work {
    fn round(&mut self, remaining: &[u32]) {
        let chosen: Vec<u32> = remaining.par_iter().copied().filter(|&node| self.least(node, self.key(node))).collect();
        for &node in &chosen {
            self.leaving[node as usize] = true;
        }
        let found: Vec<Vec<Shortcut>> = chosen.par_iter().with_min_len(4).map(|&node| self.look_at(node)).collect();
        let mut going = Vec::new();
        for (&node, shortcuts) in chosen.iter().zip(&found) {
            self.leaving[node as usize] = false;
            let rank = self.ranks[node as usize];
            let importance = self.importance(node, shortcuts.len());
            if rank.fresh || self.least(node, (importance, scatter(node), node)) {
                going.push((node, shortcuts));
            } else {
                self.ranks[node as usize] = Rank { importance, fresh: true, ..rank };
            }
        }
        for (node, shortcuts) in going {
            self.take_out(node, shortcuts);
        }
    }

    fn arcs(&self, remaining: &[u32]) -> usize {
        remaining.iter().map(|&node| self.core.out[node as usize].len()).sum()
    }

    fn look_at(&self, node: u32) -> Vec<Shortcut> {
        let kept = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let mut witnesses = kept.unwrap_or_else(|| Witnesses::new(self.ranks.len()));
        let shortcuts = witnesses.shortcuts(&self.core, node, &self.leaving);
        if let Ok(mut idle) = self.idle.lock() {
            idle.push(witnesses);
        }
        shortcuts
    }

    /// Ties are broken at random, as it were: that lets more of a row of equal junctions go at once.
    fn key(&self, node: u32) -> (u32, u32, u32) {
        (self.ranks[node as usize].importance, scatter(node), node)
    }

    fn least(&self, node: u32, key: (u32, u32, u32)) -> bool {
        let around = self.core.out[node as usize].iter().chain(&self.core.into[node as usize]);
        around.into_iter().all(|&(other, _)| key < self.key(other))
    }

    fn importance(&self, node: u32, shortcuts: usize) -> u32 {
        let arcs = self.core.out[node as usize].len() + self.core.into[node as usize].len();
        UNIT * self.ranks[node as usize].level + UNIT * shortcuts as u32 / arcs.max(1) as u32
    }

    fn take_out(&mut self, node: u32, shortcuts: &[Shortcut]) {
        let at = node as usize;
        let (out, into) = (std::mem::take(&mut self.core.out[at]), std::mem::take(&mut self.core.into[at]));
        let level = self.ranks[at].level + 1;
        self.ranks[at].gone = true;
        for &(other, _) in &out {
            self.core.into[other as usize].retain(|arc| arc.0 != node);
        }
        for &(other, _) in &into {
            self.core.out[other as usize].retain(|arc| arc.0 != node);
        }
        for &(other, _) in out.iter().chain(&into) {
            let rank = &mut self.ranks[other as usize];
            *rank = Rank { level: rank.level.max(level), fresh: false, ..*rank };
        }
        for shortcut in shortcuts {
            shorten(&mut self.core.out[shortcut.from as usize], shortcut.to, shortcut.milliseconds);
            shorten(&mut self.core.into[shortcut.to as usize], shortcut.from, shortcut.milliseconds);
        }
        self.order.push(node);
        self.up[at] = out;
        self.down[at] = into;
    }
}

/// The arcs without loops and without the slower of two that lead the same way.
fn core(first: &[u32], arcs: &[(NodeId, u32)]) -> Core {
    let nodes = first.len().saturating_sub(1);
    let mut core = Core { out: vec![Vec::new(); nodes], into: vec![Vec::new(); nodes] };
    for tail in 0..nodes {
        for &(head, milliseconds) in &arcs[first[tail] as usize..first[tail + 1] as usize] {
            if head.index() != tail && milliseconds < FAR {
                shorten(&mut core.out[tail], head.0, milliseconds);
                shorten(&mut core.into[head.index()], tail as u32, milliseconds);
            }
        }
    }
    core
}

fn shorten(arcs: &mut Vec<(u32, u32)>, other: u32, milliseconds: u32) {
    match arcs.iter_mut().find(|arc| arc.0 == other) {
        Some(arc) => arc.1 = arc.1.min(milliseconds),
        None => arcs.push((other, milliseconds)),
    }
}

/// Spreads neighbouring numbers far apart, each to one of its own.
fn scatter(node: u32) -> u32 {
    let mixed = (node ^ (node >> 16)).wrapping_mul(0x045d_9f3b);
    (mixed ^ (mixed >> 16)).wrapping_mul(0x045d_9f3b)
}
