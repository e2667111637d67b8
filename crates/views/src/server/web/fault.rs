//! Errors in plain words: what is wrong, and what to do.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::server::live::Refusal;

/// What the body of an answer says that is no answer.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct FaultBody {
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub hint: String,
}

/// An answer that is none.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub status: StatusCode,
    pub body: FaultBody,
}

impl Fault {
    pub fn new(status: StatusCode, problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { status, body: FaultBody { problem: problem.into(), hint: hint.into() } }
    }

    /// A question that makes no sense.
    pub fn question(problem: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, problem, hint)
    }

    /// Nothing of that name.
    pub fn unknown(what: &str, name: &str) -> Self {
        let name: String = name.chars().take(80).collect();
        Self::new(
            StatusCode::NOT_FOUND,
            format!("There is no {what} called “{name}”."),
            "Go back to the map and choose from its lists.",
        )
    }

    /// Too much at once.
    pub fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many questions are being answered at once.",
            "Try again in a few seconds.",
        )
    }

    /// A fault of this program.
    pub fn own(error: &dyn std::fmt::Display) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("Lynchpin failed: {error}"),
            "This is a fault of the program; please report it with this message.",
        )
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unready((problem, hint)) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, problem, hint),
            Refusal::Busy | Refusal::Gone => Self::busy(),
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(serde_json::to_vec(&self.body).unwrap_or_default()));
        *response.status_mut() = self.status;
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
