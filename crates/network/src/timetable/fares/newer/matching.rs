//! Which rides each leg rule pays for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::legs::{Leg, Legs};
use super::places::Zones;

/// Zones of departure and arrival; `None` for any.
pub(super) type Pair = [Option<u32>; 2];

/// Pairs of zones; `None` for everywhere.
pub(super) type Pairs = Option<BTreeSet<Pair>>;

type Key = (Option<u32>, Option<u32>, Option<u32>);

/// Matches rides with rules as the reference says: a row without blanks holds where it says. A blank means all networks or areas that no row
/// names; in a file with `rule_priority` it means any, and of the rows that match those of the highest priority hold.
pub(super) struct Matching<'a> {
    legs: &'a Legs,
    zones: &'a Zones,
    /// Which networks have routes; the last is that of routes in none.
    has_routes: &'a [bool],
    /// Highest priority among the rows with this network and these areas.
    highest: HashMap<Key, u32>,
    highest_of_all: u32,
}

impl<'a> Matching<'a> {
    pub(super) fn new(legs: &'a Legs, zones: &'a Zones, has_routes: &'a [bool]) -> Self {
        let mut highest: HashMap<Key, u32> = HashMap::new();
        for leg in &legs.rows {
            let known = highest.entry((leg.network, leg.from, leg.to)).or_default();
            *known = leg.priority.max(*known);
        }
        let highest_of_all = legs.rows.iter().map(|leg| leg.priority).max().unwrap_or(0);
        Self { legs, zones, has_routes, highest, highest_of_all }
    }

    /// Where the rule holds: pairs of zones, and the networks, ascending, for which it holds there. Empty where it never does.
    pub(super) fn of(&self, leg: &Leg) -> BTreeMap<Pairs, Vec<u32>> {
        let mut places: BTreeMap<Pairs, Vec<u32>> = BTreeMap::new();
        for network in (0..self.has_routes.len() as u32).filter(|&network| self.may_be_on(leg, network)) {
            let pairs = self.pairs(leg, network);
            if pairs.as_ref().is_none_or(|pairs| !pairs.is_empty()) {
                places.entry(pairs).or_default().push(network);
            }
        }
        places
    }

    fn may_be_on(&self, leg: &Leg, network: u32) -> bool {
        let in_none = network as usize == self.legs.networks.len();
        self.has_routes[network as usize]
            && leg.network.map_or(self.legs.by_priority || in_none, |named| named == network)
    }

    fn pairs(&self, leg: &Leg, network: u32) -> Pairs {
        let [from, to] = [self.zones_at(leg.from, 0), self.zones_at(leg.to, 1)];
        let all = self.zones.areas.len();
        if !self.legs.by_priority || leg.priority == self.highest_of_all {
            let any = |zones: Vec<u32>| -> Vec<Option<u32>> {
                if zones.len() == all { vec![None] } else { zones.into_iter().map(Some).collect() }
            };
            let (from, to) = (any(from), any(to));
            let pairs: BTreeSet<Pair> = from.iter().flat_map(|&from| to.iter().map(move |&to| [from, to])).collect();
            return if pairs.contains(&[None, None]) { None } else { Some(pairs) };
        }
        let both = from.iter().flat_map(|&from| to.iter().map(move |&to| [from, to]));
        let holds = both.filter(|&pair| self.priority(network, pair) <= leg.priority);
        let pairs: BTreeSet<Pair> = holds.map(|pair| pair.map(Some)).collect();
        if pairs.len() == all * all { None } else { Some(pairs) }
    }

    /// The zones that an area, or a blank, means at departure (0) or arrival (1).
    fn zones_at(&self, area: Option<u32>, end: usize) -> Vec<u32> {
        let listed = &self.legs.listed[end];
        let means = |areas: &[u32]| match area {
            Some(area) => areas.contains(&area),
            None => self.legs.by_priority || !areas.iter().any(|&area| listed[area as usize]),
        };
        (0..).zip(&self.zones.areas).filter(|(_, areas)| means(areas)).map(|(zone, _)| zone).collect()
    }

    /// The highest priority among the rules that match.
    fn priority(&self, network: u32, pair: [u32; 2]) -> u32 {
        let areas = pair.map(|zone| {
            let areas = self.zones.areas[zone as usize].iter().map(|&area| Some(area));
            areas.chain([None]).collect::<Vec<_>>()
        });
        let mut highest = 0;
        for network in [Some(network), None] {
            for &from in &areas[0] {
                for &to in &areas[1] {
                    highest = highest.max(self.highest.get(&(network, from, to)).copied().unwrap_or(0));
                }
            }
        }
        highest
    }
}
