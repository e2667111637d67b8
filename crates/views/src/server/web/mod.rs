//! What stands between a browser and the pack: addresses and what they answer, guards and limits, and the way in.

mod api;
mod assets;
mod assist;
mod described;
mod exports;
mod fault;
mod guard;
mod listen;
mod look;
mod reach;
mod routes;
mod sweep;

pub use listen::{ServeError, ServeOptions, serve};
pub use routes::{Pages, Served, openapi_json};
