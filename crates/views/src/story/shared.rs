//! Small pieces that every section of the report uses.

use lynchpin_findings::Interval;
use lynchpin_findings::places::{Group, GroupFigure};
use lynchpin_pack::tables::Provenance;

use crate::numbers::{Reading, Style};

/// An interval as a reading.
pub(super) fn reading(interval: Option<&Interval>) -> Reading {
    interval.map_or(Reading::Missing, |i| Reading::between(i.estimate, i.low, i.high))
}

/// The figure of a group as a reading: withheld, missing, or with its interval.
pub(crate) fn group_reading(figure: Option<&GroupFigure>) -> Reading {
    let Some(figure) = figure else { return Reading::Missing };
    match (&figure.withheld, figure.value, &figure.interval) {
        (Some(_), _, _) => Reading::Suppressed,
        (None, Some(_), Some(i)) => Reading::between(i.estimate, i.low, i.high),
        (None, value, _) => Reading::from(value),
    }
}

/// How an indicator's values are written, from its unit and how large they are.
pub(crate) fn style_of(unit: &str, typical: Option<f64>) -> Style {
    let decimals = match typical.map(f64::abs) {
        Some(size) if size >= 1000.0 => 0,
        Some(size) if size >= 5.0 => 1,
        Some(size) if size >= 0.5 => 2,
        _ => 3,
    };
    if unit.starts_with('%') { Style::percent() } else { Style::number(decimals) }
}

/// Heading of a group in tables and charts.
pub(super) fn group_heading(group: Group) -> &'static str {
    match group {
        Group::LeftBehind => "Left behind",
        Group::OtherDeprived => "Other deprived",
        Group::Rest => "Rest of the area",
    }
}

/// `36.5 (35.9 to 37.1)`: for a table whose column or row names the unit.
pub(super) fn bare_with_interval(style: &Style, reading: &Reading) -> String {
    match (reading.value(), reading.interval()) {
        (Some(value), Some((low, high))) => format!("{} ({})", style.bare(value), style.interval(low, high)),
        _ => style.cell(reading),
    }
}

/// Publishers and licences as one line; of many sources the publishers alone, as the note lists the rest.
pub(super) fn source_line(provenances: &[&Provenance]) -> String {
    let in_full = provenances.len() <= 2;
    let mut lines: Vec<String> = Vec::new();
    for p in provenances {
        let line = if in_full { format!("{}, {} ({})", p.publisher, p.title, p.licence) } else { p.publisher.clone() };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let all = lines.join("; ");
    if in_full { all } else { format!("{all}. Titles and licences: see the note.") }
}

/// `1 neighbourhood`, `6 neighbourhoods`.
pub(super) fn neighbourhoods(count: usize) -> String {
    if count == 1 { "1 neighbourhood".into() } else { format!("{} neighbourhoods", Style::count().bare(count as f64)) }
}
