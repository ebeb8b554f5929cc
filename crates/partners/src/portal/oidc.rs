//! A portal that speaks OpenID Connect: authorization code with PKCE (S256), state, nonce and `iss`; what is signed by RS256 or ES256 with
//! the portal's current keys; no redirects followed, answers bounded, the clock's difference too.

use super::session_token::{self, Judged};
use super::{AGE_MAX, Answered, Asked, LoggedOut, Portal, PortalError, Reason, SKEW, Settings, Vouched, issued, text};
use crate::http;
use crate::signed_client::bounded;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use domain::time::Timestamp;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGenderClaim,
    CoreGrantType, CoreIdTokenVerifier, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalClaims, AdditionalProviderMetadata, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IdToken, IssuerUrl, JsonWebTokenType, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse, UserInfoClaims, UserInfoError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Longest wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Longest wait for what the portal says of itself, its keys with it: somebody waits for the page.
const DISCOVERY: Duration = Duration::from_secs(5);
/// Requests that wait for one portal at a time. One that hangs keeps these and no more; whoever comes besides is told so at once.
const PLACES: usize = 8;
/// Longest answer read, in bytes.
const ANSWER_MAX: usize = 256 * 1024;
/// How long what the portal says of itself is kept, in microseconds…
const KEPT: i64 = 10 * Timestamp::MINUTE;
/// …and how soon it is asked again when a key is not among those known.
const ASKED_AGAIN: i64 = 10 * Timestamp::SECOND;
/// How long a portal that did not answer is not asked again, in microseconds.
const LEFT_ALONE: i64 = 15 * Timestamp::SECOND;
/// How old what it said of itself may be while it does not answer, in microseconds.
const STALE: i64 = 24 * Timestamp::HOUR;
/// The event of a token that says that a session has ended (OpenID Connect Back-Channel Logout 1.0).
const LOGGED_OUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a portal says of itself beyond what the library reads.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Beyond {
    #[serde(default)]
    end_session_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Beyond {}

type Metadata = ProviderMetadata<
    Beyond,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;
type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// All claims that are not among the standard ones.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Others {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Others {}

type Token = IdToken<Others, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// The other side does not answer as it should.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct CallError(String);

fn away(error: impl fmt::Display) -> PortalError {
    PortalError::Away(error.to_string())
}

const fn refused(reason: Reason) -> PortalError {
    PortalError::Refused(reason)
}

/// What the portal said of itself, and when.
#[derive(Clone)]
struct Known {
    metadata: Metadata,
    at: Timestamp,
}

/// What is known of it, and when it last did not answer.
#[derive(Default)]
struct Remembered {
    known: Option<Known>,
    failed: Option<(Timestamp, String)>,
}

/// The connector.
pub struct Oidc {
    settings: Settings,
    secret: Option<String>,
    client: reqwest::Client,
    /// Whether a portal on this machine is taken over http.
    loopback: bool,
    /// Held for no longer than it takes to read it.
    standing: Mutex<Remembered>,
    /// One asks what the portal says of itself, and the others wait for what that one hears.
    asking: tokio::sync::Mutex<()>,
    places: Arc<Semaphore>,
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oidc({})", self.settings.issuer)
    }
}

impl Oidc {
    /// A connector to the portal that `settings` describe; without a `secret` the platform is a public client there. A portal on this
    /// machine is taken over http where `loopback` says so, as in a demonstration.
    ///
    /// # Errors
    /// [`PortalError::Away`] when no client can be made, or the issuer is no address that may be called.
    pub fn new(settings: Settings, secret: Option<String>, loopback: bool) -> Result<Self, PortalError> {
        let client = http::builder(TIMEOUT).build().map_err(away)?;
        callable(&settings.issuer, loopback).map_err(away)?;
        Ok(Self {
            settings,
            secret,
            client,
            loopback,
            standing: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
            places: Arc::new(Semaphore::new(PLACES)),
        })
    }

    /// The library's way to the portal.
    fn caller(
        &self,
    ) -> impl Fn(HttpRequest) -> Pin<Box<dyn Future<Output = Result<HttpResponse, CallError>> + Send>> + Send + Sync + use<> {
        let (client, loopback) = (self.client.clone(), self.loopback);
        move |request| Box::pin(call(client.clone(), loopback, request))
    }

