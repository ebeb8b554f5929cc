//! One rating, for an office.

use super::load::{load, relation};
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, may};
use domain::id::RatingId;
use domain::rating::{Rating, RatingState, answer, hide};

/// A rating as its page shows it.
#[derive(Clone, Debug)]
pub struct RatingDetail {
    /// The rating.
    pub rating: Rating,
    /// Whether this viewer can answer it.
    pub can_answer: bool,
    /// Whether this viewer can hide it.
    pub can_hide: bool,
    /// Whether this viewer can show it again.
    pub can_restore: bool,
}

/// The rating in full.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn view(world: &World, caller: &Caller, id: RatingId) -> Result<RatingDetail, AppError> {
    let (rating, _) = load(world, &mut world.store.reader(), caller, Action::ViewRating, id).await?;
    let relation = relation(&caller.actor, &rating);
    let permitted = |action| may(&caller.actor, action, relation).is_ok();
    Ok(RatingDetail {
        can_answer: permitted(Action::AnswerRating) && answer::check(&rating).is_ok(),
        can_hide: permitted(Action::HideRating) && hide::check(&rating).is_ok(),
        can_restore: permitted(Action::HideRating) && matches!(rating.state, RatingState::Hidden { .. }),
        rating,
    })
}
