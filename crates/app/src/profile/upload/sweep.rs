//! Files that were begun and never finished are taken away a day after, whether or not anybody begins another.

use super::{KEPT_MICROS, clear};
use crate::commit::quietly;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::time::Timestamp;
use store::job::{Everything, Job};

/// How often it is looked.
const PAUSE_MICROS: i64 = Timestamp::HOUR;
/// Most that are taken away in one run, in steps of a few: well within its lease.
const STEPS: usize = 100;

/// Sees that it is looked: every process that starts asks for it, and it is done once.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin(world: &World) -> Result<(), AppError> {
    quietly(world, |w| {
        Box::pin(async move {
            w.job(Job::SweepUploads(Everything));
            Ok(())
        })
    })
    .await
}

/// Takes away those that were begun a day ago, and looks again in an hour, or at once where there are more.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn run(world: &World) -> Result<Ran, AppError> {
    let now = world.now();
    for _ in 0..STEPS {
        let left = quietly(world, move |w| {
            Box::pin(async move {
                let old = store::upload::list_old(w.tx(), now.plus(-KEPT_MICROS)).await?;
                let mut parts = Vec::new();
                for upload in &old {
                    parts.extend(store::upload::parts(w.tx(), *upload).await?);
                    store::upload::delete(w.tx(), *upload, now)?;
                }
                Ok((!old.is_empty()).then_some(parts))
            })
        });
        match left.await? {
            Some(parts) => clear(world, parts).await,
            None => return Ok(Ran::Later(now.plus(PAUSE_MICROS))),
        }
    }
    Ok(Ran::Later(now))
}
