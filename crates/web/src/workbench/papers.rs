//! What the underwriter decides about: the letter as it will be issued, and the agreement as the applicant sealed it (P10).

use crate::application::preview::pictures;
use crate::shell::{Frame, Id, Known, Nav, PageError, Web, html};
use app::application::preview::{Preview, preview};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::access::Role;
use domain::id::ApplicationId;
use domain::time::{Timestamp, date_in_words};

#[derive(Template)]
#[template(path = "workbench/papers.html")]
struct PapersPage {
    frame: Frame,
    preview: Preview,
    letter: Vec<String>,
    agreement: Vec<String>,
    expiry: String,
}

pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    known.only(Role::GuarantorStaff)?;
    let application = app::application::view::view(&web.world, &known.caller, id).await?.application;
    let sealed_at = application.agreement.as_ref().map_or_else(|| web.world.now(), |agreement| agreement.prepared_at);
    let prepared_at = Timestamp::from_micros(sealed_at.seconds() * Timestamp::SECOND);
    let preview = preview(&web.world, &known.caller, application.facts.id, prepared_at).await?;
    let frame = known.frame_on(&web, Nav::Desk, application.facts.site)?;
    let expiry = date_in_words(preview.application.facts.expiry);
    let (letter, agreement) = pictures(&preview, prepared_at.date());
    Ok(html(&PapersPage { frame, preview, letter, agreement, expiry }))
}
