//! Preview, confirm, sign.

use super::preview::pictures;
use crate::shell::{Faults, Frame, HandedIn, Id, Known, Nav, PageError, Posted, Web, lines};
use app::AppError;
use app::application::preview::{Preview, preview};
use app::application::submit::{Signature, submit as submit_application};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::id::ApplicationId;
use domain::qr::Channel;
use domain::signing::SigningPayload;
use domain::time::{Timestamp, date_in_words};
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    /// What was shown, as it was carried.
    consent: String,
    /// Base64 DER, one certificate a line.
    chain: String,
    signature: String,
    /// Base64 DER.
    seal: String,
}

#[derive(Template)]
#[template(path = "application/confirm.html")]
struct ConfirmPage {
    frame: Frame,
    preview: Preview,
    letter: Vec<String>,
    agreement: Vec<String>,
    payload: String,
    expiry: String,
    faults: Faults,
}

impl ConfirmPage {
    /// What people call the certificates on phones that can seal here.
    fn phone(&self) -> Option<&str> {
        self.frame.phones.iter().find(|way| way.channel == Channel::Mobile).map(|way| way.name.as_str())
    }
}

pub(super) async fn page(web: &Web, known: &Known, id: ApplicationId, faults: Faults) -> Result<Response, PageError> {
    // A letter or agreement that cannot be typeset is said so here, before anyone signs.
    let prepared_at = Timestamp::from_micros(web.world.now().seconds() * Timestamp::SECOND);
    let preview = preview(&web.world, &known.caller, id, prepared_at).await?;
    if !preview.application.is_draft() {
        return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
    }
    if preview.application.representative.is_none() {
        return Ok(Redirect::to(&format!("/applications/{id}/details")).into_response());
    }
    if preview.application.waits_for().is_some() {
        return Ok(Redirect::to(&format!("/applications/{id}/form")).into_response());
    }
    match preview.hindered {
        // The order's page says what has become of the lot, and which way leads on.
        Some(refusal) if refusal.is_lots() => return Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
        // And whose turn it is to sign.
        Some(Refusal::RightMissing | Refusal::SignerUnknown | Refusal::SecondSignerNeeded) => {
            return Ok(Redirect::to(&format!("/applications/{id}")).into_response());
        }
        // What is lacking, where one asks for it, and the way back.
        Some(Refusal::CreditMissing | Refusal::CreditExhausted) => {
            let facts = &preview.application.facts;
            let lot = facts.lot.lot().map(|lot| lot.to_string()).unwrap_or_default();
            return Ok(Redirect::to(&format!("/credit/new?site={}&lot={lot}&product={}", facts.site, facts.product)).into_response());
        }
        Some(refusal) => return Err(AppError::from(refusal).into()),
        None => {}
    }
    let payload = SigningPayload::Agreement(preview.agreement.consent.clone());
    let payload = serde_json::to_string(&payload).map_err(|error| AppError::Bug(error.to_string()))?;
    let frame = known.frame_on(web, Nav::Apply, preview.application.facts.site)?;
    let expiry = date_in_words(preview.application.facts.expiry);
    let (letter, agreement) = pictures(&preview, prepared_at.date());
    let page = ConfirmPage { frame, preview, letter, agreement, payload, expiry, faults };
    Ok(page.faults.show(&page))
}

pub(crate) async fn form(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    page(&web, &known, id, Faults::default()).await
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    HandedIn { arrived, posted: Posted { known, fields } }: HandedIn<Fields>,
) -> Result<Response, PageError> {
    let signature =
        Signature { arrived, shown: fields.consent, chain: lines(&fields.chain), signature: fields.signature, seal: fields.seal };
    match submit_application(&web.world, &known.caller, id, signature).await {
        Ok(_) => Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
        Err(AppError::Unauthenticated(message)) => page(&web, &known, id, Faults::one("", message)).await,
        Err(AppError::Refused(refusal)) => page(&web, &known, id, Faults::one("", refusal)).await,
        Err(other) => Err(other.into()),
    }
}
