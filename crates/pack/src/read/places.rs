//! Which geographies there are, and where each row of each source lies.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::cells;
use crate::columns;
use crate::config::{Columns, PackFile, Unmatched};
use crate::frame::Frame;
use crate::geography::Atlas;
use crate::problem::{Finding, Findings, Problem};

/// Builds every geography from the areas, the lookups and the populations.
pub(super) fn atlas(config: &PackFile, frames: &IndexMap<String, Frame>, findings: &mut Findings) -> Atlas {
    let mut atlas = Atlas::default();
    add_own_codes(config, frames, &mut atlas, findings);
    for lookup in &config.lookups {
        let Some(frame) = frames.get(&lookup.source) else {
            continue;
        };
        let table = format!("lookups ({} → {})", lookup.from, lookup.to);
        let from = cells::texts(frame, &table, columns::LOOKUP_FROM, &lookup.from_code, findings);
        let to = cells::texts(frame, &table, columns::LOOKUP_TO, &lookup.to_code, findings);
        if let (Some(from), Some(to)) = (from, to) {
            let pairs: Vec<(&str, &str)> =
                from.into_iter().zip(to).filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect();
            atlas.add_lookup(&lookup.from, &lookup.to, &pairs);
        }
    }
    for (geography, section) in &config.populations {
        let Some(frame) = frames.get(&section.source) else {
            continue;
        };
        if let Some(people) = population(config, &atlas, geography, frame, &section.count, findings) {
            atlas.set_population(geography, people);
        }
    }
    atlas.prepare();
    atlas
}

/// Codes of the study, and of the sources that keep what no lookup knows.
fn add_own_codes(config: &PackFile, frames: &IndexMap<String, Frame>, atlas: &mut Atlas, findings: &mut Findings) {
    let study = &config.areas.source;
    let kept = config
        .sources
        .iter()
        .filter(|(name, section)| *name != study && section.unmatched == Unmatched::Keep)
        .map(|(name, _)| name);
    for name in std::iter::once(study).chain(kept) {
        let (Some(section), Some(frame)) = (config.sources.get(name), frames.get(name)) else {
            continue;
        };
        let (Some(geography), Some(key)) = (&section.geography, &section.key) else {
            continue;
        };
        if let Some(column) = frame.column(&format!("sources.{name}"), key, findings) {
            let codes = (0..frame.rows()).map(|row| column.cells.get(row));
            atlas.add_codes(geography, codes.filter(|code| !code.is_empty()));
        }
    }
}

/// Population in the order of the geography's codes; a code that is not in the file has none.
fn population(
    config: &PackFile,
    atlas: &Atlas,
    geography: &str,
    frame: &Frame,
    count: &Columns,
    findings: &mut Findings,
) -> Option<Vec<f64>> {
    let table = format!("populations.{geography}");
    let section = config.sources.get(&frame.source)?;
    let key = section.key.as_ref()?;
    let codes = &atlas.geography(geography)?.codes;
    let counts = cells::sums(section, frame, &table, columns::POPULATION, count, findings)?;
    let keys = frame.column(&table, key, findings)?;
    let mut people = vec![0.0; codes.len()];
    for (row, count) in counts.into_iter().enumerate() {
        if let (Some(place), Some(count)) = (codes.get_index_of(keys.cells.get(row)), count) {
            people[place] = count;
        }
    }
    Some(people)
}

/// Where each row lies, for every source that says its geography. A code that is not known there, or that stands twice, is a problem.
pub(super) fn of_rows(
    config: &PackFile,
    frames: &IndexMap<String, Frame>,
    atlas: &Atlas,
    findings: &mut Findings,
) -> HashMap<String, Vec<Option<usize>>> {
    let mut places = HashMap::new();
    for (name, section) in &config.sources {
        let (Some(geography), Some(key), Some(frame)) = (&section.geography, &section.key, frames.get(name)) else {
            continue;
        };
        let Some(known) = atlas.geography(geography) else {
            findings.key(
                &format!("sources.{name}.geography"),
                Some(geography),
                "the geography of the study, or one that a lookup leads to",
                &format!("add a [[lookups]] from it; known are {}", atlas.names().join(", ")),
            );
            continue;
        };
        let repeats = config.jobs.as_ref().is_some_and(|jobs| jobs.source == *name && jobs.industry.is_some());
        if let Some(rows) = rows_of(frame, key, geography, &known.codes, repeats, findings) {
            places.insert(name.clone(), rows);
        }
    }
    places
}

fn rows_of(
    frame: &Frame,
    key: &str,
    geography: &str,
    codes: &indexmap::IndexSet<String>,
    repeats: bool,
    findings: &mut Findings,
) -> Option<Vec<Option<usize>>> {
    let table = format!("sources.{}", frame.source);
    let column = frame.column(&table, key, findings)?;
    let mut first_line: Vec<u64> = vec![0; codes.len()];
    let mut places = Vec::with_capacity(frame.rows());
    for row in 0..frame.rows() {
        let code = column.cells.get(row);
        let place = codes.get_index_of(code);
        let line = frame.lines[row];
        let wrong = match place {
            None if code.is_empty() => Some((
                format!("a code of {geography}"),
                "leave the row out with `where`, or set it aside with --quarantine".to_owned(),
            )),
            None => Some((
                format!("a code of {geography} that is among the areas or in a lookup"),
                "leave the row out with `where`, add it to a lookup, set it aside with --quarantine, or say `unmatched = \"keep\"` for the source"
                    .to_owned(),
            )),
            Some(place) if !repeats && first_line[place] > 0 => Some((
                "a code that stands once in the file".to_owned(),
                format!("it stands in row {} too", first_line[place]),
            )),
            Some(place) => {
                first_line[place] = line;
                None
            }
        };
        if let Some((expected, hint)) = wrong {
            findings.0.push(Finding {
                at: Some((frame.source.clone(), line)),
                problem: Problem {
                    file: frame.file.to_string(),
                    row: Some(line),
                    column: Some(key.to_owned()),
                    value: Some(code.to_owned()),
                    expected,
                    hint,
                },
            });
        }
        places.push(place);
    }
    Some(places)
}

/// Positions of the study areas: the rows of the areas' source that its filter accepts.
pub(super) fn study(
    config: &PackFile,
    frames: &IndexMap<String, Frame>,
    places: &HashMap<String, Vec<Option<usize>>>,
    findings: &mut Findings,
) -> Vec<usize> {
    let name = &config.areas.source;
    let (Some(frame), Some(places)) = (frames.get(name), places.get(name)) else {
        return Vec::new();
    };
    let Some(accepted) = frame.accepted(&config.areas.filter, "areas.where", findings) else {
        return Vec::new();
    };
    places.iter().zip(accepted).filter_map(|(place, accepted)| place.filter(|_| accepted)).collect()
}
