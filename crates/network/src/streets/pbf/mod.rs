//! Reading OSM PBF files: blocks from the file, elements from the blocks, and an error with its place for any damage.
//!
//! Format: <https://wiki.openstreetmap.org/wiki/PBF_Format>.

mod blocks;
mod elements;
mod wire;

pub(crate) use blocks::{BlockKind, Blocks, RawBlock};
pub(crate) use elements::{Block, Member, Relation, Way};

/// What is wrong with a block, in words.
pub(crate) type Damage = &'static str;
