//! Files that nothing names are taken away a week after: what was handed in by a form that nobody sent, or by a process that died before it named
//! it, and papers in whose place others stand. A file's row goes after its bytes, so that whoever dies between leaves what the next run does again.

use super::hold::KEPT_MICROS;
use crate::commit::quietly;
use crate::error::AppError;
use crate::ran::Ran;
use crate::world::World;
use domain::time::Timestamp;
use store::job::{Everything, Job};

/// How often it is looked.
const PAUSE_MICROS: i64 = Timestamp::HOUR;
/// Most steps of one run, well within its lease.
const STEPS: usize = 20;

/// Sees that it is looked: every process that starts asks for it, and it is done once.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn begin(world: &World) -> Result<(), AppError> {
    quietly(world, |w| {
        Box::pin(async move {
            w.job(Job::SweepFiles(Everything));
            Ok(())
        })
    })
    .await
}

/// Takes away those that nothing has named for a week, and looks again in an hour, or at once where there are more.
///
/// # Errors
/// [`AppError::Unavailable`].
pub(crate) async fn run(world: &World) -> Result<Ran, AppError> {
    let now = world.now();
    for _ in 0..STEPS {
        let old = store::loose::list_old(&mut world.store.reader(), now.plus(-KEPT_MICROS)).await?;
        if old.is_empty() {
            return Ok(Ran::Later(now.plus(PAUSE_MICROS)));
        }
        for file in &old {
            world.files.delete(*file).await?;
        }
        quietly(world, move |w| Box::pin(async move { Ok(old.into_iter().try_for_each(|file| store::loose::take_off(w.tx(), file))?) }))
            .await?;
    }
    Ok(Ran::Later(now))
}
