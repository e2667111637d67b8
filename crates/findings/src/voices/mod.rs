//! What people say: polls weighted and modelled to groups of places, interviews by theme, and how far coders agree.

pub mod agreement;
pub mod anonymity;
mod answer;
pub mod homes;
pub mod krippendorff;
pub mod mrp;
pub mod poll;
pub mod raking;
pub mod share;
pub mod themes;

pub use answer::{VoicesAnswer, answer};
pub use poll::PollAnswer;
pub use themes::InterviewsAnswer;
