//! The centre shows a rating again.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::RatingId;
use domain::rating::{Rating, restore};

/// Shows it again.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn restore(world: &World, caller: &Caller, id: RatingId) -> Result<Rating, AppError> {
    let (rating, stamp) = load(world, &mut world.store.reader(), caller, Action::HideRating, id).await?;
    let event = restore::restore(&rating)?;
    append(world, stamp, rating, event).await
}
