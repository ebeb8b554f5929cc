//! Taking what waits into use, or giving it up.

use super::load::{stamp, two_persons};
use crate::commit::{append, as_seen};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::{NoticeTemplate, settle};

/// Takes the edition that waits into use, if it is the one that was `seen`.
///
/// # Errors
/// [`AppError::Refused`], [`AppError::Conflict`], [`AppError::NotFound`].
pub async fn adopt(world: &World, caller: &Caller, of: (NoticeKind, NoticeChannel), seen: u32) -> Result<NoticeTemplate, AppError> {
    let (site, stamp) = stamp(world, caller, Action::AdoptNoticeTemplate, of)?;
    let template = store::notice_template::load_of(&mut world.store.reader(), site, of.0, of.1).await?;
    let template = template.ok_or(Refusal::NoticeTemplateStateForbids)?;
    let event = settle::adopt(&template, &caller.actor.certificate, two_persons(world, site)?)?;
    as_seen(template.version, seen)?;
    append(world, stamp, template, event).await
}

/// Gives it up.
///
/// # Errors
/// As [`adopt`].
pub async fn discard(world: &World, caller: &Caller, of: (NoticeKind, NoticeChannel)) -> Result<NoticeTemplate, AppError> {
    let (site, stamp) = stamp(world, caller, Action::EditNoticeTemplate, of)?;
    let template = store::notice_template::load_of(&mut world.store.reader(), site, of.0, of.1).await?;
    let template = template.ok_or(Refusal::NoticeTemplateStateForbids)?;
    let event = settle::discard(&template)?;
    append(world, stamp, template, event).await
}
