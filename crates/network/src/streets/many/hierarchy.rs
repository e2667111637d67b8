//! The finished hierarchy: junctions by importance, with the arcs up and down.

use super::contract::{Contracted, ENTANGLED, contract};
use crate::streets::graph::StreetGraph;
use crate::streets::speeds::Weights;

/// Arcs grouped by the junction at one of their ends: the place of the other end, and milliseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct Arcs {
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
}

impl Arcs {
    pub(super) fn new() -> Self {
        Self { first: vec![0], arcs: Vec::new() }
    }

    /// Adds the arcs of the next junction.
    pub(super) fn push(&mut self, arcs: impl Iterator<Item = (u32, u32)>) {
        self.arcs.extend(arcs);
        self.first.push(self.arcs.len() as u32);
    }

    #[inline]
    pub(super) fn of(&self, at: usize) -> &[(u32, u32)] {
        &self.arcs[self.first[at] as usize..self.first[at + 1] as usize]
    }

    /// How many junctions.
    pub(super) fn len(&self) -> usize {
        self.first.len() - 1
    }
}

/// Junctions are named by their place here: 0 is the most important.
#[derive(Clone, Debug)]
pub(super) struct Hierarchy {
    /// Place by [`crate::ids::NodeId`].
    pub(super) place: Vec<u32>,
    /// How many of the most important junctions are the core: between any two of them there may be arcs.
    pub(super) core: usize,
    /// Arcs to junctions with lower places, or within the core.
    pub(super) up: Arcs,
    /// Arcs from junctions with lower places, or within the core.
    pub(super) down: Arcs,
}

impl Hierarchy {
    pub(super) fn build(graph: &StreetGraph, weights: &Weights) -> Self {
        Self::new(contract(&graph.arc_first, &weights.out, ENTANGLED))
    }

    pub(super) fn new(contracted: Contracted) -> Self {
        let Contracted { order, core, up, down } = contracted;
        let mut place = vec![0; order.len()];
        for (at, &node) in order.iter().rev().enumerate() {
            place[node as usize] = at as u32;
        }
        let placed = |lists: &[Vec<(u32, u32)>]| {
            let mut arcs = Arcs::new();
            for &node in order.iter().rev() {
                let mut list: Vec<(u32, u32)> =
                    lists[node as usize].iter().map(|&(other, ms)| (place[other as usize], ms)).collect();
                list.sort_unstable();
                arcs.push(list.into_iter());
            }
            arcs
        };
        let (up, down) = (placed(&up), placed(&down));
        Self { place, core, up, down }
    }

    /// The same for journeys against the arcs: from the targets to the roots.
    pub(super) fn turned_round(self) -> Self {
        Self { up: self.down, down: self.up, ..self }
    }
}
