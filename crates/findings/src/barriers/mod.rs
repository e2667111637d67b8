//! What stands between people and good work: the gap to a benchmark shared out among barriers.

pub mod attribution;
pub mod barrier;
pub mod sentence;
pub mod shapley;
pub mod value;

pub use attribution::{Attribution, Attributions, Scenarios, Sets, Uncertainty, attribute};
pub use barrier::{Barrier, Barriers};
pub use sentence::{Binding, SentenceWords, binding, sentence};
pub use shapley::shapley;
pub use value::{Conditions, ModeConditions, after_drop_off, average, open_jobs};
