//! The bytes of a paper.

use super::incoming;
use crate::signed::answer_paper;
use app::World;
use app::message::material::material;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

pub(super) async fn fetch(
    State(world): State<World>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Path((instruction_id, digest)): Path<(String, String)>,
) -> Response {
    let incoming = incoming(method, uri, headers, Bytes::new());
    let result = async {
        let sender = incoming.sender(&world).await?;
        Ok(material(&world, &sender, &instruction_id, &digest).await?)
    };
    answer_paper(&world, &incoming, result.await).await
}
