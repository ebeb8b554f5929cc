//! From a quote to a draft.

use crate::shell::{Id, PageError, Posted, Web};
use app::application::draft::draft;
use axum::extract::State;
use axum::response::Redirect;
use domain::id::{LotId, ProductId};
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    product: ProductId,
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id((site, lot)): Id<(SiteCode, LotId)>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Redirect, PageError> {
    let application = draft(&web.world, &known.caller, site, lot, fields.product).await?;
    Ok(Redirect::to(&format!("/applications/{}/details", application.facts.id)))
}
