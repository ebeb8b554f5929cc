//! The reference time-stamp authority: RFC 3161 over HTTP, SM2 with SM3 for those who ask with SM3, ECDSA with SHA-256 for the rest.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use der::asn1::ObjectIdentifier;
use domain::time::Timestamp;
use gm::certificate::Certificate;
use gm::{Entropy, SigningKey, key_file};
use seals::hash::Hash;
use seals::timestamp::{Request, Stamping, rejection};
use std::error::Error;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Where the time comes from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Under which policy stamps are made: the demonstration's.
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.25.1795190400.1");

/// The authority.
#[derive(Clone)]
pub struct Authority(Arc<Inner>);

struct Inner {
    national: (SigningKey, Certificate),
    ordinary: (SigningKey, Certificate),
    entropy: Arc<dyn Entropy>,
    now: Now,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Authority")
    }
}

fn read(folder: &Path, name: &str, pin: &str) -> Result<(SigningKey, Certificate), Box<dyn Error>> {
    let text = |extension: &str| std::fs::read_to_string(folder.join(format!("{name}.{extension}")));
    let certificate = Certificate::from_pem(&text("cer")?)?.into_iter().next().ok_or("no certificate")?;
    Ok((key_file::decrypt_any(&text("p8")?, pin)?, certificate))
}

impl Authority {
    /// The authority whose keys are `tsa` and `tsa.p256` in `folder`.
    ///
    /// # Errors
    /// When one of them does not open.
    pub fn open(folder: &Path, pin: &str, entropy: Arc<dyn Entropy>, now: Now) -> Result<Self, Box<dyn Error>> {
        let (national, ordinary) = (read(folder, "tsa", pin)?, read(folder, "tsa.p256", pin)?);
        Ok(Self(Arc::new(Inner { national, ordinary, entropy, now })))
    }

    /// Its interface.
    pub fn router(self) -> Router {
        Router::new().route("/", post(stamp)).layer(DefaultBodyLimit::max(4 * 1024)).with_state(self)
    }

    fn answer(&self, request: &Request) -> Option<Vec<u8>> {
        let (key, certificate) = if request.hash == Hash::Sm3 { &self.0.national } else { &self.0.ordinary };
        // Numbered at random: a number tells nobody how many stamps there were.
        let serial = u64::from_be_bytes(gm::entropy::bytes(self.0.entropy.as_ref())) >> 1;
        let chain = vec![certificate.clone()];
        let stamping = Stamping::new(request, key.scheme(), chain, POLICY, serial, (self.0.now)().seconds()).ok()?;
        let value = key.sign(&stamping.to_be_signed(), self.0.entropy.as_ref()).ok()?;
        Some(stamping.finish(&value))
    }
}

async fn stamp(State(authority): State<Authority>, body: Bytes) -> Response {
    let answer = Request::from_der(&body).ok().and_then(|request| authority.answer(&request));
    ([(CONTENT_TYPE, "application/timestamp-reply")], answer.unwrap_or_else(rejection)).into_response()
}
