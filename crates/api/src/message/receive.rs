//! A message with a JSON body, answered by a receipt.

use crate::signed::{Incoming, answer};
use app::World;
use app::message::receive::receive as record;
use axum::response::Response;
use protocol::catalogue::Entry;

pub(super) async fn receive(world: &World, entry: &Entry, incoming: Incoming) -> Response {
    let result = async {
        let sender = incoming.sender_of_message(world).await?;
        Ok(record(world, &sender, entry, incoming.key(), &incoming.body).await?)
    };
    answer(world, &incoming, result.await).await
}
