//! Seeing to whom a notice goes outside the platform, by which channel and when. One address gets one message, whatever it is known as.

use crate::commit::quietly;
use crate::dispatch::recipient::reached;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::dispatch::{Dispatch, DispatchState, Tidings};
use domain::id::{NoticeId, OutboxId};
use domain::notice::NoticeChannel;
use domain::notice::choice::When;
use std::collections::BTreeSet;
use store::job::Job;

/// Writes what is to be sent.
///
/// # Errors
/// [`AppError::Unavailable`], [`AppError::Conflict`] when the same is done at this moment: it is tried again.
pub(crate) async fn spread(world: &World, id: NoticeId) -> Result<Ran, AppError> {
    let mut reader = world.store.reader();
    let missing = || AppError::Bug("a notice is missing".into());
    let audience = store::notice::audience_of(&mut reader, id).await?.ok_or_else(missing)?;
    let notice = store::notice::load(&mut reader, &audience, id).await?.ok_or_else(missing)?;
    let Some(kind) = notice.kind else { return Ok(Ran::Done) };
    let application = match &notice.application {
        Some((id, _)) => store::application::load(&mut reader, *id).await?,
        None => None,
    };
    let Some(site) = application.as_ref().map(|one| one.facts.site).or(notice.site) else { return Ok(Ran::Done) };
    let (now, mut known, mut dispatches) = (world.now(), BTreeSet::new(), Vec::new());
    for one in reached(world, &mut reader, &audience, application.as_ref(), site).await? {
        for channel in NoticeChannel::ALL.into_iter().filter(|channel| world.sends_by(*channel)) {
            let (tidings, due_at) = match one.choice.when(kind, channel, now) {
                When::At(at) => (Tidings::Notice(id, kind), at),
                When::Together(at) => (Tidings::Digest(at), at),
                When::Never => continue,
            };
            let Some(address) = one.address.by(channel) else { continue };
            if known.insert(address.to_owned()) {
                dispatches.push(Dispatch {
                    id: world.id(OutboxId::new),
                    audience: audience.clone(),
                    recipient: one.recipient,
                    channel,
                    site,
                    tidings,
                    created_at: now,
                    due_at,
                    state: DispatchState::Waiting,
                    tries: 0,
                    shown: String::new(),
                    edition: 0,
                    version: 1,
                });
            }
        }
    }
    quietly(world, move |w| {
        Box::pin(async move {
            for dispatch in dispatches {
                if store::dispatch::create(w.tx(), &dispatch).await? {
                    w.job_again(Job::SendDispatch(dispatch.id), Some(dispatch.due_at))?;
                }
            }
            Ok(())
        })
    })
    .await?;
    Ok(Ran::Done)
}
