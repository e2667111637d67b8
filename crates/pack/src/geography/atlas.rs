//! All geographies of a pack: their codes, populations, and the way from any one to any other.

use std::collections::{HashMap, VecDeque};

use indexmap::{IndexMap, IndexSet};

use super::links::{Carried, Links};

/// The codes of a geography and the population of each.
#[derive(Debug, Default)]
pub(crate) struct Geography {
    pub codes: IndexSet<String>,
    pub population: Option<Vec<f64>>,
}

/// A lookup between two geographies, by position.
#[derive(Debug)]
struct Lookup {
    from: usize,
    to: usize,
    pairs: Vec<(usize, usize)>,
}

/// All geographies of a pack.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    geographies: IndexMap<String, Geography>,
    lookups: Vec<Lookup>,
    /// `(from, to)` → links, both directions of each lookup.
    links: IndexMap<(usize, usize), Links>,
}

/// How a count or a rate is carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carry {
    Counts,
    Means,
}

/// Values carried along a way, with the loss counted at the first step that lost them.
#[derive(Debug, Default)]
pub(crate) struct Arrived {
    pub values: Vec<Option<f64>>,
    /// The amount lost: of the counts carried, or of the people whose rate was carried (areas where no population is known).
    pub lost: f64,
    /// What `lost` and `used` are in for means: `people`, or `areas` where no population is known.
    pub people_known: bool,
    /// The amount that set out.
    pub used: f64,
    pub lost_codes: Vec<String>,
    pub split_equally: usize,
}

