//! Browser check (浏览器检测): what works on this computer, and what to do about each thing that does not. It is where the page of the 信安 CA
//! 证书小精灵 was (Henan manual 1): no plug-in, no PIN on this page.

use super::login::{browser, remembered};
use crate::assets;
use crate::shell::{Frame, Guest, Nav, PageError, Web, html, lines};
use app::AppError;
use app::identity::{CertificateCheck, Finding, SignedChallenge, begin_check, check};
use askama::Template;
use axum::Form;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::HeaderMap;
use axum::response::{IntoResponse, Response};
use domain::signing::SigningPayload;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    expires: i64,
    #[serde(default)]
    chain: String,
    #[serde(default)]
    signature: String,
}

#[derive(Template)]
#[template(path = "identity/check.html")]
struct CheckPage {
    frame: Frame,
    /// The page's own script.
    script: String,
    /// The platform's time, UTC milliseconds.
    now: i64,
    /// What was found about a certificate, or why nothing was.
    found: Option<Result<CertificateCheck, String>>,
}

impl CheckPage {
    /// Each side of a certificate with its tone, the word for it and what to do.
    fn rows<'a>(&self, check: &'a CertificateCheck) -> [(&'static str, &'static str, &'static str, &'a str); 3] {
        [("单位", &check.holder), ("有效期", &check.validity), ("发证机构与吊销", &check.trust)].map(|(name, finding)| match finding {
            Finding::Good(text) => (name, "ok", "正常", text.as_str()),
            Finding::Bad(text) => (name, "bad", "不可用", text.as_str()),
            Finding::Unknown(text) => (name, "wait", "未知", text.as_str()),
        })
    }
}

fn page(web: &Web, guest: &Guest, found: Option<Result<CertificateCheck, String>>) -> Result<Response, PageError> {
    let (frame, now) = (guest.frame(web, Nav::Help)?, web.world.now().millis());
    Ok(html(&CheckPage { frame, script: assets::address("check.js"), now, found }))
}

pub(crate) async fn form(State(web): State<Web>, guest: Guest, headers: HeaderMap) -> Result<Response, PageError> {
    Ok(remembered(&web, &headers, page(&web, &guest, None)?))
}

/// A fresh challenge for this browser.
pub(crate) async fn challenge(State(web): State<Web>, headers: HeaderMap) -> Result<Json<SigningPayload>, PageError> {
    Ok(Json(begin_check(&web.world, browser(&web, &headers)?).await?))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let answer = SignedChallenge { nonce: fields.nonce, expires: fields.expires, chain: lines(&fields.chain), signature: fields.signature };
    if answer.chain.is_empty() {
        let message = "没有收到证书。检测证书需要浏览器启用 JavaScript，并已启动本机的证书助手";
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&web, &guest, Some(Err(message.into())))?).into_response());
    }
    let outcome = match browser(&web, &headers) {
        Ok(browser) => check(&web.world, browser, answer).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(found) => page(&web, &guest, Some(Ok(found))),
        Err(AppError::Unauthenticated(message)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&web, &guest, Some(Err(message)))?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
