//! Streets and timetables, compiled once into one memory-mapped file that the search reads in place.

pub mod column;
pub mod error;
pub mod file;
pub mod footpaths;
pub mod geometry;
pub mod ids;
pub mod money;
pub mod network;
pub mod streets;
pub mod timetable;

pub use error::NetworkError;
pub use network::{BuildInput, BuildReport, InputFile, Network, NetworkMeta, Progress};
