//! Workbooks (xlsx, xls, ods): one sheet, with the column names in a row of it.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::{Raw, TextColumn, Unreadable};
use crate::config::SourceSection;
use crate::nearest::suggestion;

/// Reads a sheet of a workbook.
pub(super) fn read(bytes: Vec<u8>, section: &SourceSection) -> Result<Raw, Unreadable> {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| Unreadable::new("a whole workbook", format!("{error}; save it again")))?;
    let sheets = workbook.sheet_names();
    let sheet = match &section.sheet {
        Some(name) => name.clone(),
        None => sheets.first().cloned().unwrap_or_default(),
    };
    if !sheets.contains(&sheet) {
        let names: Vec<&str> = sheets.iter().map(String::as_str).collect();
        return Err(Unreadable {
            value: Some(sheet.clone()),
            ..Unreadable::new("a sheet of this name", suggestion(&sheet, &names))
        });
    }
    let range =
        workbook.worksheet_range(&sheet).map_err(|error| Unreadable::new("a readable sheet", error.to_string()))?;
    let header_row = section.header_row.unwrap_or(1);
    let Some((last_row, last_column)) = range.end() else {
        return Err(Unreadable::new("a row of column names", "the sheet is empty"));
    };
    let row_cells = |row: u32| (0..=last_column).map(move |column| (row, column));
    let text = |at: (u32, u32)| range.get_value(at).map_or_else(String::new, as_text);
    let mut raw = Raw {
        names: row_cells(header_row - 1).map(text).collect(),
        cells: vec![TextColumn::default(); last_column as usize + 1],
        ..Raw::default()
    };
    for row in header_row..=last_row {
        let cells: Vec<String> = row_cells(row).map(text).collect();
        // Publishers leave blank rows between a table and its notes.
        if cells.iter().all(String::is_empty) {
            continue;
        }
        for (column, cell) in raw.cells.iter_mut().zip(&cells) {
            column.push(cell);
        }
        raw.lines.push(u64::from(row) + 1);
    }
    Ok(raw)
}

fn as_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
