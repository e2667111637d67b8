//! The map: a small web server for one pack and the app that it hands to the browser. Nothing but the pack is ever served.
//!
//! `book/` turns findings into plain columns by geography, `tiles/` draws areas and streets as vector tiles, `live/` answers from any
//! point at any hour, and `web/` is what stands between a browser and these: addresses, limits, guards.

mod book;
mod live;
mod tiles;
mod web;

pub use book::Book;
pub use live::{Live, LiveInput, Offer, OfferColumn};
pub use web::{Pages, ServeError, ServeOptions, Served, openapi_json, serve};
