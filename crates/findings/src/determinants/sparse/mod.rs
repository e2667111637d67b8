//! Exact determinants of large sparse matrices, with their derivatives.

mod elimination;
mod factor;
mod jet;

pub(super) use factor::Factor;
pub(super) use jet::Jet;
