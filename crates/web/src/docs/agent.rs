//! Packages of the certificate agent, as the operator gives them out (P7).

use crate::shell::{PageError, Web};
use app::AppError;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

pub(crate) async fn download(State(web): State<Web>, Path(name): Path<String>) -> Result<Response, PageError> {
    let package = web.agents.iter().find(|package| package.name == name).ok_or(AppError::NotFound)?;
    let path = package.path.clone();
    let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await.map_err(|error| AppError::Bug(error.to_string()))?;
    let bytes = read.map_err(|error| AppError::Unavailable(error.to_string()))?;
    let headers = [(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename={name}"))];
    Ok((headers, Body::from(bytes)).into_response())
}
