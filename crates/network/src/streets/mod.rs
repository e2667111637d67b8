//! Streets for walking, cycling and driving: from OpenStreetMap to graphs that answer "how long from here to there".

mod graph;
mod hilbert;
mod rtree;
mod search;
mod snap;
mod speeds;
pub mod tags;

pub use graph::{Arc, Link, Mode, StreetGraph, segment_millimetres};
pub use search::{Reached, StreetSearch};
pub use snap::Snap;
pub use speeds::{Congestion, Speeds, Weights};
