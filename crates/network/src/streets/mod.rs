//! Streets for walking, cycling and driving: from OpenStreetMap to graphs that answer "how long from here to there".

mod assemble;
mod build;
mod ends;
mod gather;
mod graph;
mod hilbert;
mod many;
mod pbf;
mod pieces;
mod report;
mod restrictions;
mod rtree;
mod search;
mod snap;
mod speeds;
mod store;
pub mod tags;
mod turns;

pub use build::{StreetOptions, Streets};
pub use graph::{Arc, Link, Mode, StreetGraph, segment_millimetres};
pub use many::{ManyMethod, ManyScratch, ManyTimes};
pub use report::{ModeReport, StreetsReport, TurnReport};
pub use search::{Reached, StreetSearch};
pub use snap::Snap;
pub use speeds::{Congestion, Share, Speeds, Weights};
