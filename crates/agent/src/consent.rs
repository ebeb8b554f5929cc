//! The agent's own window: what is to be signed, for whom, with which certificate; the PIN.

use crate::Agent;
use crate::keys::{KeyError, Listed};
use crate::requests::Outcome;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::signing::SigningPayload;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "agent/consent.html")]
struct Window<'a> {
    id: &'a str,
    payload: &'a SigningPayload,
    certificates: Vec<Listed>,
    chosen: &'a str,
    fault: Option<String>,
}

#[derive(Template)]
#[template(path = "agent/done.html")]
struct Done {
    title: &'static str,
    text: &'static str,
}

#[derive(Deserialize)]
pub(crate) struct Decision {
    decision: String,
    #[serde(default)]
    certificate: String,
    #[serde(default)]
    pin: String,
}

fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn gone() -> Response {
    page(StatusCode::NOT_FOUND, &Done { title: "签名请求已过期", text: "请回到网页重新发起。" })
}

pub(crate) async fn show(State(agent): State<Agent>, Path(id): Path<String>) -> Response {
    let Some(pending) = agent.0.requests.get(&id, (agent.0.now)()) else { return gone() };
    let certificates = agent.0.keys.list();
    page(StatusCode::OK, &Window { id: &id, payload: &pending.payload, certificates, chosen: "", fault: None })
}

pub(crate) async fn decide(State(agent): State<Agent>, Path(id): Path<String>, Form(decision): Form<Decision>) -> Response {
    let now = (agent.0.now)();
    let Some(pending) = agent.0.requests.get(&id, now) else { return gone() };
    let pin = Zeroizing::new(decision.pin);
    if decision.decision != "sign" {
        agent.0.requests.decide(&id, Outcome::Declined, now);
        return page(StatusCode::OK, &Done { title: "已取消", text: "没有签署任何内容，可以关闭此窗口。" });
    }
    let (worker, name, payload) = (agent.clone(), decision.certificate.clone(), pending.payload.clone());
    // Opening a key takes tens of milliseconds of hard work on purpose.
    let signed = tokio::task::spawn_blocking(move || {
        let entropy = Arc::clone(&worker.0.entropy);
        worker.0.keys.sign(&name, &pin, &payload, now, entropy.as_ref())
    });
    match signed.await.unwrap_or_else(|error| Err(KeyError::Unusable(error.to_string()))) {
        Ok(signed) => {
            let chain = signed.chain.iter().map(|certificate| STANDARD.encode(certificate.der())).collect();
            let seal = signed.seal.map(|seal| STANDARD.encode(seal.der()));
            let outcome = Outcome::Signed { chain, signature: STANDARD.encode(signed.signature), seal };
            if !agent.0.requests.decide(&id, outcome, now) {
                return gone();
            }
            page(StatusCode::OK, &Done { title: "签名完成", text: "此窗口将自动关闭，请回到网页继续办理。" })
        }
        Err(error) => {
            let certificates = agent.0.keys.list();
            let window =
                Window { id: &id, payload: &pending.payload, certificates, chosen: &decision.certificate, fault: Some(error.to_string()) };
            page(StatusCode::UNPROCESSABLE_ENTITY, &window)
        }
    }
}

/// What a person sees who opens the agent's address by hand.
pub(crate) async fn hello() -> Response {
    let page = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><link rel=\"stylesheet\" href=\"/consent.css\"><title>证书助手</title>\
                <main><h1>证书助手正在运行</h1><p>登录或签名时，本窗口由平台页面自动打开，无需在此操作。</p></main></html>";
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

pub(crate) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("../../../assets/consent.css")).into_response()
}

pub(crate) async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], "setTimeout(() => window.close(), 700);\n").into_response()
}
