//! All that is held about one's organisation, as a zip.

use crate::shell::{Nothing, PageError, Posted, Web};
use app::profile::export::export;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

pub(crate) async fn submit(State(web): State<Web>, Posted { known, fields: Nothing {} }: Posted<Nothing>) -> Result<Response, PageError> {
    let bytes = export(&web.world, &known.caller).await?;
    let headers = [(CONTENT_TYPE, "application/zip"), (CONTENT_DISPOSITION, "attachment; filename=kaihan-profile.zip")];
    Ok((headers, bytes).into_response())
}
