//! What every HTTP client of ours begins with: no redirects, no proxy, bounded time, TLS with the cryptography that is compiled in.

use std::time::Duration;

/// A client that waits at most `timeout` for a whole answer.
pub fn builder(timeout: Duration) -> reqwest::ClientBuilder {
    // Installing it twice does no harm: the first one stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().timeout(timeout).redirect(reqwest::redirect::Policy::none()).no_proxy()
}
