//! Files for other programs: CSV, Parquet, GeoParquet, a spreadsheet, and the data package that describes them.
//! Equal tables give equal bytes: nothing holds the time of writing.

mod data;
mod geo;
mod package;
mod parquet_file;
mod sheet;
mod text;
mod whole;

pub use data::{Column, DataTable, Values};
pub use package::{Format, Licence, RunInfo, write_package};
pub use parquet_file::{geoparquet_bytes, parquet_bytes};
pub use sheet::xlsx_bytes;
pub use text::csv_bytes;
pub use whole::write_whole;
