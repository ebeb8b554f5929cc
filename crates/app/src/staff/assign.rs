use crate::commit::commit;
use crate::error::AppError;
use crate::world::{Caller, World};
use domain::access::{Action, Relation};
use domain::duty::Duties;
use domain::staff::assign as decide;
use store::turn::{Contested, take};

/// Gives a person of the caller's institution these duties.
///
/// # Errors
/// [`AppError::Refused`]; [`AppError::NotFound`].
pub async fn assign(world: &World, caller: &Caller, certificate: &str, name: &str, duties: &Duties) -> Result<(), AppError> {
    let institution = caller.actor.institution.ok_or(AppError::NotFound)?;
    let object = format!("staff/{certificate}/{}", duties.to_text().replace(' ', "+"));
    let stamp = caller.stamp(world, Action::AssignDuties, Relation::Guarantor, object)?;
    let (certificate, name, duties) = (certificate.to_owned(), name.to_owned(), duties.clone());
    commit(world, stamp, move |w| {
        Box::pin(async move {
            take(w.tx(), Contested::Institution(institution))?;
            let staff = store::staff::list(w.tx(), institution).await?;
            let person = decide(&staff, &certificate, &name, &duties)?;
            Ok(store::staff::assign(w.tx(), &person)?)
        })
    })
    .await
}
