use crate::shell::{PageError, Web};
use app::AppError;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// The certificate that the platform's messages and answers are verified by.
pub(crate) async fn download(State(web): State<Web>) -> Result<Response, PageError> {
    let pem = web.world.certificate().to_pem().map_err(|error| AppError::Bug(error.to_string()))?;
    let headers = [(CONTENT_TYPE, "application/x-pem-file"), (CONTENT_DISPOSITION, "attachment; filename=kaihan-platform.cer")];
    Ok((headers, pem).into_response())
}
