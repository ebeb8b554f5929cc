//! What is typed on a draft's form is kept while one types, so that whoever comes back finds it. It is nothing yet: what counts is handed in.

use super::load::load;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::ApplicationId;
use domain::time::Timestamp;
pub use store::typed::Fields;

/// Most fields that are kept.
const FIELDS_MAX: usize = 60;
/// Longest value that is kept, in characters.
const VALUE_MAX: usize = 2_000;

/// Keeps `fields` of a form that was made of version `seen` of the draft; `None` where that has been handed in since, or is no draft any more, so that
/// a page that was left open somewhere undoes nothing.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn keep(world: &World, caller: &Caller, id: ApplicationId, seen: u32, fields: Fields) -> Result<Option<Timestamp>, AppError> {
    let now = world.now();
    load(world, &mut world.store.reader(), caller, Action::DescribeApplication, id).await?;
    let short = |(name, value): (String, String)| (name, value.chars().take(VALUE_MAX).collect());
    let fields: Fields = fields.into_iter().take(FIELDS_MAX).map(short).collect();
    world
        .store
        .write::<_, AppError, _>(move |tx| {
            Box::pin(async move {
                let application = store::application::load(tx, id).await?.ok_or(AppError::NotFound)?;
                if !application.is_draft() || application.version != seen {
                    return Ok(None);
                }
                store::typed::save(tx, id, &fields, now)?;
                Ok(Some(now))
            })
        })
        .await
}

/// What was kept, and when.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn kept(world: &World, caller: &Caller, id: ApplicationId) -> Result<Option<(Fields, Timestamp)>, AppError> {
    let mut reader = world.store.reader();
    load(world, &mut reader, caller, Action::DescribeApplication, id).await?;
    Ok(store::typed::load(&mut reader, id).await?)
}
