//! Stops told apart by transfer rules that name routes or trips: a search that knows no such rules keeps them all.
//!
//! A *place* is a stop as far as certain trips call there. All trips for which the same rules speak of getting off and of getting on at a
//! stop share a place; those that no rule names share the stop itself. Between two places one rule at most is the most specific, whatever
//! the trips, so that changes are links between places, as they are between stops where there are no such rules.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::changes::{self, NamedRule};
use super::columns::Timetable;
use super::day::{ALIGHT, BOARD};
use super::runs::Run;
use crate::ids::{PlaceId, StopId, TripId};

/// What `transfers.txt` says about changing from one place to another, where the most specific rule names a route or trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceRule {
    /// Where the rider gets off.
    pub from: PlaceId,
    /// Where the rider gets on.
    pub to: PlaceId,
    /// The least seconds of the change; `None` where it is forbidden.
    pub least_seconds: Option<u32>,
}

/// The places of a day that are not simply stops. Place `s` below the number of stops is stop `s` itself.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// How many stops there are; the places after them are copies of some.
    pub stops: u32,
    /// The stop of each copy, ascending.
    pub copy_stop: Vec<StopId>,
    /// Rules between places, by `from` and `to`: they hold in place of what is known about their two stops.
    pub rules: Vec<PlaceRule>,
}

impl Places {
    /// How many places there are, stops included.
    pub fn len(&self) -> usize {
        self.stops as usize + self.copy_stop.len()
    }

    /// True where there are no stops either.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The stop that a place is, or is a copy of.
    pub fn stop(&self, place: PlaceId) -> StopId {
        match place.0.checked_sub(self.stops) {
            Some(copy) => self.copy_stop[copy as usize],
            None => StopId(place.0),
        }
    }

    /// A stop's places: itself, and its copies.
    pub fn of(&self, stop: StopId) -> impl Iterator<Item = PlaceId> + use<> {
        let from = self.copy_stop.partition_point(|&of| of < stop) as u32;
        let to = self.copy_stop.partition_point(|&of| of <= stop) as u32;
        std::iter::once(PlaceId(stop.0)).chain((self.stops + from..self.stops + to).map(PlaceId))
    }

    /// The rule between two places, if one that names a route or trip is the most specific.
    pub fn rule(&self, from: PlaceId, to: PlaceId) -> Option<&PlaceRule> {
        let found = self.rules.binary_search_by_key(&(from, to), |rule| (rule.from, rule.to));
        found.ok().map(|at| &self.rules[at])
    }
}

/// Which rules (by their position) speak of getting off a trip at a stop, and which of getting on.
type Class = (StopId, Vec<u32>, Vec<u32>);

/// The places of a day's trips.
#[derive(Default)]
pub(super) struct Told {
    pub places: Places,
    /// Trip → number of its list in `calls`; 0 for trips that no rule names.
    pub signature: HashMap<TripId, u32>,
    /// The calls, by position, at which trips of a signature are at a copy of a stop.
    pub calls: Vec<Vec<(u32, PlaceId)>>,
}

/// Finds the places of the runs' trips.
pub(super) fn tell_apart(timetable: &Timetable, runs: &[Run]) -> Told {
    let stops = timetable.stops.len() as u32;
    let mut told = Told { places: Places { stops, ..Places::default() }, calls: vec![Vec::new()], ..Told::default() };
    let rules = changes::named_rules(timetable);
    if rules.is_empty() {
        return told;
    }
    let (classes, by_trip) = classify(timetable, runs, &rules);
    let place: BTreeMap<Class, PlaceId> = classes.into_iter().zip((stops..).map(PlaceId)).collect();
    told.places.copy_stop = place.keys().map(|class| class.0).collect();
    told.places.rules = between(&rules, &place);
    let mut signatures: HashMap<Vec<(u32, PlaceId)>, u32> = HashMap::new();
    for (trip, calls) in by_trip {
        let calls: Vec<_> = calls.into_iter().map(|(position, class)| (position, place[&class])).collect();
        let next = told.calls.len() as u32;
        let signature = *signatures.entry(calls.clone()).or_insert(next);
        if signature == next {
            told.calls.push(calls);
        }
        told.signature.insert(trip, signature);
    }
    told
}

