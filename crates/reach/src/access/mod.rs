//! What can be reached, summed up: one file per measure. All stream over matrix rows; none needs the matrix.
//!
//! A measure takes whole minutes from one column of a row, whatever the row was computed for: a percentile of the window, or the fastest journey within a fare.

mod availability;
mod balanced;
mod catchments;
mod columns;
mod competition;
mod cumulative;
mod decay;
mod gravity;
pub mod inequality;
mod kept;
mod mix;
mod modified_two_step;
mod nearest;
mod opportunities;
mod survey;
pub mod table;
mod three_step;
mod two_step;
mod weights;

pub use availability::Availability;
pub use balanced::Balanced;
pub use catchments::{Catchments, Ratios, StepOne, StepTwo};
pub use columns::Columns;
pub use competition::{Competition, Pair};
pub use cumulative::Cumulative;
pub use decay::Decay;
pub use gravity::Gravity;
pub use kept::KeptRows;
pub use mix::mix_by_car;
pub use modified_two_step::ModifiedTwoStep;
pub use nearest::Nearest;
pub use opportunities::Opportunities;
pub use survey::{Measure, Mode, Question, SecondPass, Survey, Unserved};
pub use three_step::ThreeStep;
pub use two_step::TwoStep;
