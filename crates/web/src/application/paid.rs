//! “我已完成支付”: has the institution asked; the buyer's word settles nothing.

use super::id;
use crate::shell::{Nothing, PageError, Posted, Web};
use app::message::ask::ask;
use axum::extract::{Path, State};
use axum::response::Redirect;

pub(crate) async fn submit(
    State(web): State<Web>,
    Path(text): Path<String>,
    Posted { known, fields: Nothing {} }: Posted<Nothing>,
) -> Result<Redirect, PageError> {
    let id = id(&text)?;
    ask(&web.world, &known.caller, id).await?;
    Ok(Redirect::to(&format!("/applications/{id}")))
}
