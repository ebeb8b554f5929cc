//! Endorsing, approving and declining.

use crate::shell::{Id, Nothing, PageError, Posted, Web};
use app::application::{approve, decline, endorse};
use axum::extract::State;
use axum::response::Redirect;
use domain::id::ApplicationId;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Reason {
    #[serde(default)]
    reason: String,
}

pub(crate) async fn endorse(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    endorse::endorse(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}

pub(crate) async fn approve(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    approve::approve(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}

pub(crate) async fn decline(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields }: Posted<Reason>,
) -> Result<Redirect, PageError> {
    decline::decline(&web.world, &known.caller, id, &fields.reason).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}
