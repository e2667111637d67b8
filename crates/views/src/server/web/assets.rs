//! The app's own files, put into the program when it was built.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::assist::{Keep, body};
use super::fault::Fault;
use super::routes::Shared;

/// A file of the app: its path and its bytes.
type Asset = (&'static str, &'static [u8]);

include!(concat!(env!("OUT_DIR"), "/app.rs"));

/// Why this program has no app; `None` where it has.
pub(super) fn missing() -> Option<&'static str> {
    MISSING
}

/// What `/` shows where the program was built without the app.
const WITHOUT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Lynchpin</title><h1>This program was built without the map</h1>\
     <p>Install Node.js 20.19 or later with npm, then build Lynchpin again: <code>cargo build --release</code>. The answers under <a href=/api/openapi.json>/api</a> work as they are.</p></html>";

/// The page itself.
pub(super) async fn page(State(_): State<Shared>) -> Response {
    let page = find("index.html").unwrap_or(WITHOUT.as_bytes());
    body(page, "text/html; charset=utf-8", Keep::Ask)
}

/// A file beside it. Its name holds a fingerprint of its contents.
pub(super) async fn file(Path(name): Path<String>) -> Result<Response, Fault> {
    let path = format!("assets/{name}");
    let bytes = find(&path).ok_or_else(|| Fault::unknown("file", &name))?;
    let kind =
        kind(&name).ok_or_else(|| Fault::new(StatusCode::NOT_FOUND, "There is no such file.", "Reload the map."))?;
    Ok(body(bytes, kind, Keep::ForGood))
}

/// The little picture in the browser's tab.
pub(super) async fn icon() -> Response {
    body(find("favicon.svg").unwrap_or_default(), "image/svg+xml", Keep::Ask)
}

fn find(path: &str) -> Option<&'static [u8]> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes)
}

fn kind(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        _ => return None,
    })
}