/// The classes that there are, and the classes of each named trip's calls.
#[allow(clippy::type_complexity)] // two plain lists
fn classify(
    timetable: &Timetable,
    runs: &[Run],
    rules: &[NamedRule],
) -> (BTreeSet<Class>, BTreeMap<TripId, Vec<(u32, Class)>>) {
    let (mut off, mut on) = (HashMap::<StopId, Vec<u32>>::new(), HashMap::<StopId, Vec<u32>>::new());
    for (number, rule) in (0u32..).zip(rules) {
        for (side, names, stops) in [(&rule.from, &mut off, &rule.from_stops), (&rule.to, &mut on, &rule.to_stops)] {
            if !side.is_anybody() {
                for &stop in stops {
                    names.entry(stop).or_default().push(number);
                }
            }
        }
    }
    let trips: BTreeSet<TripId> = runs.iter().map(|run| run.trip).collect();
    let (mut classes, mut by_trip) = (BTreeSet::new(), BTreeMap::new());
    for trip in trips {
        let route = timetable.trips.route[trip.index()];
        let calls = timetable.sequences.calls(timetable.trips.sequence[trip.index()]);
        let mut its = Vec::new();
        for (position, at) in (0u32..).zip(calls) {
            let (stop, flags) = (timetable.sequences.stop[at], timetable.sequences.flags[at]);
            let speaking = |names: &HashMap<StopId, Vec<u32>>, flag: u8, side: fn(&NamedRule) -> &changes::Side| {
                let named = names.get(&stop).filter(|_| flags & flag != 0).map(Vec::as_slice).unwrap_or_default();
                let speaks = |&&rule: &&u32| side(&rules[rule as usize]).means(trip, route);
                named.iter().filter(speaks).copied().collect::<Vec<u32>>()
            };
            let class = (stop, speaking(&off, ALIGHT, |rule| &rule.from), speaking(&on, BOARD, |rule| &rule.to));
            if !class.1.is_empty() || !class.2.is_empty() {
                classes.insert(class.clone());
                its.push((position, class));
            }
        }
        if !its.is_empty() {
            by_trip.insert(trip, its);
        }
    }
    (classes, by_trip)
}

/// How specific a rule is (less is more), and the least seconds of the change.
type Ranked = ((u8, u8, u32), Option<u32>);

/// The most specific rule for each pair of places for which a rule that names a route or trip speaks.
fn between(rules: &[NamedRule], place: &BTreeMap<Class, PlaceId>) -> Vec<PlaceRule> {
    let nobody = Vec::new();
    let at = |stop: StopId| -> Vec<(PlaceId, &[u32], &[u32])> {
        let copies = place.range((stop, Vec::new(), Vec::new())..).take_while(|(class, _)| class.0 == stop);
        let copies = copies.map(|(class, &place)| (place, class.1.as_slice(), class.2.as_slice()));
        std::iter::once((PlaceId(stop.0), nobody.as_slice(), nobody.as_slice())).chain(copies).collect()
    };
    let mut best: BTreeMap<(PlaceId, PlaceId), Ranked> = BTreeMap::new();
    for (number, rule) in (0u32..).zip(rules) {
        for &a in &rule.from_stops {
            for &b in &rule.to_stops {
                let stations = u8::from(a != rule.from_stop) + u8::from(b != rule.to_stop);
                let key = (rule.rank(), stations, number);
                for (from, off, _) in at(a) {
                    for (to, _, on) in at(b) {
                        let speaks = (rule.from.is_anybody() || off.contains(&number))
                            && (rule.to.is_anybody() || on.contains(&number));
                        if speaks {
                            let known = best.entry((from, to)).or_insert((key, rule.least_seconds()));
                            *known = (*known).min((key, rule.least_seconds()));
                        }
                    }
                }
            }
        }
    }
    best.into_iter().map(|((from, to), (_, least_seconds))| PlaceRule { from, to, least_seconds }).collect()
}
