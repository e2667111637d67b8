//! Writing a matrix to Parquet or CSV, row by row.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, DictionaryArray, RecordBatch, StringArray, UInt16Array, UInt32Array};
use arrow::datatypes::{DataType, Field, Schema, UInt32Type};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::rows::{MatrixRow, RowSink};
use crate::error::ReachError;
use crate::part_file::{PartFile, is_csv};
use crate::search::UNREACHABLE;

/// Rows of the file that are gathered before they are written.
const BATCH_ROWS: usize = 1 << 16;

/// A [`RowSink`] that writes `from_id,to_id` and one column of whole minutes per value to Parquet or CSV, by the file's ending.
///
/// Pairs that are unreachable in every column have no row; a value that is unreachable is empty (null). The file is written under
/// a temporary name beside its own and renamed by [`Self::finish`]; dropped before that, nothing is left.
pub struct MatrixWriter {
    part: PartFile,
    from_ids: Vec<String>,
    to_ids: Vec<String>,
    format: Format,
    rows: u64,
}

enum Format {
    Csv(Box<Csv>),
    Parquet(Box<Parquet>),
}

impl MatrixWriter {
    /// Opens the file. `columns` name the values, for example `travel_time_p50`.
    ///
    /// # Errors
    /// An ending other than `.csv` and `.parquet`, a folder that cannot be written to.
    pub fn create(
        target: &Path,
        from_ids: Vec<String>,
        to_ids: Vec<String>,
        columns: &[String],
    ) -> Result<Self, ReachError> {
        let csv = is_csv(target)?;
        let (part, file) = PartFile::create(target)?;
        let format = if csv {
            Csv::new(file, &to_ids, columns).map(|csv| Format::Csv(Box::new(csv)))
        } else {
            Parquet::new(file, &from_ids, &to_ids, columns).map(|parquet| Format::Parquet(Box::new(parquet)))
        };
        let format = format.map_err(|cause| part.error(&cause))?;
        Ok(Self { part, from_ids, to_ids, format, rows: 0 })
    }

    /// Writes what is left and, once all is on the disk, gives the file its name; returns how many rows it has.
    ///
    /// # Errors
    /// A full disk, a folder that is gone.
    pub fn finish(mut self) -> Result<u64, ReachError> {
        let written = match &mut self.format {
            Format::Csv(csv) => csv.out.flush().map_err(|e| e.to_string()),
            Format::Parquet(parquet) => parquet.finish(),
        };
        written.map_err(|cause| self.part.error(&cause))?;
        self.part.finish()?;
        Ok(self.rows)
    }
}

impl RowSink for MatrixWriter {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        debug_assert_eq!(row.minutes.len(), self.to_ids.len() * row.columns);
        let written = match &mut self.format {
            Format::Csv(csv) => csv.row(&self.from_ids[row.origin], row),
            Format::Parquet(parquet) => parquet.row(row),
        };
        self.rows += written.map_err(|cause| self.part.error(&cause))?;
        Ok(())
    }

    fn folder(&self) -> Option<&Path> {
        self.part.folder()
    }
}

fn is_reached(values: &[u16]) -> bool {
    values.iter().any(|&value| value != UNREACHABLE)
}

/// CSV text, put together by hand: quoting ids once and knowing all numbers beforehand makes it as fast as the disk.
struct Csv {
    out: BufWriter<File>,
    /// `,to_id` of each destination.
    to: Vec<Vec<u8>>,
    /// `,minutes` for every number of minutes met so far.
    numbers: Vec<Vec<u8>>,
    line: Vec<u8>,
}

impl Csv {
    fn new(file: File, to_ids: &[String], columns: &[String]) -> Result<Self, String> {
        let mut out = BufWriter::with_capacity(1 << 18, file);
        let mut header = "from_id,to_id".to_owned();
        for column in columns {
            header.push(',');
            header.push_str(column);
        }
        writeln!(out, "{header}").map_err(|e| e.to_string())?;
        let to = to_ids.iter().map(|id| format!(",{}", quoted(id)).into_bytes()).collect();
        Ok(Self { out, to, numbers: Vec::new(), line: Vec::new() })
    }

