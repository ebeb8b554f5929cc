//! A portal that can be made to lie: the other side of the connector, written without its library.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::time::Timestamp;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// In what it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    None,
    /// Another issuer signs.
    Issuer,
    /// Nobody signs: `alg` is `none`.
    NoAlgorithm,
    /// The secret that both know signs, which is not taken.
    SharedSecret,
    /// A key signs that is not the portal's.
    OtherKey,
    /// What was asked in another login.
    Nonce,
    /// Meant for another client.
    OtherClient,
    /// Meant for two.
    TwoClients,
    /// An hour old.
    Late,
    /// An hour ahead.
    Early,
    /// What it says of itself beside the token is about somebody else.
    Subject,
    /// It sends the platform elsewhere.
    Redirects,
    /// It takes what is asked, and says nothing.
    Hangs,
}

/// A login that somebody has confirmed at the portal.
struct Granted {
    nonce: String,
    challenge: String,
    redirect: String,
    claims: Map<String, Value>,
}

pub(super) struct Books {
    pub(super) lie: Lie,
    pub(super) now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    key: SigningKey,
    kid: String,
    granted: BTreeMap<String, Granted>,
    told: BTreeMap<String, Map<String, Value>>,
    /// Every ID token that was given out, with the nonce it was asked with and when.
    pub(super) given: Vec<Value>,
    /// What it calls the session of whoever confirms.
    pub(super) session: String,
    count: u32,
    /// How often it was asked what it says of itself.
    pub(super) asked: u32,
}

#[derive(Clone)]
pub(crate) struct Provider {
    pub(super) issuer: String,
    books: Arc<Mutex<Books>>,
}

pub(super) const CLIENT: &str = "kaihan-test";
pub(super) const SECRET: &str = "a secret of the portal and the platform";

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

