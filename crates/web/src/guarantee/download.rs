//! The documents of a guarantee: each in both formats, or all in one zip.

use crate::shell::{Id, Known, PageError, Web};
use app::AppError;
use app::guarantee::download::{Format, bundle, download, form};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::document::DocumentKind;
use domain::id::ApplicationId;

/// The applicant's declaration: there before there is a letter.
const FORM: &str = "application-form.pdf";

/// `letter.pdf`, `agreement.ofd` and so on; `all.zip`.
pub(crate) async fn file(State(web): State<Web>, known: Known, Id((id, name)): Id<(ApplicationId, String)>) -> Result<Response, PageError> {
    if name == FORM {
        let (number, bytes) = form(&web.world, &known.caller, id).await?;
        let disposition = format!("attachment; filename={number}-{name}");
        return Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response());
    }
    let (kind, format) = name.rsplit_once('.').ok_or(AppError::NotFound)?;
    let (guarantee, bytes, mime) = if name == "all.zip" {
        let (guarantee, bytes) = bundle(&web.world, &known.caller, id).await?;
        (guarantee, bytes, "application/zip")
    } else {
        let kind = DocumentKind::ALL.into_iter().find(|known| known.code() == kind).ok_or(AppError::NotFound)?;
        let (format, mime) = match format {
            "pdf" => (Format::Pdf, "application/pdf"),
            "ofd" => (Format::Ofd, "application/ofd"),
            _ => return Err(AppError::NotFound.into()),
        };
        let (guarantee, bytes) = download(&web.world, &known.caller, id, kind, format).await?;
        (guarantee, bytes, mime)
    };
    let disposition = format!("attachment; filename={}-{name}", guarantee.number);
    Ok(([(CONTENT_TYPE, mime.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
