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

/// Whom one end of a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Anybody,
    Route(RouteId),
    Trip(TripId),
}

impl Side {
    /// A trip goes before its route.
    fn new(route: RouteId, trip: TripId) -> Self {
        match (route.is_some(), trip.is_some()) {
            (_, true) => Self::Trip(trip),
            (true, false) => Self::Route(route),
            (false, false) => Self::Anybody,
        }
    }

    pub(crate) fn is_anybody(self) -> bool {
        self == Self::Anybody
    }

    /// Is it about this trip of this route?
    pub(crate) fn means(self, trip: TripId, route: RouteId) -> bool {
        match self {
            Self::Anybody => true,
            Self::Route(named) => named == route,
            Self::Trip(named) => named == trip,
        }
    }
}

/// A rule of type 0 to 3 about certain routes or trips.
#[derive(Clone, Debug)]
pub(crate) struct NamedRule {
    /// The stop or station that the rule names, and the served stops that it means.
    pub from_stop: StopId,
    pub from_stops: Vec<StopId>,
    pub to_stop: StopId,
    pub to_stops: Vec<StopId>,
    pub from: Side,
    pub to: Side,
    kind: u32,
    seconds: u32,
}

impl NamedRule {
    /// How specific the rule is in the order of the GTFS reference, the most specific first. Which stops it names comes after that.
    pub(crate) fn rank(&self) -> u8 {
        use Side::{Anybody, Route, Trip};
        match (self.from, self.to) {
            (Trip(_), Trip(_)) => 0,
            (Trip(_), Route(_)) | (Route(_), Trip(_)) => 1,
            (Trip(_), Anybody) | (Anybody, Trip(_)) => 2,
            (Route(_), Route(_)) => 3,
            (Route(_), Anybody) | (Anybody, Route(_)) => 4,
            (Anybody, Anybody) => 5,
        }
    }

    /// What a change takes at the least, seconds; `None` where it is impossible.
    pub(crate) fn least_seconds(&self) -> Option<u32> {
        match self.kind {
            IMPOSSIBLE => None,
            NEEDS_TIME => Some(self.seconds),
            _ => Some(0),
        }
    }
}

/// The rules about certain routes or trips, in the order of the file.
pub(crate) fn named_rules(timetable: &Timetable) -> Vec<NamedRule> {
    let named = |rule: &&TransferRule| rule.kind <= IMPOSSIBLE && !whatever_the_trip(rule);
    if !timetable.transfers.iter().any(|rule| named(&rule)) {
        return Vec::new();
    }
    let members = members(&timetable.stops);
    timetable
        .transfers
        .iter()
        .filter(named)
        .map(|rule| NamedRule {
            from_stop: rule.from_stop,
            from_stops: served(timetable, &members, rule.from_stop),
            to_stop: rule.to_stop,
            to_stops: served(timetable, &members, rule.to_stop),
            from: Side::new(rule.from_route, rule.from_trip),
            to: Side::new(rule.to_route, rule.to_trip),
            kind: rule.kind,
            seconds: rule.seconds,
        })
        .collect()
}

/// Pairs of different stops between which some riders may change by a rule about certain routes or trips, ascending.
pub(crate) fn named_pairs(timetable: &Timetable) -> Vec<(StopId, StopId)> {
    let mut pairs = Vec::new();
    for rule in named_rules(timetable).iter().filter(|rule| rule.kind != IMPOSSIBLE) {
        for &from in &rule.from_stops {
            pairs.extend(rule.to_stops.iter().filter(|&&to| to != from).map(|&to| (from, to)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
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
