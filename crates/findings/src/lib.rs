//! What the figures say: which places are left behind, what good work there is, and who can reach it.
//!
//! Statistics only: tables come in from [`lynchpin_pack`], reachable jobs from the reach crate, and nothing here draws or prints.
//! Every result is the same, byte for byte, for the same inputs and seed, whatever the number of threads.

pub mod barriers;
pub mod childcare;
pub mod determinants;
pub mod disclosure;
pub mod error;
pub mod interval;
pub mod pays;
pub mod places;
pub mod profile;
pub mod reforms;
pub mod sample;
pub mod voices;
pub mod work;

pub use error::FindingsError;
pub use interval::{Interval, Method};
pub use profile::PlaceProfile;
