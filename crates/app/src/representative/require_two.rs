//! Above which amount an application of the caller's enterprise takes two persons.

use super::begun::{begun, stamp};
use crate::commit::commit;
use crate::error::{AppError, FieldError};
use crate::world::{Caller, World};
use domain::access::Action;
use domain::money::Cny;
use domain::representative::require_two as decide;

/// Sets the amount as it was typed, in yuan; empty for none.
///
/// # Errors
/// [`AppError::Invalid`] for what is no amount; [`domain::Refusal::TwoPersonsMissing`].
pub async fn require_two(world: &World, caller: &Caller, above: &str) -> Result<(), AppError> {
    let typed = Some(above.trim()).filter(|typed| !typed.is_empty());
    let above = typed.map(Cny::parse_yuan).transpose().map_err(|error| AppError::Invalid(vec![FieldError::new("above", error)]))?;
    let object = above.map_or_else(|| "none".to_owned(), Cny::plain);
    let (organisation, stamp) = stamp(world, caller, Action::ManageRepresentatives, format!("two-persons/{object}"))?;
    commit(world, stamp, move |w| {
        Box::pin(async move {
            let people = begun(w, organisation).await?;
            if let Some(event) = decide(&people, above)? {
                w.append(people, &event)?;
            }
            Ok(())
        })
    })
    .await
}
