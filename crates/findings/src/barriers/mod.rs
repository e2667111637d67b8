//! What stands between people and good work: the gap to a benchmark shared out among barriers.
//!
//! [`value`] says how many good jobs are open under some conditions, [`shapley`] shares a gap out, [`attribution`] does so for areas and groups with
//! intervals, [`sentence`] says which barrier binds; [`jobs`] and [`conditions`] read all of it from a pack's findings, and [`answer`] puts it together.

pub mod answer;
pub mod attribution;
pub mod barrier;
pub mod conditions;
pub mod jobs;
pub mod sentence;
pub mod shapley;
pub mod value;

pub use answer::{AreaBarriers, BarriersAnswer, Benchmark, Question, answer};
pub use attribution::{Attribution, Attributions, Scenarios, Sets, Uncertainty, attribute};
pub use barrier::{Barrier, Barriers};
pub use conditions::work_pays;
pub use jobs::JobsInReach;
pub use sentence::{Binding, SentenceWords, binding, sentence};
pub use shapley::shapley;
pub use value::{Conditions, ModeConditions, after_drop_off, average, open_jobs};