impl Atlas {
    /// Adds codes to a geography.
    pub fn add_codes<'a>(&mut self, geography: &str, codes: impl Iterator<Item = &'a str>) {
        let entry = self.geographies.entry(geography.to_owned()).or_default();
        for code in codes {
            if !entry.codes.contains(code) {
                entry.codes.insert(code.to_owned());
            }
        }
    }

    /// Adds a lookup; both geographies gain the codes that it names.
    pub fn add_lookup(&mut self, from: &str, to: &str, pairs: &[(&str, &str)]) {
        self.add_codes(from, pairs.iter().map(|(code, _)| *code));
        self.add_codes(to, pairs.iter().map(|(_, code)| *code));
        let (Some(from), Some(to)) = (self.position(from), self.position(to)) else {
            return;
        };
        let place = |geography: usize, code: &str| self.geographies[geography].codes.get_index_of(code);
        let pairs = pairs.iter().filter_map(|(a, b)| Some((place(from, a)?, place(to, b)?))).collect();
        self.lookups.push(Lookup { from, to, pairs });
    }

    /// Sets the population of a geography, in the order of its codes.
    pub fn set_population(&mut self, geography: &str, people: Vec<f64>) {
        if let Some(entry) = self.geographies.get_mut(geography) {
            entry.population = Some(people);
        }
    }

    /// Fills in populations that follow from others by adding up, then prepares the links of every lookup, both ways.
    pub fn prepare(&mut self) {
        // Each round can settle the geographies next to those settled before.
        for _ in 0..self.geographies.len() {
            for number in 0..self.lookups.len() {
                self.add_up_population(number, true);
                self.add_up_population(number, false);
            }
        }
        for number in 0..self.lookups.len() {
            for forward in [true, false] {
                let links = self.build(number, forward);
                let lookup = &self.lookups[number];
                let key = if forward { (lookup.from, lookup.to) } else { (lookup.to, lookup.from) };
                self.links.entry(key).or_insert(links);
            }
        }
    }

    fn build(&self, number: usize, forward: bool) -> Links {
        let lookup = &self.lookups[number];
        let (from, to, pairs) = if forward {
            (lookup.from, lookup.to, lookup.pairs.clone())
        } else {
            let swapped = lookup.pairs.iter().map(|&(a, b)| (b, a)).collect();
            (lookup.to, lookup.from, swapped)
        };
        Links::new(
            &pairs,
            self.geographies[from].codes.len(),
            self.geographies[to].codes.len(),
            self.geographies[from].population.as_deref(),
            self.geographies[to].population.as_deref(),
        )
    }

    fn add_up_population(&mut self, number: usize, forward: bool) {
        let lookup = &self.lookups[number];
        let (from, to) = if forward { (lookup.from, lookup.to) } else { (lookup.to, lookup.from) };
        if self.geographies[to].population.is_some() {
            return;
        }
        let Some(people) = self.geographies[from].population.clone() else {
            return;
        };
        let links = self.build(number, forward);
        if links.splits_nothing() {
            let known: Vec<Option<f64>> = people.into_iter().map(Some).collect();
            let sums = links.counts(&known).values;
            self.geographies[to].population = Some(sums.into_iter().map(Option::unwrap_or_default).collect());
        }
    }

    fn position(&self, geography: &str) -> Option<usize> {
        self.geographies.get_index_of(geography)
    }

    /// A geography by name.
    pub fn geography(&self, name: &str) -> Option<&Geography> {
        self.geographies.get(name)
    }

    /// Names of all geographies.
    pub fn names(&self) -> Vec<&str> {
        self.geographies.keys().map(String::as_str).collect()
    }

    /// The shortest way between two geographies, as geographies to pass; of equally short ones, that of the lookups listed first.
    pub fn way(&self, from: &str, to: &str) -> Option<Vec<usize>> {
        let (from, to) = (self.position(from)?, self.position(to)?);
        let mut came_from: HashMap<usize, usize> = HashMap::new();
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                let mut way = vec![to];
                while let Some(&before) = way.last().and_then(|last| came_from.get(last)) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            for &(a, b) in self.links.keys() {
                if a == at && b != from && !came_from.contains_key(&b) {
                    came_from.insert(b, at);
                    queue.push_back(b);
                }
            }
        }
        None
    }

    /// Carries values, one per code of the first geography of `way`, along it.
    pub fn carry(&self, way: &[usize], values: Vec<Option<f64>>, how: Carry) -> Arrived {
        let people = way.first().and_then(|&first| self.geographies[first].population.as_deref());
        let amount = |geography: usize, place: usize, value: f64| match how {
            Carry::Counts => value,
            Carry::Means => match people {
                None => 1.0,
                Some(_) => self.geographies[geography].population.as_deref().map_or(0.0, |people| people[place]),
            },
        };
        let mut arrived = Arrived { people_known: people.is_some(), ..Arrived::default() };
        if let Some(&first) = way.first() {
            let known = values.iter().enumerate();
            arrived.used = known.filter_map(|(place, value)| value.map(|value| amount(first, place, value))).sum();
        }
        arrived.values = values;
        for step in way.windows(2) {
            let Some(links) = self.links.get(&(step[0], step[1])) else {
                continue;
            };
            let Carried { values, lost } = match how {
                Carry::Counts => links.counts(&arrived.values),
                Carry::Means => links.means(&arrived.values),
            };
            for &place in &lost {
                arrived.lost += amount(step[0], place, arrived.values[place].unwrap_or(0.0));
                arrived.lost_codes.push(self.geographies[step[0]].codes[place].clone());
            }
            arrived.split_equally += links.split_equally;
            arrived.values = values;
        }
        arrived
    }

    /// Carries labels along a way.
    pub fn carry_labels(&self, way: &[usize], mut labels: Vec<Option<String>>) -> Vec<Option<String>> {
        for step in way.windows(2) {
            if let Some(links) = self.links.get(&(step[0], step[1])) {
                labels = links.labels(&labels);
            }
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wards W1 = {a, b}, W2 = {c}; a → A, b and c → B (merged across wards).
    fn atlas() -> Atlas {
        let mut atlas = Atlas::default();
        atlas.add_lookup("lsoa11", "ward17", &[("a", "W1"), ("b", "W1"), ("c", "W2")]);
        atlas.add_lookup("lsoa11", "lsoa21", &[("a", "A"), ("b", "B"), ("c", "B")]);
        atlas.set_population("lsoa11", vec![10.0, 30.0, 10.0]);
        atlas.prepare();
        atlas
    }

    #[test]
    fn a_ward_rank_goes_through_two_lookups_to_new_areas() {
        let atlas = atlas();
        let way = atlas.way("ward17", "lsoa21").unwrap();
        assert_eq!(way.len(), 3);
        let carried = atlas.carry(&way, vec![Some(100.0), Some(500.0)], Carry::Means);
        assert_eq!(carried.values, [Some(100.0), Some(200.0)]);
        assert_eq!(carried.lost, 0.0);
        assert!(carried.people_known);
    }

    #[test]
    fn populations_add_up_where_nothing_is_split() {
        let atlas = atlas();
        assert_eq!(atlas.geography("ward17").unwrap().population.as_deref(), Some([40.0, 10.0].as_slice()));
        assert_eq!(atlas.geography("lsoa21").unwrap().population.as_deref(), Some([10.0, 40.0].as_slice()));
    }

    #[test]
    fn a_place_without_a_counterpart_is_lost_by_name() {
        let mut atlas = atlas();
        atlas.add_codes("lsoa11", ["d"].into_iter());
        atlas.set_population("lsoa11", vec![10.0, 30.0, 10.0, 5.0]);
        atlas.links.clear();
        atlas.prepare();
        let way = atlas.way("lsoa11", "lsoa21").unwrap();
        let jobs = vec![Some(1.0), Some(2.0), Some(3.0), Some(4.0)];
        let carried = atlas.carry(&way, jobs, Carry::Counts);
        assert_eq!(carried.values, [Some(1.0), Some(5.0)]);
        assert_eq!((carried.used, carried.lost), (10.0, 4.0));
        assert_eq!(carried.lost_codes, ["d"]);
        assert!(atlas.way("lsoa11", "region").is_none());
    }
}
