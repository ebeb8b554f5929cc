//! Writing another edition of a site's words. Where the site asks for one person only, it is in use at once.

use super::check::{Form, check};
use super::load::{stamp, two_persons};
use super::view::samples;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::NoticeTemplateId;
use domain::notice::{NoticeChannel, NoticeKind};
use domain::notice_template::propose::{Writing, begin, propose as decide};
use domain::notice_template::settle::adopt;
use domain::notice_template::{NoticeTemplate, NoticeTemplateFacts, TemplateText};

async fn write(
    world: &World,
    caller: &Caller,
    (kind, channel): (NoticeKind, NoticeChannel),
    text: Option<TemplateText>,
    version: u32,
) -> Result<(), AppError> {
    let (site, stamp) = stamp(world, caller, Action::EditNoticeTemplate, (kind, channel))?;
    let known = store::notice_template::load_of(&mut world.store.reader(), site, kind, channel).await?;
    let (two_persons, writer, now) = (two_persons(world, site)?, caller.actor.certificate.clone(), world.now());
    let facts = NoticeTemplateFacts { id: world.id(NoticeTemplateId::new), site, kind, channel };
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let writing = Writing { writer: &writer, now };
            let written = match known {
                Some(known) => {
                    let event = decide(&known, text, version, writing)?;
                    w.append(known, &event)?
                }
                None => w.create::<NoticeTemplate>(&begin(facts, text, writing))?,
            };
            if !two_persons {
                let event = adopt(&written, &writer, false)?;
                w.append(written, &event)?;
            }
            Ok(())
        })
    })
    .await
}

/// Writes what the form says; `version` is what its page was made of, 0 where there was nothing.
///
/// # Errors
/// [`AppError::Invalid`] for what was typed wrong; [`AppError::Refused`], [`AppError::Conflict`] when somebody else begins at this moment;
/// [`AppError::NotFound`].
pub async fn propose(world: &World, caller: &Caller, of: (NoticeKind, NoticeChannel), form: &Form, version: u32) -> Result<(), AppError> {
    let (site, _) = stamp(world, caller, Action::EditNoticeTemplate, of)?;
    let text = check(of.0, of.1, form, &samples(world, site, of.0))?;
    write(world, caller, of, Some(text), version).await
}

/// Goes back to the platform's own words, in the same way.
///
/// # Errors
/// As [`propose`].
pub async fn restore(world: &World, caller: &Caller, of: (NoticeKind, NoticeChannel), version: u32) -> Result<(), AppError> {
    write(world, caller, of, None, version).await
}
