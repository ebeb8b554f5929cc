//! Files of a profile with scripts (`assets/enhance.js`): part by part, from where it was left.

use crate::shell::{Faults, Id, Known, PageError, Posted, Uploaded, Web};
use app::AppError;
use app::profile::attach::Brought;
use app::profile::upload::begin::begin;
use app::profile::upload::finish::finish;
use app::profile::upload::receive::receive;
use app::profile::upload::{PART, Progress, progress};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::UploadId;
use domain::profile::ProfileFileKind;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Beginning {
    kind: String,
    name: String,
    size: usize,
    #[serde(default)]
    mark: String,
}

#[derive(Deserialize)]
pub(crate) struct Ending {
    #[serde(default)]
    until: String,
}

fn told(progress: Progress) -> Response {
    let Progress { id, arrived, size } = progress;
    Json(serde_json::json!({ "id": id, "arrived": arrived, "size": size, "part": PART })).into_response()
}

/// What is wrong, in the words of the page without scripts.
fn fault(error: AppError) -> Result<Response, PageError> {
    let faults = Faults::of(error, &[])?;
    let text: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(serde_json::json!({ "fault": text.join("；") }))).into_response())
}

pub(crate) async fn start(State(web): State<Web>, Posted { known, fields }: Posted<Beginning>) -> Result<Response, PageError> {
    let kind = ProfileFileKind::of_code(&fields.kind).ok_or(AppError::NotFound)?;
    let about = Brought { kind, name: fields.name, until: String::new() };
    match begin(&web.world, &known.caller, about, fields.size, &fields.mark).await {
        Ok(progress) => Ok(told(progress)),
        Err(error) => fault(error),
    }
}

pub(crate) async fn state(State(web): State<Web>, known: Known, Id(id): Id<UploadId>) -> Result<Response, PageError> {
    Ok(told(progress(&web.world, &known.caller, id).await?))
}

pub(crate) async fn part(State(web): State<Web>, Id(id): Id<UploadId>, uploaded: Uploaded<PART>) -> Result<Response, PageError> {
    let begins = uploaded.fields.get("begins").and_then(|text| text.parse().ok()).ok_or(PageError::Malformed)?;
    Ok(told(receive(&web.world, &uploaded.known.caller, id, begins, uploaded.file).await?))
}

pub(crate) async fn end(
    State(web): State<Web>,
    Id(id): Id<UploadId>,
    Posted { known, fields }: Posted<Ending>,
) -> Result<Response, PageError> {
    match finish(&web.world, &known.caller, id, &fields.until).await {
        Ok(_) => Ok(Json(serde_json::json!({ "done": true })).into_response()),
        Err(error) => fault(error),
    }
}
