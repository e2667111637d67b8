//! What can be reached from any point at any hour: one *room* of threads for each question, made ready once and asked again and again.

mod data;
mod grid;
mod journey;
mod room;
mod rooms;
mod setting;

pub(super) use data::BANDS_MINUTES;
pub use data::{Live, LiveInput, Offer, OfferColumn};
pub(super) use journey::{JourneyAnswer, JourneyQuestion};
pub(super) use room::Reached;
pub(super) use rooms::{Refusal, Rooms};
pub(super) use setting::{MODES, PERCENTILES, Setting, TravelMode, WALKS_MINUTES, WINDOW_MINUTES, clock};
