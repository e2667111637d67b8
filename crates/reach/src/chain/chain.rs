//! The chain for one root at a time.

use std::sync::Arc;

use super::opening::{Gate, Opening};
use super::resolve::{Permitted, resolve};
use super::sets::ViaSet;
use crate::error::ReachError;
use crate::request::TransitRequest;
use crate::search::{Engine, Links, Moments, Plan, Row, Scratch, Seeds, rank};

/// Walks between the places on the way, stops and targets, seconds. For a window of arrivals everything is seen backwards: roots are
/// destinations, targets are homes, and walks lead the other way.
#[derive(Clone, Copy, Debug)]
pub struct ChainWalks<'a> {
    /// Stop → place.
    pub to_vias: &'a Links,
    /// Place → stop.
    pub from_vias: &'a Links,
    /// Place → target, directly.
    pub direct: &'a Links,
    /// Stop → target.
    pub egress: &'a Links,
    /// How many targets.
    pub targets: usize,
}

/// Answers questions of one request about one list of places on the way and one of targets.
#[derive(Clone, Debug)]
pub struct Chain {
    first_leg: Engine,
    second_leg: Engine,
    gates: Vec<Gate>,
    from_vias: Links,
    direct: Links,
    window: usize,
    max_minutes: u32,
    within_minutes: Option<u32>,
    permitted: Option<Permitted>,
}

/// What one thread needs to ask the chain.
#[derive(Debug)]
pub struct ChainScratch {
    search: Scratch,
    at_vias: Moments,
    /// Place → when it is left.
    left: Moments,
    stops: Moments,
    destinations: Moments,
    other: Row,
}

/// Where a chain starts.
#[derive(Clone, Copy, Debug)]
pub struct Root<'a> {
    /// Stops around the root, with seconds on foot.
    pub access: &'a [(u32, u16)],
    /// Seconds on foot to each place on the way, `u16::MAX` for none.
    pub to_vias: &'a [u16],
    /// The only places that serve this root, or `None` for all.
    pub permitted: Option<&'a ViaSet>,
}

impl Chain {
    /// `openings` are the places on the way; a stay takes `dwell_seconds`. The plan serves both legs.
    ///
    /// # Errors
    /// A percentile over 100.
    pub fn new(
        plan: impl Into<Arc<Plan>>,
        request: &TransitRequest,
        walks: &ChainWalks<'_>,
        openings: &[Opening],
        dwell_seconds: u32,
        percentiles: &[u8],
    ) -> Result<Self, ReachError> {
        let plan = plan.into();
        Ok(Self {
            first_leg: Engine::new(plan.clone(), walks.to_vias, openings.len(), &[])?,
            second_leg: Engine::new(plan, walks.egress, walks.targets, percentiles)?,
            gates: openings.iter().map(|&o| Gate::new(o, dwell_seconds, request.window)).collect(),
            from_vias: walks.from_vias.clone(),
            direct: walks.direct.clone(),
            window: request.window.minutes() as usize,
            max_minutes: request.max_minutes,
            within_minutes: None,
            permitted: None,
        })
    }

    /// Lets a place serve a root only where the median of the window's travel times between them is at most so many minutes.
    #[must_use]
    pub fn within(mut self, minutes: Option<u32>) -> Self {
        // Beyond the longest journey that counts the first leg's moments need not be the best.
        self.within_minutes = minutes.map(|minutes| minutes.min(self.max_minutes));
        self
    }

    /// Lets each target be served only by the places of its set, one set a target.
    #[must_use]
    pub fn permitting(mut self, by_target: &[ViaSet]) -> Self {
        self.permitted = Some(Permitted::new(by_target));
        self
    }

    /// Scratch of the width that suits the window.
    pub fn scratch(&self) -> ChainScratch {
        let vias = self.gates.len();
        ChainScratch {
            search: self.first_leg.scratch(),
            at_vias: Moments::new(vias, self.window),
            left: Moments::new(vias, self.window),
            stops: Moments::new(self.from_vias.target_bound(), self.window),
            destinations: Moments::new(self.second_leg.destinations(), self.window),
            other: Row::default(),
        }
    }