    /// A place among those who wait for the portal.
    fn place(&self) -> Result<OwnedSemaphorePermit, PortalError> {
        Arc::clone(&self.places).try_acquire_owned().map_err(|_| away("too many wait for it"))
    }

    fn standing(&self) -> MutexGuard<'_, Remembered> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What need not be asked: what is fresh, what is stale of a portal that does not answer, or that it does not.
    fn told(&self, now: Timestamp, missing: bool) -> Option<Result<Known, PortalError>> {
        let standing = self.standing();
        let within = |age: i64| standing.known.clone().filter(|known| now < known.at.plus(age));
        if let Some(fresh) = within(if missing { ASKED_AGAIN } else { KEPT }) {
            return Some(Ok(fresh));
        }
        let (_, why) = standing.failed.as_ref().filter(|(at, _)| now < at.plus(LEFT_ALONE))?;
        Some(within(STALE).filter(|_| !missing).ok_or_else(|| away(why)))
    }

    /// What the portal says of itself: as it was kept, or fresh where that is too old, or where a key was missing. One asks; who comes meanwhile
    /// goes by what was known, and waits only where nothing is.
    async fn metadata(&self, now: Timestamp, missing: bool) -> Result<Known, PortalError> {
        if let Some(told) = self.told(now, missing) {
            return told;
        }
        let _asks = match self.asking.try_lock() {
            Ok(asks) => asks,
            Err(_) => {
                let stale = self.standing().known.clone().filter(|known| !missing && now < known.at.plus(STALE));
                if let Some(stale) = stale {
                    return Ok(stale);
                }
                let _place = self.place()?;
                self.asking.lock().await
            }
        };
        if let Some(told) = self.told(now, missing) {
            return told;
        }
        let heard = self.discovered().await;
        let mut standing = self.standing();
        match heard {
            Ok(metadata) => {
                let known = Known { metadata, at: now };
                *standing = Remembered { known: Some(known.clone()), failed: None };
                Ok(known)
            }
            Err(error) => {
                standing.failed = Some((now, error.to_string()));
                standing.known.clone().filter(|known| !missing && now < known.at.plus(STALE)).ok_or(error)
            }
        }
    }

    async fn discovered(&self) -> Result<Metadata, PortalError> {
        let _place = self.place()?;
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(away)?;
        let caller = self.caller();
        let asked = tokio::time::timeout(DISCOVERY, Metadata::discover_async(issuer, &caller)).await;
        asked.map_err(|_| away("no answer in time"))?.map_err(away)
    }

    fn client(&self, metadata: &Metadata, redirect: &str) -> Result<Client, PortalError> {
        let secret = self.secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata(metadata.clone(), ClientId::new(self.settings.client_id.clone()), secret);
        Ok(client.set_redirect_uri(RedirectUrl::new(redirect.to_owned()).map_err(away)?))
    }

