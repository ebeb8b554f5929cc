//! Giving up before payment.

use super::id;
use crate::shell::{Nothing, PageError, Posted, Web};
use app::application::withdraw::withdraw;
use axum::extract::{Path, State};
use axum::response::Redirect;

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let id = id(&text)?;
    withdraw(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}
