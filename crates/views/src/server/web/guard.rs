//! Who may ask: only pages that this server handed out, under a name that it goes by.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::fault::Fault;

/// Longest address that is looked at, bytes.
const LONGEST_ADDRESS: usize = 2_048;

/// What a page of the app may load: itself alone. Maps are drawn by a worker, pictures are made of blobs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
     connect-src 'self'; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Names that the server goes by, with the port where it is not 80: `localhost:4390`.
#[derive(Clone, Debug)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// Loopback names, the address itself, and further ones.
    pub fn new(address: std::net::SocketAddr, further: &[String]) -> Self {
        let port = address.port();
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).into();
        if !address.ip().is_unspecified() {
            let ip = address.ip();
            names.push(if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() });
        }
        names.extend(further.iter().map(|n| n.to_ascii_lowercase()));
        let with_port = names.iter().map(|n| if port == 80 { n.clone() } else { format!("{n}:{port}") });
        Self(with_port.collect())
    }

    fn goes_by(&self, host: &str) -> bool {
        self.0.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    fn is_own(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.goes_by(host))
    }
}

/// Refuses what no page of ours would ask, and says with every answer what a browser may do with it.
pub(super) async fn guard(State(names): State<Names>, request: Request, next: Next) -> Response {
    let mut response = match refuse(&names, &request) {
        Some(fault) => fault.into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("permissions-policy"), "geolocation=(), camera=(), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    response
}

fn refuse(names: &Names, request: &Request) -> Option<Fault> {
    let headers = request.headers();
    if request.uri().to_string().len() > LONGEST_ADDRESS {
        return Some(Fault::new(StatusCode::URI_TOO_LONG, "The address is too long.", "Go back to the map."));
    }
    let host = text(headers, &header::HOST);
    if !names.goes_by(host.unwrap_or_default()) {
        return Some(Fault::new(
            StatusCode::MISDIRECTED_REQUEST,
            "This server does not go by that name.",
            "Open the address that lynchpin serve printed; for another name start it with --host-name.",
        ));
    }
    let foreign =
        || Fault::new(StatusCode::FORBIDDEN, "Another site asked for this.", "Open the map itself and ask from there.");
    if text(headers, &header::ORIGIN).is_some_and(|origin| !names.is_own(origin)) {
        return Some(foreign());
    }
    let fetched = |name| text(headers, &header::HeaderName::from_static(name));
    let site = fetched("sec-fetch-site").unwrap_or("none");
    // A link on another page may lead to the map; nothing else of another page may.
    let linked = fetched("sec-fetch-mode") == Some("navigate") && request.method() == Method::GET;
    (!["none", "same-origin"].contains(&site) && !linked).then(foreign)
}

/// A header as text; what is no text is a name that nobody goes by.
fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap_or("?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn status(headers: &[(&str, &str)]) -> Option<u16> {
        let names = Names::new("127.0.0.1:4390".parse().unwrap(), &["map.example".to_owned()]);
        let mut request = Request::builder().uri("/api/pack");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        refuse(&names, &request.body(Body::empty()).unwrap()).map(|fault| fault.status.as_u16())
    }

    #[test]
    fn only_own_names_are_answered() {
        for host in ["localhost:4390", "127.0.0.1:4390", "[::1]:4390", "LOCALHOST:4390", "map.example:4390"] {
            assert_eq!(status(&[("host", host)]), None, "{host}");
        }
        for host in ["evil.example:4390", "localhost", "localhost:80", "127.0.0.1.evil.example:4390", ""] {
            assert_eq!(status(&[("host", host)]), Some(421), "{host}");
        }
        assert_eq!(status(&[]), Some(421));
    }

    #[test]
    fn other_sites_may_link_and_nothing_else() {
        let host = ("host", "localhost:4390");
        assert_eq!(status(&[host, ("origin", "http://localhost:4390")]), None);
        for origin in ["http://evil.example", "null", "https://localhost:4390", "http://localhost:9"] {
            assert_eq!(status(&[host, ("origin", origin)]), Some(403), "{origin}");
        }
        assert_eq!(status(&[host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]), Some(403));
        assert_eq!(status(&[host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), None);
    }
}
