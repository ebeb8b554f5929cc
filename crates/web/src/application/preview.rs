//! The letter before it exists, as pictures and as PDF.

use super::id;
use crate::shell::{Known, PageError, Web};
use app::AppError;
use app::application::preview::pages;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

pub(crate) async fn page(State(web): State<Web>, known: Known, Path((text, page)): Path<(String, String)>) -> Result<Response, PageError> {
    let number: usize = page.strip_suffix(".svg").and_then(|number| number.parse().ok()).ok_or(AppError::NotFound)?;
    let rendered = pages(&web.world, &known.caller, id(&text)?).await?;
    let picture = number.checked_sub(1).and_then(|index| rendered.pages.into_iter().nth(index)).ok_or(AppError::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], picture).into_response())
}

pub(crate) async fn pdf(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let rendered = pages(&web.world, &known.caller, id(&text)?).await?;
    Ok(([(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, "inline; filename=preview.pdf")], rendered.pdf).into_response())
}
