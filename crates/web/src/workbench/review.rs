//! Endorsing, approving and declining.

use crate::application::id;
use crate::shell::{Nothing, PageError, Posted, Web};
use app::application::{approve, decline, endorse};
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Refusal {
    #[serde(default)]
    reason: String,
}

pub(crate) async fn endorse(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let id = id(&text)?;
    endorse::endorse(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}

pub(crate) async fn approve(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let id = id(&text)?;
    approve::approve(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}

pub(crate) async fn decline(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields }: Posted<Refusal>,
) -> Result<Redirect, PageError> {
    let id = id(&text)?;
    decline::decline(&web.world, &known.caller, id, &fields.reason).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}
