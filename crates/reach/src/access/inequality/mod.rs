//! How unequally access is shared out: one file per index. All weigh areas by their people.

mod bootstrap;
mod concentration;
mod gini;
mod index;
mod palma;
mod people;
mod poverty;
mod theil;

pub use bootstrap::{Bootstrap, Interval, intervals};
pub use index::Index;
pub use people::People;
