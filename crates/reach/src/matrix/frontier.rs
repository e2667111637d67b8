//! Writing frontiers of money and time to Parquet or CSV.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt16Array};
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::error::ReachError;
use crate::fares::Currency;
use crate::part_file::{PartFile, is_csv};
use crate::search::UNREACHABLE;
use crate::search::budget::BudgetRow;

/// Points that are gathered before they are written.
const BATCH_ROWS: usize = 1 << 16;

/// Writes `from_id,to_id,fare` and one column of whole minutes per percentile, one row for each point of each pair's frontier, by the file's
/// ending to Parquet or CSV. The fare is in the currency's main unit. Written under a temporary name and renamed by [`Self::finish`].
pub struct FrontierWriter {
    part: PartFile,
    from_ids: Vec<String>,
    to_ids: Vec<String>,
    currency: Currency,
    out: Out,
    rows: u64,
    gathered: Gathered,
}

enum Out {
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Parquet(Box<ArrowWriter<File>>, Arc<Schema>),
}

#[derive(Default)]
struct Gathered {
    from: Vec<String>,
    to: Vec<String>,
    fare: Vec<f64>,
    minutes: Vec<Vec<Option<u16>>>,
}

impl FrontierWriter {
    /// Opens the file; `columns` name the percentiles, for example `travel_time_p50`.
    ///
    /// # Errors
    /// An ending other than `.csv` and `.parquet`, a folder that cannot be written to.
    pub fn create(
        target: &Path,
        [from_ids, to_ids]: [Vec<String>; 2],
        columns: &[String],
        currency: &Currency,
    ) -> Result<Self, ReachError> {
        let csv = is_csv(target)?;
        let (part, file) = PartFile::create(target)?;
        let out = if csv { open_csv(file, columns) } else { open_parquet(file, columns) };
        let out = out.map_err(|cause| part.error(&cause))?;
        let gathered = Gathered { minutes: vec![Vec::new(); columns.len()], ..Gathered::default() };
        Ok(Self { part, from_ids, to_ids, currency: currency.clone(), out, rows: 0, gathered })
    }

    /// Takes the frontiers of one origin.
    ///
    /// # Errors
    /// A full disk.
    pub fn row(&mut self, origin: usize, row: &BudgetRow) -> Result<(), ReachError> {
        for destination in 0..row.destinations() {
            for point in row.frontier(destination) {
                self.rows += 1;
                let minutes = point.minutes.iter().map(|&m| (m != UNREACHABLE).then_some(m));
                if let Out::Csv(csv) = &mut self.out {
                    let fare = self.currency.amount(point.amount);
                    let ends = [self.from_ids[origin].clone(), self.to_ids[destination].clone(), fare];
                    let minutes = minutes.map(|m| m.map_or(String::new(), |m| m.to_string()));
                    csv.write_record(ends.into_iter().chain(minutes)).map_err(|e| self.part.error(&e))?;
                    continue;
                }
                self.gathered.from.push(self.from_ids[origin].clone());
                self.gathered.to.push(self.to_ids[destination].clone());
                self.gathered.fare.push(f64::from(point.amount) / f64::from(10_u32.pow(self.currency.digits())));
                for (column, minutes) in self.gathered.minutes.iter_mut().zip(minutes) {
                    column.push(minutes);
                }
            }
        }
        if self.gathered.fare.len() >= BATCH_ROWS { self.write_gathered() } else { Ok(()) }
    }

    fn write_gathered(&mut self) -> Result<(), ReachError> {
        let Out::Parquet(writer, schema) = &mut self.out else { return Ok(()) };
        let all = &mut self.gathered;
        let mut columns: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values(all.from.drain(..))),
            Arc::new(StringArray::from_iter_values(all.to.drain(..))),
            Arc::new(Float64Array::from_iter_values(all.fare.drain(..))),
        ];
        for minutes in &mut all.minutes {
            columns.push(Arc::new(minutes.drain(..).collect::<UInt16Array>()));
        }
        let batch = RecordBatch::try_new(schema.clone(), columns).map_err(|e| self.part.error(&e))?;
        writer.write(&batch).map_err(|e| self.part.error(&e))
    }

    /// Writes what is left and gives the file its name; returns how many rows it has.
    ///
    /// # Errors
    /// A full disk, a folder that is gone.
    pub fn finish(mut self) -> Result<u64, ReachError> {
        self.write_gathered()?;
        let written = match &mut self.out {
            Out::Csv(csv) => csv.flush().map_err(|e| e.to_string()),
            Out::Parquet(parquet, _) => parquet.finish().map(|_| ()).map_err(|e| e.to_string()),
        };
        written.map_err(|cause| self.part.error(&cause))?;
        self.part.finish()?;
        Ok(self.rows)
    }
}

fn names(columns: &[String]) -> impl Iterator<Item = &str> {
    ["from_id", "to_id", "fare"].into_iter().chain(columns.iter().map(String::as_str))
}

fn open_csv(file: File, columns: &[String]) -> Result<Out, String> {
    let mut out = BufWriter::with_capacity(1 << 18, file);
    writeln!(out, "{}", names(columns).collect::<Vec<_>>().join(",")).map_err(|e| e.to_string())?;
    Ok(Out::Csv(Box::new(csv::Writer::from_writer(out))))
}

fn open_parquet(file: File, columns: &[String]) -> Result<Out, String> {
    let kinds = [DataType::Utf8, DataType::Utf8, DataType::Float64];
    let kinds = kinds.into_iter().chain(columns.iter().map(|_| DataType::UInt16));
    let fields = names(columns).zip(kinds).enumerate().map(|(at, (name, kind))| Field::new(name, kind, at > 2));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(|e| e.to_string())?;
    Ok(Out::Parquet(Box::new(writer), schema))
}
