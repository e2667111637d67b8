//! The range search with a second criterion that is limited: money, or walking in all.
//!
//! At each stop stands a bag of labels, each saying "the first so many minutes of the window are here by then, having spent so much and
//! holding this". A label goes only when another is no later for as many minutes, has spent no more and holds something at least as good,
//! so nothing is lost. Windows of deadlines are searched forwards too, with a departure each minute from the longest journey before the
//! first deadline on: a whole-minute travel time to a deadline is the latest of these departures that meets it.

mod answer;
mod bag;
mod engine;
mod finish;
mod money;
mod purse;
mod sampled;
mod scan;
mod walking;

pub use answer::{BudgetRow, FrontierPoint};
pub use engine::{BudgetEngine, BudgetScratch};
pub use money::{Memory, MoneyBudget};
pub use purse::{BoardAt, Boarded, Budget, Purse};
pub use sampled::{forward, forward_lines};
pub use walking::WalkingBudget;
