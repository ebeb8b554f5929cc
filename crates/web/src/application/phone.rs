//! Sealing by phone: the page shows a code, then the digits, then who has sealed. What the phone gives back is submitted as an agent's would be.

use super::submit;
use crate::assets;
use crate::identity::login::{own_browser, remembered};
use crate::identity::qr::Screen;
use crate::shell::{Faults, Frame, HandedIn, Id, Known, Nav, Nothing, PageError, Posted, Web, html};
use app::AppError;
use app::identity::Device;
use app::qr::hand_in::hand_in as submit_sealed;
use app::qr::seal::{seal, stands};
use askama::Template;
use axum::extract::State;
use axum::http::header::{HeaderMap, USER_AGENT};
use axum::response::{IntoResponse, Redirect, Response};
use domain::id::{ApplicationId, QrRequestId};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    /// What was shown, as it was carried.
    consent: String,
}

#[derive(Template)]
#[template(path = "application/phone.html")]
struct PhonePage {
    frame: Frame,
    script: String,
    order: ApplicationId,
    screen: Screen,
}

/// The page with the agreement, and why it was not sealed or submitted.
async fn refused(web: &Web, headers: &HeaderMap, known: &Known, id: ApplicationId, error: AppError) -> Result<Response, PageError> {
    let faults = if let AppError::Unauthenticated(message) = error {
        Faults::one("", message)
    } else if let AppError::Refused(refusal) = error {
        Faults::one("", refusal)
    } else {
        return Err(error.into());
    };
    // Whoever had no secret yet has one with the page that says so.
    Ok(remembered(web, headers, submit::page(web, known, id, faults).await?))
}

pub(crate) async fn ask(
    State(web): State<Web>,
    headers: HeaderMap,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Response, PageError> {
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let device = Device { address: known.address.clone(), agent, ..Device::default() };
    let outcome = match own_browser(&web, &headers) {
        Ok(browser) => seal(&web.world, &known.caller, (&browser, &device), id, &fields.consent).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(request) => Ok(Redirect::to(&format!("/applications/{id}/phone/{request}")).into_response()),
        Err(error) => refused(&web, &headers, &known, id, error).await,
    }
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    headers: HeaderMap,
    Id((order, request)): Id<(ApplicationId, QrRequestId)>,
) -> Result<Response, PageError> {
    let browser = own_browser(&web, &headers).map_err(|_| AppError::NotFound)?;
    let view = stands(&web.world, &known.caller, &browser, (order, request), true).await?;
    let frame = known.frame_on(&web, Nav::Apply, view.request.facts.site)?;
    Ok(html(&PhonePage { frame, script: assets::address("qr.js"), order, screen: Screen::of(&web, view) }))
}

/// How it stands, for the page's script.
pub(crate) async fn state(
    State(web): State<Web>,
    known: Known,
    headers: HeaderMap,
    Id((order, request)): Id<(ApplicationId, QrRequestId)>,
) -> Result<String, PageError> {
    let browser = own_browser(&web, &headers).map_err(|_| AppError::NotFound)?;
    let view = stands(&web.world, &known.caller, &browser, (order, request), false).await?;
    Ok(Screen::of(&web, view).stands)
}

pub(crate) async fn hand_in(
    State(web): State<Web>,
    headers: HeaderMap,
    Id((order, request)): Id<(ApplicationId, QrRequestId)>,
    HandedIn { arrived, posted: Posted { known, fields: Nothing {} } }: HandedIn<Nothing>,
) -> Result<Response, PageError> {
    let browser = own_browser(&web, &headers).map_err(|_| AppError::NotFound)?;
    match submit_sealed(&web.world, &known.caller, &browser, (order, request), arrived).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{order}")).into_response()),
        Err(error) => refused(&web, &headers, &known, order, error).await,
    }
}
