//! Who can be back at a place on the way before it closes.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::opening::Opening;
use super::sets::ViaSet;
use crate::error::ReachError;
use crate::request::{TransitRequest, Window};
use crate::search::{Engine, Lines, Links, Moments, Plan, Scratch, Seeds};

/// The way back: destinations are left at one moment, and the place on the way has to be reached before it closes. Rides, walks and slack
/// are limited as on the way there; the time only by the closing.
#[derive(Clone, Copy)]
pub struct Returning<'a> {
    /// The limits.
    pub request: &'a TransitRequest,
    /// When destinations are left, seconds since noon minus 12 h of the service day.
    pub from_seconds: u32,
    /// The places on the way.
    pub openings: &'a [Opening],
    /// The timetable for a request, run backwards for a window of arrivals as [`Lines::from_day`] does.
    pub lines: &'a (dyn Fn(&TransitRequest) -> Lines + Sync),
    /// Walks from stop to stop.
    pub changes: &'a Links,
    /// Place ← stop, seconds from the stop to the place.
    pub to_vias: &'a Links,
    /// Place ← destination, seconds of the direct walk to the place.
    pub direct: &'a Links,
    /// Stop ← destination, seconds from the destination to the stop.
    pub egress: &'a Links,
    /// How many destinations.
    pub destinations: usize,
}

impl Returning<'_> {
    /// By destination, the places that can be reached in time; one that never closes always can. One search for each place.
    ///
    /// # Errors
    /// A closing too long after the destinations are left: see [`TransitRequest::check`].
    pub fn sets(&self) -> Result<Vec<ViaSet>, ReachError> {
        let mut sets = vec![ViaSet::new(); self.destinations];
        let mut by_closing: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (via, opening) in (0..).zip(self.openings) {
            match opening.closes_seconds {
                None => sets.iter_mut().for_each(|set| set.insert(via)),
                Some(closes) if closes >= self.from_seconds => by_closing.entry(closes).or_default().push(via),
                Some(_) => {}
            }
        }
        for (closes, vias) in by_closing {
            self.reach_by(closes, &vias, &mut sets)?;
        }
        Ok(sets)
    }

    fn reach_by(&self, closes: u32, vias: &[u32], sets: &mut [ViaSet]) -> Result<(), ReachError> {
        let spare = closes - self.from_seconds;
        let window = Window::Arrive { first_seconds: closes, minutes: 1 };
        let request = TransitRequest { window, max_minutes: spare.div_ceil(60).max(1), ..self.request.clone() };
        let changes = self.changes.transposed(self.changes.rows());
        let plan = Plan::prepare(&request, (self.lines)(&request), &changes)?;
        let engine = Engine::new(plan, self.egress, self.destinations, &[])?;
        let new_worker = || (engine.scratch(), Moments::new(self.destinations, 1));
        let found: Vec<Vec<u32>> = vias
            .par_iter()
            .map_init(new_worker, |(scratch, moments), &via| self.in_time(&engine, scratch, moments, via, spare))
            .collect();
        for (&via, destinations) in vias.iter().zip(found) {
            for destination in destinations {
                sets[destination as usize].insert(via);
            }
        }
        Ok(())
    }

    /// The destinations from which a place is at most so many seconds away.
    fn in_time(
        &self,
        engine: &Engine,
        scratch: &mut Scratch,
        moments: &mut Moments,
        via: u32,
        spare_seconds: u32,
    ) -> Vec<u32> {
        let access: Vec<_> = self.to_vias.row(via as usize).collect();
        let mut direct = vec![Moments::NEVER; self.destinations];
        for (destination, walk) in self.direct.row(via as usize) {
            direct[destination as usize] = walk;
        }
        engine.moments(scratch, &Seeds::Root { access: &access, direct: &direct }, moments);
        let needed = |destination: u32| moments.get(destination).and_then(|labels| Moments::seconds(labels[0]));
        let in_time = |destination: &u32| needed(*destination).is_some_and(|s| s <= i64::from(spare_seconds));
        moments.places().iter().copied().filter(in_time).collect()
    }
}
