//! Pictures of the letter in a special form, and the page of the tender file that asks for it.

use crate::application::preview::picture;
use crate::shell::{Id, Known, PageError, Web};
use app::special_form::preview::preview;
use app::special_form::view;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use domain::id::SpecialFormId;

pub(crate) async fn letter(
    State(web): State<Web>,
    known: Known,
    Id((id, page)): Id<(SpecialFormId, String)>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    picture(&asked, &*preview(&web.world, &known.caller, id, None).await?, &page)
}

/// Handed out as a file, never shown inside a page of ours: somebody else made it.
pub(crate) async fn page(State(web): State<Web>, known: Known, Id(id): Id<SpecialFormId>) -> Result<Response, PageError> {
    let (bytes, kind) = view::page(&web.world, &known.caller, id).await?;
    let media = match kind.as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        _ => "image/jpeg",
    };
    let name = format!("attachment; filename=tender-page.{kind}");
    Ok(([(CONTENT_TYPE, media.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}
