//! Writing measures: one row an origin, one column a measure, with what each column is beside it.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::error::ReachError;
use crate::part_file::{PartFile, is_csv};

/// One measure by origin.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessColumn {
    /// Its name, such as `cumulative_jobs_45min_p50`.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// What it says, in words.
    pub meaning: String,
    /// What it was computed with, `name=value; …`.
    pub parameters: String,
    /// Whether it can be compared between people: a level of access rather than a time or a total.
    pub per_person: bool,
    /// By origin; `None` where it is not known.
    pub values: Vec<Option<f64>>,
}

/// Writes `id` and the columns to Parquet or CSV, by the file's ending. Parquet carries unit, meaning and parameters with each column; beside a CSV
/// file they stand in `….columns.csv`. Files are written under a temporary name and renamed.
///
/// # Errors
/// Another ending, a folder that cannot be written to.
pub fn write(target: &Path, ids: &[String], columns: &[AccessColumn]) -> Result<(), ReachError> {
    if !is_csv(target)? {
        return whole(target, |file| parquet(file, ids, columns));
    }
    whole(target, |file| csv_rows(file, ids, columns))?;
    whole(&beside(target, "columns"), |file| csv_columns(file, columns))
}

/// `x.csv` → `x.what.csv`; always CSV.
pub fn beside(target: &Path, what: &str) -> PathBuf {
    let stem = target.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!("{stem}.{what}.csv"))
}

/// Writes a file under a temporary name beside its own and renames it when complete.
pub fn whole(target: &Path, write: impl FnOnce(File) -> Result<(), String>) -> Result<(), ReachError> {
    let (mut part, file) = PartFile::create(target)?;
    write(file).map_err(|cause| part.error(&cause))?;
    part.finish()
}

fn csv_rows(file: File, ids: &[String], columns: &[AccessColumn]) -> Result<(), String> {
    let mut out = csv::Writer::from_writer(file);
    let header = std::iter::once("id").chain(columns.iter().map(|column| column.name.as_str()));
    out.write_record(header).map_err(|e| e.to_string())?;
    for (row, id) in ids.iter().enumerate() {
        let values = columns.iter().map(|column| column.values[row].map_or_else(String::new, |v| v.to_string()));
        out.write_record(std::iter::once(id.clone()).chain(values)).map_err(|e| e.to_string())?;
    }
    out.flush().map_err(|e| e.to_string())
}

fn csv_columns(file: File, columns: &[AccessColumn]) -> Result<(), String> {
    let mut out = csv::Writer::from_writer(file);
    out.write_record(["column", "unit", "meaning", "parameters"]).map_err(|e| e.to_string())?;
    for c in columns {
        out.write_record([&c.name, &c.unit, &c.meaning, &c.parameters]).map_err(|e| e.to_string())?;
    }
    out.flush().map_err(|e| e.to_string())
}

fn parquet(file: File, ids: &[String], columns: &[AccessColumn]) -> Result<(), String> {
    let mut fields = vec![Field::new("id", DataType::Utf8, false)];
    let mut arrays: Vec<ArrayRef> = vec![Arc::new(StringArray::from_iter_values(ids))];
    for column in columns {
        let said = [("unit", &column.unit), ("meaning", &column.meaning), ("parameters", &column.parameters)];
        let said: HashMap<String, String> = said.map(|(name, text)| (name.to_owned(), text.clone())).into();
        fields.push(Field::new(&column.name, DataType::Float64, true).with_metadata(said));
        arrays.push(Arc::new(Float64Array::from(column.values.clone())));
    }
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|e| e.to_string())?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut out = ArrowWriter::try_new(file, schema, Some(properties)).map_err(|e| e.to_string())?;
    out.write(&batch).map_err(|e| e.to_string())?;
    out.close().map(|_| ()).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    fn columns() -> Vec<AccessColumn> {
        vec![AccessColumn {
            name: "cumulative_jobs_45min".into(),
            unit: "jobs".into(),
            meaning: "jobs within 45 minutes".into(),
            parameters: "mode=walk".into(),
            per_person: true,
            values: vec![Some(12.0), None, Some(0.25)],
        }]
    }

    #[test]
    fn csv_says_beside_itself_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("x.csv");
        write(&target, &["a,1", "b", "c"].map(str::to_owned), &columns()).unwrap();
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("x.csv"), "id,cumulative_jobs_45min\n\"a,1\",12\nb,\nc,0.25\n");
        let beside = "column,unit,meaning,parameters\ncumulative_jobs_45min,jobs,jobs within 45 minutes,mode=walk\n";
        assert_eq!(read("x.columns.csv"), beside);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no part file is left");
        assert!(write(&folder.path().join("x.xlsx"), &[], &columns()).is_err());
    }

    #[test]
    fn parquet_carries_its_units() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("x.parquet");
        write(&target, &["a", "b", "c"].map(str::to_owned), &columns()).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(target).unwrap()).unwrap();
        let field = reader.schema().field(1).clone();
        assert_eq!(field.metadata().get("unit").map(String::as_str), Some("jobs"));
        let batch = reader.build().unwrap().next().unwrap().unwrap();
        let values = batch.column(1).as_any().downcast_ref::<Float64Array>().unwrap();
        assert_eq!(values.iter().collect::<Vec<_>>(), columns()[0].values);
    }
}
