//! “我已完成支付”: has the institution asked; the buyer's word settles nothing.

use crate::shell::{Id, Nothing, PageError, Posted, Web};
use app::message::ask::ask;
use axum::extract::State;
use axum::response::Redirect;
use domain::id::ApplicationId;

pub(crate) async fn submit(
    State(web): State<Web>,
    Id(id): Id<ApplicationId>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    ask(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}