    /// Judges a token's signature, issuer, audience and time by the keys in `metadata`.
    fn verifier(&self, metadata: &Metadata, now: Timestamp) -> CoreIdTokenVerifier<'static> {
        let (client, issuer, keys) = (ClientId::new(self.settings.client_id.clone()), metadata.issuer().clone(), metadata.jwks().clone());
        let at = |seconds: i64| DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
        let seconds = now.seconds();
        let (earliest, latest) = (at(seconds - AGE_MAX), at(seconds + SKEW));
        CoreIdTokenVerifier::new_public_client(client, issuer, keys)
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EcdsaP256Sha256])
            .set_time_fn(move || at(seconds - SKEW))
            .set_issue_time_verifier_fn(move |issued| {
                if (earliest..=latest).contains(&issued) { Ok(()) } else { Err("issued at another time".to_owned()) }
            })
    }

    /// The claims of a token that is good by the keys the portal has now; a key that is not known yet is asked for once (rotation).
    async fn verified(&self, token: &Token, nonce: Option<&Nonce>, typ: Option<&str>, now: Timestamp) -> Result<(), PortalError> {
        let Known { mut metadata, at } = self.metadata(now, false).await?;
        for last in [false, true] {
            let mut verifier = self.verifier(&metadata, now);
            if let Some(typ) = typ {
                let typ = JsonWebTokenType::new(typ.to_owned()).normalize().map_err(|_| refused(Reason::Malformed))?;
                verifier = verifier.set_allowed_jose_types([typ]);
            }
            let judged = token.claims(&verifier, |told: Option<&Nonce>| match (nonce, told) {
                (Some(asked), Some(told)) if asked.secret() == told.secret() => Ok(()),
                (None, None) => Ok(()),
                (Some(_) | None, Some(_) | None) => Err("another nonce".to_owned()),
            });
            match judged {
                Ok(_) => return Ok(()),
                Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) if !last => {
                    let again = self.metadata(now, true).await?;
                    if again.at == at {
                        return Err(refused(Reason::Signature));
                    }
                    metadata = again.metadata;
                }
                Err(error) => return Err(refused(reason(&error))),
            }
        }
        Err(refused(Reason::Signature))
    }

    async fn start(&self, asked: &Asked, now: Timestamp) -> Result<String, PortalError> {
        let client = self.client(&self.metadata(now, false).await?.metadata, &asked.redirect)?;
        let (state, nonce) = (CsrfToken::new(asked.state.clone()), Nonce::new(asked.nonce.clone()));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(asked.verifier.clone()));
        let scopes = self.settings.scopes.iter().map(|scope| Scope::new(scope.clone()));
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, _, _) = client.authorize_url(flow, || state, || nonce).add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok(url.to_string())
    }

    async fn exchange(&self, asked: &Asked, code: &str, issuer: Option<&str>, now: Timestamp) -> Result<Vouched, PortalError> {
        let metadata = self.metadata(now, false).await?.metadata;
        // RFC 9207: an answer that another issuer gave is not handed to this one.
        match issuer {
            Some(issuer) if issuer == metadata.issuer().as_str() => {}
            None if !metadata.additional_metadata().authorization_response_iss_parameter_supported => {}
            Some(_) | None => return Err(refused(Reason::Issuer)),
        }
        let client = self.client(&metadata, &asked.redirect)?;
        let (caller, place) = (self.caller(), self.place()?);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(away)?;
        let answer = exchange.set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone())).request_async(&caller).await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => refused(Reason::Code),
            RequestTokenError::Request(error) => away(error),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => refused(Reason::Malformed),
        })?;
        let raw = answer.id_token().ok_or_else(|| refused(Reason::Malformed))?.to_string();
        let token = Token::from_str(&raw).map_err(|_| refused(Reason::Malformed))?;
        self.verified(&token, Some(&Nonce::new(asked.nonce.clone())), None, now).await?;
        let mut claims = payload(&raw)?;
        let issued = issued(&claims).ok_or_else(|| refused(Reason::Malformed))?;
        let subject = text(&claims, "sub");
        if client.user_info_url().is_some() {
            let expected = openidconnect::SubjectIdentifier::new(subject.clone());
            let asked = client.user_info(answer.access_token().clone(), Some(expected)).map_err(away)?;
            let told: UserInfoClaims<Others, CoreGenderClaim> = asked.request_async(&caller).await.map_err(|error| {
                if matches!(error, UserInfoError::ClaimsVerification(_)) { refused(Reason::Subject) } else { away(error) }
            })?;
            // What is signed counts before what is not.
            for (name, value) in told.additional_claims().all.clone() {
                claims.entry(name).or_insert(value);
            }
        }
        drop(place);
        Ok(Vouched { subject, session: text(&claims, "sid"), issued, claims })
    }

    async fn read_logout(&self, raw: &str, now: Timestamp) -> Result<LoggedOut, PortalError> {
        let claims = payload(raw)?;
        if claims.contains_key("sub") {
            let token = Token::from_str(raw).map_err(|_| refused(Reason::Malformed))?;
            self.verified(&token, None, Some("application/logout+jwt"), now).await?;
        } else {
            self.verified_of_session(raw, now).await?;
        }
        let says = claims.get("events").and_then(Value::as_object).is_some_and(|events| events.contains_key(LOGGED_OUT));
        let issued = issued(&claims).ok_or_else(|| refused(Reason::Malformed))?;
        let out = LoggedOut { subject: text(&claims, "sub"), session: text(&claims, "sid"), word: text(&claims, "jti"), issued };
        let nobody = out.subject.is_empty() && out.session.is_empty();
        if says && !nobody && !out.word.is_empty() { Ok(out) } else { Err(refused(Reason::Malformed)) }
    }

    /// The same for a token that names a session alone.
    async fn verified_of_session(&self, raw: &str, now: Timestamp) -> Result<(), PortalError> {
        for missing in [false, true] {
            let metadata = self.metadata(now, missing).await?.metadata;
            let about = (metadata.issuer().as_str(), self.settings.client_id.as_str());
            match session_token::judge(raw, metadata.jwks().keys(), about, now) {
                Judged::Good => return Ok(()),
                Judged::NoKey => {}
                Judged::Wrong(reason) => return Err(refused(reason)),
            }
        }
        Err(refused(Reason::Signature))
    }

    async fn leave(&self, back: &str, now: Timestamp) -> Result<Option<String>, PortalError> {
        let metadata = self.metadata(now, false).await?.metadata;
        let Some(endpoint) = &metadata.additional_metadata().end_session_endpoint else { return Ok(None) };
        let mut url = url::Url::parse(endpoint).map_err(away)?;
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id).append_pair("post_logout_redirect_uri", back);
        Ok(Some(url.to_string()))
    }
}

