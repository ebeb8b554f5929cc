//! The reference bank: accounts, transfers that people make on its page, signed reports of credits to the platform until it has
//! them, refunds on order, and what was on an account when a day ended. On its own SQLite file.

mod balances;
mod deliver;
mod ledger;
mod pages;
mod refunds;

pub use deliver::deliver;
pub use ledger::{Ledger, LedgerError, Transfer};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::time::Timestamp;
use gm::{Entropy, PublicKey, SecretKey};
use std::fmt;
use std::sync::Arc;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The bank.
#[derive(Clone)]
pub struct Bank(Arc<Inner>);

struct Inner {
    ledger: Ledger,
    /// The platform's address: scheme, host, port.
    platform: String,
    key: SecretKey,
    platform_key: PublicKey,
    entropy: Arc<dyn Entropy>,
    now: Now,
    client: reqwest::Client,
    /// Woken when there is something to report.
    wake: tokio::sync::Notify,
}

impl fmt::Debug for Bank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bank(reporting to {})", self.0.platform)
    }
}

impl Bank {
    /// A bank that reports to `platform`, signs with `key`, and takes orders signed by `platform_key`.
    #[must_use]
    pub fn new(ledger: Ledger, platform: &str, key: SecretKey, platform_key: PublicKey, entropy: Arc<dyn Entropy>, now: Now) -> Self {
        let client = partners::http::builder(std::time::Duration::from_secs(10)).build().unwrap_or_default();
        let platform = platform.trim_end_matches('/').to_owned();
        Self(Arc::new(Inner { ledger, platform, key, platform_key, entropy, now, client, wake: tokio::sync::Notify::new() }))
    }

    /// Its books.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }

    /// Its page and its interface.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/", get(pages::show).post(pages::transfer))
            .route("/bank.css", get(pages::style))
            .route(partners::bank::wire::REFUNDS, post(refunds::receive))
            .route(partners::bank::wire::BALANCES, post(balances::answer))
            .layer(DefaultBodyLimit::max(64 * 1024))
            .with_state(self.clone())
    }
}
