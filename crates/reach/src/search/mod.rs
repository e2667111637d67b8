//! The range search over a timetable: all minutes of a window in one pass, exactly.

// Everything behind the door must be inlined there to be compiled for wide vectors; lanes of several vectors advance together.
#![allow(clippy::inline_always, clippy::needless_range_loop)]

pub mod budget;
mod changes;
mod destinations;
mod dominance;
mod door;
mod egress;
mod engine;
mod from_day;
mod labels;
mod lanes;
mod lines;
mod links;
mod plan;
mod row;
mod scan;
mod seeds;
mod split;

pub use engine::{Engine, Scratch};
pub use lines::{Continuation, Lines};
pub use links::Links;
pub use plan::Plan;
pub(crate) use row::rank;
pub use row::{Row, UNREACHABLE};
pub use seeds::{Moments, Seeds};
