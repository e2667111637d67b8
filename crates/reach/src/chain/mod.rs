//! The drop-off chain: home → one of several places on the way (nurseries) → every destination, for a whole window at once.
//!
//! **Search.** The first leg is the ordinary search with the places as its destinations; it gives the moment at each of them for every
//! sampled minute, to the second. Whoever is at an open door stays for the dwell and goes on. The second leg is one search for all places
//! together, seeded with the least moment over them at every stop and destination within a walk. Its times count from the sampled moment
//! at home, so they are those of the chain. Rides, walks and slack are limited on each leg, minutes on both together. A window of arrivals
//! is the same backwards: from the destination to the places to the homes.
//!
//! **Coming back.** Where the way back limits which places serve which destination, [`Chain`] needs more searches of the second leg: see
//! [`Chain::answer`]. Which places do is found beforehand, by one search per place that does not depend on homes.

#[allow(clippy::module_inception)] // the chain is what this module is about
mod chain;
mod opening;
mod places;
mod resolve;
mod returning;
mod sets;

pub use chain::{Chain, ChainScratch, ChainWalks, Root};
pub use opening::Opening;
pub use places::ViaPlaces;
pub use returning::Returning;
pub use sets::ViaSet;
