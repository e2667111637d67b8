//! The group of places that people who answered or spoke live in.

use crate::FindingsError;
use crate::places::{Group, Grouping};
use lynchpin_pack::tables::{Areas, Tables};
use lynchpin_pack::voices::Homes;
use std::collections::BTreeMap;

/// People of the smallest Middle layer Super Output Area.
const SMALLEST_MSOA: f64 = 5000.0;

/// The group of each higher area of a level: the one that most of its people live in (most of its neighbourhoods, where people are not known), the
/// first of equals.
pub fn groups_of_areas(tables: &Tables, level: &str, grouping: &Grouping) -> BTreeMap<String, Group> {
    let people = population(tables);
    let mut sums: BTreeMap<String, [f64; 3]> = BTreeMap::new();
    for (area, code) in parents(&tables.areas, level).enumerate() {
        if let (Some(code), Some(Some(group))) = (code, grouping.groups.get(area)) {
            let weight = people.map_or(1.0, |p| p.get(area).copied().flatten().unwrap_or(0.0));
            sums.entry(code.to_owned()).or_default()[*group as usize] += weight;
        }
    }
    let most =
        |sums: &[f64; 3]| Group::ALL.into_iter().reduce(|a, b| if sums[b as usize] > sums[a as usize] { b } else { a });
    sums.iter().filter_map(|(code, sums)| Some((code.clone(), most(sums)?))).collect()
}

/// The group of each person: as whoever asked them wrote it down, else that of their area.
///
/// # Errors
/// [`FindingsError::UnknownGroup`] for a label that is none, [`FindingsError::TooFine`] where the areas are smaller than an MSOA.
pub fn groups_of_people(
    what: &str,
    homes: &Homes,
    tables: &Tables,
    grouping: &Grouping,
) -> Result<Vec<Option<Group>>, FindingsError> {
    if let Some(level) = &homes.level {
        check_size(what, level, tables)?;
    }
    if !homes.groups.is_empty() {
        return homes.groups.iter().map(|label| label.as_deref().map(|l| named(l, what)).transpose()).collect();
    }
    let Some(level) = &homes.level else { return Ok(vec![None; homes.areas.len()]) };
    let of_area = groups_of_areas(tables, level, grouping);
    Ok(homes.areas.iter().map(|area| area.as_ref().and_then(|code| of_area.get(code).copied())).collect())
}

/// A group by its label, in any case and with blanks, hyphens or underscores.
///
/// # Errors
/// [`FindingsError::UnknownGroup`].
pub fn named(label: &str, what: &str) -> Result<Group, FindingsError> {
    let folded = label.trim().to_lowercase().replace(['-', '_'], " ");
    let group = Group::ALL.into_iter().find(|group| group.label() == folded);
    group.ok_or_else(|| FindingsError::UnknownGroup { label: label.to_owned(), what: what.to_owned() })
}

/// How the groups of people are known, in a sentence.
pub(super) fn words(homes: &Homes) -> String {
    match (&homes.level, homes.groups.is_empty()) {
        (_, false) => "Whoever asked matched homes to groups of places.".to_owned(),
        (Some(level), true) => {
            format!("People belong to the group that most residents of their {} live in.", level.replace('_', " "))
        }
        (None, true) => "The data do not say where people live.".to_owned(),
    }
}

fn check_size(what: &str, level: &str, tables: &Tables) -> Result<(), FindingsError> {
    let Some(population) = population(tables) else { return Ok(()) };
    let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
    for (area, code) in parents(&tables.areas, level).enumerate() {
        if let (Some(code), Some(Some(people))) = (code, population.get(area)) {
            *sums.entry(code).or_insert(0.0) += people;
        }
    }
    let mean = sums.values().sum::<f64>() / sums.len() as f64;
    if !sums.is_empty() && mean < SMALLEST_MSOA {
        return Err(FindingsError::TooFine { what: what.to_owned(), level: level.to_owned(), people: mean });
    }
    Ok(())
}

fn population(tables: &Tables) -> Option<&[Option<f64>]> {
    tables.residents.columns.get("population").map(Vec::as_slice)
}

fn parents<'a>(areas: &'a Areas, level: &str) -> impl Iterator<Item = Option<&'a str>> {
    areas.parents.get(level).into_iter().flat_map(|parents| parents.codes.iter().map(Option::as_deref))
}
