//! The institution answers a rating.

use super::load::load;
use crate::commit::append;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::id::RatingId;
use domain::rating::{Rating, answer};

/// Answers.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn answer(world: &World, caller: &Caller, id: RatingId, text: &str) -> Result<Rating, AppError> {
    let (rating, stamp) = load(world, &mut world.store.reader(), caller, Action::AnswerRating, id).await?;
    let event = answer::answer(&rating, text)?;
    append(world, stamp, rating, event).await
}
