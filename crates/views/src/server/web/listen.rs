//! The way in: a socket, so many connections at a time, each with limits of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::assets;
use super::guard::Names;
use super::routes::{Served, router};

/// Connections at a time; further ones wait.
const CONNECTIONS: usize = 256;
/// Longest that the head of a request may take to come in.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);
/// Room for the head of a request, bytes.
const LONGEST_HEAD: usize = 32 * 1024;

/// How to serve.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Where to listen. Port 0 takes any free one.
    pub address: SocketAddr,
    /// Names that the server goes by beside `localhost` and the address itself.
    pub host_names: Vec<String>,
}

/// Why the map cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be had.
    #[error("cannot listen on {address}: {source}\nhint: choose another port with --port, or 0 for any free one")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system gives no threads.
    #[error("cannot start the server: {0}\nhint: close other programs and try again")]
    Start(std::io::Error),
}

/// Serves the pack until the program ends. `ready` is told the address of the map, and why it cannot be shown where the program was built
/// without it.
///
/// # Errors
/// [`ServeError`]: the address cannot be had, or the system gives no threads.
pub fn serve(
    served: Served,
    options: &ServeOptions,
    ready: impl FnOnce(&str, Option<&'static str>),
) -> Result<(), ServeError> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.enable_all().worker_threads(2).build().map_err(ServeError::Start)?;
    runtime.block_on(async {
        let fault = |source| ServeError::Listen { address: options.address, source };
        let listener = TcpListener::bind(options.address).await.map_err(fault)?;
        let address = listener.local_addr().map_err(fault)?;
        let router = router(served, Names::new(address, &options.host_names));
        let shown = if address.ip().is_unspecified() {
            SocketAddr::new([127, 0, 0, 1].into(), address.port())
        } else {
            address
        };
        ready(&format!("http://{shown}/"), assets::missing());
        accept(&listener, &router).await;
        Ok(())
    })
}

async fn accept(listener: &TcpListener, router: &axum::Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Too many files are open: wait until some are closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            connection(stream, router).await;
            drop(place);
        });
    }
}

async fn connection(stream: TcpStream, router: axum::Router) {
    // Small answers go out at once.
    let _ = stream.set_nodelay(true);
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD).max_buf_size(LONGEST_HEAD);
    // A connection that breaks is the end of that connection and of nothing else.
    let _ = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}
