//! The certificate agent: it runs beside a person's browser, listens on loopback only, holds the person's keys, and signs typed
//! payloads after the person has read them and entered the PIN in the agent's own window. The rules SG-1 to SG-6
//! have their place here: exact origins, exact hosts, no blind hash, no state by GET, back-off on wrong PINs.

mod consent;
mod guard;
mod keys;
mod requests;

pub use keys::{KeyError, Keys};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::time::Timestamp;
use gm::Entropy;
use std::fmt;
use std::sync::Arc;

/// Largest request, in bytes.
const BODY_MAX: usize = 32 * 1024;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The agent.
#[derive(Clone)]
pub struct Agent(Arc<Inner>);

struct Inner {
    keys: Keys,
    /// `127.0.0.1:PORT` and `localhost:PORT`.
    hosts: [String; 2],
    /// Pages that may ask: scheme, host and port, exactly.
    origins: Vec<String>,
    requests: requests::Requests,
    entropy: Arc<dyn Entropy>,
    now: Now,
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Agent({})", self.0.hosts[0])
    }
}

impl Agent {
    /// An agent on loopback `port` for pages of `origins`.
    #[must_use]
    pub fn new(keys: Keys, port: u16, origins: Vec<String>, entropy: Arc<dyn Entropy>, now: Now) -> Self {
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        Self(Arc::new(Inner { keys, hosts, origins, requests: requests::Requests::default(), entropy, now }))
    }

    /// Its routes.
    pub fn router(self) -> Router {
        let for_pages = Router::new()
            .route("/v1/requests", post(requests::create).options(requests::preflight))
            .route("/v1/requests/{id}", get(requests::state).options(requests::preflight))
            .layer(axum::middleware::from_fn_with_state(self.clone(), guard::page));
        let for_people = Router::new()
            .route("/", get(consent::hello))
            .route("/consent/{id}", get(consent::show).post(consent::decide))
            .route("/consent.css", get(consent::style))
            .route("/close.js", get(consent::script))
            .layer(axum::middleware::from_fn_with_state(self.clone(), guard::own));
        for_pages
            .merge(for_people)
            .layer(DefaultBodyLimit::max(BODY_MAX))
            .layer(axum::middleware::from_fn_with_state(self.clone(), guard::host))
            .with_state(self)
    }
}
