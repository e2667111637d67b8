//! Travel-time matrices: rows computed in parallel, handed on in order, written with bounded memory.

mod chained;
mod frontier;
mod legs;
mod limited;
mod one_by_one;
mod parts;
mod rows;
mod streets;
mod transit;
mod turn;
mod turned;
mod write;

pub use chained::{ChainedMatrix, WayBack, chained_rows};
pub use frontier::FrontierWriter;
pub use legs::CycleStreets;
pub use limited::{FareLimit, Limit, frontier_rows, limited_rows};
pub use one_by_one::{Asker, OneByOne};
pub use parts::{Parts, PartsWriter, clear_leftovers};
pub use rows::{MatrixRow, MatrixSummary, RowSink};
pub use streets::{StreetMatrix, street_rows};
pub use transit::{TransitMatrix, transit_rows};
pub use turned::TurnedRows;
pub use write::MatrixWriter;
