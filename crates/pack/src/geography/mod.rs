//! Geographies and the ways between them: LSOA 2011 ↔ 2021, wards, MSOAs and whatever a pack's lookups join.

mod atlas;
mod links;

pub(crate) use atlas::{Arrived, Atlas, Carry};
pub use links::{Carried, Links};
