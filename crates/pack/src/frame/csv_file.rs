//! CSV, as published: UTF-8, commas, a row of names first.

use super::{Raw, TextColumn, Unreadable};

/// Reads a CSV file.
pub(super) fn read(bytes: &[u8]) -> Result<Raw, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(bytes);
    let mut raw = Raw::default();
    let mut record = csv::ByteRecord::new();
    loop {
        // A quoted line break makes a record longer than a line; the reader counts lines, and says where a record starts only after it is read.
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(Unreadable::new("CSV", error.to_string())),
        }
        let line = record.position().map_or(0, csv::Position::line);
        let Ok(record) = csv::StringRecord::from_byte_record(record.clone()) else {
            raw.bad.push(Unreadable {
                row: Some(line),
                ..Unreadable::new("UTF-8 text", "save the file with the encoding UTF-8")
            });
            continue;
        };
        if raw.names.is_empty() {
            raw.names = record.iter().map(str::to_owned).collect();
            raw.cells = vec![TextColumn::default(); raw.names.len()];
            continue;
        }
        if record.len() != raw.names.len() {
            raw.bad.push(Unreadable {
                row: Some(line),
                value: Some(record.iter().collect::<Vec<_>>().join(",")),
                ..Unreadable::new(
                    &format!("{} fields, as in the first row", raw.names.len()),
                    format!("the row has {}; a comma inside a field needs quotes around the field", record.len()),
                )
            });
            continue;
        }
        for (column, cell) in raw.cells.iter_mut().zip(&record) {
            column.push(cell);
        }
        raw.lines.push(line);
    }
    if raw.names.is_empty() {
        return Err(Unreadable::new("a row of column names", "the file is empty"));
    }
    Ok(raw)
}
