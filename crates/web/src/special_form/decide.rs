//! What the applicant does with an approved text: confirm it, send it back, give it up.

use crate::shell::{Id, Looked, Nothing, PageError, Posted, Web};
use app::special_form::view::last_of;
use app::special_form::{abandon, confirm, send_back};
use axum::extract::State;
use axum::response::Redirect;
use domain::id::ApplicationId;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Note {
    #[serde(default)]
    seen: u32,
    #[serde(default)]
    note: String,
}

pub(crate) async fn confirm(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Looked>,
) -> Result<Redirect, PageError> {
    let last = last_of(&web.world, &known.caller, id).await?;
    confirm::confirm(&web.world, &known.caller, last.form.facts.id, fields.seen).await?;
    Ok(Redirect::to(&format!("/applications/{id}/confirm")))
}

pub(crate) async fn send_back(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Note>,
) -> Result<Redirect, PageError> {
    let last = last_of(&web.world, &known.caller, id).await?;
    send_back::send_back(&web.world, &known.caller, last.form.facts.id, fields.seen, &fields.note).await?;
    Ok(Redirect::to(&format!("/applications/{id}/form")))
}

pub(crate) async fn abandon(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let last = last_of(&web.world, &known.caller, id).await?;
    abandon::abandon(&web.world, &known.caller, last.form.facts.id).await?;
    Ok(Redirect::to(&format!("/applications/{id}/confirm")))
}
