//! Noting that they were read.

use crate::shell::{PageError, Posted, Web};
use app::AppError;
use app::notice::read::read as mark;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;

/// Up to which.
#[derive(Debug, Deserialize)]
pub(crate) struct Fields {
    until: String,
}

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields }: Posted<Fields>) -> Result<Redirect, PageError> {
    let until = fields.until.parse().map_err(|_| AppError::NotFound)?;
    mark(&web.world, &known.caller, until).await?;
    Ok(Redirect::to("/notices"))
}
