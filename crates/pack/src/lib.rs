//! A pack: `pack.toml` and published files as they come, read into typed tables with located errors.

pub mod tables;
