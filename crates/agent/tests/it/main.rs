//! The certificate agent against everyone who might talk to it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use agent::{Agent, Keys};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use domain::time::Timestamp;
use gm::certificate::{Authority, Certificate, Purpose, Subject};
use gm::{Entropy, SystemEntropy, key_file};
use http_body_util::BodyExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

const PAGE: &str = "https://baohan.example";
const HOST: &str = "127.0.0.1:17650";
const OWN: &str = "http://127.0.0.1:17650";

struct Setup {
    router: Router,
    certificate: Certificate,
    clock: Arc<AtomicI64>,
    _keys: TempDir,
}

struct Answer {
    status: u16,
    allowed: Option<String>,
    body: String,
}

fn setup() -> Setup {
    let (keys, entropy) = (tempfile::tempdir().unwrap(), SystemEntropy);
    let now = 1_795_190_400;
    let authority = Authority::create("测试根证书", "测试", (now - 60, now + 86_400), &entropy).unwrap();
    let key = gm::SecretKey::generate(&entropy);
    let subject = Subject { name: "某某建设有限公司".into(), code: "91110108765016311A".into() };
    let certificate = authority.issue(&subject, &key.public_key(), Purpose::Sign, (now - 60, now + 86_400), &entropy).unwrap();
    std::fs::write(keys.path().join("mine.p8"), key_file::encrypt(&key, "123456", &entropy).unwrap()).unwrap();
    std::fs::write(keys.path().join("mine.cer"), certificate.to_pem().unwrap()).unwrap();
    let clock = Arc::new(AtomicI64::new(now * Timestamp::SECOND));
    let hand = Arc::clone(&clock);
    let entropy: Arc<dyn Entropy> = Arc::new(entropy);
    let now = Arc::new(move || Timestamp::from_micros(hand.load(Ordering::SeqCst)));
    let agent = Agent::new(Keys::in_folder(keys.path()), 17_650, vec![PAGE.into()], entropy, now);
    Setup { router: agent.router(), certificate, clock, _keys: keys }
}

impl Setup {
    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", HOST);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
        let status = response.status().as_u16();
        let allowed = response.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap().to_owned());
        let body = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
        Answer { status, allowed, body }
    }

    async fn ask(&self, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send("POST", "/v1/requests", headers, body).await
    }

    /// An accepted request's identifier.
    async fn asked(&self) -> String {
        let answer = self.ask(&GOOD, &login(PAGE)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    async fn decide(&self, id: &str, origin: &str, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)];
        self.send("POST", &format!("/consent/{id}"), &headers, form).await
    }

    async fn state(&self, id: &str) -> Answer {
        self.send("GET", &format!("/v1/requests/{id}"), &GOOD, "").await
    }
}

const GOOD: [(&str, &str); 3] = [("origin", PAGE), ("x-kaihan-agent", "1"), ("content-type", "application/json")];
const SIGN: &str = "decision=sign&certificate=mine&pin=123456";

fn payload(origin: &str) -> SigningPayload {
    SigningPayload::Login { origin: origin.into(), nonce: "00".repeat(32), expires: 1 }
}

fn login(origin: &str) -> String {
    serde_json::to_string(&payload(origin)).unwrap()
}

#[tokio::test]
async fn what_the_person_agreed_to_is_signed_and_verifies() {
    let setup = setup();
    let id = setup.asked().await;
    assert!(setup.state(&id).await.body.contains("waiting"));
    let window = setup.send("GET", &format!("/consent/{id}"), &[], "").await;
    assert!(window.body.contains("登录电子保函平台") && window.body.contains(PAGE) && window.body.contains("某某建设有限公司"));
    assert_eq!(setup.decide(&id, OWN, SIGN).await.status, 200);
    let state = setup.state(&id).await.body;
    let signature = STANDARD.decode(state.split("\"signature\":\"").nth(1).unwrap().split('"').next().unwrap()).unwrap();
    assert_eq!(setup.certificate.public_key().unwrap().verify(&payload(PAGE).canonical(), &signature), Ok(()));
    assert_eq!(setup.decide(&id, OWN, SIGN).await.status, 404, "signed twice");
}

