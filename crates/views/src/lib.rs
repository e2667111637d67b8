//! What people see: HTML reports, SVG maps and charts, plain-text tables, and files for other programs.
//!
//! Every component takes plain data (labels, readings, outlines) and knows nothing of how a finding was made.
//! The caller says what a number means by handing over a [`report::Method`] and its [`report::Source`]s;
//! the report links each figure to that note and each note back to its figures.

pub mod charts;
pub mod exports;
pub mod maps;
pub mod markup;
pub mod numbers;
pub mod palette;
pub mod report;
pub mod server;
pub mod story;
pub mod table;
pub mod terminal;

mod error;

pub use error::ViewsError;
