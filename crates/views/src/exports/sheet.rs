//! A spreadsheet: first a sheet of notes, then a sheet per table.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::data::{Column, DataTable, Values};
use super::package::RunInfo;
use crate::ViewsError;

const MOST_SHEET_ROWS: usize = 1_048_575;
const MOST_CELL_CHARS: usize = 32_767;
const MOST_WHOLE: u64 = 1 << 53;

/// The tables as one workbook.
///
/// # Errors
/// [`ViewsError::Table`] where the parts of a table do not fit together, or it has more rows than a sheet can hold.
pub fn xlsx_bytes(tables: &[&DataTable], info: &RunInfo) -> Result<Vec<u8>, ViewsError> {
    for table in tables {
        table.check()?;
        if table.rows() > MOST_SHEET_ROWS {
            return Err(table.fault(&format!("{} rows; a sheet holds {MOST_SHEET_ROWS}", table.rows())));
        }
    }
    for table in tables {
        check_cells(table)?;
    }
    workbook(tables, info).map_err(|e| ViewsError::Table {
        table: tables.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", "),
        problem: format!("cannot be written as a spreadsheet: {e}"),
    })
}

/// Whether a cell can hold each value whole: a sheet keeps 32,767 characters and whole numbers to 2⁵³.
fn check_cells(table: &DataTable) -> Result<(), ViewsError> {
    for column in &table.columns {
        let bad = match &column.values {
            Values::Text(v) => {
                v.iter().position(|t| t.as_ref().is_some_and(|t| t.encode_utf16().count() > MOST_CELL_CHARS))
            }
            Values::Integer(v) => v.iter().position(|x| x.is_some_and(|x| x.unsigned_abs() > MOST_WHOLE)),
            Values::Number(_) | Values::Flag(_) => None,
        };
        if let Some(row) = bad {
            return Err(table.fault(&format!(
                "column {:?}, row {}: too long for a cell of a sheet; write CSV or Parquet instead",
                column.name,
                row + 1
            )));
        }
    }
    Ok(())
}

fn workbook(tables: &[&DataTable], info: &RunInfo) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed day, so that equal results give equal files.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new().set_title(&info.title).set_creation_datetime(&day);
    book.set_properties(&properties);
    let names = sheet_names(tables);
    push_notes(book.add_worksheet(), tables, &names, info)?;
    for (table, name) in tables.iter().zip(&names) {
        push_table(book.add_worksheet().set_name(name)?, table)?;
    }
    book.save_to_buffer()
}

/// Names that a sheet may bear (31 characters, none of `[]:*?/\`), each once.
fn sheet_names(tables: &[&DataTable]) -> Vec<String> {
    let mut taken = vec!["notes".to_owned()];
    let mut names = Vec::with_capacity(tables.len());
    for table in tables {
        let tame = |c: char| {
            if "[]:*?/\\'".contains(c) || c.is_control() { '-' } else { c }
        };
        let stem: String = table.name.chars().map(tame).take(28).collect();
        let stem = if stem.trim().is_empty() { "table".to_owned() } else { stem };
        let mut name = stem.clone();
        let mut n = 2;
        while taken.contains(&name.to_lowercase()) {
            name = format!("{stem}-{n}");
            n += 1;
        }
        taken.push(name.to_lowercase());
        names.push(name);
    }
    names
}

fn head() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top)
}

fn push_table(sheet: &mut Worksheet, table: &DataTable) -> Result<(), XlsxError> {
    let head = head();
    for (i, column) in table.columns.iter().enumerate() {
        let i = i as u16;
        sheet.write_string_with_format(0, i, &column.name, &head)?;
        sheet.set_column_width(i, width(column))?;
        push_column(sheet, i, column)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    if table.rows() > 0 && !table.columns.is_empty() {
        sheet.autofilter(0, 0, table.rows() as u32, (table.columns.len() - 1) as u16)?;
    }
    Ok(())
}

fn push_column(sheet: &mut Worksheet, at: u16, column: &Column) -> Result<(), XlsxError> {
    let number = Format::new().set_num_format(number_format(column));
    for row in 0..column.values.len() {
        let line = row as u32 + 1;
        match &column.values {
            Values::Text(v) => {
                if let Some(text) = &v[row] {
                    sheet.write_string(line, at, text)?;
                }
            }
            Values::Number(v) => {
                if let Some(x) = v[row] {
                    sheet.write_number_with_format(line, at, x, &number)?;
                }
            }
            Values::Integer(v) => {
                if let Some(x) = v[row] {
                    sheet.write_number_with_format(line, at, x as f64, &number)?;
                }
            }
            Values::Flag(v) => {
                if let Some(x) = v[row] {
                    sheet.write_boolean(line, at, x)?;
                }
            }
        }
    }
    Ok(())
}

/// A note cut to what a cell can hold.
fn cell_text(text: &str) -> String {
    text.chars().take(MOST_CELL_CHARS).collect()
}

/// How the numbers of a column are shown; the cells keep them whole.
fn number_format(column: &Column) -> &'static str {
    match &column.values {
        Values::Integer(_) => "#,##0",
        _ if column.unit.contains('£') => "£#,##0.00",
        _ if column.unit.contains('%') => "0.0",
        _ => "#,##0.###",
    }
}

fn width(column: &Column) -> f64 {
    let longest = match &column.values {
        Values::Text(v) => v.iter().flatten().map(|t| t.chars().count()).max().unwrap_or(0),
        _ => 10,
    };
    longest.max(column.name.chars().count()).clamp(8, 50) as f64 + 2.0
}

/// The first sheet: what this is, its columns, its sources.
fn push_notes(sheet: &mut Worksheet, tables: &[&DataTable], names: &[String], info: &RunInfo) -> Result<(), XlsxError> {
    sheet.set_name("Notes")?;
    for (i, w) in [26.0, 26.0, 22.0, 70.0, 50.0].iter().enumerate() {
        sheet.set_column_width(i as u16, *w)?;
    }
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_string_with_format(0, 0, &info.title, &title)?;
    sheet.write_string(1, 0, &info.description)?;
    let mut line = 3;
    for (what, value) in info.facts() {
        push_line(sheet, line, &[&what, &value], false)?;
        line += 1;
    }
    line += 1;
    push_line(sheet, line, &["Sheet", "Column", "Unit", "What it holds", "Source"], true)?;
    for (table, name) in tables.iter().zip(names) {
        for c in &table.columns {
            line += 1;
            let what =
                if c.description.is_empty() { c.title.clone() } else { format!("{}. {}", c.title, c.description) };
            push_line(sheet, line, &[name, &c.name, &c.unit, &what, &c.source], false)?;
        }
    }
    line += 2;
    push_line(sheet, line, &["Source", "Publisher", "Period", "Licence", "File"], true)?;
    for source in &info.sources {
        let files: Vec<&str> = source.files.iter().map(|(f, _)| f.as_str()).collect();
        line += 1;
        let cells = [&source.title, &source.publisher, &source.period, &source.licence, &files.join(", ")];
        push_line(sheet, line, &cells.map(String::as_str), false)?;
    }
    Ok(())
}

fn push_line(sheet: &mut Worksheet, line: u32, cells: &[&str], bold: bool) -> Result<(), XlsxError> {
    let format = if bold { head() } else { Format::new().set_text_wrap().set_align(FormatAlign::Top) };
    for (i, cell) in cells.iter().enumerate() {
        sheet.write_string_with_format(line, i as u16, cell_text(cell), &format)?;
    }
    Ok(())
}
