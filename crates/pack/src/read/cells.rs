//! Cells of a frame as values, with a problem for every cell that is not one of the allowed values.

use crate::columns::{Kind, Role, allows};
use crate::config::{Columns, SourceSection};
use crate::frame::{Column, Frame};
use crate::problem::{Finding, Findings, Problem};

/// A column as text, one per row. A code that is none is a problem.
pub(crate) fn texts<'a>(
    frame: &'a Frame,
    table: &str,
    role: Role,
    name: &str,
    findings: &mut Findings,
) -> Option<Vec<&'a str>> {
    let column = frame.column(table, name, findings)?;
    let cells: Vec<&str> = (0..frame.rows()).map(|row| column.cells.get(row)).collect();
    for (row, cell) in cells.iter().enumerate().filter(|(_, cell)| refused(role, cell)) {
        let expected = role.kind.expectation().to_owned();
        let hint = if cell.is_empty() { BLANK_HINT } else { CODE_HINT };
        refuse(frame, column, row, expected, hint, findings);
    }
    Some(cells)
}

fn refused(role: Role, cell: &str) -> bool {
    !(allows(role.kind, cell) || (cell.is_empty() && role.may_be_blank))
}

const CODE_HINT: &str = "spell it as expected, or leave the row out with `where`";

const BLANK_HINT: &str = "leave the row out with `where`, or set it aside with --quarantine";

/// A column as numbers, one per row; `None` where the publisher gives none.
pub(crate) fn numbers(
    section: &SourceSection,
    frame: &Frame,
    table: &str,
    role: Role,
    name: &str,
    findings: &mut Findings,
) -> Option<Vec<Option<f64>>> {
    let column = frame.column(table, name, findings)?;
    let highest = frame.published_rows as f64;
    let mut values = Vec::with_capacity(frame.rows());
    for row in 0..frame.rows() {
        let cell = column.cells.get(row);
        let held_back = section.suppressed.iter().any(|mark| mark == cell);
        if (cell.is_empty() || held_back) && role.may_be_blank {
            values.push(None);
            continue;
        }
        let value = role.kind.number(cell).filter(|value| role.kind != Kind::Rank || *value <= highest);
        if value.is_none() {
            let expected = match role.kind {
                Kind::Rank => format!("a rank: a whole number from 1 to {}, the number of areas", frame.published_rows),
                kind => kind.expectation().to_owned(),
            };
            refuse(frame, column, row, expected, hint(role.kind, cell), findings);
        }
        values.push(value);
    }
    Some(values)
}

/// A column of yes and no; `None` where the cell is blank.
pub(crate) fn flags(
    frame: &Frame,
    table: &str,
    role: Role,
    name: &str,
    findings: &mut Findings,
) -> Option<Vec<Option<bool>>> {
    let column = frame.column(table, name, findings)?;
    let mut values = Vec::with_capacity(frame.rows());
    for row in 0..frame.rows() {
        let cell = column.cells.get(row);
        let value = Kind::Flag.number(cell);
        if value.is_none() && !cell.is_empty() {
            refuse(frame, column, row, role.kind.expectation().to_owned(), "blank means no", findings);
        }
        values.push(value.map(|yes| yes == 1.0));
    }
    Some(values)
}

/// One column, or the sum of several, as numbers; a sum with an unknown part is unknown.
pub(crate) fn sums(
    section: &SourceSection,
    frame: &Frame,
    table: &str,
    role: Role,
    columns: &Columns,
    findings: &mut Findings,
) -> Option<Vec<Option<f64>>> {
    let mut total: Option<Vec<Option<f64>>> = None;
    let mut complete = true;
    for name in columns.as_slice() {
        let Some(values) = numbers(section, frame, table, role, name, findings) else {
            complete = false;
            continue;
        };
        total = Some(match total {
            None => values,
            Some(sum) => sum.into_iter().zip(values).map(|(sum, value)| Some(sum? + value?)).collect(),
        });
    }
    total.filter(|_| complete)
}

fn hint(kind: Kind, cell: &str) -> &'static str {
    let folded = cell.trim().to_ascii_lowercase();
    if matches!(folded.as_str(), "nan" | "inf" | "-inf" | "infinity") {
        return "leave the cell blank where there is no figure; a sum with it would be no number";
    }
    if cell.is_empty() {
        return BLANK_HINT;
    }
    if kind == Kind::Clock {
        return "a time of day has hours and minutes, such as 07:30";
    }
    if cell.parse::<f64>().is_ok() {
        return match kind {
            Kind::Rank => "is this the rank of the same list? `where` may have left out areas",
            Kind::Share => "a percentage is divided by 100 first",
            Kind::Longitude | Kind::Latitude => "eastings and northings are named with `easting` and `northing`",
            _ => "check the row with the publisher, or set it aside with --quarantine",
        };
    }
    "a mark for figures held back goes into the source's `suppressed`; text needs another column"
}

/// Tells of a cell.
pub(crate) fn refuse(
    frame: &Frame,
    column: &Column,
    row: usize,
    expected: String,
    hint: &str,
    findings: &mut Findings,
) {
    findings.0.push(Finding {
        at: Some((frame.source.clone(), frame.lines[row])),
        problem: Problem {
            file: column.file.to_string(),
            row: Some(column.lines[row]).filter(|line| *line > 0),
            column: Some(column.name.clone()),
            value: Some(column.cells.get(row).to_owned()),
            expected,
            hint: hint.to_owned(),
        },
    });
}
