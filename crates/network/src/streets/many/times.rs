//! Times from any root to a fixed list of targets, by the method that is cheaper for so many roots.

use super::FAR;
use super::hierarchy::{Arcs, Hierarchy};
use super::sweep::{LANES, Sweep, SweepScratch};
use super::targets::{Entry, Targets};
use crate::streets::ends;
use crate::streets::graph::StreetGraph;
use crate::streets::search::StreetSearch;
use crate::streets::snap::Snap;
use crate::streets::speeds::Weights;

/// Roots tried out before a method is chosen.
const SAMPLE: usize = 8;

/// Making the hierarchy costs at most about as much per junction as settling this many junctions in plain searches: 350 on
/// Newport's real streets, 1,100 on a mesh of 292,000 equal streets (measured; see [`ManyTimes::prepare`]).
const SETTLED_PER_JUNCTION: u64 = 1_200;

/// How times between many places are found. The times are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ManyMethod {
    /// Whichever is cheaper, by [`ManyTimes::prepare`]'s rule.
    #[default]
    Cheaper,
    /// One search over the plain graph for each root.
    Search,
    /// A contraction hierarchy, made first.
    Hierarchy,
}

/// Times between any roots and a fixed list of targets on one graph at one run's weights.
#[derive(Clone, Debug)]
pub struct ManyTimes<'a> {
    graph: &'a StreetGraph,
    weights: &'a Weights,
    targets: Targets,
    towards: bool,
    limit_milliseconds: u32,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    /// Targets and milliseconds by the junction from which they are entered.
    Search(Arcs),
    Hierarchy(Box<Sweep>),
}

/// Scratch to be kept and used again: one for each thread.
#[derive(Debug, Default)]
pub struct ManyScratch {
    search: StreetSearch,
    sweep: SweepScratch,
    times: Vec<u32>,
}

impl<'a> ManyTimes<'a> {
    /// Prepares for `targets`, and for `roots` or others like them. Times run from roots to targets or, `towards`, from
    /// targets to roots; what takes longer than `limit_milliseconds` counts as out of reach.
    ///
    /// [`ManyMethod::Cheaper`] tries eight of the roots with plain searches, spread over the list. Where all roots
    /// together would settle 1,200 times as many junctions as the graph has, a hierarchy is made.
    pub fn prepare(
        graph: &'a StreetGraph,
        weights: &'a Weights,
        [roots, targets]: [&[Snap]; 2],
        limit_milliseconds: u32,
        towards: bool,
        method: ManyMethod,
    ) -> Self {
        let limit_milliseconds = limit_milliseconds.min(FAR - 1);
        let targets = Targets::new(targets, towards);
        let entries = targets.entries(graph, weights);
        let hierarchy = match method {
            ManyMethod::Cheaper => {
                settled(graph, weights, roots, limit_milliseconds, towards)
                    >= SETTLED_PER_JUNCTION * graph.node_count() as u64
            }
            ManyMethod::Search => false,
            ManyMethod::Hierarchy => true,
        };
        let way = if hierarchy {
            let hierarchy = Hierarchy::build(graph, weights);
            let hierarchy = if towards { hierarchy.turned_round() } else { hierarchy };
            Way::Hierarchy(Box::new(Sweep::new(hierarchy, &entries, targets.len())))
        } else {
            Way::Search(by_junction(entries, graph.node_count()))
        };
        Self { graph, weights, targets, towards, limit_milliseconds, way }
    }

    /// What was chosen: [`ManyMethod::Search`] or [`ManyMethod::Hierarchy`].
    pub fn method(&self) -> ManyMethod {
        match self.way {
            Way::Search(_) => ManyMethod::Search,
            Way::Hierarchy(_) => ManyMethod::Hierarchy,
        }
    }

    /// Milliseconds between each root and each target, root by root, the walks between points and streets included;
    /// `u32::MAX` where that is more than the limit or there is no way. Sixteen roots or a multiple cost least.
    ///
    /// Who is at the target already, at the same place as far from the same street, needs no time.
    pub fn times<'s>(&self, scratch: &'s mut ManyScratch, roots: &[Snap]) -> &'s [u32] {
        let targets = self.targets.len();
        scratch.times.clear();
        scratch.times.resize(roots.len() * targets, FAR);
        if targets == 0 {
            return &scratch.times;
        }
        match &self.way {
            Way::Search(entries) => {
                for (root, times) in roots.iter().zip(scratch.times.chunks_exact_mut(targets)) {
                    self.search(&mut scratch.search, entries, root, times);
                }
            }
            Way::Hierarchy(sweep) => {
                for (roots, times) in roots.chunks(LANES).zip(scratch.times.chunks_mut(LANES * targets)) {
                    let seeds: Vec<_> = roots.iter().map(|root| self.seeds(root)).collect();
                    sweep.answer(&mut scratch.sweep, &seeds, self.limit_milliseconds, times);
                }
            }
        }
        for (root, times) in roots.iter().zip(scratch.times.chunks_exact_mut(targets)) {
            if root.is_linked() {
                self.targets.along(self.graph, self.weights, root, times);
            }
            for time in times.iter_mut().filter(|time| **time > self.limit_milliseconds) {
                *time = u32::MAX;
            }
        }
        &scratch.times
    }

    fn search(&self, search: &mut StreetSearch, entries: &Arcs, root: &Snap, times: &mut [u32]) {
        let reached = if self.towards {
            search.run_towards(self.graph, self.weights, root, self.limit_milliseconds)
        } else {
            search.run(self.graph, self.weights, root, self.limit_milliseconds)
        };
        for &junction in reached.nodes() {
            let so_far = reached.node_milliseconds(junction).unwrap_or(FAR);
            for &(target, milliseconds) in entries.of(junction.index()) {
                let time = &mut times[target as usize];
                *time = (*time).min(so_far + milliseconds);
            }
        }
    }

    /// The junctions from which a root sets out, and milliseconds.
    fn seeds(&self, root: &Snap) -> Vec<(u32, u32)> {
        let mut seeds = Vec::new();
        if root.is_linked() {
            let offset = self.weights.offset_milliseconds(root.offset_millimetres);
            let add = |junction: crate::ids::NodeId, part: u32| seeds.push((junction.0, part.saturating_add(offset)));
            if self.towards {
                ends::entering(self.graph, self.weights, root, add);
            } else {
                ends::leaving(self.graph, self.weights, root, add);
            }
        }
        seeds
    }
}

/// How many junctions plain searches from all roots settle, by trying a few.
fn settled(graph: &StreetGraph, weights: &Weights, roots: &[Snap], limit: u32, towards: bool) -> u64 {
    let sample = roots.iter().step_by(roots.len().div_ceil(SAMPLE).max(1));
    let tried = sample.len() as u64;
    let mut search = StreetSearch::new();
    let met: u64 = sample
        .map(|root| {
            let reached = if towards {
                search.run_towards(graph, weights, root, limit)
            } else {
                search.run(graph, weights, root, limit)
            };
            reached.nodes().len() as u64
        })
        .sum();
    met * roots.len() as u64 / tried.max(1)
}

fn by_junction(mut entries: Vec<Entry>, junctions: usize) -> Arcs {
    entries.sort_by_key(|entry| entry.junction);
    let mut rest = entries.into_iter().peekable();
    let mut arcs = Arcs::new();
    for junction in 0..junctions {
        let own = std::iter::from_fn(|| rest.next_if(|entry| entry.junction.index() == junction));
        arcs.push(own.map(|entry| (entry.target, entry.milliseconds)));
    }
    arcs
}
