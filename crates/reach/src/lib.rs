//! What people can reach: travel times by public transport, on foot, by bicycle and by car, and measures of access made of them.

pub mod access;
pub mod chain;
pub mod error;
pub mod fares;
pub mod journey;
pub mod matrix;
mod part_file;
pub mod points;
pub mod request;
pub mod search;
mod walks;

pub use error::ReachError;
pub use request::{LegMode, Switches, TransitRequest, Window};
