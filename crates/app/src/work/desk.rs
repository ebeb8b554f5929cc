//! The operator's desk: jobs that were given up, and how many wait.

use crate::error::AppError;
use crate::world::World;
use domain::id::JobId;
use domain::time::Timestamp;
pub use store::job::Dead;

/// How many jobs there are, and how late they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Waiting or under way.
    pub ready: i64,
    /// Given up.
    pub dead: i64,
    /// How long the oldest due one has waited, in seconds.
    pub late_seconds: i64,
}

/// The last jobs that were given up.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn dead(world: &World) -> Result<Vec<Dead>, AppError> {
    Ok(store::job::dead(&mut world.store.reader()).await?)
}

/// Counts them.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn figures(world: &World) -> Result<Figures, AppError> {
    let mut reader = world.store.reader();
    let late = store::job::next_due(&mut reader).await?.map_or(0, |due| (world.now().micros() - due.micros()).max(0) / Timestamp::SECOND);
    let (ready, dead) = store::job::count(&mut reader).await?;
    Ok(Figures { ready, dead, late_seconds: late })
}

/// Runs a job again that was given up.
///
/// # Errors
/// [`AppError::Conflict`] when it is not one of those.
pub async fn revive(world: &World, id: JobId) -> Result<(), AppError> {
    let now = world.now();
    world.store.write::<_, AppError, _>(move |tx| Box::pin(async move { Ok(store::job::revive(tx, id, now)?) })).await
}
