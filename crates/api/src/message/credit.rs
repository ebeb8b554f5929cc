//! Who asks for credit, and the bytes of a paper of it.

use super::incoming;
use crate::signed::{answer, answer_paper};
use app::World;
use app::message::credit_paper::{company, material};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

pub(super) async fn paper(
    State(world): State<World>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Path((credit_id, digest)): Path<(String, String)>,
) -> Response {
    let incoming = incoming(method, uri, headers, Bytes::new());
    let result = async {
        let sender = incoming.sender(&world).await?;
        Ok(material(&world, &sender, &credit_id, &digest).await?)
    };
    answer_paper(&world, &incoming, result.await).await
}

pub(super) async fn read(
    State(world): State<World>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Path(credit_id): Path<String>,
) -> Response {
    let incoming = incoming(method, uri, headers, Bytes::new());
    let result = async {
        let sender = incoming.sender(&world).await?;
        Ok(company(&world, &sender, &credit_id).await?)
    };
    answer(&world, &incoming, result.await).await
}
