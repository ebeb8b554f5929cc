//! Handing a message to the gateway.

use super::{Addressed, TextMessage};
use crate::commit::quietly;
use crate::error::AppError;
use crate::phone_code::digits;
use crate::ran::Ran;
use crate::world::World;
use domain::id::OutboxId;
use domain::party::{Email, Mobile};
use domain::phone_code::CodeAddress;
use domain::phone_code::prove::LIFE;
use domain::time::Timestamp;
use partners::mail::{Mail, MailError};
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

/// Hands a message to the gateway, which sends the same identifier once.
async fn by_phone(world: &World, id: OutboxId, mobile: &Mobile, text: String) -> Result<(), AppError> {
    let message = Sms { message_id: id.to_string(), mobile: mobile.to_string(), text };
    world.text_messages.send(&message, world.now()).await.map_err(|error| AppError::Unavailable(error.to_string()))
}

/// Hands it to the mail server. What may have been taken is not sent again: whoever has no code asks for another.
async fn by_mail(world: &World, id: OutboxId, to: &Email, text: String) -> Result<(), AppError> {
    let Some(mailer) = &world.mail else { return Err(AppError::Unavailable("no mail server".into())) };
    let mail = Mail {
        id: id.to_string(),
        to: to.clone(),
        name: String::new(),
        subject: "验证码".into(),
        text,
        link: String::new(),
        at: world.now(),
    };
    match mailer.send(&mail).await {
        Ok(()) | Err(MailError::Unknown(_) | MailError::Refused(_)) => Ok(()),
        Err(error @ MailError::NotYet(_)) => Err(AppError::Unavailable(error.to_string())),
    }
}

/// Sends a message, if its code still counts.
///
/// # Errors
/// [`AppError::Unavailable`]: it is tried again.
pub(crate) async fn send(world: &World, id: OutboxId) -> Result<Ran, AppError> {
    let missing = || AppError::Bug("a message is missing".into());
    let mut reader = world.store.reader();
    let addressed: Addressed = store::outbox::load(&mut reader, id).await?.ok_or_else(missing)?;
    let TextMessage::PhoneCode { code, .. } = &addressed.message;
    let (text, now) = (words(world, &addressed.message), world.now());
    if code.made_at().is_some_and(|made_at| now < made_at.plus(LIFE)) {
        match &addressed.to {
            CodeAddress::Phone(mobile) => by_phone(world, id, mobile, text).await?,
            CodeAddress::Mail(mail) => by_mail(world, id, mail, text).await?,
        }
    }
    quietly(world, move |w| Box::pin(async move { Ok(store::outbox::delivered(w.tx(), id, now)?) })).await?;
    Ok(Ran::Done)
}
