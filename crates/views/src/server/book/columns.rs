//! Measures that only the tables of results hold: whatever has a number per place.

use std::collections::BTreeMap;

use lynchpin_pack::tables::Direction;

use super::levels::Level;
use super::measures::{Measure, Note};
use crate::exports::{Column, DataTable, Values};
use crate::numbers::{Reading, Style};
use crate::story::{Story, data_tables};

/// Every column of numbers in a table with a row per place, save those `known` already under their own name.
pub(super) fn further(story: &Story<'_>, levels: &[Level], known: &[String], minimum_denominator: f64) -> Vec<Measure> {
    let mut found: Vec<Measure> = Vec::new();
    for table in data_tables(story) {
        let Some((level, rows)) = rows_of(&table, levels) else { continue };
        for column in &table.columns {
            if known.contains(&column.name) || told_elsewhere(&column.name) {
                continue;
            }
            let Some(values) = numbers(column) else { continue };
            let readings = rows.iter().map(|row| reading(row.and_then(|r| values[r]), column, minimum_denominator));
            let measure = measure(&table, column, &values, level, readings.collect());
            match found.iter_mut().find(|m| m.id == measure.id && m.label == measure.label) {
                Some(same) => same.readings.extend(measure.readings),
                None => found.push(measure),
            }
        }
    }
    found
}

/// Good jobs within reach and ranks have their own measures, with bounds and notes.
fn told_elsewhere(name: &str) -> bool {
    let own = name.starts_with("good_jobs_") && !name.starts_with("good_jobs_per_rival");
    own || name.ends_with("_rank")
}

/// The level whose places the table has a row for, and each place's row.
fn rows_of(table: &DataTable, levels: &[Level]) -> Option<(usize, Vec<Option<usize>>)> {
    if table.key != ["code"] {
        return None;
    }
    let column = table.columns.iter().find(|c| c.name == "code")?;
    let Values::Text(codes) = &column.values else { return None };
    let row_of: BTreeMap<&str, usize> =
        codes.iter().enumerate().filter_map(|(row, code)| Some((code.as_deref()?, row))).collect();
    let of = |level: &Level| -> Vec<Option<usize>> {
        level.codes.iter().map(|code| row_of.get(code.as_str()).copied()).collect()
    };
    // Workplaces bear the codes of neighbourhoods too: a table of places names them, one of workplaces does not.
    table.columns.iter().find(|c| c.name == "name")?;
    let named_after = |level: &Level| table.name.ends_with(&format!("_by_{}", level.id));
    let at = levels
        .iter()
        .position(named_after)
        .or_else(|| levels.iter().position(|level| of(level).iter().filter(|r| r.is_some()).count() == row_of.len()))?;
    Some((at, of(&levels[at])))
}

fn numbers(column: &Column) -> Option<Vec<Option<f64>>> {
    match &column.values {
        Values::Number(values) => Some(values.clone()),
        Values::Integer(values) => Some(values.iter().map(|v| v.map(|v| v as f64)).collect()),
        Values::Text(_) | Values::Flag(_) => None,
    }
}

/// A count of people under the disclosure threshold is withheld.
fn reading(value: Option<f64>, column: &Column, minimum: f64) -> Reading {
    match value {
        Some(v) if column.unit.starts_with("people") && v > 0.0 && v < minimum => Reading::Suppressed,
        value => Reading::from(value),
    }
}

fn measure(
    table: &DataTable,
    column: &Column,
    values: &[Option<f64>],
    level: usize,
    readings: Vec<Reading>,
) -> Measure {
    let jobs = column.name.starts_with("jobs_") || column.name.starts_with("good_jobs_per_rival");
    let counts = column.name.ends_with("_count");
    let family = if jobs {
        "Jobs within reach"
    } else if counts {
        "People and households"
    } else if table.name == "neighbourhoods" || table.name.starts_with("deprivation_by_") {
        "Deprivation and community needs"
    } else {
        &table.title
    };
    let note = Note {
        method: if column.description.is_empty() { table.description.clone() } else { column.description.clone() },
        sources: column.source.clone(),
        ..Note::default()
    };
    Measure {
        id: column.name.clone(),
        label: column.title.clone(),
        unit: column.unit.clone(),
        family: family.to_owned(),
        direction: if jobs { Direction::HigherIsBetter } else { Direction::Neutral },
        style: style(column, values),
        note,
        readings: BTreeMap::from([(level, readings)]),
        leads: false,
    }
}

fn style(column: &Column, values: &[Option<f64>]) -> Style {
    let mut sizes: Vec<f64> = values.iter().flatten().map(|v| v.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let typical = sizes.get(sizes.len() / 2).copied();
    if column.unit == "jobs" {
        return Style::modelled_count(10.0).unit("jobs");
    }
    if matches!(column.values, Values::Integer(_)) || column.unit.starts_with("people") {
        return Style::count();
    }
    crate::story::style_of(&column.unit, typical)
}
