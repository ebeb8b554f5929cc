//! The reference cloud of mobile certificates (标证通) and, as its second face, of electronic business licences; with the page that runs in a
//! phone's browser. Keys are made on the phone and stay there; the cloud issues certificates for them, carries requests and answers between
//! platform and phone, and publishes what was revoked. On its own SQLite file. What a browser keeps is no certified key store: for the
//! demonstration and for tests.

mod book;
mod certificates;
mod licence;
mod maker;
mod pages;
mod phone;
mod platform;
mod requests;

pub use book::{Book, BookError};
pub use certificates::{Enrolment, Kind, PROJECT_EXTENSION, enrolment, revocation};
pub use maker::SealMaker;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use domain::time::Timestamp;
use gm::certificate::{Authority, CertificateError};
use gm::{Entropy, PublicKey};
use requests::Requests;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What the cloud is made of.
pub struct Parts {
    /// The certificates it has issued.
    pub book: Book,
    /// Its authority for mobile certificates.
    pub mobile: Authority,
    /// Its authority for business licences.
    pub licences: Authority,
    /// Who makes the seals of those who have one.
    pub seals: SealMaker,
    /// Where their revocation lists are published: the folder that the platform trusts.
    pub trust: PathBuf,
    /// Its own address (scheme, host, port), which QR codes name.
    pub address: String,
    /// Whose requests it takes.
    pub platform_key: PublicKey,
    /// The script that signs on the phone, `sm-crypto-v2`; empty where no phone has a browser.
    pub library: Vec<u8>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The time.
    pub now: Now,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parts({})", self.address)
    }
}

/// The cloud.
#[derive(Clone)]
pub struct Cloud(Arc<Inner>);

struct Inner {
    parts: Parts,
    requests: Requests,
}

impl fmt::Debug for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cloud({})", self.0.parts.address)
    }
}

impl Cloud {
    /// A cloud of these parts, which publishes its revocation lists.
    ///
    /// # Errors
    /// [`CertificateError`] when it cannot be made or written.
    pub fn open(parts: Parts) -> Result<Self, CertificateError> {
        let cloud = Self(Arc::new(Inner { parts, requests: Requests::default() }));
        cloud.publish()?;
        Ok(cloud)
    }

    fn now(&self) -> Timestamp {
        (self.0.parts.now)()
    }

    /// Its pages for the phone and its interfaces for the platform.
    pub fn router(&self) -> Router {
        use partners::phone::licence::wire::GATEWAY;
        use partners::phone::mobile::wire::{REQUESTS, STATES, VERDICTS};
        Router::new()
            .route("/", get(pages::show))
            .route("/q/{id}", get(pages::show))
            .route("/phone.css", get(pages::style))
            .route("/phone.js", get(pages::script))
            .route("/sm-crypto.js", get(pages::library))
            .route("/phone/subscribers", get(certificates::subscribers))
            .route("/phone/certificates", post(certificates::enrol))
            .route("/phone/certificates/revoke", post(certificates::revoke))
            .route("/phone/requests/{id}", get(phone::state))
            .route("/phone/requests/{id}/scan", post(phone::scan))
            .route("/phone/requests/{id}/answer", post(phone::answer))
            .route("/phone/requests/{id}/decline", post(phone::decline))
            .route(REQUESTS, post(platform::open))
            .route(STATES, post(platform::state))
            .route(VERDICTS, post(platform::verdict))
            .route(GATEWAY, post(licence::gateway))
            // An answer may bring a seal with its picture.
            .layer(DefaultBodyLimit::max(128 * 1024))
            .with_state(self.clone())
    }
}
