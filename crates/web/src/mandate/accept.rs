//! The agency says that it acts.

use crate::shell::{Id, Nothing, PageError, Posted, Web};
use app::mandate::accept::accept;
use axum::extract::State;
use axum::response::Redirect;
use domain::id::MandateId;

pub(crate) async fn submit(State(web): State<Web>, Id(id): Id<MandateId>, posted: Posted<Nothing>) -> Result<Redirect, PageError> {
    accept(&web.world, &posted.known.caller, id).await?;
    Ok(Redirect::to(&format!("/mandates/{id}")))
}
