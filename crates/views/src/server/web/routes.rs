//! The addresses, what is behind them, and what all of them share.

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{middleware, routing};
use lynchpin_network::Network;
use serde_json::Value;
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;

use super::api::{
    ExportQuestion, GeographyQuestion, JourneyAsked, MeasureQuestion, PackAnswer, PlaceAnswer, PlaceQuestion,
    PlacesAnswer, ReachAnswer, ReachQuestion, SweepEvent, SweepQuestion,
};
use super::described::{Described, Nothing};
use super::fault::Fault;
use super::guard::{Names, guard};
use super::{assets, assist, exports, look, reach, sweep};
use crate::exports::RunInfo;
use crate::report::Report;
use crate::server::book::{Book, MeasureAnswer};
use crate::server::live::{JourneyAnswer, Live, LiveInput, Rooms};
use crate::server::tiles::Ground;

/// Journeys, pages and drawings made at the same time.
const APART: usize = 4;
/// Sweeps over all neighbourhoods at the same time.
const SWEEPS: usize = 2;

/// Who draws up the report on a place.
pub trait Pages: Send + Sync {
    /// The report on the neighbourhood or higher area with this code.
    ///
    /// # Errors
    /// Why it cannot be drawn up, in words.
    fn report(&self, code: &str) -> Result<Report, String>;
}

/// A pack, ready to be served.
pub struct Served {
    book: Book,
    ground: Ground,
    live: Option<Arc<Live>>,
    pages: Box<dyn Pages>,
    run: RunInfo,
}

impl Served {
    /// From what is to be shown, what can be asked live (nothing where the pack has no streets), who draws up the reports on places, and
    /// what the results were made with.
    pub fn new(book: Book, live: Option<LiveInput>, pages: Box<dyn Pages>, run: RunInfo) -> Self {
        let network: Option<&Network> = live.as_ref().map(|l| &l.network);
        let ground = Ground::new(&book, network);
        let live = live.map(|input| Arc::new(Live::new(input, ground.bounds)));
        Self { book, ground, live, pages, run }
    }
}

/// What all answers draw on.
#[derive(Clone)]
pub(super) struct Shared(Arc<Inner>);

pub(super) struct Inner {
    pub book: Book,
    pub ground: Ground,
    pub rooms: Option<Arc<Rooms>>,
    pub pages: Box<dyn Pages>,
    pub run: RunInfo,
    /// Names the contents of all tiles.
    pub tiles_tag: String,
    pub described: Arc<Vec<u8>>,
    pub apart: Arc<Semaphore>,
    pub sweeps: Arc<Semaphore>,
}

impl Deref for Shared {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// All addresses for a pack, behind guard and limits.
pub(super) fn router(served: Served, names: Names) -> Router {
    let (router, described) = addresses();
    let Served { book, ground, live, pages, run } = served;
    let shared = Shared(Arc::new(Inner {
        tiles_tag: tiles_tag(&book, live.as_deref()),
        rooms: live.map(|live| Arc::new(Rooms::new(live))),
        described: Arc::new(written(&described).into_bytes()),
        apart: Arc::new(Semaphore::new(APART)),
        sweeps: Arc::new(Semaphore::new(SWEEPS)),
        book,
        ground,
        pages,
        run,
    }));
    router
        .route("/", routing::get(assets::page))
        .route("/assets/{name}", routing::get(assets::file))
        .route("/favicon.svg", routing::get(assets::icon))
        .route("/api/openapi.json", routing::get(look::described))
        .fallback(nothing)
        .method_not_allowed_fallback(not_that_way)
        .layer(middleware::from_fn(assist::finish))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(names, guard))
        .with_state(shared)
}

/// The addresses that are described.
fn addresses() -> (Router<Shared>, Value) {
    Described::new()
        .get::<Nothing, PackAnswer, _>("/api/pack", "pack", "What the pack is and what can be asked of it", look::pack)
        .get::<GeographyQuestion, PlacesAnswer, _>("/api/places", "places", "The places of a geography", look::places)
        .get::<MeasureQuestion, MeasureAnswer, _>(
            "/api/measure",
            "measure",
            "A measure on a geography, in classes",
            look::measure,
        )
        .get::<PlaceQuestion, PlaceAnswer, _>("/api/place", "place", "A place, told in sections", look::place)
        .get::<ReachQuestion, ReachAnswer, _>("/api/reach", "reach", "What can be reached from a point", reach::reach)
        .get::<JourneyAsked, JourneyAnswer, _>(
            "/api/journey",
            "journey",
            "The journey of the median departure between two points",
            reach::journey,
        )
        .events::<SweepQuestion, SweepEvent, _>(
            "/api/sweep",
            "sweep",
            "What can be reached from every neighbourhood, with progress",
            sweep::sweep,
        )
        .file::<MeasureQuestion, _>(
            "/export/map.svg",
            "drawing",
            "The map as a drawing with legend and source",
            "image/svg+xml",
            exports::drawing,
        )
        .file::<ExportQuestion, _>(
            "/export/{file}",
            "data",
            "What is on the map: data.csv, data.geojson or data.xlsx",
            "application/octet-stream",
            exports::data,
        )
        .file::<Nothing, _>(
            "/place/{file}",
            "page",
            "The page of a place, CODE.html, to print",
            "text/html",
            look::page,
        )
        .file::<Nothing, _>(
            "/tiles/{tag}/{z}/{x}/{y}",
            "tile",
            "A vector tile: areas, borders and streets",
            "application/vnd.mapbox-vector-tile",
            look::tile,
        )
        .finish()
}

/// The description of all addresses, as it is kept with the sources of the app.
pub fn openapi_json() -> String {
    written(&addresses().1)
}

fn written(described: &Value) -> String {
    serde_json::to_string_pretty(described).unwrap_or_default() + "\n"
}

/// A fingerprint of all that tiles are drawn of.
fn tiles_tag(book: &Book, live: Option<&Live>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    for outline in &book.outlines {
        for c in
            outline.iter().flatten().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).flat_map(|r| &r.0)
        {
            hasher.update(&c.x.to_le_bytes()).update(&c.y.to_le_bytes());
        }
        hasher.update(b"|");
    }
    for place in book.levels.iter().flat_map(|l| &l.place_of) {
        hasher.update(&place.unwrap_or(u32::MAX).to_le_bytes());
    }
    if let Some(live) = live {
        hasher.update(live.network.meta.fingerprint().as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

async fn nothing() -> Response {
    Fault::new(StatusCode::NOT_FOUND, "There is nothing at this address.", "Go to the start page.").into_response()
}

async fn not_that_way() -> Response {
    let problem = "This address cannot be asked in that way.";
    Fault::new(StatusCode::METHOD_NOT_ALLOWED, problem, "Ask from the map.").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_description_is_that_of_the_addresses() {
        let kept = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../app/openapi.json"));
        assert_eq!(kept.replace("\r\n", "\n"), openapi_json(), "run `cargo xtask generate`");
    }
}
