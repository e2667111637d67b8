//! Geographies: the neighbourhoods and what they add up to.

use std::collections::BTreeMap;

use lynchpin_findings::places::Group;
use lynchpin_findings::profile::Place;

use crate::story::Story;

/// A geography.
#[derive(Clone, Debug)]
pub(in crate::server) struct Level {
    /// `area`, or the name of the higher geography.
    pub(in crate::server) id: String,
    /// What to call it.
    pub(in crate::server) label: String,
    /// Codes of its places: neighbourhoods in the order of the pack, higher areas by code.
    pub(in crate::server) codes: Vec<String>,
    pub(in crate::server) names: Vec<String>,
    /// A point in each: that of the neighbourhood, or the middle of its members'. Longitude, latitude.
    pub(in crate::server) points: Vec<Option<(f64, f64)>>,
    /// The group that each neighbourhood belongs to; empty words for higher areas.
    pub(in crate::server) groups: Vec<&'static str>,
    /// By neighbourhood, the place that it belongs to.
    pub(in crate::server) place_of: Vec<Option<u32>>,
}

impl Level {
    /// Its places with their neighbourhoods, as findings know them.
    pub(super) fn places(&self) -> Vec<Place> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); self.codes.len()];
        for (area, place) in self.place_of.iter().enumerate() {
            if let Some(place) = place {
                members[*place as usize].push(area);
            }
        }
        let of = |(at, members): (usize, Vec<usize>)| Place {
            level: self.id.clone(),
            code: self.codes[at].clone(),
            name: self.names[at].clone(),
            members,
        };
        members.into_iter().enumerate().map(of).collect()
    }
}

pub(super) fn levels(story: &Story<'_>) -> Vec<Level> {
    let areas = &story.tables.areas;
    let count = areas.codes.len();
    let group = |g: &Option<Group>| g.map_or("not placed", Group::label);
    let mut all = vec![Level {
        id: "area".into(),
        label: "Neighbourhoods".into(),
        codes: areas.codes.clone(),
        names: (0..count).map(|a| areas.names.get(a).unwrap_or(&areas.codes[a]).clone()).collect(),
        points: (0..count).map(|a| areas.points.get(a).copied().flatten()).collect(),
        groups: story.places.grouping.groups.iter().map(group).collect(),
        place_of: (0..count as u32).map(Some).collect(),
    }];
    for (id, parents) in &areas.parents {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for (area, code) in parents.codes.iter().enumerate() {
            if let Some(code) = code {
                names.insert(code, parents.names.get(area).and_then(Option::as_deref).unwrap_or(code));
            }
        }
        let codes: Vec<String> = names.keys().map(|c| (*c).to_owned()).collect();
        let at = |code: &Option<String>| Some(codes.binary_search(code.as_ref()?).ok()? as u32);
        let place_of: Vec<Option<u32>> = parents.codes.iter().map(at).collect();
        all.push(Level {
            id: id.clone(),
            label: plural(id),
            points: middles(&place_of, &all[0].points, codes.len()),
            groups: vec![""; codes.len()],
            names: names.values().map(|n| (*n).to_owned()).collect(),
            codes,
            place_of,
        });
    }
    all
}

/// `local_authority` as `Local authorities`.
fn plural(id: &str) -> String {
    let words = match id {
        "msoa" => return "MSOAs".into(),
        _ => id.replace('_', " "),
    };
    let many = match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{words}s"),
    };
    let mut letters = many.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn middles(place_of: &[Option<u32>], points: &[Option<(f64, f64)>], places: usize) -> Vec<Option<(f64, f64)>> {
    let mut sums = vec![(0.0, 0.0, 0.0); places];
    for (place, point) in place_of.iter().zip(points) {
        if let (Some(place), Some((lon, lat))) = (place, point) {
            let sum = &mut sums[*place as usize];
            *sum = (sum.0 + lon, sum.1 + lat, sum.2 + 1.0);
        }
    }
    sums.into_iter().map(|(lon, lat, n)| (n > 0.0).then(|| (lon / n, lat / n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn geographies_have_plain_plurals() {
        assert_eq!(plural("ward"), "Wards");
        assert_eq!(plural("local_authority"), "Local authorities");
        assert_eq!(plural("msoa"), "MSOAs");
    }

    #[test]
    fn a_higher_area_lies_in_the_middle_of_its_neighbourhoods() {
        let points = [Some((0.0, 0.0)), Some((2.0, 4.0)), None];
        assert_eq!(middles(&[Some(0), Some(0), Some(1)], &points, 2), [Some((1.0, 2.0)), None]);
    }
}
