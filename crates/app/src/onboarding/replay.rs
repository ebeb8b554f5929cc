//! Taking up again every message to an institution that was given up, by the centre of a site where it sells.

use super::load::load;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::Action;
use domain::delivery::{DeliveryState, replay};
use domain::id::OnboardingId;
use store::job::Job;

/// Sends them again, each with the key it has always had; gives back how many.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn replay(world: &World, caller: &Caller, id: OnboardingId) -> Result<usize, AppError> {
    let mut reader = world.store.reader();
    let (onboarding, stamp) = load(world, &mut reader, caller, Action::ReplayDelivery, id).await?;
    let institution = onboarding.institution.ok_or(AppError::NotFound)?;
    let dead = store::delivery::list(&mut reader, institution, DeliveryState::Dead).await?;
    let count = dead.len();
    commit(world, stamp.about(institution), move |w| {
        Box::pin(async move {
            for mut delivery in dead {
                delivery.apply(&replay::replay(&delivery)?);
                store::delivery::replay(w.tx(), &delivery)?;
                w.job_again(Job::SendDelivery(delivery.id), None)?;
            }
            Ok(count)
        })
    })
    .await
}
