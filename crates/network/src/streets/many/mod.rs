//! Shortest times between many places at once: a contraction hierarchy, made for one run's weights.
//!
//! Junctions are taken out of the graph one after the other, unimportant ones first; where a shortest way led through
//! one, a shortcut takes its place. A core of the most important ones is left. Any shortest way then climbs to ever more
//! important junctions, crosses the core, and comes down again. A root's climb is a search among a few hundred junctions
//! and the core; the way down is one sweep over the junctions above the targets, done for sixteen roots together.
//! All times are whole milliseconds, so sums do not depend on the order of adding.

mod contract;
mod hierarchy;
mod sweep;
mod targets;
mod times;
mod witness;

pub use times::{ManyMethod, ManyScratch, ManyTimes};

/// Stands for "no way", milliseconds (12 days): twice this still fits, so that sums need no care.
const FAR: u32 = 1 << 30;
