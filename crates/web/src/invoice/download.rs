//! The files of an invoice, given to be kept: somebody else made them.

use crate::shell::{Id, Known, PageError, Web, sandboxed};
use app::invoice::download::download;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::id::{FileId, InvoiceId};
use domain::invoice::InvoiceFormat;

pub(crate) async fn file(State(web): State<Web>, known: Known, Id((id, file)): Id<(InvoiceId, FileId)>) -> Result<Response, PageError> {
    let downloaded = download(&web.world, &known.caller, id, file).await?;
    let media = match downloaded.format {
        InvoiceFormat::Xml => "application/xml",
        InvoiceFormat::Ofd => "application/ofd",
        InvoiceFormat::Pdf => "application/pdf",
    };
    let name = format!("attachment; filename={}.{}", downloaded.number, downloaded.format.code());
    Ok(sandboxed(([(CONTENT_TYPE, media.to_owned()), (CONTENT_DISPOSITION, name)], downloaded.bytes).into_response()))
}
