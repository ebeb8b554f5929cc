//! Letting somebody go who acted for the caller's enterprise: cut off at once, open sessions included.

use super::begun::stamp;
use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::Refusal;
use domain::access::Action;
use domain::id::PersonId;
use domain::representative::{Representatives, leave as decide};

/// Lets the person go.
///
/// # Errors
/// [`AppError::Refused`] as the domain says; [`AppError::NotFound`].
pub async fn leave(world: &World, caller: &Caller, id: PersonId) -> Result<(), AppError> {
    let (organisation, stamp) = stamp(world, caller, Action::ManageRepresentatives, id)?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let people = w.find::<Representatives>(organisation).await?.ok_or(Refusal::RepresentativeUnknown)?;
            let event = decide(&people, id, w.now())?;
            w.append(people, &event)?;
            Ok(())
        })
    })
    .await
}
