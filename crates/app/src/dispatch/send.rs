//! Sending one message: put into words, handed over, and what became of it written down.

use super::digest::digest;
use super::recipient::{Address, address};
use crate::commit::quietly;
use crate::error::AppError;
use crate::notice_template::load::put;
use crate::notice_template::render::Rendered;
use crate::notice_template::words::{Noticed, link};
use crate::ran::Ran;
use crate::world::World;
use domain::dispatch::settle::{HandedOver, check, pause, settle};
use domain::dispatch::{Dispatch, DispatchEvent, Tidings};
use domain::id::OutboxId;
use domain::notice::NoticeChannel;
use partners::mail::{Mail, MailError};
use partners::text_message::wire::Sms;
use store::Query;

/// What a message says, and which edition of its site's words that is.
async fn said(world: &World, query: &mut impl Query, dispatch: &Dispatch) -> Result<Option<(Rendered, u32)>, AppError> {
    let (id, kind) = match dispatch.tidings {
        Tidings::Notice(id, kind) => (id, kind),
        Tidings::Digest(until) => return Ok(digest(world, query, dispatch, until).await?.map(|made| (made, 0))),
    };
    let Some(notice) = store::notice::load(query, &dispatch.audience, id).await? else { return Ok(None) };
    let number = notice.application.as_ref().map(|(_, number)| number.as_str());
    let told = Noticed { site: dispatch.site, kind, at: notice.at, notice: Some(id), number };
    put(world, query, told, dispatch.channel).await.map(Some)
}

async fn hand(world: &World, dispatch: &Dispatch, to: &Address, made: Rendered) -> HandedOver {
    match (dispatch.channel, &to.mobile, &to.mail, &world.mail) {
        (NoticeChannel::TextMessage, Some(mobile), _, _) => {
            let message = Sms { message_id: dispatch.id.to_string(), mobile: mobile.to_string(), text: made.body };
            match world.text_messages.send(&message, world.now()).await {
                Ok(()) => HandedOver::Taken,
                Err(error) => {
                    tracing::warn!(job = %dispatch.id, error = %error, "a text message was not taken");
                    HandedOver::Unknown
                }
            }
        }
        (NoticeChannel::Mail, _, Some(mail), Some(mailer)) => {
            let notice = match dispatch.tidings {
                Tidings::Notice(id, _) => Some(id),
                Tidings::Digest(_) => None,
            };
            let mail = Mail {
                id: dispatch.id.to_string(),
                to: mail.clone(),
                name: to.name.clone(),
                subject: made.subject,
                text: made.body,
                link: link(world, notice),
                at: dispatch.created_at,
            };
            match mailer.send(&mail).await {
                Ok(()) => HandedOver::Taken,
                Err(error) => {
                    tracing::warn!(job = %dispatch.id, error = %error, "a mail was not taken");
                    match error {
                        MailError::Refused(_) => HandedOver::Refused,
                        MailError::NotYet(_) => HandedOver::NotYet,
                        MailError::Unknown(_) => HandedOver::Unknown,
                    }
                }
            }
        }
        (NoticeChannel::TextMessage | NoticeChannel::Mail, ..) => HandedOver::NoAddress,
    }
}

/// Writes down how a message stands.
async fn save(world: &World, dispatch: &Dispatch) -> Result<(), AppError> {
    let dispatch = dispatch.clone();
    quietly(world, move |w| Box::pin(async move { Ok(store::dispatch::save(w.tx(), &dispatch)?) })).await
}

/// Sends a message that is due, and writes down what became of it.
///
/// # Errors
/// [`AppError::Unavailable`] when the database does not answer; [`AppError::Conflict`] when the message changed meanwhile.
pub(crate) async fn send(world: &World, id: OutboxId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let Some(before) = store::dispatch::load(&mut reader, id).await? else { return Ok(Ran::Done) };
    if check(&before).is_err() {
        return Ok(Ran::Done);
    }
    let mut dispatch = before.clone();
    let to = address(world, &mut reader, before.recipient).await?.filter(|to| to.by(before.channel).is_some());
    let handed = match (&to, said(world, &mut reader, &before).await?) {
        (Some(to), Some((made, edition))) => {
            (dispatch.edition, dispatch.shown) = (edition, to.shown(before.channel));
            if before.channel == NoticeChannel::Mail {
                // Should this process end before the answer is written down, it is known that the mail may have been taken.
                dispatch.apply(&settle(&before, HandedOver::Unknown, world.now())?);
                save(world, &dispatch).await?;
            }
            hand(world, &before, to, made).await
        }
        (None, _) => HandedOver::NoAddress,
        (Some(_), None) => HandedOver::Nothing,
    };
    let now = world.now();
    let event = settle(&before, handed, now)?;
    (dispatch.state, dispatch.tries) = (before.state, before.tries);
    dispatch.apply(&event);
    save(world, &dispatch).await?;
    Ok(match event {
        DispatchEvent::Failed | DispatchEvent::Doubted => Ran::Later(now.plus(pause(&event, dispatch.tries))),
        DispatchEvent::Sent { .. } | DispatchEvent::LeftOpen | DispatchEvent::Dropped { .. } => Ran::Done,
    })
}
