//! Giving up before payment.

use crate::shell::{Id, Nothing, PageError, Posted, Web};
use app::application::withdraw::withdraw;
use axum::extract::State;
use axum::response::Redirect;
use domain::id::ApplicationId;

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    withdraw(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}
