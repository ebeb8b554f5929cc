//! From a quote to a draft.

use crate::shell::{Id, PageError, Posted, Web};
use app::AppError;
use app::application::again::again;
use app::application::draft::draft;
use axum::extract::State;
use axum::response::Redirect;
use domain::Refusal;
use domain::id::{ApplicationId, LotId, ProductId};
use domain::site::SiteCode;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Fields {
    product: ProductId,
    /// The order that is taken as an example.
    like: Option<ApplicationId>,
}

pub(crate) async fn submit(
    State(web): State<Web>,
    Id((site, lot)): Id<(SiteCode, LotId)>,
    Posted { known, fields }: Posted<Fields>,
) -> Result<Redirect, PageError> {
    let drafted = match fields.like {
        Some(like) => again(&web.world, &known.caller, site, lot, fields.product, like).await,
        None => draft(&web.world, &known.caller, site, lot, fields.product).await,
    };
    match drafted {
        Ok(application) => Ok(Redirect::to(&format!("/applications/{}/details", application.facts.id))),
        // What is lacking, where one asks for it, and the way back.
        Err(AppError::Refused(Refusal::CreditMissing | Refusal::CreditExhausted)) => {
            Ok(Redirect::to(&format!("/credit/new?site={site}&lot={lot}&product={}", fields.product)))
        }
        Err(other) => Err(other.into()),
    }
}
