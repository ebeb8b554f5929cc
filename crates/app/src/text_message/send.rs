//! Handing a message to the gateway.

use super::{Addressed, TextMessage};
use crate::commit::quietly;
use crate::error::AppError;
use crate::phone_code::digits;
use crate::ran::Ran;
use crate::world::World;
use domain::id::OutboxId;
use domain::phone_code::prove::LIFE;
use domain::time::Timestamp;
use partners::text_message::wire::Sms;

fn words(world: &World, message: &TextMessage) -> String {
    match message {
        TextMessage::PhoneCode { code, purpose } => format!(
            "【开函】验证码 {}，用于{}，{} 分钟内有效。如非本人操作请忽略，切勿告知他人。",
            digits(world, *code),
            purpose.label(),
            LIFE / Timestamp::MINUTE
        ),
    }
}

/// Sends a message; the gateway sends the same identifier once, so doing it twice does no harm.
///
/// # Errors
/// [`AppError::Unavailable`]: it is tried again.
pub(crate) async fn send(world: &World, id: OutboxId) -> Result<Ran, AppError> {
    let missing = || AppError::Bug("a message is missing".into());
    let addressed: Addressed = store::outbox::load(&mut world.store.reader(), id).await?.ok_or_else(missing)?;
    let message = Sms { message_id: id.to_string(), mobile: addressed.mobile.to_string(), text: words(world, &addressed.message) };
    let sent = world.text_messages.send(&message, world.now()).await;
    sent.map_err(|error| AppError::Unavailable(error.to_string()))?;
    let now = world.now();
    quietly(world, move |w| Box::pin(async move { Ok(store::outbox::delivered(w.tx(), id, now)?) })).await?;
    Ok(Ran::Done)
}