impl Portal for Oidc {
    fn begin<'a>(&'a self, asked: &'a Asked, now: Timestamp) -> Answered<'a, String> {
        Box::pin(self.start(asked, now))
    }

    fn finish<'a>(&'a self, asked: &'a Asked, code: &'a str, issuer: Option<&'a str>, now: Timestamp) -> Answered<'a, Vouched> {
        Box::pin(self.exchange(asked, code, issuer, now))
    }

    fn logged_out<'a>(&'a self, token: &'a str, now: Timestamp) -> Answered<'a, LoggedOut> {
        Box::pin(self.read_logout(token, now))
    }

    fn end<'a>(&'a self, back: &'a str, now: Timestamp) -> Answered<'a, Option<String>> {
        Box::pin(self.leave(back, now))
    }
}

/// What is wrong, by our own list.
fn reason(error: &ClaimsVerificationError) -> Reason {
    match error {
        ClaimsVerificationError::Expired(_) | ClaimsVerificationError::InvalidAuthTime(_) => Reason::Time,
        ClaimsVerificationError::InvalidAudience(_) => Reason::Audience,
        ClaimsVerificationError::InvalidIssuer(_) => Reason::Issuer,
        ClaimsVerificationError::InvalidNonce(_) => Reason::Nonce,
        ClaimsVerificationError::InvalidSubject(_) => Reason::Subject,
        ClaimsVerificationError::SignatureVerification(_) => Reason::Signature,
        ClaimsVerificationError::InvalidAuthContext(_) | ClaimsVerificationError::Other(_) | ClaimsVerificationError::Unsupported(_) => {
            Reason::Malformed
        }
        // The library may learn of more.
        _ => Reason::Malformed,
    }
}

/// The payload of a token that was verified.
fn payload(raw: &str) -> Result<Map<String, Value>, PortalError> {
    let middle = raw.split('.').nth(1).and_then(|middle| URL_SAFE_NO_PAD.decode(middle).ok());
    middle.and_then(|json| serde_json::from_slice(&json).ok()).ok_or_else(|| refused(Reason::Malformed))
}

/// Whether an address may be called: over TLS, or on this machine where that is taken.
fn callable(address: &str, loopback: bool) -> Result<(), CallError> {
    let url = url::Url::parse(address).map_err(|error| CallError(error.to_string()))?;
    let here = loopback && url.scheme() == "http" && matches!(url.host(), Some(url::Host::Ipv4(ip)) if ip.is_loopback());
    if url.scheme() == "https" || here { Ok(()) } else { Err(CallError(format!("{address} is no https address"))) }
}

async fn call(client: reqwest::Client, loopback: bool, request: HttpRequest) -> Result<HttpResponse, CallError> {
    callable(&request.uri().to_string(), loopback)?;
    let failed = |error: &dyn fmt::Display| CallError(error.to_string());
    let request = reqwest::Request::try_from(request).map_err(|error| failed(&error.without_url()))?;
    let answer = client.execute(request).await.map_err(|error| failed(&error.without_url()))?;
    let mut response = openidconnect::http::Response::builder().status(answer.status().as_u16());
    if let Some(kind) = answer.headers().get(reqwest::header::CONTENT_TYPE) {
        response = response.header("content-type", kind.as_bytes());
    }
    let body = bounded(answer, ANSWER_MAX).await.map_err(|error| failed(&error))?;
    response.body(body).map_err(|error| failed(&error))
}
