//! A report as one HTML file that opens without a network and prints well, in which every figure leads to how it was made and back.

mod model;
mod notes;
mod render;
mod shown;
mod site;
mod view;

pub use model::{Block, Callout, Details, KeyFigure, Ledger, LedgerRow, Report, Section, Span, Text, Tone};
pub use notes::{Method, NoteId, Notes, Source, SourceId};
pub use site::{Site, place_file};
