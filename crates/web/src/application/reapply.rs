//! Taking up again an order that came to nothing.

use crate::shell::{Id, Nothing, PageError, Posted, Web};
use app::application::reapply::reapply;
use axum::extract::State;
use axum::response::Redirect;
use domain::id::ApplicationId;

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let anew = reapply(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{}/details", anew.facts.id)))
}