    fn row(&mut self, from_id: &str, row: &MatrixRow<'_>) -> Result<u64, String> {
        let from = quoted(from_id);
        let mut rows = 0;
        self.line.clear();
        for (values, to) in row.destinations().zip(&self.to) {
            if !is_reached(values) {
                continue;
            }
            self.line.extend_from_slice(from.as_bytes());
            self.line.extend_from_slice(to);
            for &value in values {
                if value == UNREACHABLE {
                    self.line.push(b',');
                    continue;
                }
                while self.numbers.len() <= usize::from(value) {
                    self.numbers.push(format!(",{}", self.numbers.len()).into_bytes());
                }
                self.line.extend_from_slice(&self.numbers[usize::from(value)]);
            }
            self.line.push(b'\n');
            rows += 1;
        }
        self.out.write_all(&self.line).map_err(|e| e.to_string())?;
        Ok(rows)
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Parquet with the ids as dictionaries, so that a row costs two small numbers.
struct Parquet {
    out: ArrowWriter<File>,
    schema: Arc<Schema>,
    from_ids: Arc<StringArray>,
    to_ids: Arc<StringArray>,
    from: Vec<u32>,
    to: Vec<u32>,
    values: Vec<Vec<Option<u16>>>,
}

impl Parquet {
    fn new(file: File, from_ids: &[String], to_ids: &[String], columns: &[String]) -> Result<Self, String> {
        let id = DataType::Dictionary(Box::new(DataType::UInt32), Box::new(DataType::Utf8));
        let mut fields = vec![Field::new("from_id", id.clone(), false), Field::new("to_id", id, false)];
        fields.extend(columns.iter().map(|name| Field::new(name, DataType::UInt16, true)));
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let out = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(|e| e.to_string())?;
        Ok(Self {
            out,
            schema,
            from_ids: Arc::new(StringArray::from_iter_values(from_ids)),
            to_ids: Arc::new(StringArray::from_iter_values(to_ids)),
            from: Vec::new(),
            to: Vec::new(),
            values: vec![Vec::new(); columns.len()],
        })
    }

    fn row(&mut self, row: &MatrixRow<'_>) -> Result<u64, String> {
        let before = self.to.len();
        for (to, values) in row.destinations().enumerate() {
            if !is_reached(values) {
                continue;
            }
            self.from.push(row.origin as u32);
            self.to.push(to as u32);
            for (column, &value) in self.values.iter_mut().zip(values) {
                column.push((value != UNREACHABLE).then_some(value));
            }
        }
        let rows = (self.to.len() - before) as u64;
        if self.to.len() >= BATCH_ROWS {
            self.write_batch()?;
        }
        Ok(rows)
    }

    fn write_batch(&mut self) -> Result<(), String> {
        let ids = |keys: &mut Vec<u32>, names: &Arc<StringArray>| {
            let keys = UInt32Array::from(std::mem::take(keys));
            DictionaryArray::<UInt32Type>::try_new(keys, names.clone()).map(|ids| Arc::new(ids) as ArrayRef)
        };
        let mut arrays = vec![
            ids(&mut self.from, &self.from_ids).map_err(|e| e.to_string())?,
            ids(&mut self.to, &self.to_ids).map_err(|e| e.to_string())?,
        ];
        for column in &mut self.values {
            arrays.push(Arc::new(UInt16Array::from(std::mem::take(column))));
        }
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(|e| e.to_string())?;
        self.out.write(&batch).map_err(|e| e.to_string())
    }

    fn finish(&mut self) -> Result<(), String> {
        if !self.to.is_empty() {
            self.write_batch()?;
        }
        self.out.finish().map(|_| ()).map_err(|e| e.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    fn write(name: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join(name);
        let ids = ["a,1", "b", "c"].map(str::to_owned).to_vec();
        let columns = ["travel_time_p25", "travel_time_p50"].map(str::to_owned);
        let mut writer = MatrixWriter::create(&target, ids.clone(), ids, &columns).unwrap();
        let minutes = [0, 0, 7, UNREACHABLE, UNREACHABLE, UNREACHABLE];
        writer.row(&MatrixRow { origin: 0, minutes: &minutes, columns: 2 }).unwrap();
        writer.row(&MatrixRow { origin: 2, minutes: &[12, 13, 1, 2, 0, 0], columns: 2 }).unwrap();
        assert_eq!(writer.finish().unwrap(), 5);
        (folder, target)
    }

    #[test]
    fn csv_leaves_out_what_is_unreachable() {
        let (folder, target) = write("m.csv");
        let expected = "from_id,to_id,travel_time_p25,travel_time_p50\n\
                        \"a,1\",\"a,1\",0,0\n\"a,1\",b,7,\nc,\"a,1\",12,13\nc,b,1,2\nc,c,0,0\n";
        assert_eq!(std::fs::read_to_string(target).unwrap(), expected);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no part file is left");
    }

    #[test]
    fn parquet_holds_the_same() {
        let (_folder, target) = write("m.parquet");
        let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(target).unwrap()).unwrap();
        let batch = reader.build().unwrap().next().unwrap().unwrap();
        assert_eq!(batch.num_rows(), 5);
        let p50 = batch.column(3).as_any().downcast_ref::<UInt16Array>().unwrap();
        assert_eq!(p50.iter().collect::<Vec<_>>(), [Some(0), None, Some(13), Some(2), Some(0)]);
        let to = arrow::compute::cast(batch.column(1), &DataType::Utf8).unwrap();
        let to = to.as_any().downcast_ref::<StringArray>().unwrap();
        assert_eq!(to.iter().flatten().collect::<Vec<_>>(), ["a,1", "b", "a,1", "b", "c"]);
    }

    #[test]
    fn a_dropped_writer_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("m.csv");
        let writer = MatrixWriter::create(&target, Vec::new(), Vec::new(), &[]).unwrap();
        drop(writer);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(MatrixWriter::create(&folder.path().join("m.xlsx"), Vec::new(), Vec::new(), &[]).is_err());
    }
}