#[tokio::test]
async fn only_an_allowed_origin_to_the_letter_gets_in() {
    let setup = setup();
    let foreign =
        ["https://evil.example", "https://baohan.example.evil.example", "http://baohan.example", "https://baohan.example:8443", "null", ""];
    for origin in foreign {
        let headers = [("origin", origin), ("x-kaihan-agent", "1"), ("content-type", "application/json")];
        for answer in [setup.ask(&headers, &login(PAGE)).await, setup.send("OPTIONS", "/v1/requests", &headers, "").await] {
            assert_eq!((answer.status, answer.allowed), (403, None), "{origin}");
        }
    }
    let preflight = setup.send("OPTIONS", "/v1/requests", &[("origin", PAGE)], "").await;
    assert_eq!((preflight.status, preflight.allowed.as_deref()), (204, Some(PAGE)));
}

#[tokio::test]
async fn a_rebound_host_name_is_refused() {
    let setup = setup();
    for host in ["evil.example:17650", "127.0.0.1:1", "0.0.0.0:17650", "localhost"] {
        let headers = [("host", host), GOOD[0], GOOD[1], GOOD[2]];
        assert_eq!(setup.ask(&headers, &login(PAGE)).await.status, 421, "{host}");
    }
    let local = [("host", "localhost:17650"), GOOD[0], GOOD[1], GOOD[2]];
    assert_eq!(setup.ask(&local, &login(PAGE)).await.status, 200);
}

#[tokio::test]
async fn simple_requests_that_need_no_preflight_are_refused() {
    let setup = setup();
    let plain = [("origin", PAGE), ("x-kaihan-agent", "1"), ("content-type", "text/plain")];
    let bare = [("origin", PAGE), ("content-type", "application/json")];
    assert_eq!(setup.ask(&plain, &login(PAGE)).await.status, 400);
    assert_eq!(setup.ask(&bare, &login(PAGE)).await.status, 400);
}

#[tokio::test]
async fn nothing_but_a_known_type_is_signed_and_only_for_the_page_that_asks() {
    let setup = setup();
    for body in
        [r#"{"purpose":"hash","digest":"00"}"#, r#"{"digest":"00"}"#, "[]", "", &login(PAGE).replace("nonce", "extra\":\"x\",\"nonce")]
    {
        assert_eq!(setup.ask(&GOOD, body).await.status, 422, "{body}");
    }
    assert_eq!(setup.ask(&GOOD, &login("https://other.example")).await.status, 403);
}

#[tokio::test]
async fn no_page_can_press_the_button_in_the_agents_window() {
    let setup = setup();
    let id = setup.asked().await;
    for origin in [PAGE, "null", "", "http://127.0.0.1:17650.evil.example"] {
        assert_eq!(setup.decide(&id, origin, SIGN).await.status, 403, "{origin}");
    }
    assert!(setup.state(&id).await.body.contains("waiting"));
}

#[tokio::test]
async fn five_wrong_pins_pause_the_key_for_five_minutes() {
    let setup = setup();
    let id = setup.asked().await;
    for left in (1..5).rev() {
        let wrong = setup.decide(&id, OWN, "decision=sign&certificate=mine&pin=000000").await;
        assert!(wrong.status == 422 && wrong.body.contains(&format!("还可以尝试 {left} 次")), "{}", wrong.body);
    }
    assert!(setup.decide(&id, OWN, "decision=sign&certificate=mine&pin=000000").await.body.contains("5 分钟后重试"));
    assert!(setup.decide(&id, OWN, SIGN).await.body.contains("分钟后重试"), "the right PIN was tried during the pause");
    setup.clock.fetch_add(5 * Timestamp::MINUTE, Ordering::SeqCst);
    let id = setup.asked().await;
    assert_eq!(setup.decide(&id, OWN, SIGN).await.status, 200);
}

#[tokio::test]
async fn a_request_is_forgotten_after_three_minutes_and_a_refusal_signs_nothing() {
    let setup = setup();
    let id = setup.asked().await;
    assert_eq!(setup.decide(&id, OWN, "decision=decline").await.status, 200);
    assert!(setup.state(&id).await.body.contains("declined"));
    setup.clock.fetch_add(3 * Timestamp::MINUTE, Ordering::SeqCst);
    assert_eq!(setup.state(&id).await.status, 404);
}

#[tokio::test]
async fn a_certificate_name_is_never_a_path() {
    let setup = setup();
    let id = setup.asked().await;
    let answer = setup.decide(&id, OWN, "decision=sign&certificate=..%2F..%2Fmine&pin=123456").await;
    assert!(answer.status == 422 && answer.body.contains("没有找到所选证书"), "{}", answer.body);
}
