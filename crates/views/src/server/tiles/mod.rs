//! Vector tiles of the pack's own areas and streets, made as they are asked for.

mod clip;
mod encode;
mod ground;
mod mercator;

pub(super) use encode::{DEEPEST, TileAddress};
pub(super) use ground::Ground;
pub(super) use mercator::{Flat, flat, from_flat};
