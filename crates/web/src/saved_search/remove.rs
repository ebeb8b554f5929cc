//! Removing a saved search.

use crate::shell::{Id, Nothing, PageError, Posted, Web};
use app::saved_search::remove::remove;
use axum::extract::State;
use axum::response::Redirect;
use domain::id::SavedSearchId;

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<SavedSearchId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    remove(&web.world, &known.caller, id).await?;
    Ok(Redirect::to("/searches"))
}
