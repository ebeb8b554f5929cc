//! Handing the profile to the trading centre that verifies for the site one is on.

use super::view::{TypedFile, show};
use crate::shell::{Faults, PageError, Posted, Web};
use app::AppError;
use app::profile::submit::submit as hand_in;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Refusal;
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Where {
    site: SiteCode,
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Where>) -> Result<Response, PageError> {
    match hand_in(&web.world, &known.caller, &known.visitor, fields.site).await {
        Ok(_) => Ok(Redirect::to("/profile").into_response()),
        Err(AppError::Refused(refusal @ Refusal::ProfileIncomplete)) => {
            show(&web, &known, None, TypedFile::default(), Faults::one("missing", refusal)).await
        }
        Err(AppError::Refused(refusal @ Refusal::ProfileNobodyVerifies)) => {
            show(&web, &known, None, TypedFile::default(), Faults::one("verify", refusal)).await
        }
        Err(other) => Err(other.into()),
    }
}
