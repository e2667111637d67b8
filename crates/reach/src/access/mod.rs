//! What can be reached, summed up: one file per measure. All stream over matrix rows; none needs the matrix.

mod cumulative;
mod decay;
mod gravity;
mod mix;
mod nearest;
mod opportunities;

pub use cumulative::Cumulative;
pub use decay::Decay;
pub use gravity::Gravity;
pub use mix::mix_by_car;
pub use nearest::Nearest;
pub use opportunities::Opportunities;
