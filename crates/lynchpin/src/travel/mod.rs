//! From a pack's streets and timetables to the jobs within reach of each neighbourhood.

mod compete;
mod drawn;
mod fares;
mod ledger;
mod network;
mod nursery;
mod nursery_by_car;
mod places;
mod reach;
mod shift;
mod transit;

pub use fares::tariff;
pub use ledger::{network_ledger, sources};
pub use network::network;
pub use places::{LINK_METRES, snaps};
pub use reach::reach;
pub use transit::{CycleEnds, transit};
