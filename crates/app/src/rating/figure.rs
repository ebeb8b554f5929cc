//! What everybody may know of an institution's ratings: the average once there are five, and the words of those that count. Added up at night
//! over lots that have rested, so that no rating tells of a lot that is not opened (HR-10).

use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::id::InstitutionId;
use domain::rating::{COUNT_MIN, Rating, RatingFigure};
use std::collections::BTreeMap;

/// Ratings whose words are shown.
const SHOWN_MAX: i64 = 10;

/// An institution's figure, and the newest ratings; none while there are fewer than [`COUNT_MIN`].
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn of(world: &World, caller: &Caller, institution: InstitutionId) -> Result<(RatingFigure, Vec<Rating>), AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, institution)?;
    let mut reader = world.store.reader();
    let figure = store::rating::load_figure(&mut reader, institution).await?;
    if figure.count < COUNT_MIN {
        return Ok((RatingFigure::default(), Vec::new()));
    }
    Ok((figure, store::rating::list_public(&mut reader, institution, SHOWN_MAX).await?))
}

/// The figures of all institutions that have some.
///
/// # Errors
/// [`AppError::Unavailable`].
pub async fn all(world: &World, caller: &Caller) -> Result<BTreeMap<InstitutionId, RatingFigure>, AppError> {
    caller.stamp(world, Action::BrowseSite, Relation::Stranger, "")?;
    Ok(store::rating::list_figures(&mut world.store.reader()).await?)
}
