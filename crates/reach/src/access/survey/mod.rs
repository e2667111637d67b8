//! Several measures, columns of supply and travel times from one pass over the rows, or two where people compete.

mod measure;
mod passes;

pub use measure::{Measure, Question};
pub use passes::{Mode, SecondPass, Survey, Unserved};
