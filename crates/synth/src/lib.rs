//! A fictional city region, made from a seed and written in the formats that the real world uses.
//!
//! The region lies on an estuary: a city with a centre, suburbs, outer estates and old docks, a faded coastal town, a former coalfield, market towns and
//! countryside. It is placed on the Dogger Bank in the North Sea (about 55.2° N, 3.0° E), so that nobody takes it for a real place; its names are invented and
//! its area codes start with `X0`. Nothing downstream needs to know that it is fictional: it is a pack like any other.
//!
//! ```no_run
//! let made = lynchpin_synth::write(&lynchpin_synth::SynthOptions { areas: 300, seed: 1, out: "region".into() })?;
//! println!("{} people live in {}", made.people, made.region);
//! # Ok::<(), lynchpin_synth::SynthError>(())
//! ```

mod areas;
mod bus;
mod describe;
mod dice;
mod finder;
mod good_work;
mod good_work_tables;
mod gtfs;
mod indices;
mod interviews;
mod land;
mod latent;
mod mesh;
mod names;
mod osm;
mod pbf;
mod people;
mod poll;
mod programme;
mod rail;
mod region;
mod settlements;
mod sites;
mod streets;
mod tables;
mod targets;
mod timetable;
mod tree;
mod work;

pub use gtfs::FeedCounts;
pub use osm::OsmCounts;
pub use region::{AREAS, Summary, SynthError, SynthOptions, write};
