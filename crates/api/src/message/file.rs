//! A file's bytes.

use super::incoming;
use crate::problem::Problem;
use crate::signed::answer;
use app::message::receive::receive_file;
use app::{AppError, World};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use protocol::message::{FileFormat, FileKind};

fn parts(kind: &str, format: &str) -> Option<(FileKind, FileFormat)> {
    let kind = FileKind::ALL.into_iter().find(|known| known.code() == kind)?;
    let format = FileFormat::ALL.into_iter().find(|known| known.code() == format)?;
    Some((kind, format))
}

pub(super) async fn push(
    State(world): State<World>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Path((order_number, kind, format)): Path<(String, String, String)>,
    body: Bytes,
) -> Response {
    let incoming = incoming(method, uri, headers, body);
    let result = async {
        let sender = incoming.sender(&world).await?;
        let (kind, format) = parts(&kind, &format).ok_or_else(|| Problem::from(AppError::NotFound))?;
        let bytes = incoming.body.to_vec();
        Ok(receive_file(&world, &sender, incoming.key(), &order_number, kind, format, bytes).await?)
    };
    answer(&world, &incoming, result.await).await
}
