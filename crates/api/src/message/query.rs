//! How an order stands here.

use super::incoming;
use crate::signed::answer;
use app::World;
use app::message::query::application as ask;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;

pub(super) async fn application(
    State(world): State<World>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    Path(order_number): Path<String>,
) -> Response {
    let incoming = incoming(method, uri, headers, Bytes::new());
    let result = async {
        let sender = incoming.sender(&world).await?;
        Ok(ask(&world, &sender, &order_number).await?)
    };
    answer(&world, &incoming, result.await).await
}