impl Provider {
    pub(super) async fn start(now: Arc<dyn Fn() -> Timestamp + Send + Sync>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        let books = Books {
            lie: Lie::None,
            now,
            key,
            kid: "first".into(),
            granted: BTreeMap::new(),
            told: BTreeMap::new(),
            given: Vec::new(),
            session: "portal-session-1".into(),
            count: 0,
            asked: 0,
        };
        let this = Self { issuer, books: Arc::new(Mutex::new(books)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(me))
            .with_state(this.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        this
    }

    pub(super) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// Signs with a new key from now on.
    pub(super) fn rotate(&self) {
        let mut books = self.books();
        books.key = SigningKey::from_slice(&[9; 32]).unwrap();
        books.kid = "second".into();
    }

    /// Somebody logs in at the portal and confirms: what the browser brings back to the platform.
    pub(super) fn confirm(&self, url: &str, claims: Value) -> String {
        let query = url.split_once('?').unwrap().1;
        let asked: BTreeMap<String, String> = serde_urlencoded::from_str(query).unwrap();
        assert_eq!(
            (asked["client_id"].as_str(), asked["response_type"].as_str(), asked["code_challenge_method"].as_str()),
            (CLIENT, "code", "S256")
        );
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{asked:?}");
        let mut books = self.books();
        books.count += 1;
        let code = format!("code-{}", books.count);
        let granted = Granted {
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect: asked["redirect_uri"].clone(),
            claims: claims.as_object().unwrap().clone(),
        };
        books.granted.insert(code.clone(), granted);
        let path = asked["redirect_uri"].strip_prefix("http://kaihan.test").unwrap().to_owned();
        format!(
            "{path}?{}",
            serde_urlencoded::to_string([("code", code.as_str()), ("state", &asked["state"]), ("iss", &self.issuer)]).unwrap()
        )
    }

    /// A token that says that a session has ended; without a subject where that is empty.
    pub(super) fn logout_token(&self, subject: &str, session: &str) -> String {
        let mut books = self.books();
        books.count += 1;
        let (at, word) = ((books.now)().seconds(), format!("word-{}", books.count));
        let events = json!({ "http://schemas.openid.net/event/backchannel-logout": {} });
        let mut claims = json!({ "iss": self.issuer, "aud": CLIENT, "sub": subject, "sid": session, "iat": at, "exp": at + 120, "jti": word, "events": events });
        if subject.is_empty() {
            claims.as_object_mut().unwrap().remove("sub");
        }
        books.signed(&json!({ "alg": "ES256", "kid": books.kid, "typ": "logout+jwt" }), &claims)
    }
}

impl Books {
    /// The keys it signs with, as everybody may know them.
    pub(super) fn keys(&self) -> Value {
        let point = self.key.verifying_key().to_sec1_point(false);
        let coordinate = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (x, y) = (coordinate(point.x().unwrap()), coordinate(point.y().unwrap()));
        json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid, "x": x, "y": y }] })
    }

    fn signed(&self, header: &Value, claims: &Value) -> String {
        let message = format!("{}.{}", encoded(header), encoded(claims));
        let key = if self.lie == Lie::OtherKey { SigningKey::from_slice(&[5; 32]).unwrap() } else { self.key.clone() };
        let signature: Signature = key.sign(message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    fn id_token(&self, issuer: &str, granted: &Granted) -> String {
        let early = |lie, by: i64| if self.lie == lie { by } else { 0 };
        let at = (self.now)().seconds() - early(Lie::Late, 3600) + early(Lie::Early, 3600);
        let mut audience = json!(CLIENT);
        if self.lie == Lie::OtherClient {
            audience = json!("another-client");
        } else if self.lie == Lie::TwoClients {
            audience = json!([CLIENT, "another-client"]);
        }
        let claims = json!({
            "iss": if self.lie == Lie::Issuer { "http://127.0.0.1:1" } else { issuer },
            "aud": audience,
            "sub": granted.claims["sub"],
            "sid": self.session,
            "nonce": if self.lie == Lie::Nonce { "the nonce of another login" } else { &granted.nonce },
            "iat": at,
            "exp": at + 300,
        });
        if self.lie == Lie::NoAlgorithm {
            format!("{}.{}.", encoded(&json!({ "alg": "none" })), encoded(&claims))
        } else if self.lie == Lie::SharedSecret {
            format!("{}.{}.{}", encoded(&json!({ "alg": "HS256" })), encoded(&claims), URL_SAFE_NO_PAD.encode([1; 32]))
        } else {
            self.signed(&json!({ "alg": "ES256", "kid": self.kid }), &claims)
        }
    }
}

async fn configuration(State(provider): State<Provider>) -> Response {
    let lie = {
        let mut books = provider.books();
        books.asked += 1;
        books.lie
    };
    if lie == Lie::Hangs {
        std::future::pending::<()>().await;
    }
    if lie == Lie::Redirects {
        return (StatusCode::FOUND, [("location", "http://127.0.0.1:1/")]).into_response();
    }
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer,
        "authorization_endpoint": at("/auth"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/me"),
        "jwks_uri": at("/keys"),
        "end_session_endpoint": at("/session/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    }))
    .into_response()
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    Json(provider.books().keys())
}

async fn token(State(provider): State<Provider>, headers: HeaderMap, Form(form): Form<BTreeMap<String, String>>) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+"))));
    if headers.get("authorization").and_then(|value| value.to_str().ok()) != Some(basic.as_str()) {
        return refused("invalid_client");
    }
    let mut books = provider.books();
    // A code counts once.
    let Some(granted) = books.granted.remove(&form["code"]) else { return refused("invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(form["code_verifier"].as_bytes()));
    if challenge != granted.challenge || form["redirect_uri"] != granted.redirect {
        return refused("invalid_grant");
    }
    let id_token = books.id_token(&provider.issuer, &granted);
    let given = json!({ "token": id_token, "nonce": granted.nonce, "now": (books.now)().seconds() });
    books.given.push(given);
    let access = format!("access-{}", form["code"]);
    let mut told = granted.claims;
    if books.lie == Lie::Subject {
        told.insert("sub".into(), json!("somebody-else"));
    }
    books.told.insert(access.clone(), told);
    Json(json!({ "access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": id_token })).into_response()
}

async fn me(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    let bearer = headers
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    match provider.books().told.get(bearer) {
        Some(told) => Json(told.clone()).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}
