//! A pack: `pack.toml` and published files as they come, read into typed tables with located errors.
//!
//! [`Pack::open`] reads `pack.toml`; [`Pack::check`] lists everything that is wrong with the input; [`Pack::read`] gives the [`tables::Tables`].
//! The shape of `pack.toml` is [`config::PackFile`]; what each column may hold is in [`columns`].

pub mod columns;
pub mod config;
mod error;
mod frame;
pub mod geography;
mod load;
mod nearest;
mod pack;
mod problem;
mod quarantine;
mod read;
mod schema;
pub mod tables;
mod template;
mod validate;
mod validate_analyses;
mod validate_programmes;
pub mod voices;

pub use error::PackError;
pub use pack::{Input, Pack, ReadOptions};
pub use problem::Problem;
pub use schema::schema;
pub use template::commented_template;

/// The name of the file that describes a pack.
pub const PACK_FILE: &str = "pack.toml";
/// The environment variable that names the folder of published data.
pub const DATA_VARIABLE: &str = "LYNCHPIN_DATA";
