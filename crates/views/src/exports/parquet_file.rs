//! Parquet and GeoParquet 1.1, with a description on every column.

use std::sync::Arc;

use arrow::array::{ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;

use super::data::{Column, DataTable, Values};
use super::geo;
use crate::ViewsError;

/// The table as Parquet, without its shapes. `metadata` (keys and values) is kept in the file's footer in the order given.
///
/// # Errors
/// [`ViewsError::Table`] where its parts do not fit together.
pub fn parquet_bytes(table: &DataTable, metadata: &[(String, String)]) -> Result<Vec<u8>, ViewsError> {
    bytes(table, metadata, false)
}

/// The table with its shapes as GeoParquet 1.1 (well-known binary in the column `geometry`).
///
/// # Errors
/// [`ViewsError::Table`] where its parts do not fit together or it has no shapes.
pub fn geoparquet_bytes(table: &DataTable, metadata: &[(String, String)]) -> Result<Vec<u8>, ViewsError> {
    bytes(table, metadata, true)
}

fn bytes(table: &DataTable, metadata: &[(String, String)], with_shapes: bool) -> Result<Vec<u8>, ViewsError> {
    table.check()?;
    let mut fields: Vec<Field> = table.columns.iter().map(field).collect();
    let mut arrays: Vec<ArrayRef> = table.columns.iter().map(|c| array(&c.values)).collect();
    let mut entries = metadata.to_vec();
    if with_shapes {
        let Some(shapes) = &table.geometry else {
            return Err(table.fault("has no shapes to write as GeoParquet"));
        };
        let binary: Vec<Option<Vec<u8>>> = shapes.iter().map(|s| s.as_ref().map(geo::wkb)).collect();
        fields.push(Field::new("geometry", DataType::Binary, true));
        arrays.push(Arc::new(BinaryArray::from_iter(binary)));
        entries.push(("geo".into(), geo::metadata(shapes).to_string()));
    }
    let fault = |e: &dyn std::fmt::Display| table.fault(&format!("cannot be written as Parquet: {e}"));
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|e| fault(&e))?;
    let entries = entries.into_iter().map(|(k, v)| KeyValue::new(k, v)).collect();
    let level = ZstdLevel::try_new(3).map_err(|e| fault(&e))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("lynchpin {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(entries))
        .build();
    // The embedded Arrow schema is left out: its maps have no fixed order, and the descriptions stand in the footer anyway.
    let options = ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new_with_options(&mut out, schema, options).map_err(|e| fault(&e))?;
    writer.write(&batch).map_err(|e| fault(&e))?;
    writer.close().map_err(|e| fault(&e))?;
    Ok(out)
}

fn field(column: &Column) -> Field {
    let kind = match column.values {
        Values::Text(_) => DataType::Utf8,
        Values::Number(_) => DataType::Float64,
        Values::Integer(_) => DataType::Int64,
        Values::Flag(_) => DataType::Boolean,
    };
    Field::new(&column.name, kind, true)
}

fn array(values: &Values) -> ArrayRef {
    match values {
        Values::Text(v) => Arc::new(StringArray::from_iter(v)),
        Values::Number(v) => Arc::new(v.iter().copied().collect::<Float64Array>()),
        Values::Integer(v) => Arc::new(v.iter().copied().collect::<Int64Array>()),
        Values::Flag(v) => Arc::new(v.iter().copied().collect::<BooleanArray>()),
    }
}
