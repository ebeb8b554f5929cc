//! The letter and its detached signature.

use crate::application::id;
use crate::shell::{Known, PageError, Web};
use app::guarantee::download::download;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

fn attachment(name: &str) -> String {
    format!("attachment; filename={name}")
}

pub(crate) async fn letter(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let (guarantee, bytes) = download(&web.world, &known.caller, id(&text)?).await?;
    let name = attachment(&format!("{}.pdf", guarantee.number));
    Ok(([(CONTENT_TYPE, "application/pdf".to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// What a stranger needs to check the signature with a tool of their own, as JSON.
pub(crate) async fn signature(State(web): State<Web>, known: Known, Path(text): Path<String>) -> Result<Response, PageError> {
    let (guarantee, _) = download(&web.world, &known.caller, id(&text)?).await?;
    let evidence = serde_json::json!({
        "format": "kaihan.detached-signature.v1",
        "number": guarantee.number,
        "sm3": guarantee.letter.digest,
        "algorithm": "SM2 with SM3, user ID 1234567812345678, DER",
        "signature": guarantee.letter.signature,
        "certificate": guarantee.letter.certificate,
    });
    let name = attachment(&format!("{}.sig.json", guarantee.number));
    Ok(([(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)], evidence.to_string()).into_response())
}
