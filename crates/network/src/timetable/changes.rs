//! Transfer rules brought down to pairs of stops.

use std::collections::HashMap;

use super::columns::{Stops, Timetable, TransferRule};
use crate::ids::{RouteId, StopId, TripId};

/// `transfer_type` of a change that needs at least some time.
pub(crate) const NEEDS_TIME: u32 = 2;
/// `transfer_type` of a change that is impossible.
pub(crate) const IMPOSSIBLE: u32 = 3;

/// What `transfers.txt` says about changing from one served stop to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PairRule {
    pub from: StopId,
    pub to: StopId,
    /// `transfer_type`, 0 to 3.
    pub kind: u32,
    /// `min_transfer_time`, seconds.
    pub seconds: u32,
}

/// The rules that hold whatever the route or trip, ordered by pair. A station stands for its stops; a rule that names both stops goes
/// before one that names one, and that before one for two stations; among equals the first row holds.
pub(crate) fn pair_rules(timetable: &Timetable) -> Vec<PairRule> {
    let members = members(&timetable.stops);
    let mut rules = Vec::new();
    for (row, rule) in timetable.transfers.iter().enumerate().filter(|(_, rule)| whatever_the_trip(rule)) {
        let (from, to) = (served(timetable, &members, rule.from_stop), served(timetable, &members, rule.to_stop));
        for &a in &from {
            for &b in &to {
                let stations = u8::from(a != rule.from_stop) + u8::from(b != rule.to_stop);
                rules
                    .push(((a, b, stations, row), PairRule { from: a, to: b, kind: rule.kind, seconds: rule.seconds }));
            }
        }
    }
    rules.sort_unstable_by_key(|&(key, _)| key);
    rules.dedup_by_key(|&mut ((from, to, ..), _)| (from, to));
    rules.into_iter().map(|(_, rule)| rule).collect()
}

/// [`Stops::change_seconds`] of every stop.
pub(super) fn change_seconds(timetable: &Timetable) -> Vec<u32> {
    let mut seconds = vec![0; timetable.stops.len()];
    for rule in pair_rules(timetable).iter().filter(|rule| rule.from == rule.to) {
        seconds[rule.from.index()] = match rule.kind {
            NEEDS_TIME => rule.seconds,
            IMPOSSIBLE => Stops::NO_CHANGE,
            _ => 0,
        };
    }
    seconds
}

/// True for a rule about stops alone.
fn whatever_the_trip(rule: &TransferRule) -> bool {
    rule.kind <= IMPOSSIBLE
        && (rule.from_route, rule.to_route) == (RouteId::NONE, RouteId::NONE)
        && (rule.from_trip, rule.to_trip) == (TripId::NONE, TripId::NONE)
}

/// The stops of each station, ascending.
fn members(stops: &Stops) -> HashMap<StopId, Vec<StopId>> {
    let mut members: HashMap<StopId, Vec<StopId>> = HashMap::new();
    for (stop, &station) in stops.parent.iter().enumerate().filter(|(_, station)| station.is_some()) {
        members.entry(station).or_default().push(StopId::from(stop));
    }
    members
}

fn served(timetable: &Timetable, members: &HashMap<StopId, Vec<StopId>>, stop: StopId) -> Vec<StopId> {
    let children = members.get(&stop).map(Vec::as_slice).unwrap_or_default();
    let all = std::iter::once(stop).chain(children.iter().copied());
    all.filter(|stop| timetable.stops.served.get(stop.index()) == Some(&1)).collect()
}
