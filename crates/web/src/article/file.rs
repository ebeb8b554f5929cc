//! Files that go with an article. Handed out as files, never shown as a page of ours: somebody else made them.

use crate::shell::{Guest, Id, Known, PageError, Web, disposition};
use app::article::file::{latest, published};
use app::document::attachment::media_type;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::document::Attachment;
use domain::id::ArticleId;
use domain::site::SiteCode;

fn handed_out(number: u32, (bytes, attachment): (Vec<u8>, Attachment)) -> Response {
    let kind = &attachment.kind;
    let disposition = disposition(&format!("attachment-{number}.{kind}"), &attachment.name);
    ([(CONTENT_TYPE, media_type(kind).to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

pub(crate) async fn read(
    State(web): State<Web>,
    guest: Guest,
    Id((code, id, number)): Id<(SiteCode, ArticleId, u32)>,
) -> Result<Response, PageError> {
    Ok(handed_out(number, published(&web.world, &guest.caller, code, id, number).await?))
}

pub(crate) async fn work(State(web): State<Web>, known: Known, Id((id, number)): Id<(ArticleId, u32)>) -> Result<Response, PageError> {
    Ok(handed_out(number, latest(&web.world, &known.caller, id, number).await?))
}
