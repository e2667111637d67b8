//! What can go wrong while something is being shown.

use std::path::PathBuf;

/// A view that cannot be made or written.
#[derive(Debug, thiserror::Error)]
pub enum ViewsError {
    /// A file or folder could not be written.
    #[error("cannot write {}: {source}\nhint: check that the folder exists, that it may be written to and that the disk is not full", path.display())]
    Write {
        /// The file that was being written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table whose parts do not fit together.
    #[error("table {table}: {problem}")]
    Table {
        /// Name of the table.
        table: String,
        /// What does not fit, with the column and row where there is one.
        problem: String,
    },
    /// A map whose readings do not match its outlines.
    #[error("map {map}: {problem}")]
    Map {
        /// Identifier of the map.
        map: String,
        /// What does not fit.
        problem: String,
    },
    /// A report that points at something it does not hold.
    #[error("report {report}: {problem}")]
    Report {
        /// Title of the report.
        report: String,
        /// What is missing or stands there twice.
        problem: String,
    },
    /// A writer of another format refused the data.
    #[error("cannot write {} as {format}: {problem}", path.display())]
    Format {
        /// The file that was being written.
        path: PathBuf,
        /// The format, such as `Parquet`.
        format: &'static str,
        /// What the writer said.
        problem: String,
    },
    /// The page template failed, which is a fault of this program.
    #[error("the report template failed: {0}")]
    Template(#[from] minijinja::Error),
}
