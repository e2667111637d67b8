//! Parquet: every column that can be written as text; rows are counted from 1 as in a sheet, the names being row 1.

use arrow::array::AsArray;
use arrow::datatypes::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Raw, TextColumn, Unreadable};

/// Reads a Parquet file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Raw, Unreadable> {
    let damaged =
        |error: String| Unreadable::new("a whole Parquet file", format!("{error}; download or write it again"));
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes))
        .map_err(|error| damaged(error.to_string()))?;
    let textual: Vec<(usize, String)> = builder
        .schema()
        .fields()
        .iter()
        .enumerate()
        .filter(|(_, field)| arrow::compute::can_cast_types(field.data_type(), &DataType::Utf8))
        .filter(|(_, field)| !field.data_type().is_nested() && !is_binary(field.data_type()))
        .map(|(position, field)| (position, field.name().clone()))
        .collect();
    let mut raw = Raw {
        names: textual.iter().map(|(_, name)| name.clone()).collect(),
        cells: vec![TextColumn::default(); textual.len()],
        ..Raw::default()
    };
    let reader = builder.build().map_err(|error| damaged(error.to_string()))?;
    let mut line = 1;
    for batch in reader {
        let batch = batch.map_err(|error| damaged(error.to_string()))?;
        for ((position, _), cells) in textual.iter().zip(&mut raw.cells) {
            let text = arrow::compute::cast(batch.column(*position), &DataType::Utf8)
                .map_err(|error| damaged(error.to_string()))?;
            for cell in text.as_string::<i32>() {
                cells.push(cell.unwrap_or(""));
            }
        }
        for _ in 0..batch.num_rows() {
            line += 1;
            raw.lines.push(line);
        }
    }
    Ok(raw)
}

/// Geometry is kept as bytes: no use as text.
fn is_binary(kind: &DataType) -> bool {
    matches!(kind, DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_))
}
