//! Small help for all answers: the question from the address, bodies with a fingerprint, work that would hold others up.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::fault::Fault;
use super::routes::Shared;

/// Longest that an answer may be worked at; streams are limited by themselves.
const LONGEST: Duration = Duration::from_mins(1);

/// The question, from what follows the `?` of an address.
pub(super) struct Asked<Q>(pub Q);

impl<Q: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<Q> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        let asked = Query::<Q>::try_from_uri(&parts.uri).map_err(|e| {
            Fault::question(
                format!("The question cannot be read: {}.", e.body_text().trim_end_matches('.')),
                "Go back to the map; if a link brought you here, it may be cut short.",
            )
        })?;
        Ok(Self(asked.0))
    }
}

/// How long a browser may keep an answer.
#[derive(Clone, Copy)]
pub(super) enum Keep {
    /// Ask each time whether it is still the same.
    Ask,
    /// For good: the address names the contents.
    ForGood,
}

/// A body with its fingerprint.
pub(super) fn body(bytes: impl Into<axum::body::Bytes>, kind: &'static str, keep: Keep) -> Response {
    let bytes = bytes.into();
    let tag = fingerprint(&bytes);
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(match keep {
            Keep::Ask => "no-cache",
            Keep::ForGood => "public, max-age=31536000, immutable",
        }),
    );
    // Weak, as the same contents may come compressed or not.
    if let Ok(tag) = HeaderValue::from_str(&format!("W/\"{tag}\"")) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// A thing as JSON, with its fingerprint.
pub(super) fn json<T: serde::Serialize>(thing: &T) -> Result<Response, Fault> {
    let bytes = serde_json::to_vec(thing).map_err(|e| Fault::own(&e))?;
    Ok(body(bytes, "application/json", Keep::Ask))
}

/// The first half of the BLAKE3 of some bytes, hexadecimal.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(32).collect()
}

/// Says "as before" to who has the same already, and gives up on what takes too long.
pub(super) async fn finish(request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let Ok(response) = tokio::time::timeout(LONGEST, next.run(request)).await else {
        return Fault::busy().into_response();
    };
    let same = known.zip(response.headers().get(header::ETAG)).is_some_and(|(known, tag)| {
        let tag = tag.as_bytes();
        known.as_bytes().split(|b| *b == b',').any(|k| k.trim_ascii() == tag)
    });
    if !same || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::empty())
}

/// Runs work of more than a moment on a thread of its own, few at a time. Who goes away before their turn costs nothing.
pub(super) async fn apart<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce(&Shared) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let waiting = shared.apart.clone().acquire_owned();
    let Ok(Ok(turn)) = tokio::time::timeout(Duration::from_secs(20), waiting).await else { return Err(Fault::busy()) };
    let shared = shared.clone();
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work(&shared)
    });
    done.await.map_err(|e| Fault::own(&e))?
}
