//! Logging in with a certificate: the page asks for a challenge, the agent beside the browser signs it.

use crate::shell::{Frame, Guest, Kept, Nav, Package, PageError, Web, cookie, home, html, lines, local, taken_up};
use app::identity::{Browser, Device, SignedChallenge, begin, login, resume};
use app::session::switch::switch;
use app::{AppError, Caller};
use askama::Template;
use axum::Form;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, SET_COOKIE, USER_AGENT};
use axum::response::{IntoResponse, Redirect, Response};
use domain::signing::SigningPayload;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
pub(crate) struct Question {
    #[serde(default)]
    next: String,
    expired: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Fields {
    nonce: String,
    expires: i64,
    chain: String,
    signature: String,
    #[serde(default)]
    next: String,
    /// A form that came after its session had ended, as it was typed; empty for none.
    #[serde(default)]
    kept: String,
}

#[derive(Template)]
#[template(path = "identity/login.html")]
struct LoginPage {
    frame: Frame,
    next: String,
    /// A form that is handed in after the login, as it was typed; empty for none.
    kept: String,
    fault: Option<String>,
    /// Whether a session has just ended.
    expired: bool,
    agents: Arc<[Package]>,
}

impl LoginPage {
    /// What goes along to the login by phone; a form that is kept is too long for an address.
    fn phone(&self) -> String {
        serde_urlencoded::to_string([("next", &self.next)]).unwrap_or_default()
    }
}

pub(crate) async fn form(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Query(question): Query<Question>,
) -> Result<Response, PageError> {
    let frame = guest.frame(&web, Nav::None)?;
    let expired = question.expired.is_some() && guest.expired;
    let page = html(&LoginPage { frame, next: question.next, kept: String::new(), fault: None, expired, agents: Arc::clone(&web.agents) });
    Ok(remembered(&web, &headers, page))
}

/// The page with the secret that ties challenges to this browser, where it has none yet.
pub(crate) fn remembered(web: &Web, headers: &HeaderMap, page: Response) -> Response {
    if cookie(headers, web.browser_cookie()).is_some() {
        return page;
    }
    let secret = hex::encode(web.world.random::<32>());
    ([(SET_COOKIE, web.set_cookie(web.browser_cookie(), &secret))], page).into_response()
}

/// The digest of that secret.
pub(super) fn browser(web: &Web, headers: &HeaderMap) -> Result<String, AppError> {
    own_browser(web, headers).map(|browser| browser.digest().to_owned())
}

/// The browser itself, for what is sealed for it.
pub(crate) fn own_browser(web: &Web, headers: &HeaderMap) -> Result<Browser, AppError> {
    let missing = || AppError::Unauthenticated("浏览器未接受 Cookie，请开启后刷新登录页".into());
    cookie(headers, web.browser_cookie()).map(|secret| Browser::of(&secret)).ok_or_else(missing)
}

/// The login page with why somebody was not let in, and where they go once they are.
pub(super) fn refused(web: &Web, frame: Frame, message: String, (next, kept): (String, String)) -> Result<Response, PageError> {
    let page = LoginPage { frame, next, kept, fault: Some(message), expired: false, agents: Arc::clone(&web.agents) };
    Ok((StatusCode::UNAUTHORIZED, html(&page)).into_response())
}

/// Where somebody goes who has just logged in: to what they had typed before, in the role it was typed in where they have it, or on `to`.
pub(super) async fn entered(web: &Web, guest: Guest, token: &str, to: &str, kept: Option<Kept>) -> Result<Response, PageError> {
    let cookie = |token: &str| [(SET_COOKIE, web.set_cookie(web.session_cookie(), token))];
    let Some(kept) = kept else { return Ok((cookie(token), Redirect::to(to)).into_response()) };
    let mut token = token.to_owned();
    let mut visitor = resume(&web.world, &token).await?;
    let own = visitor.as_ref().filter(|known| kept.organisation.is_none_or(|id| id == known.organisation.id));
    if let Some((known, role)) = own.zip(kept.role).filter(|(known, role)| known.actor.role != *role && known.roles.contains(role)) {
        let caller = Caller { actor: known.actor.clone(), request: guest.caller.request };
        token = switch(&web.world, &caller, known, &token, role).await?;
        visitor = resume(&web.world, &token).await?;
    }
    Ok((cookie(&token), taken_up(web, Guest { visitor, ..guest }, kept).await?).into_response())
}

/// Where the visitor logs in.
pub(super) fn device(web: &Web, guest: &Guest, headers: &HeaderMap) -> Device {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Device { address: guest.address.clone(), agent: agent.to_owned(), site: guest.site, before: cookie(headers, web.session_cookie()) }
}

/// A fresh challenge for this browser.
pub(crate) async fn challenge(State(web): State<Web>, headers: HeaderMap) -> Result<Json<SigningPayload>, PageError> {
    Ok(Json(begin(&web.world, browser(&web, &headers)?).await?))
}

pub(crate) async fn submit(
    State(web): State<Web>,
    guest: Guest,
    headers: HeaderMap,
    Form(fields): Form<Fields>,
) -> Result<Response, PageError> {
    let answer = SignedChallenge { nonce: fields.nonce, expires: fields.expires, chain: lines(&fields.chain), signature: fields.signature };
    if answer.chain.is_empty() {
        let frame = guest.frame(&web, Nav::None)?;
        let message = "没有收到证书签名。证书登录需要浏览器启用 JavaScript，并已启动本机的证书助手，请按本页说明检查后重试。";
        return refused(&web, frame, message.into(), (fields.next, fields.kept));
    }
    let outcome = match browser(&web, &headers) {
        Ok(browser) => login(&web.world, browser, answer, device(&web, &guest, &headers)).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(begun) => {
            let to = local(&fields.next).unwrap_or(home(begun.role));
            entered(&web, guest, &begun.token, to, Kept::of(to, fields.kept.as_bytes())).await
        }
        Err(AppError::Unauthenticated(message)) => {
            let frame = guest.frame(&web, Nav::None)?;
            refused(&web, frame, message, (fields.next, fields.kept))
        }
        Err(other) => Err(other.into()),
    }
}
