//! What can go wrong when travel times are asked for.

use std::path::PathBuf;

use thiserror::Error;

/// Why a question about travel times has no answer. Every message says where, what was found and what to do.
#[derive(Debug, Error)]
pub enum ReachError {
    /// A parameter of the request makes no sense or is out of the engine's range.
    #[error("{name} = {value}: expected {expected}\nhint: {hint}")]
    Parameter {
        /// The parameter, as a user would write it.
        name: &'static str,
        /// What was given.
        value: String,
        /// What is accepted.
        expected: String,
        /// What to do.
        hint: String,
    },
    /// A cell of a points file is wrong.
    #[error("{file}, row {row}, column {column}: found {value:?}, expected {expected}\nhint: {hint}")]
    Point {
        /// The file.
        file: PathBuf,
        /// Line of the file, the header being line 1.
        row: u64,
        /// Column name.
        column: &'static str,
        /// What the cell holds.
        value: String,
        /// What was expected there.
        expected: String,
        /// What to do.
        hint: String,
    },
    /// A points file lacks a column.
    #[error(
        "{file}: no column {column:?}; the columns are {found}\nhint: a points file has the columns id, lat and lon (WGS 84 degrees)"
    )]
    PointColumn {
        /// The file.
        file: PathBuf,
        /// The column that is missing.
        column: &'static str,
        /// The columns that are there.
        found: String,
    },
    /// A cell of a table of numbers is wrong.
    #[error(transparent)]
    Cell(Box<WrongCell>),
    /// A table lacks a column.
    #[error("{file}: no column {column:?}; the columns are {found}\nhint: {hint}")]
    Column {
        /// The file.
        file: PathBuf,
        /// The column that is missing.
        column: String,
        /// The columns that are there.
        found: String,
        /// What to do.
        hint: String,
    },
    /// A table lacks rows that are needed.
    #[error("{file}: no row for {missing}\nhint: {hint}")]
    Rows {
        /// The file.
        file: PathBuf,
        /// Which ids have no row, and how many.
        missing: String,
        /// What to do.
        hint: String,
    },
    /// A points file holds no point.
    #[error("{file}: no points below the header\nhint: one row a point: id,lat,lon")]
    NoPoints {
        /// The file.
        file: PathBuf,
    },
    /// The network has no timetable but public transport was asked for.
    #[error("the network has no timetable\nhint: build it with --gtfs, or ask for --mode walk, cycle or drive")]
    NoTimetable,
    /// A fares file, or the fares of a feed, say something that cannot be used.
    #[error("{file}, {place}: {problem}\nhint: {hint}")]
    Fares {
        /// The fares file, or the feed.
        file: PathBuf,
        /// Line and entry, or the GTFS file.
        place: String,
        /// What was found there and what was expected.
        problem: String,
        /// What to do.
        hint: String,
    },
    /// An output format that is not known by its ending.
    #[error("{file}: expected a name that ends in .parquet or .csv\nhint: rename the output")]
    OutputFormat {
        /// The file.
        file: PathBuf,
    },
    /// Reading or writing a file failed.
    #[error("{file}: {cause}")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system or the format library says.
        cause: String,
    },
    /// The network refused the question (no service on the date, for example).
    #[error(transparent)]
    Network(#[from] lynchpin_network::error::NetworkError),
}

/// A cell that does not hold what its column is for.
#[derive(Debug, Error)]
#[error("{file}, row {row}, column {column}: found {value:?}, expected {expected}\nhint: {hint}")]
pub struct WrongCell {
    /// The file.
    pub file: PathBuf,
    /// Line of the file, the header being line 1.
    pub row: u64,
    /// Column name.
    pub column: String,
    /// What the cell holds.
    pub value: String,
    /// What was expected there.
    pub expected: String,
    /// What to do.
    pub hint: String,
}

impl ReachError {
    pub(crate) fn file(file: &std::path::Path, cause: &impl ToString) -> Self {
        Self::File { file: file.to_path_buf(), cause: cause.to_string() }
    }
}
