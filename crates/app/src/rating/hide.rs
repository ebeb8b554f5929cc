//! The centre hides a rating.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::RatingId;
use domain::rating::{Rating, hide};

/// Hides it.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn hide(world: &World, caller: &Caller, id: RatingId, reason: &str) -> Result<Rating, AppError> {
    let (rating, stamp) = load(world, &mut world.store.reader(), caller, Action::HideRating, id).await?;
    let event = hide::hide(&rating, reason)?;
    append(world, stamp, rating, event).await
}
