//! Changes between vehicles, as links between the places where riders get off and on.

use lynchpin_network::footpaths::{Footpath, Footpaths};
use lynchpin_network::ids::StopId;
use lynchpin_network::timetable::{Day, Stops};

use super::links::Links;
use crate::request::TransitRequest;
use crate::walks::NO_WALK;

impl Links {
    /// Changes at a place and walks between places, as seconds at the request's walking speed, its slack for changes included. A row and a
    /// target is a stop, or the copy of a stop that transfer rules tell apart (see [`lynchpin_network::timetable::Places`]).
    pub fn changes(day: &Day, footpaths: &Footpaths, request: &TransitRequest) -> Self {
        let changes = Changes::new(day, request);
        let stops = day.change_seconds.len();
        let mut triples = Vec::with_capacity(footpaths.paths.len() + stops + day.places.rules.len());
        for stop in (0..stops).map(StopId::from) {
            let least = day.change_seconds[stop.index()];
            if least != Stops::NO_CHANGE {
                changes.push(&mut triples, stop, stop, least);
            }
            for walk in footpaths.from(stop) {
                if let Some(seconds) = changes.walked(walk) {
                    changes.push(&mut triples, stop, walk.to, seconds);
                }
            }
        }
        for rule in &day.places.rules {
            let (from, to) = (day.places.stop(rule.from), day.places.stop(rule.to));
            let Some(least_seconds) = rule.least_seconds else { continue };
            let seconds = if from == to {
                Some(least_seconds)
            } else {
                let millimetres = footpaths.millimetres(from, to);
                millimetres.and_then(|millimetres| changes.walked(&Footpath { to, millimetres, least_seconds }))
            };
            if let Some(seconds) = seconds {
                triples.push((rule.from.0, rule.to.0, changes.label(seconds)));
            }
        }
        Self::from_triples(day.places.len(), &triples)
    }
}

struct Changes<'a> {
    day: &'a Day,
    metres_per_second: f64,
    most_millimetres: f64,
    slack: u32,
}

impl<'a> Changes<'a> {
    fn new(day: &'a Day, request: &TransitRequest) -> Self {
        let metres_per_second = request.walk_kmh / 3.6;
        let most_millimetres = request.max_transfer_walk_minutes * 60_000.0 * metres_per_second;
        Self { day, metres_per_second, most_millimetres, slack: request.transfer_slack_seconds }
    }

    /// What a walk takes, if it is not too long.
    fn walked(&self, walk: &Footpath) -> Option<u32> {
        (f64::from(walk.millimetres) <= self.most_millimetres).then(|| walk.seconds(self.metres_per_second))
    }

    /// With the slack; anything over 18 hours is as good as never.
    fn label(&self, seconds: u32) -> u16 {
        seconds.saturating_add(self.slack).min(u32::from(NO_WALK)) as u16
    }

    /// A change between two stops goes for all their places but those between which a rule of their own holds.
    fn push(&self, triples: &mut Vec<(u32, u32, u16)>, from: StopId, to: StopId, seconds: u32) {
        let (places, seconds) = (&self.day.places, self.label(seconds));
        if places.copy_stop.is_empty() {
            triples.push((from.0, to.0, seconds));
            return;
        }
        for from in places.of(from) {
            let unruled = places.of(to).filter(|&to| places.rule(from, to).is_none());
            triples.extend(unruled.map(|to| (from.0, to.0, seconds)));
        }
    }
}
