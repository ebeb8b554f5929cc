//! From a quote to a draft.

use crate::shell::{PageError, Posted, Web};
use app::AppError;
use app::application::draft::draft;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    product: String,
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Path((site, lot)): Path<(String, String)>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Redirect, PageError> {
    let missing = || AppError::NotFound;
    let site = site.parse().map_err(|_| missing())?;
    let lot = lot.parse().map_err(|_| missing())?;
    let product = fields.product.parse().map_err(|_| missing())?;
    let application = draft(&web.world, &known.caller, site, lot, product).await?;
    Ok(Redirect::to(&format!("/applications/{}/details", application.facts.id)))
}
