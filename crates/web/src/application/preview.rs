//! The letter and the agreement before they exist, as pictures and as PDF.

use crate::shell::{Id, Known, PageError, Web};
use app::AppError;
use app::application::preview;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::ApplicationId;
use domain::time::Timestamp;

pub(crate) fn picture(pictures: &[String], page: &str) -> Result<Response, PageError> {
    let number: usize = page.strip_suffix(".svg").and_then(|number| number.parse().ok()).ok_or(AppError::NotFound)?;
    let picture = number.checked_sub(1).and_then(|index| pictures.get(index)).ok_or(AppError::NotFound)?;
    Ok(([(CONTENT_TYPE, "image/svg+xml")], picture.clone()).into_response())
}

pub(crate) async fn page(
    State(web): State<Web>,
    known: Known,
    Id((id, _at, page)): Id<(ApplicationId, i64, String)>,
) -> Result<Response, PageError> {
    picture(&preview::letter(&web.world, &known.caller, id).await?.pictures, &page)
}

pub(crate) async fn agreement(
    State(web): State<Web>,
    known: Known,
    Id((id, at, page)): Id<(ApplicationId, i64, String)>,
) -> Result<Response, PageError> {
    // As of the second in its address: the pictures of one page come from one preparation.
    let at = Timestamp::from_micros(at.saturating_mul(Timestamp::SECOND)).min(web.world.now());
    picture(&preview::agreement(&web.world, &known.caller, id, at).await?.pages.pictures, &page)
}

pub(crate) async fn pdf(State(web): State<Web>, known: Known, Id(id): Id<ApplicationId>) -> Result<Response, PageError> {
    let pages = preview::pdf(&web.world, &known.caller, id).await?;
    let headers = [(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, "inline; filename=preview.pdf")];
    Ok((headers, pages.pdf.clone()).into_response())
}