    /// Fills `row` with the travel times of the chain from one root to every target.
    ///
    /// Costs one search for the first leg and one for the second. Where targets permit only some of the places, those that permit all
    /// that serve this root are done then; for the others the times found are too short or right. One or two further searches, with
    /// places that most of them permit, give times that are too long or right: where both agree they are right. What is still open
    /// takes one search for each different set of places, or one for each place, whichever is fewer.
    pub fn answer(&self, scratch: &mut ChainScratch, root: &Root<'_>, row: &mut Row) {
        let vias = self.leave_vias(scratch, root);
        self.go_on(scratch, &vias, row);
        if let Some(permitted) = &self.permitted {
            let mut other = std::mem::take(&mut scratch.other);
            let mut search = |vias: &[u32], row: &mut Row| self.go_on(scratch, vias, row);
            if resolve(permitted, &vias, row, &mut other, &mut search) {
                self.second_leg.rank_again(row);
            }
            scratch.other = other;
        }
    }

    /// The first leg and the stay: which places are left at all, the soonest first.
    fn leave_vias(&self, scratch: &mut ChainScratch, root: &Root<'_>) -> Vec<u32> {
        let ChainScratch { search, at_vias, left, .. } = scratch;
        let seeds = Seeds::Root { access: root.access, direct: root.to_vias };
        self.first_leg.moments(search, &seeds, at_vias);
        left.clear();
        let mut vias = Vec::new();
        for &via in at_vias.places() {
            let Some(arrivals) = at_vias.get(via) else { continue };
            let serves = root.permitted.is_none_or(|set| set.contains(via)) && self.is_near(arrivals);
            if serves && self.gates[via as usize].pass(arrivals, left.get_mut(via)) {
                vias.push(via);
            }
        }
        vias.sort_by_key(|&via| left.get(via).map(|moments| (moments.iter().map(|&m| u32::from(m)).sum::<u32>(), via)));
        vias
    }

    fn is_near(&self, arrivals: &[u16]) -> bool {
        self.within_minutes.is_none_or(|minutes| median_minutes(arrivals).is_some_and(|median| median <= minutes))
    }

    /// The second leg, by way of some of the places.
    fn go_on(&self, scratch: &mut ChainScratch, vias: &[u32], row: &mut Row) {
        let ChainScratch { search, left, stops, destinations, .. } = scratch;
        stops.clear();
        destinations.clear();
        for &via in vias {
            let Some(moments) = left.get(via) else { continue };
            for (stop, walk) in self.from_vias.row(via as usize) {
                stops.lower(stop, moments, walk);
            }
            for (target, walk) in self.direct.row(via as usize) {
                destinations.lower(target, moments, walk);
            }
        }
        self.second_leg.answer_seeded(search, &Seeds::Moments { stops, destinations }, row);
    }

    /// The median travel time, whole minutes rounded up, between each place on the way, as the root, and every target: for a window of
    /// arrivals, from each home to each place. `None` where there is none within the request's minutes.
    pub fn medians_to_targets(&self, scratch: &mut ChainScratch, via: u32) -> Vec<Option<u32>> {
        let access: Vec<_> = self.from_vias.row(via as usize).collect();
        let mut direct = vec![Moments::NEVER; self.second_leg.destinations()];
        for (target, walk) in self.direct.row(via as usize) {
            direct[target as usize] = walk;
        }
        let seeds = Seeds::Root { access: &access, direct: &direct };
        self.second_leg.moments(&mut scratch.search, &seeds, &mut scratch.destinations);
        let targets = 0..self.second_leg.destinations() as u32;
        targets.map(|target| scratch.destinations.get(target).and_then(median_minutes)).collect()
    }
}

/// The nearest-rank median of the times since the sampled moments.
fn median_minutes(arrivals: &[u16]) -> Option<u32> {
    let sampled = (0..).step_by(60);
    let since = |(&label, sampled): (&u16, i64)| Moments::seconds(label).map_or(i64::MAX, |at| at - sampled);
    let mut seconds: Vec<i64> = arrivals.iter().zip(sampled).map(since).collect();
    let at = rank(50, seconds.len()) - 1;
    let (_, &mut median, _) = seconds.select_nth_unstable(at);
    (median != i64::MAX).then(|| (median as u32).div_ceil(60))
}
